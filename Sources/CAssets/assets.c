#include "CAssets.h"

// `make assets` bundles the agent and compresses what is large; without that there is nothing to serve, and nothing is built.
#if !__has_embed("../../Web/dist/t.js") || !__has_embed("../../Web/dist/t.js.gz") || \
    !__has_embed("../../Web/dist/openapi.json.gz")
#error "The browser agent is not bundled yet: run `make assets` first (it needs esbuild)."
#endif

static const unsigned char agent[] = {
#embed "../../Web/dist/t.js"
};
static const unsigned char agent_gzip[] = {
#embed "../../Web/dist/t.js.gz"
};
static const unsigned char landing_html[] = {
#embed "../../Web/demo/landing.html"
};
static const unsigned char landing_css[] = {
#embed "../../Web/demo/landing.css"
};
static const unsigned char base_css[] = {
#embed "../../Web/demo/base.css"
};
static const unsigned char favicon[] = {
#embed "../../Web/demo/favicon.svg"
};
static const unsigned char shop_html[] = {
#embed "../../Web/demo/index.html"
};
static const unsigned char shop_css[] = {
#embed "../../Web/demo/shop.css"
};
static const unsigned char shop_js[] = {
#embed "../../Web/demo/shop.js"
};
static const unsigned char reading_js[] = {
#embed "../../Web/demo/reading.js"
};
static const unsigned char inspector_html[] = {
#embed "../../Web/demo/inspector.html"
};
static const unsigned char inspector_css[] = {
#embed "../../Web/demo/inspector.css"
};
static const unsigned char inspector_js[] = {
#embed "../../Web/demo/inspector.js"
};
static const unsigned char openapi[] = {
#embed "../../Web/reference/openapi.json"
};
static const unsigned char openapi_gzip[] = {
#embed "../../Web/dist/openapi.json.gz"
};
static const unsigned char reference_html[] = {
#embed "../../Web/reference/reference.html"
};
static const unsigned char reference_css[] = {
#embed "../../Web/reference/reference.css"
};
static const unsigned char reference_js[] = {
#embed "../../Web/reference/reference.js"
};
static const unsigned char schemas_js[] = {
#embed "../../Web/reference/schemas.js"
};
static const unsigned char elements_js[] = {
#embed "../../Web/reference/elements.js"
};

static const struct tripline_asset assets[] = {
    {"t.js", agent, sizeof agent},
    {"t.js.gz", agent_gzip, sizeof agent_gzip},
    {"landing.html", landing_html, sizeof landing_html},
    {"landing.css", landing_css, sizeof landing_css},
    {"base.css", base_css, sizeof base_css},
    {"favicon.svg", favicon, sizeof favicon},
    {"index.html", shop_html, sizeof shop_html},
    {"shop.css", shop_css, sizeof shop_css},
    {"shop.js", shop_js, sizeof shop_js},
    {"reading.js", reading_js, sizeof reading_js},
    {"inspector.html", inspector_html, sizeof inspector_html},
    {"inspector.css", inspector_css, sizeof inspector_css},
    {"inspector.js", inspector_js, sizeof inspector_js},
    {"openapi.json", openapi, sizeof openapi},
    {"openapi.json.gz", openapi_gzip, sizeof openapi_gzip},
    {"reference.html", reference_html, sizeof reference_html},
    {"reference.css", reference_css, sizeof reference_css},
    {"reference.js", reference_js, sizeof reference_js},
    {"schemas.js", schemas_js, sizeof schemas_js},
    {"elements.js", elements_js, sizeof elements_js},
    {NULL, NULL, 0},
};

const struct tripline_asset *tripline_assets(void) { return assets; }
