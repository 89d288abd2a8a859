import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import OrderedJSON
import SessionViews
import Sessions
import Storage

/// `GET /v1/sessions/{sessionId}/explanation`: why a session is judged as it is.
struct ExplanationRoute: Sendable {
    let store: Store
    let access: Access
    let judge: Judge

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/sessions/:session/explanation", [.get: explain])
    }

    private func explain(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .sessionsRead, request: request, context: context) { key in
            guard let session = context.parameters.get("session").flatMap({ SessionID($0) }) else {
                throw APIError.notFound("session")
            }
            guard let state = try await store.sessions.state(key.tenant, session) else {
                guard try await store.sessions.document(key.tenant, session) != nil else {
                    throw APIError.notFound("session")
                }
                throw APIError(
                    "session.observations_expired", .conflict,
                    "What was observed of the session is no longer kept, so that it can't be judged again; its document still says how it was judged."
                )
            }
            // It judges some hundred times, which the threads that answer requests have no time for.
            let judge = judge
            let policy = judge.policies.policy
            let evidence = try await judge.evidence(state, under: policy).evidence
            let answer = try await NIOThreadPool.singleton.runIfActive {
                ByteBuffer(bytes: judge.explanation(state, evidence, under: policy).jsonBytes(capacity: 16_384))
            }
            return .stored(answer, context.requestID)
        }
    }
}
