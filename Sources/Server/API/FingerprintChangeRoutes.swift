import HTTPTypes
import Hummingbird
import OrderedJSON
import Sessions
import Storage

/// `POST /v1/fingerprints/{visitorId}/merge`, `/split` and `/undo`: what linking got wrong, put right by hand.
struct FingerprintChangeRoutes: Sendable {
    let store: Store
    let access: Access
    let caches: SessionCaches
    let lifetime: Duration
    let clock: any WallClock

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/fingerprints/:visitor/merge", [.post: merge])
        router.serve("/v1/fingerprints/:visitor/split", [.post: split])
        router.serve("/v1/fingerprints/:visitor/undo", [.post: undo])
    }

    private func merge(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await changing(request, context) { visitor, tenant, body, now in
            let other = body.text("fingerprint", isRequired: true, expected: "a visitor, vid_…") { VisitorID($0) }
            try body.finish()
            return try await store.visitorChanges.merge(
                other!, into: visitor, of: tenant, seenSince: now + (.zero - lifetime), at: now)
        }
    }

    private func split(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await changing(request, context) { visitor, tenant, body, now in
            let sessions = body.list(
                "sessions", isRequired: true, most: VisitorChanges.mostSessions, of: "a session of the visitor, sid_…",
                issue: "invalid"
            ) { SessionID($0) }
            try body.finish()
            return try await store.visitorChanges.split(
                sessions!, off: visitor, as: .random(), of: tenant, seenSince: now + (.zero - lifetime), at: now)
        }
    }

    private func undo(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await changing(request, context) { visitor, tenant, body, now in
            let change = body.text("change", isRequired: true, expected: "a change of the visitor, wevt_…") {
                EventID($0)
            }
            try body.finish()
            return try await store.visitorChanges.undo(change!, of: visitor, tenant, at: now)
        }
    }

    private typealias Change =
        @Sendable (VisitorID, Tenant, inout JSONBody, Timestamp) async throws -> VisitorChanges.Outcome

    /// Makes a change, and forgets what is at hand of the sessions that it moved.
    private func changing(
        _ request: Request, _ context: ServerContext, _ change: Change
    ) async throws -> Response {
        try await access.withKey(.secret, scopes: .fingerprintsUpdate, request: request, context: context) { key in
            guard let visitor = context.parameters.get("visitor").flatMap({ VisitorID($0) }) else {
                throw APIError.notFound("visitor fingerprint")
            }
            var body = try await JSONBody(request)
            switch try await change(visitor, key.tenant, &body, clock.now) {
            case .success(let made):
                caches.forget(made.moved.map { SessionKey(key.tenant, $0) })
                return .resource(context.requestID) { made.change.write(to: &$0) }
            case .failure(let refusal): throw Self.error(refusal, body)
            }
        }
    }

    /// A refusal in the words of the API.
    private static func error(_ refusal: VisitorChangeRefusal, _ body: JSONBody) -> APIError {
        switch refusal {
        case .unknownVisitor: APIError.notFound("visitor fingerprint")
        case .unknownChange: APIError.notFound("change of this visitor fingerprint")
        case .unknownOther:
            body.refusal("fingerprint", "not_found", expected: "a visitor fingerprint of this environment")
        case .sameVisitor:
            body.refusal("fingerprint", "invalid", expected: "another visitor fingerprint than the one in the path")
        case .foreignSession(let session):
            body.refusal(
                "sessions", "not_found", expected: "sessions of this visitor fingerprint", received: session.text)
        case .nothingLeft:
            APIError(
                "fingerprint.nothing_left", .conflict,
                "These are all sessions of the visitor fingerprint: leave it at least one of its own.")
        case .merged(let visitor, let absorber):
            APIError(
                "fingerprint.merged", .conflict,
                "\(visitor) was merged into \(absorber): name that one, or undo the merger first.")
        case .tooManySessions:
            APIError(
                "fingerprint.too_many_sessions", .conflict,
                "At most \(VisitorChanges.mostSessions) sessions change hands at once: merge the smaller visitor into the larger."
            )
        case .undone: APIError("fingerprint.change_undone", .conflict, "The change was undone before.")
        case .superseded(let later):
            APIError(
                "fingerprint.change_superseded", .conflict,
                "A later change has to do with the same visitors: undo \(later) first.")
        }
    }
}
