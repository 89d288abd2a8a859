import OrderedJSON
import Sessions

/// Receivers of webhooks, as they are kept.
public struct Endpoints: Sendable {
    /// The most active endpoints of one tenant: each event is delivered to all of them.
    public static let limit = 100

    private let engine: any SQLEngine

    /// The endpoints in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Keeps a new endpoint, with the first generation of its secret.
    /// - Throws: ``StoreConflict/tooManyEndpoints``.
    public func add(_ endpoint: EndpointRecord) async throws {
        try await engine.write { connection in
            try Self.checkRoom(endpoint.tenant, connection)
            try connection.run(
                """
                INSERT INTO webhook_endpoints (organization_id, environment, id, name, url, status, event_types, created_at,
                    updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                endpoint.tenant.sql + [
                    .text(endpoint.id.text), .text(endpoint.name), .text(endpoint.url), .text(endpoint.status.rawValue),
                    Self.json(endpoint.eventTypes), .integer(endpoint.createdAt.milliseconds),
                    .integer(endpoint.updatedAt.milliseconds),
                ])
            try connection.run(
                "INSERT INTO webhook_secrets (endpoint_id, generation) VALUES (?, 1)", [.text(endpoint.id.text)])
        }
    }

    /// A page of a tenant's endpoints, the newest first.
    /// - Parameter position: the last endpoint of the page before; nil for the first page.
    /// - Returns: the endpoints, and whether there are more.
    public func page(
        of tenant: Tenant, after position: (createdAt: Timestamp, id: String)?, limit: Int
    ) async throws -> (endpoints: [EndpointRecord], hasMore: Bool) {
        try await engine.read { connection in
            var sql = "SELECT \(Self.columns) FROM webhook_endpoints WHERE organization_id = ? AND environment = ?"
            var arguments = tenant.sql
            if let position {
                sql += " AND (created_at, id) < (?, ?)"
                arguments += [.integer(position.createdAt.milliseconds), .text(position.id)]
            }
            sql += " ORDER BY created_at DESC, id DESC LIMIT ?"
            let rows = try connection.rows(sql, arguments + [.integer(Int64(limit + 1))])
            return (rows.prefix(limit).map(Self.record), rows.count > limit)
        }
    }

    /// One endpoint.
    public func endpoint(_ id: EndpointID, of tenant: Tenant) async throws -> EndpointRecord? {
        try await engine.read { try Self.endpoint(id, tenant, $0) }
    }

    /// Changes an endpoint. What waits for one that is disabled is skipped.
    /// - Parameter change: changes the record; name, address, status and types are kept.
    /// - Returns: the endpoint as it is now; nil when there is none.
    /// - Throws: ``StoreConflict/tooManyEndpoints`` when one that is enabled again has no room.
    public func update(
        _ id: EndpointID, of tenant: Tenant, at now: Timestamp,
        change: @escaping @Sendable (inout EndpointRecord) -> Void
    ) async throws -> EndpointRecord? {
        try await engine.write { connection in
            guard var endpoint = try Self.endpoint(id, tenant, connection) else { return nil }
            let wasActive = endpoint.status == .active
            change(&endpoint)
            endpoint.updatedAt = now
            if !wasActive, endpoint.status == .active { try Self.checkRoom(tenant, connection) }
            try connection.run(
                """
                UPDATE webhook_endpoints SET name = ?, url = ?, status = ?, event_types = ?, updated_at = ? WHERE id = ?
                """,
                [
                    .text(endpoint.name), .text(endpoint.url), .text(endpoint.status.rawValue),
                    Self.json(endpoint.eventTypes), .integer(now.milliseconds), .text(id.text),
                ])
            if endpoint.status == .disabled { try Deliveries.skipWaiting(for: id, at: now, connection) }
            return endpoint
        }
    }

    // MARK: Secrets

    /// The generations of a secret that sign at that moment, the newest first.
    public func secretGenerations(of id: EndpointID, at now: Timestamp) async throws -> [Int] {
        try await engine.read { try Self.secretGenerations(id, now, $0) }
    }

    /// Makes the next generation of a secret; the others sign on until the grace is over.
    /// - Returns: the endpoint and the new generation; nil when there is no such endpoint.
    public func rotateSecret(
        of id: EndpointID, of tenant: Tenant, grace: Duration, at now: Timestamp
    ) async throws -> (endpoint: EndpointRecord, generation: Int)? {
        try await engine.write { connection in
            guard var endpoint = try Self.endpoint(id, tenant, connection) else { return nil }
            let newest = try connection.row(
                "SELECT max(generation) FROM webhook_secrets WHERE endpoint_id = ?", [.text(id.text)])
            let generation = (newest?.integer(0) ?? 0) + 1
            try connection.run(
                "DELETE FROM webhook_secrets WHERE endpoint_id = ? AND expires_at <= ?",
                [.text(id.text), .integer(now.milliseconds)])
            try connection.run(
                "UPDATE webhook_secrets SET expires_at = ? WHERE endpoint_id = ? AND expires_at IS NULL",
                [.integer((now + grace).milliseconds), .text(id.text)])
            try connection.run(
                "INSERT INTO webhook_secrets (endpoint_id, generation) VALUES (?, ?)",
                [.text(id.text), .integer(generation)])
            endpoint.updatedAt = now
            try connection.run(
                "UPDATE webhook_endpoints SET updated_at = ? WHERE id = ?",
                [.integer(now.milliseconds), .text(id.text)])
            return (endpoint, Int(generation))
        }
    }

    static func secretGenerations(
        _ id: EndpointID, _ now: Timestamp, _ connection: any SQLConnection
    ) throws -> [Int] {
        try connection.rows(
            """
            SELECT generation FROM webhook_secrets WHERE endpoint_id = ? AND (expires_at IS NULL OR expires_at > ?)
            ORDER BY generation DESC
            """, [.text(id.text), .integer(now.milliseconds)]
        ).map { Int($0.integer(0)!) }
    }

    // MARK: Rows

    static let columns = """
        id, organization_id, environment, name, url, status, event_types, created_at, updated_at
        """

    static func endpoint(
        _ id: EndpointID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> EndpointRecord? {
        try connection.row(
            "SELECT \(columns) FROM webhook_endpoints WHERE organization_id = ? AND environment = ? AND id = ?",
            tenant.sql + [.text(id.text)]
        ).map(record)
    }

    /// The active endpoints that asked for a type.
    static func active(
        for type: EventType, of tenant: Tenant, _ connection: any SQLConnection
    ) throws -> [EndpointID] {
        try connection.rows(
            """
            SELECT id, event_types FROM webhook_endpoints WHERE organization_id = ? AND environment = ? AND status = 'active'
            """, tenant.sql
        ).filter { types($0.text(1)!).contains(type) }.map { EndpointID($0.text(0)!)! }
    }

    private static func checkRoom(_ tenant: Tenant, _ connection: any SQLConnection) throws {
        let count = try connection.row(
            """
            SELECT count(*) FROM webhook_endpoints WHERE organization_id = ? AND environment = ? AND status = 'active'
            """, tenant.sql)
        if count!.integer(0)! >= limit { throw StoreConflict.tooManyEndpoints }
    }

    static func record(_ row: SQLRow) -> EndpointRecord {
        var endpoint = EndpointRecord(
            id: EndpointID(row.text(0)!)!,
            tenant: Tenant(OrganizationID(row.text(1)!)!, KeyEnvironment(rawValue: row.text(2)!)!), name: row.text(3)!,
            url: row.text(4)!, eventTypes: types(row.text(6)!), createdAt: Timestamp(milliseconds: row.integer(7)!))
        endpoint.status = EndpointStatus(rawValue: row.text(5)!)!
        endpoint.updatedAt = Timestamp(milliseconds: row.integer(8)!)
        return endpoint
    }

    private static func json(_ types: [EventType]) -> SQLValue {
        .text(String(decoding: types.map(\.rawValue).jsonBytes(), as: UTF8.self))
    }

    private static func types(_ json: String) -> [EventType] {
        (try? JSONValue(parsing: Array(json.utf8)))?.array?.compactMap { $0.string.flatMap(EventType.init) } ?? []
    }
}
