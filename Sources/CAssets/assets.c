#include "CAssets.h"

// The agent is bundled by `make assets`; without it there is nothing to serve, and nothing is built.
#if !__has_embed("../../Web/dist/t.js") || !__has_embed("../../Web/dist/t.js.gz")
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
    {NULL, NULL, 0},
};

const struct tripline_asset *tripline_assets(void) { return assets; }
