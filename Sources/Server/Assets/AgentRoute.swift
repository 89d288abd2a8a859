import HTTPTypes
import Hummingbird

/// `GET /t.js`, the agent.
struct AgentRoute: Sendable {
    func add(to router: Router<ServerContext>) {
        let agent = Asset("t.js")
        router.serve(
            "/t.js",
            [
                .get: { request, _ in
                    var response = agent.response(
                        to: request, caching: "public, max-age=3600, stale-while-revalidate=86400")
                    // Modules are fetched with CORS; the agent is the same for everybody and holds no secret.
                    response.headers[.accessControlAllowOrigin] = "*"
                    response.headers[.crossOriginResourcePolicy] = "cross-origin"
                    return response
                }
            ])
    }
}

extension HTTPField.Name {
    static let crossOriginResourcePolicy = Self("Cross-Origin-Resource-Policy")!
}
