import HTTPTypes
import Hummingbird
import NIOCore
import SessionViews
import Sessions
import Storage

/// `GET /v1/exports/sessions`: the documents of many sessions, one a line, in constant memory.
struct ExportRoutes: Sendable {
    let store: Store
    let access: Access

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/exports/sessions", [.get: export])
    }

    private func export(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(
            .secret, scopes: .sessionsList, .sessionsRead, request: request, context: context
        ) { key in
            var query = QueryReader(request)
            let filter = SessionFilter(
                verdict: query.word("verdict", Verdict.allCases), search: query.search(), since: query.moment("since"),
                until: query.moment("until"))
            try query.finish()
            let export = SessionExport(store: store, tenant: key.tenant, filter: filter)
            return Response(
                status: .ok, headers: [.contentType: "application/x-ndjson", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    try await export.write { try await writer.write(ByteBuffer(bytes: $0)) }
                    try await writer.finish(nil)
                })
        }
    }
}

/// Sessions as newline-delimited JSON: a document a line, the latest decision first.
public struct SessionExport: Sendable {
    /// Documents that are in memory at a time.
    private static let part = 50

    private let store: Store
    private let tenant: Tenant
    private let filter: SessionFilter

    /// An export of a tenant's sessions.
    public init(store: Store, tenant: Tenant, filter: SessionFilter) {
        self.store = store
        self.tenant = tenant
        self.filter = filter
    }

    /// Writes all lines. The export tells the sessions as they were at its beginning; what is erased meanwhile is left out.
    /// - Parameter write: takes some lines, and returns when there is room for more.
    public func write(_ write: ([UInt8]) async throws -> Void) async throws {
        var position: (horizon: Int64, serial: Int64)?
        repeat {
            let part = try await store.sessions.documents(of: tenant, filter, after: position, limit: Self.part)
            var lines: [UInt8] = []
            for document in part.documents {
                lines += SessionDocument.answer(document.bytes, clientUserID: document.clientUserID)
                lines.append(UInt8(ascii: "\n"))
            }
            if !lines.isEmpty { try await write(lines) }
            position = part.next
        } while position != nil
    }
}
