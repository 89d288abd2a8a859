import Sessions

/// The log of events, and what became of telling them.
public struct Events: Sendable {
    private let engine: any SQLEngine

    /// The events in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Notes an event, with a delivery to every active endpoint that asked for its type, in the transaction of what caused it.
    /// - Returns: how many deliveries there are to make.
    static func note(_ event: NewEvent, of tenant: Tenant, _ connection: any SQLConnection) throws -> Int {
        try insert(event, tenant, connection)
        let endpoints = try Endpoints.active(for: event.type, of: tenant, connection)
        for endpoint in endpoints {
            try Deliveries.insert(DeliveryRecord(of: event, to: endpoint), connection)
        }
        return endpoints.count
    }

    /// Notes an event for one endpoint alone; where that is disabled, the delivery is skipped.
    /// - Returns: the delivery; nil when the tenant has no such endpoint.
    public func note(_ event: NewEvent, for id: EndpointID, of tenant: Tenant) async throws -> DeliveryRecord? {
        try await engine.write { connection in
            guard let endpoint = try Endpoints.endpoint(id, tenant, connection) else { return nil }
            try Self.insert(event, tenant, connection)
            var delivery = DeliveryRecord(of: event, to: id)
            if endpoint.status == .disabled {
                delivery.status = .skipped
                delivery.nextAttemptAt = nil
                delivery.error = "The endpoint is disabled."
            }
            try Deliveries.insert(delivery, connection)
            return delivery
        }
    }

    /// A page of a tenant's events, the newest first.
    /// - Parameters:
    ///   - endpoint: only events that were to be delivered to this endpoint.
    ///   - type: only events of this type; nil for all but those of ``EventType/byHand``.
    ///   - position: the last event's serial of the page before; nil for the first page.
    ///   - limit: events to answer.
    /// - Returns: the events, and whether there are more.
    public func page(
        of tenant: Tenant, endpoint: EndpointID?, type: EventType?, after position: Int64?, limit: Int
    ) async throws -> (events: [EventRecord], hasMore: Bool) {
        try await engine.read { connection in
            var sql = "SELECT \(Self.columns) FROM events e WHERE organization_id = ? AND environment = ?"
            var arguments = tenant.sql
            if let position {
                sql += " AND serial < ?"
                arguments.append(.integer(position))
            }
            if let type {
                sql += " AND type = ?"
                arguments.append(.text(type.rawValue))
            } else {
                sql += " AND type NOT IN (\(EventType.byHand.map { _ in "?" }.joined(separator: ", ")))"
                arguments += EventType.byHand.map { .text($0.rawValue) }
            }
            if let endpoint {
                sql += """
                     AND EXISTS (SELECT 1 FROM webhook_deliveries d WHERE d.event_id = e.id AND d.endpoint_id = ?)
                    """
                arguments.append(.text(endpoint.text))
            }
            sql += " ORDER BY serial DESC LIMIT ?"
            let rows = try connection.rows(sql, arguments + [.integer(Int64(limit + 1))])
            return (try rows.prefix(limit).map { try Self.record($0, connection) }, rows.count > limit)
        }
    }

    /// One event.
    public func event(_ id: EventID, of tenant: Tenant) async throws -> EventRecord? {
        try await engine.read { connection in
            try connection.row(
                "SELECT \(Self.columns) FROM events WHERE organization_id = ? AND environment = ? AND id = ?",
                tenant.sql + [.text(id.text)]
            ).map { try Self.record($0, connection) }
        }
    }

    private static let columns = "serial, id, type, subject_type, subject_id, data, created_at"

    private static func insert(_ event: NewEvent, _ tenant: Tenant, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            INSERT INTO events (organization_id, environment, id, type, subject_type, subject_id, data, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            tenant.sql + [
                .text(event.id.text), .text(event.type.rawValue), .text(event.subjectType), .text(event.subject),
                .blob(event.data), .integer(event.createdAt.milliseconds),
            ])
    }

    private static func record(_ row: SQLRow, _ connection: any SQLConnection) throws -> EventRecord {
        let event = event(row, from: 1)
        return EventRecord(
            serial: row.integer(0)!, event: event, deliveries: try Deliveries.deliveries(of: event.id, connection))
    }

    static func event(_ row: SQLRow, from column: Int) -> NewEvent {
        NewEvent(
            id: EventID(row.text(column)!)!, type: EventType(rawValue: row.text(column + 1)!)!,
            subjectType: row.text(column + 2)!, subject: row.text(column + 3)!, data: row.blob(column + 4)!,
            createdAt: Timestamp(milliseconds: row.integer(column + 5)!))
    }
}
