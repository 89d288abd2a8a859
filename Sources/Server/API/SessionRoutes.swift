import Crypto
import HTTPTypes
import Hummingbird
import NIOCore
import OrderedJSON
import SessionViews
import Sessions
import Storage

/// `GET /v1/sessions` and `GET /v1/sessions/{sessionId}`.
struct SessionRoutes: Sendable {
    let store: Store
    let access: Access
    let documents: DocumentCache
    let cursorKey: SymmetricKey

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/sessions", [.get: list])
        router.serve("/v1/sessions/:session", [.get: detail])
    }

    private func detail(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scope: .sessionsRead, request, context) { key in
            // An id of the wrong form names no session; that it could name none of another tenant is not told apart.
            guard let session = context.parameters.get("session").flatMap({ SessionID($0) }),
                let document = try await document(key.tenant, session)
            else { throw APIError.notFound("session") }
            return .stored(document, context.requestID)
        }
    }

    private func document(_ tenant: Tenant, _ session: SessionID) async throws -> ByteBuffer? {
        if let known = documents.document(tenant, session) { return known }
        guard let read = try await store.sessions.document(tenant, session) else { return nil }
        let document = ByteBuffer(bytes: read)
        documents.fill(document, tenant, session)
        return document
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scope: .sessionsList, request, context) { key in
            let tenant = key.tenant
            let query = try ListQuery(request, tenant: tenant, cursorKey: cursorKey)
            let page = try await store.sessions.page(
                of: tenant, verdict: query.verdict, search: query.search,
                after: query.cursor.map { ($0.horizon, $0.serial) }, limit: query.limit)
            var writer = JSONWriter(capacity: 512 * (page.sessions.count + 1))
            writer.object {
                $0.key("data")
                $0.array { rows in
                    for session in page.sessions {
                        SessionSummary(
                            id: session.id, createdAt: session.createdAt, decision: session.decision,
                            visitor: VisitorLink(session.tie)
                        ).write(to: &rows)
                    }
                }
                $0.key("pagination")
                $0.object {
                    $0.field("limit", query.limit)
                    $0.field("has_more", page.hasMore)
                    if page.hasMore, let last = page.sessions.last {
                        let cursor = Cursor(horizon: page.horizon, serial: last.serial)
                        $0.field("next_cursor", cursor.text(list: query.list, key: cursorKey))
                    }
                }
                $0.writeMeta(context.requestID)
            }
            return .json(writer.bytes)
        }
    }
}
