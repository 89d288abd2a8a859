import Sessions

/// Deliveries of events to endpoints: a queue that outlives the process.
///
/// A delivery that was being made when the process ended is made again: see ``resume(_:at:)``. So each event arrives at least once.
public struct Deliveries: Sendable {
    private let engine: any SQLEngine

    /// The deliveries in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// What is needed to make a delivery.
    public struct Attempt: Sendable {
        /// The delivery, as it was claimed.
        public var delivery: DeliveryRecord
        /// The event.
        public var event: NewEvent
        /// The receiver.
        public var endpoint: EndpointRecord
        /// The generations of the secret that sign, the newest first.
        public var secretGenerations: [Int]

        /// What is needed to make a delivery.
        public init(
            delivery: DeliveryRecord, event: NewEvent, endpoint: EndpointRecord, secretGenerations: [Int]
        ) {
            self.delivery = delivery
            self.event = event
            self.endpoint = endpoint
            self.secretGenerations = secretGenerations
        }
    }

    /// Puts deliveries that were under way when somebody gave up making them back into the queue.
    /// - Parameter endpoint: only those to this endpoint; nil for all.
    /// - Returns: how many.
    public func resume(_ endpoint: EndpointID? = nil, at now: Timestamp) async throws -> Int {
        try await engine.write { connection in
            try connection.rows(
                """
                UPDATE webhook_deliveries SET status = 'pending', next_attempt_at = ?
                WHERE status = 'delivering' AND (? IS NULL OR endpoint_id = ?) RETURNING id
                """,
                [.integer(now.milliseconds)] + Array(repeating: endpoint.map { .text($0.text) } ?? .null, count: 2)
            ).count
        }
    }

    /// When each endpoint's next delivery is due.
    public func dueTimes() async throws -> [EndpointID: Timestamp] {
        try await engine.read { connection in
            // From one endpoint to the next along the index, without counting what waits for each.
            let rows = try connection.rows(
                """
                WITH RECURSIVE waiting (id) AS (
                    SELECT (SELECT endpoint_id FROM webhook_deliveries WHERE status = 'pending' ORDER BY endpoint_id LIMIT 1)
                    UNION ALL
                    SELECT (SELECT endpoint_id FROM webhook_deliveries WHERE status = 'pending' AND endpoint_id > waiting.id
                        ORDER BY endpoint_id LIMIT 1)
                    FROM waiting WHERE waiting.id IS NOT NULL)
                SELECT id, (SELECT next_attempt_at FROM webhook_deliveries WHERE status = 'pending' AND endpoint_id = waiting.id
                    ORDER BY next_attempt_at LIMIT 1)
                FROM waiting WHERE id IS NOT NULL
                """, [])
            return Dictionary(
                uniqueKeysWithValues: rows.map {
                    (EndpointID($0.text(0)!)!, Timestamp(milliseconds: $0.integer(1)!))
                })
        }
    }

    /// How many deliveries wait for a try.
    public func waitingCount() async throws -> Int {
        try await engine.read { connection in
            Int(try connection.row("SELECT count(*) FROM webhook_deliveries WHERE status = 'pending'", [])!.integer(0)!)
        }
    }

    /// Takes an endpoint's next due deliveries out of the queue, to be made now.
    public func claim(for id: EndpointID, at now: Timestamp, limit: Int) async throws -> [Attempt] {
        try await engine.write { connection in
            let endpoints = try connection.rows(
                "SELECT \(Endpoints.columns) FROM webhook_endpoints WHERE id = ?", [.text(id.text)])
            guard let endpoint = endpoints.first.map(Endpoints.record) else { return [] }
            let rows = try connection.rows(
                """
                SELECT \(Self.columns), e.id, e.type, e.subject_type, e.subject_id, e.data, e.created_at
                FROM webhook_deliveries d JOIN events e ON e.id = d.event_id
                WHERE d.endpoint_id = ? AND d.status = 'pending' AND d.next_attempt_at <= ?
                ORDER BY d.next_attempt_at LIMIT ?
                """, [.text(id.text), .integer(now.milliseconds), .integer(Int64(limit))])
            if rows.isEmpty { return [] }
            let generations = try Endpoints.secretGenerations(id, now, connection)
            return try rows.map { row in
                var delivery = Self.record(row)
                delivery.status = .delivering
                delivery.attempts += 1
                delivery.nextAttemptAt = nil
                delivery.updatedAt = now
                try Self.update(delivery, connection)
                return Attempt(
                    delivery: delivery, event: Events.event(row, from: 12), endpoint: endpoint,
                    secretGenerations: generations)
            }
        }
    }

    /// Keeps what became of a delivery that was claimed. One whose endpoint was disabled meanwhile does not wait for another try.
    public func settle(_ delivery: DeliveryRecord) async throws {
        try await engine.write { connection in
            var delivery = delivery
            if delivery.status == .pending {
                let endpoint = try connection.row(
                    "SELECT status FROM webhook_endpoints WHERE id = ?", [.text(delivery.endpoint.text)])
                if endpoint?.text(0) != EndpointStatus.active.rawValue {
                    delivery.status = .skipped
                    delivery.nextAttemptAt = nil
                }
            }
            try Self.update(delivery, connection)
        }
    }

    // MARK: Rows

    static func insert(_ delivery: DeliveryRecord, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            INSERT INTO webhook_deliveries (id, event_id, endpoint_id, event_type, status, attempts, error,
                next_attempt_at, created_at, updated_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(delivery.id.text), .text(delivery.event.text), .text(delivery.endpoint.text),
                .text(delivery.type.rawValue), .text(delivery.status.rawValue), .integer(Int64(delivery.attempts)),
                delivery.error.map(SQLValue.text) ?? .null,
                delivery.nextAttemptAt.map { .integer($0.milliseconds) } ?? .null,
                .integer(delivery.createdAt.milliseconds), .integer(delivery.updatedAt.milliseconds),
            ])
    }

    private static func update(_ delivery: DeliveryRecord, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            UPDATE webhook_deliveries SET status = ?, attempts = ?, response_status = ?, response_body = ?, error = ?,
                next_attempt_at = ?, updated_at = ?
            WHERE id = ?
            """,
            [
                .text(delivery.status.rawValue), .integer(Int64(delivery.attempts)),
                delivery.responseStatus.map { .integer(Int64($0)) } ?? .null,
                delivery.responseBody.map(SQLValue.text) ?? .null, delivery.error.map(SQLValue.text) ?? .null,
                delivery.nextAttemptAt.map { .integer($0.milliseconds) } ?? .null,
                .integer(delivery.updatedAt.milliseconds), .text(delivery.id.text),
            ])
    }

    /// Gives up what waits for an endpoint that is disabled.
    static func skipWaiting(for id: EndpointID, at now: Timestamp, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            UPDATE webhook_deliveries SET status = 'skipped', next_attempt_at = NULL, updated_at = ?,
                error = coalesce(error, 'The endpoint is disabled.')
            WHERE endpoint_id = ? AND status = 'pending'
            """, [.integer(now.milliseconds), .text(id.text)])
    }

    static func deliveries(of event: EventID, _ connection: any SQLConnection) throws -> [DeliveryRecord] {
        try connection.rows(
            "SELECT \(columns) FROM webhook_deliveries d WHERE event_id = ? ORDER BY d.created_at, d.id",
            [.text(event.text)]
        ).map(record)
    }

    private static let columns = """
        d.id, d.event_id, d.endpoint_id, d.event_type, d.status, d.attempts, d.response_status, d.response_body, d.error, \
        d.next_attempt_at, d.created_at, d.updated_at
        """

    private static func record(_ row: SQLRow) -> DeliveryRecord {
        DeliveryRecord(
            id: DeliveryID(row.text(0)!)!, event: EventID(row.text(1)!)!, endpoint: EndpointID(row.text(2)!)!,
            type: EventType(rawValue: row.text(3)!)!, status: DeliveryStatus(rawValue: row.text(4)!)!,
            attempts: Int(row.integer(5)!), responseStatus: row.integer(6).map { Int($0) }, responseBody: row.text(7),
            error: row.text(8), nextAttemptAt: row.integer(9).map(Timestamp.init(milliseconds:)),
            createdAt: Timestamp(milliseconds: row.integer(10)!), updatedAt: Timestamp(milliseconds: row.integer(11)!))
    }
}
