import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedJSON
import SessionViews
import Sessions
import Storage

/// `/v1/sessions` and `/v1/sessions/{sessionId}`: list, read, attach a user, erase.
struct SessionRoutes: Sendable {
    let store: Store
    let access: Access
    let caches: SessionCaches
    let cursorKey: SymmetricKey
    let clock: any WallClock

    /// The most characters of a customer's own user.
    static let maximumUser = 256

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/sessions", [.get: list])
        router.serve("/v1/sessions/:session", [.get: detail, .patch: update, .delete: erase])
    }

    private func detail(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .sessionsRead, request: request, context: context) { key in
            // An id of the wrong form names no session; that it could name none of another tenant is not told apart.
            guard let session = Self.session(context), let document = try await document(key.tenant, session) else {
                throw APIError.notFound("session")
            }
            return .stored(document, context.requestID)
        }
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .sessionsList, request: request, context: context) { key in
            var query = QueryReader(request)
            let limit = query.limit()
            let filter = SessionFilter(verdict: query.word("verdict", Verdict.allCases), search: query.search())
            let name = ListName("sessions", key.tenant, filter.verdict?.rawValue, filter.search)
            let cursor = query.cursor(of: name, key: cursorKey)
            try query.finish()
            let page = try await store.sessions.page(
                of: key.tenant, filter, after: cursor.map { ($0.horizon, $0.serial) }, limit: limit)
            let rows = page.sessions.map { session in
                SessionSummary(
                    id: session.id, createdAt: session.createdAt, decision: session.decision,
                    visitor: VisitorLink(session.tie))
            }
            let next = page.hasMore ? page.sessions.last : nil
            return .page(
                context.requestID, rows, limit: limit,
                next: next.map {
                    Cursor(horizon: page.horizon, serial: $0.serial).text(list: name, key: cursorKey)
                })
        }
    }

    private func update(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .sessionsUpdate, request: request, context: context) { key in
            var body = try await JSONBody(request)
            let user = body.textOrNull("client_user_id", maximum: Self.maximumUser)
            try body.finish()
            guard let session = Self.session(context), let user,
                try await store.sessions.attach(user, to: session, of: key.tenant)
            else { throw APIError.notFound("session") }
            caches.documents.forget([SessionKey(key.tenant, session)])
            guard let document = try await document(key.tenant, session) else { throw APIError.notFound("session") }
            return .stored(document, context.requestID)
        }
    }

    private func erase(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .sessionsErase, request: request, context: context) { key in
            let now = clock.now
            guard let session = Self.session(context),
                let erased = try await store.erasure.eraseSession(session, of: key.tenant, at: now)
            else { throw APIError.notFound("session") }
            // At once: cleaning the files takes its time, and nothing may be answered meanwhile of what is gone.
            caches.forget([SessionKey(key.tenant, session)])
            try await store.erasure.scrub(erased)
            return .resource(context.requestID) {
                erased.removed.writeErasure(of: "session", session.text, at: now, to: &$0)
            }
        }
    }

    private func document(_ tenant: Tenant, _ session: SessionID) async throws -> ByteBuffer? {
        if let known = caches.documents.document(tenant, session) { return known }
        let epoch = caches.documents.epoch
        guard let read = try await store.sessions.document(tenant, session) else { return nil }
        let document = ByteBuffer(bytes: SessionDocument.answer(read.bytes, clientUserID: read.clientUserID))
        caches.documents.fill(document, since: epoch, tenant, session)
        return document
    }

    private static func session(_ context: ServerContext) -> SessionID? {
        context.parameters.get("session").flatMap { SessionID($0) }
    }
}

extension Removed {
    /// Writes what was removed (`Erasure` in the schema).
    func writeErasure(of type: String, _ id: String, at moment: Timestamp, to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "erasure")
            $0.field(
                "subject",
                object: {
                    $0.field("type", type)
                    $0.field("id", id)
                })
            $0.field(
                "removed",
                object: {
                    $0.field("sessions", sessions)
                    $0.field("visitor_fingerprints", visitors)
                    $0.field("batches", batches)
                    $0.field("decisions", decisions)
                    $0.field("events", events)
                    $0.field("webhook_deliveries", deliveries)
                })
            $0.field("erased_at", moment)
        }
    }
}
