import Sessions

/// Visitors as they are kept, and their ties to sessions.
public struct Visitors: Sendable {
    private let engine: any SQLEngine

    /// The visitors in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Ties a session to a visitor, once: a session that has a visitor keeps it.
    ///
    /// - Parameters:
    ///   - candidate: the visitor that the browser's tokens name; nil when they name none.
    ///   - fresh: the visitor to make when there is no candidate, or none of that name any more.
    ///   - isConflicting: whether the browser's tokens name several visitors.
    ///   - confidence: of a tie to the candidate, 0–100.
    ///   - expiry: how long after it was last seen a visitor is forgotten.
    /// - Returns: the tie that holds now; nil when nothing of the session was kept.
    public func tie(
        _ tenant: Tenant, _ session: SessionID, candidate: VisitorID?, fresh: VisitorID, isConflicting: Bool,
        confidence: Int, expiry: Duration, at now: Timestamp
    ) async throws -> VisitorTie? {
        try await engine.write { connection in
            let key = tenant.sql + [.text(session.text)]
            guard
                let row = try connection.row(
                    """
                    SELECT visitor_id, visitor_source, visitor_confidence, visitor_frozen_at, visitor_conflict
                    FROM sessions WHERE organization_id = ? AND environment = ? AND id = ?
                    """, key)
            else { return nil }
            if let held = SessionRecords.tie(row, from: 0) { return held }

            let known = try candidate.flatMap { try Self.visitor($0, tenant, connection) }
                .flatMap { now - $0.lastSeenAt < expiry ? $0 : nil }
            let tie = VisitorTie(
                visitor: known?.id ?? fresh, source: known == nil ? .new : .continuity,
                confidence: known == nil ? nil : confidence, frozenAt: now, isConflicting: isConflicting)
            try connection.run(
                """
                INSERT INTO visitors (organization_id, environment, id, first_seen_at, last_seen_at, seen_count)
                VALUES (?, ?, ?, ?, ?, 1)
                ON CONFLICT (organization_id, environment, id)
                DO UPDATE SET seen_count = visitors.seen_count + 1,
                    last_seen_at = CASE WHEN excluded.last_seen_at > visitors.last_seen_at
                        THEN excluded.last_seen_at ELSE visitors.last_seen_at END
                """,
                tenant.sql + [.text(tie.visitor.text), .integer(now.milliseconds), .integer(now.milliseconds)])
            try connection.run(
                """
                UPDATE sessions SET visitor_id = ?, visitor_source = ?, visitor_confidence = ?, visitor_frozen_at = ?,
                    visitor_conflict = ?
                WHERE organization_id = ? AND environment = ? AND id = ?
                """,
                [
                    .text(tie.visitor.text), .text(tie.source.rawValue),
                    tie.confidence.map { .integer(Int64($0)) } ?? .null, .integer(now.milliseconds),
                    .integer(isConflicting ? 1 : 0),
                ] + key)
            return tie
        }
    }

    /// One visitor.
    public func visitor(_ id: VisitorID, of tenant: Tenant) async throws -> VisitorRecord? {
        try await engine.read { try Self.visitor(id, tenant, $0) }
    }

    static func visitor(
        _ id: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> VisitorRecord? {
        try connection.row(
            """
            SELECT first_seen_at, last_seen_at, seen_count FROM visitors
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, tenant.sql + [.text(id.text)]
        ).map { row in
            VisitorRecord(
                id: id, firstSeenAt: Timestamp(milliseconds: row.integer(0)!),
                lastSeenAt: Timestamp(milliseconds: row.integer(1)!), seenCount: Int(row.integer(2)!))
        }
    }
}
