import Sessions

/// Visitors as they are kept, and their ties to sessions.
public struct Visitors: Sendable {
    let engine: any SQLEngine

    /// The visitors in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    // MARK: Reading

    /// One visitor; of one that was merged into another by hand, that one.
    public func visitor(_ id: VisitorID, of tenant: Tenant) async throws -> VisitorRecord? {
        try await engine.read { connection in
            try Self.visitor(Self.absorber(of: id, tenant, connection), tenant, connection)
        }
    }

    /// How the visitor's sessions were tied to it, the latest first.
    public func ties(
        of id: VisitorID, _ tenant: Tenant, limit: Int
    ) async throws -> [(session: SessionID, tie: VisitorTie, evidence: TieEvidence?)] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT id, visitor_id, visitor_source, visitor_confidence, visitor_frozen_at, visitor_conflict,
                    visitor_evidence
                FROM sessions WHERE organization_id = ? AND environment = ? AND visitor_id = ?
                ORDER BY visitor_frozen_at DESC LIMIT ?
                """, tenant.sql + [.text(id.text), .integer(Int64(limit))]
            ).map { (SessionID($0.text(0)!)!, SessionRecords.tie($0, from: 1)!, TieEvidence($0.blob(6))) }
        }
    }

    /// By what a list of visitors is sorted, the largest first.
    public enum Order: String, Sendable, CaseIterable {
        /// The one that was seen last comes first.
        case lastSeen = "last_seen"
        /// The one that was seen most often comes first.
        case seenCount = "seen_count"
        /// The one that came last comes first.
        case firstSeen = "first_seen"

        fileprivate var column: String {
            switch self {
            case .lastSeen: "serial"
            case .seenCount: "seen_count"
            case .firstSeen: "first_seen_at"
            }
        }
    }

    /// The place of a visitor in a list.
    public struct Position: Sendable, Equatable {
        /// The newest version of any visitor there was when the first page was read.
        public var horizon: Int64
        /// What the list is sorted by.
        public var value: Int64
        /// The visitor's version.
        public var serial: Int64

        /// A place.
        public init(horizon: Int64, value: Int64, serial: Int64) {
            self.horizon = horizon
            self.value = value
            self.serial = serial
        }
    }

    /// A page of a tenant's visitors.
    ///
    /// The list stands as it was when its first page was read: a visitor that comes back while somebody reads keeps its place.
    /// - Parameters:
    ///   - search: only visitors in whose id, address or user agent, or in the page of one of whose sessions, this text stands.
    ///   - seenSince: visitors that were not seen since then are forgotten.
    ///   - position: the place of the last visitor of the page before; nil for the first page.
    ///   - limit: visitors to answer.
    /// - Returns: the visitors, the place of the last one, and whether there are more.
    public func page(
        of tenant: Tenant, order: Order, search: String?, seenSince: Timestamp, after position: Position?, limit: Int
    ) async throws -> (visitors: [VisitorRecord], last: Position?, hasMore: Bool) {
        try await engine.read { connection in
            let horizon =
                try position?.horizon
                ?? connection.row(
                    """
                    SELECT max(serial) FROM visitor_versions
                    WHERE organization_id = ? AND environment = ? AND superseded_by IS NULL
                    """, tenant.sql)?.integer(0) ?? 0
            var filter = "AND v.serial <= ? AND v.last_seen_at > ?"
            var arguments: [SQLValue] = [.integer(horizon), .integer(seenSince.milliseconds)]
            if let position {
                filter += " AND (v.\(order.column), v.serial) < (?, ?)"
                arguments += [.integer(position.value), .integer(position.serial)]
            }
            if let search {
                filter += """
                     AND (v.visitor_id LIKE ? ESCAPE '!' OR n.address LIKE ? ESCAPE '!' OR n.user_agent LIKE ? ESCAPE '!'
                        OR EXISTS (SELECT 1 FROM sessions s WHERE s.organization_id = v.organization_id
                            AND s.environment = v.environment AND s.visitor_id = v.visitor_id
                            AND (s.url LIKE ? ESCAPE '!' OR s.address LIKE ? ESCAPE '!')))
                    """
                arguments += Array(repeating: .text(pattern(containing: search)), count: 5)
            }
            arguments.append(.integer(Int64(limit + 1)))
            // Versions that were current then: those that still are, and those that were superseded since. Each half is read in order off
            // an index of its own and no further than the page needs.
            func half(_ name: String, _ validity: String) -> String {
                """
                SELECT * FROM (
                    SELECT v.\(order.column) AS value, v.serial AS place, v.visitor_id, v.first_seen_at, v.last_seen_at, v.seen_count,
                        n.address, n.user_agent, n.traits
                    FROM visitor_versions v JOIN visitors n ON n.organization_id = v.organization_id
                        AND n.environment = v.environment AND n.id = v.visitor_id
                    WHERE v.organization_id = ? AND v.environment = ? AND \(validity) \(filter)
                    ORDER BY v.\(order.column) DESC, v.serial DESC LIMIT ?) AS \(name)
                """
            }
            let rows = try connection.rows(
                """
                \(half("current_versions", "v.superseded_by IS NULL"))
                UNION ALL
                \(half("later_superseded", "v.superseded_by > ?"))
                ORDER BY 1 DESC, 2 DESC LIMIT ?
                """,
                tenant.sql + arguments + tenant.sql + [.integer(horizon)] + arguments + [.integer(Int64(limit + 1))])
            let page = rows.prefix(limit)
            return (
                page.map { Self.record($0, from: 2) },
                page.last.map { Position(horizon: horizon, value: $0.integer(0)!, serial: $0.integer(1)!) },
                rows.count > limit
            )
        }
    }

    /// What the visitor's sessions tell of themselves, the latest first: a `VisitorFingerprintActivitySession` each, as JSON.
    public func activity(_ id: VisitorID, of tenant: Tenant, limit: Int) async throws -> [[UInt8]] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT d.activity FROM sessions s JOIN session_documents d ON d.organization_id = s.organization_id
                    AND d.environment = s.environment AND d.session_id = s.id
                WHERE s.organization_id = ? AND s.environment = ? AND s.visitor_id = ? AND d.activity IS NOT NULL
                ORDER BY s.visitor_frozen_at DESC LIMIT ?
                """, tenant.sql + [.text(id.text), .integer(Int64(limit))]
            ).map { $0.blob(0)! }
        }
    }

    // MARK: Rows

    static func visitor(
        _ id: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> VisitorRecord? {
        try connection.row(
            """
            SELECT id, first_seen_at, last_seen_at, seen_count, address, user_agent, traits FROM visitors
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, tenant.sql + [.text(id.text)]
        ).map { record($0, from: 0) }
    }

    private static func record(_ row: SQLRow, from column: Int) -> VisitorRecord {
        VisitorRecord(
            id: VisitorID(row.text(column)!)!, firstSeenAt: Timestamp(milliseconds: row.integer(column + 1)!),
            lastSeenAt: Timestamp(milliseconds: row.integer(column + 2)!), seenCount: Int(row.integer(column + 3)!),
            address: row.text(column + 4), userAgent: row.text(column + 5), traits: row.blob(column + 6))
    }

    static func keep(_ visitor: VisitorRecord, _ tenant: Tenant, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            INSERT INTO visitors (organization_id, environment, id, first_seen_at, last_seen_at, seen_count, address,
                user_agent, traits)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization_id, environment, id) DO UPDATE SET seen_count = excluded.seen_count,
                last_seen_at = excluded.last_seen_at, address = excluded.address, user_agent = excluded.user_agent,
                traits = excluded.traits
            """,
            tenant.sql + [
                .text(visitor.id.text), .integer(visitor.firstSeenAt.milliseconds),
                .integer(visitor.lastSeenAt.milliseconds), .integer(Int64(visitor.seenCount)),
                visitor.address.map(SQLValue.text) ?? .null, visitor.userAgent.map(SQLValue.text) ?? .null,
                visitor.traits.map(SQLValue.blob) ?? .null,
            ])
    }

    /// Makes a visitor's row the newest of its versions.
    /// - Returns: the version's serial.
    @discardableResult
    static func addVersion(
        _ visitor: VisitorRecord, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Int64 {
        let key = tenant.sql + [.text(visitor.id.text)]
        let times: [SQLValue] = [
            .integer(visitor.firstSeenAt.milliseconds), .integer(visitor.lastSeenAt.milliseconds),
            .integer(Int64(visitor.seenCount)),
        ]
        // The old version steps down first (there is one current version of each visitor), and then learns for whom.
        let superseded = try connection.rows(
            """
            UPDATE visitor_versions SET superseded_by = serial
            WHERE organization_id = ? AND environment = ? AND visitor_id = ? AND superseded_by IS NULL RETURNING serial
            """, key)
        let added = try connection.row(
            """
            INSERT INTO visitor_versions (organization_id, environment, visitor_id, first_seen_at, last_seen_at, seen_count)
            VALUES (?, ?, ?, ?, ?, ?) RETURNING serial
            """, key + times)
        guard let new = added?.integer(0) else { preconditionFailure("a row that was added has a serial") }
        if let old = superseded.first?.integer(0) {
            try connection.run(
                "UPDATE visitor_versions SET superseded_by = ? WHERE serial = ?", [.integer(new), .integer(old)])
        }
        return new
    }

    /// The most mergers that are followed, one after the other.
    private static let mostMergers = 64

    /// The visitor that one is now, after all mergers by hand: itself, unless it was merged.
    static func absorber(
        of id: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> VisitorID {
        var id = id
        for _ in 0..<mostMergers {
            let row = try connection.row(
                "SELECT merged_into FROM visitors WHERE organization_id = ? AND environment = ? AND id = ?",
                tenant.sql + [.text(id.text)])
            guard let next = row?.text(0).flatMap({ VisitorID($0) }) else { break }
            id = next
        }
        return id
    }
}
