import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import SessionViews
import Sessions
import Storage

/// `GET /v1/forward-auth`: a proxy asks before it lets a request through, as nginx does by `auth_request`, Caddy by `forward_auth` and
/// Traefik by `forwardAuth`. 200 lets it pass, 403 does not.
struct ForwardAuthRoute: Sendable {
    /// What becomes of requests while the server can't judge them.
    private enum Failure: String, CaseIterable {
        /// They pass.
        case open
        /// They don't.
        case closed
    }

    let access: Access
    let judge: RequestJudge

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/forward-auth", [.get: answer])
    }

    private func answer(_ request: Request, _ context: ServerContext) async throws -> Response {
        var query = QueryReader(request)
        let failure = query.word("failure", Failure.allCases) ?? .open
        let denied = query.words("deny", [Verdict.bot, .inconclusive]) ?? [.bot]
        try query.finish()
        let answer = try await access.withKey(
            .secret, scopes: .decisionsCreate, request: Self.authorized(request), context: context
        ) { key in
            let judged = try await judge.judge(question(request, context), for: key)
            return Self.answer(judged.id, judged.decision, isDenied: denied.contains(judged.decision.verdict))
        }
        guard failure == .open, answer.status == .tooManyRequests || answer.status.kind == .serverError else {
            return answer
        }
        return Response(
            status: .ok, headers: [.decision: "allow", .failure: "\(answer.status.code)", .cacheControl: "no-store"])
    }

    /// What is told of a decision. The proxy hands the answer to a refusal on to the client, who must not learn why: a verdict stands only
    /// where the request passes and the headers go to what is protected.
    private static func answer(_ session: SessionID, _ decision: Decision, isDenied: Bool) -> Response {
        var headers: HTTPFields = [
            .decision: isDenied ? "deny" : "allow", .sessionID: session.text, .cacheControl: "no-store",
        ]
        if !isDenied {
            headers[.verdict] = decision.verdict.rawValue
            headers[.riskScore] = "\(decision.riskScore)"
        }
        return Response(status: isDenied ? .forbidden : .ok, headers: headers)
    }

    /// The request with the key in its usual place. `Authorization` may be the client's own, for what is protected.
    private static func authorized(_ request: Request) -> Request {
        guard let key = request.headers[.triplineKey] else { return request }
        var head = request.head
        head.headerFields[.authorization] = "Bearer \(key)"
        return Request(head: head, body: request.body)
    }

    /// The request that is asked about: what a trusted proxy says, or else this one.
    private func question(_ request: Request, _ context: ServerContext) -> RequestQuestion {
        let own =
            "\(context.connection?.isEncrypted == true ? "https" : "http")://\(request.head.authority ?? "localhost")"
        let fallback = URLComponents(string: own + request.uri.path) ?? URLComponents()
        let isForwarded = access.proxies.trusts(context.peer)
        let headers = request.headers
        return RequestQuestion(
            method: (isForwarded ? headers[.forwardedMethod] ?? headers[.originalMethod] : nil) ?? "GET",
            url: (isForwarded ? Self.forwardedURL(headers).flatMap { RequestQuestion.url($0) } : nil) ?? fallback,
            headers: headers.lazy.filter { !Self.isOfTheProxy($0.name) }.map { ($0.name.canonicalName, $0.value) },
            address: access.clientAddress(request, context), connection: access.connection(request, context))
    }

    private static func forwardedURL(_ headers: HTTPFields) -> String? {
        if let url = headers[.originalURL] { return url }
        guard let host = headers[.forwardedHost], let target = headers[.forwardedURI] else { return nil }
        return "\(headers[.forwardedProto] ?? "https")://\(host)\(target)"
    }

    private static func isOfTheProxy(_ name: HTTPField.Name) -> Bool {
        let name = name.canonicalName
        return name.hasPrefix("x-forwarded-") || name.hasPrefix("x-original-") || name.hasPrefix("x-tripline-")
            || ["forwarded", "x-real-ip", "authorization", "connection"].contains(name)
    }
}

extension HTTPField.Name {
    static let triplineKey = Self("X-Tripline-Key")!
    fileprivate static let decision = Self("X-Tripline-Decision")!
    fileprivate static let failure = Self("X-Tripline-Failure")!
    fileprivate static let sessionID = Self("X-Tripline-Session-Id")!
    fileprivate static let verdict = Self("X-Tripline-Verdict")!
    fileprivate static let riskScore = Self("X-Tripline-Risk-Score")!
    fileprivate static let forwardedMethod = Self("X-Forwarded-Method")!
    fileprivate static let forwardedHost = Self("X-Forwarded-Host")!
    fileprivate static let forwardedURI = Self("X-Forwarded-Uri")!
    fileprivate static let originalMethod = Self("X-Original-Method")!
    fileprivate static let originalURL = Self("X-Original-URL")!
}
