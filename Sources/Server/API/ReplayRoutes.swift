import Evaluation
import HTTPTypes
import Hummingbird
import OrderedJSON
import Policy
import Sessions
import Storage
import Synchronization

/// `POST /v1/replays`: judges kept sessions again under other rules, and tells what would change.
struct ReplayRoutes: Sendable {
    /// The most sessions of one replay.
    static let mostSessions = 2000
    /// How long one may take.
    static let time: Duration = .seconds(10)

    let store: Store
    let access: Access
    let addresses: AddressLookup
    let turn = Turn()

    /// Others have to wait: a replay takes what it needs of the processor.
    private static var busy: APIError {
        var error = APIError(
            "rate.limited", .tooManyRequests, "Another replay is under way; ask again when it has ended.")
        error.headers[.retryAfter] = String(time.components.seconds)
        error.nextAction = .retry
        return error
    }

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/replays", [.post: replay])
    }

    private func replay(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(
            .secret, scopes: .sessionsList, .sessionsRead, request: request, context: context
        ) { key in
            var body = try await JSONBody(request)
            let filter = SessionFilter(since: body.moment("since"), until: body.moment("until"))
            let limit = body.number("limit", in: 1...Self.mostSessions) ?? Self.mostSessions
            let policy = body.policy("policy") ?? .none
            try body.finish()
            guard turn.take() else { throw Self.busy }
            defer { turn.giveBack() }
            var changes: [ReplayedSession] = []
            let report = try await Replay(
                store: store, tenant: key.tenant, filter: filter, policy: policy, addresses: addresses
            ).run(limit: limit, until: .now + Self.time) { changes.append($0) }
            return .resource(context.requestID) {
                $0.object {
                    $0.field("object", "replay")
                    report.writeMembers(to: &$0)
                    $0.field("changes", changes)
                }
            }
        }
    }
}

/// Lets one at a time do what would be too much for several.
final class Turn: Sendable {
    private let isTaken = Mutex(false)

    /// Takes the turn.
    /// - Returns: false while somebody has it.
    func take() -> Bool {
        isTaken.withLock { isTaken in
            if isTaken { return false }
            isTaken = true
            return true
        }
    }

    /// Gives it back.
    func giveBack() { isTaken.withLock { $0 = false } }
}

extension JSONBody {
    /// A member that is a moment.
    fileprivate mutating func moment(_ name: String) -> Timestamp? {
        text(name, expected: "a moment of RFC 3339, such as 2026-03-24T20:00:00.000Z") { Timestamp($0) }
    }

    /// A member that is the text of a policy.
    fileprivate mutating func policy(_ name: String) -> Policy? {
        guard let policy = text(name, maximum: Self.maximumBytes, allowsNull: true) else { return nil }
        do {
            return try PolicyFile.policy(in: policy.utf8, file: name)
        } catch {
            note(name, "invalid", expected: "a policy in YAML: \(error)")
            return nil
        }
    }
}
