import HTTPTypes
import Hummingbird

/// `GET /openapi.json`, the document of the server API, and `GET /docs/api`, a page that draws it. Neither asks another host for anything.
struct ReferenceRoutes: Sendable {
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"

    func add(to router: Router<ServerContext>) {
        serve("/openapi.json", Asset("openapi.json"), router) { headers in
            // Tools of other origins read it: it is the same for everybody and holds no secret.
            headers[.accessControlAllowOrigin] = "*"
        }
        serve("/docs/api", Asset("reference.html"), router) { headers in
            headers[.contentSecurityPolicy] = Self.policy
        }
        for name in ["reference.css", "reference.js", "schemas.js", "elements.js", "base.css", "favicon.svg"] {
            serve("/docs/api/\(name)", Asset(name), router) { _ in }
        }
    }

    private func serve(
        _ path: String, _ asset: Asset, _ router: Router<ServerContext>,
        _ complete: @escaping @Sendable (inout HTTPFields) -> Void
    ) {
        router.serve(
            RouterPath(path),
            [
                .get: { request, _ in
                    var response = asset.response(to: request)
                    complete(&response.headers)
                    return response
                }
            ])
    }
}
