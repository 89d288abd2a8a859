import Evidence
import Foundation
import HTTPTypes
import Hummingbird
import NetworkIntelligence
import OrderedJSON
import SessionViews
import Sessions
import Storage
import WebBotAuth

/// `POST /v1/decisions`: what a backend or a proxy has before it when no page runs the agent, judged by what can be known of a request.
struct DecisionRoutes: Sendable {
    let access: Access
    let judge: RequestJudge

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/decisions", [.post: decide])
    }

    private func decide(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .decisionsCreate, request: request, context: context) { key in
            var body = try await JSONBody(request)
            let question = RequestQuestion(reading: &body)
            let user = body.text("client_user_id", maximum: SessionRoutes.maximumUser, allowsNull: true)
            try body.finish()
            guard let question else { throw APIError.internal }
            let judged = try await judge.judge(question, for: key, clientUserID: user)
            let document = SessionDocument.answer(SessionDocument(judged).jsonBytes(capacity: 8192), clientUserID: user)
            return .stored(.init(bytes: document), context.requestID, status: .created)
        }
    }
}

/// A request that is asked about.
struct RequestQuestion: Sendable {
    /// Such as `GET`.
    var method: String
    /// The whole address.
    var url: URLComponents
    /// Names and values in the order they came.
    var headers: [(name: String, value: String)]
    /// The client's address; nil where the asker does not know it.
    var address: IPAddress?
    /// What the asker knows of the connection.
    var connection: ConnectionEvidence?
}

/// Judges requests of which there is nothing but themselves, and keeps a session for each.
struct RequestJudge: Sendable {
    let store: Store
    let judge: Judge
    let clock: any WallClock

    /// Judges a request.
    func judge(
        _ question: RequestQuestion, for key: KnownKey, clientUserID: String? = nil
    ) async throws -> JudgedSession {
        let session = SessionID.random()
        let now = clock.now
        let observed = judge.addresses.observe(question.address)
        var request = RequestEvidence(clientAddress: observed.kept, headers: question.headers)
        request.asked = .init(method: question.method, url: question.url.string ?? "")
        let record = RequestRecord(
            request: request, connection: question.connection,
            signature: judge.agents.look(at: SignedRequest(question), session: session, vouched: true, at: now),
            network: observed.network,
            crawler: judge.crawlers.look(
                at: request.userAgent, from: question.address, session: SessionKey(key.tenant, session)),
            digests: observed.digests)
        try await store.sessions.open(
            session, of: key.tenant, key: key.record.id, request: record.arrived, clientUserID: clientUserID, at: now)
        guard let judged = try await judge.judge(key.tenant, session, isLastWord: true) else { throw APIError.internal }
        return judged
    }
}

extension SignedRequest {
    /// A request that is asked about, as its client saw it. Whom it was for is what the asker says: its own `Host` could name anybody.
    init(_ question: RequestQuestion) {
        let url = question.url
        let port = url.port.map { ":\($0)" } ?? ""
        self.init(
            method: question.method, scheme: url.scheme?.lowercased() ?? "https",
            authority: (url.percentEncodedHost ?? "") + port, path: url.percentEncodedPath,
            query: url.percentEncodedQuery, headers: question.headers.map { MessageField($0.name, $0.value) })
    }
}
