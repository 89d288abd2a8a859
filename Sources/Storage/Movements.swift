import Sessions

/// Movements of sessions as digests, of the mouse and of the times of keys: a row for each digest of a session, by which a movement is
/// found again that was played back.
enum Movements {
    /// No more sessions are counted.
    static let most: Int64 = 100

    /// Keeps the digests of a session's movements instead of those that were kept of it before.
    static func note(
        _ digests: [UInt64], of session: SessionID, visitor: VisitorID?, _ tenant: Tenant, at moment: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        let key = tenant.sql + [.text(session.text)]
        try connection.run(
            "DELETE FROM session_movements WHERE organization_id = ? AND environment = ? AND session_id = ?", key)
        for digest in digests {
            try connection.run(
                """
                INSERT INTO session_movements (organization_id, environment, session_id, digest, visitor_id, seen_at)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (organization_id, environment, digest, session_id) DO NOTHING
                """,
                key + [
                    .integer(Int64(bitPattern: digest)), .text(visitor?.text ?? ""), .integer(moment.milliseconds),
                ])
        }
    }

    /// How many sessions of other visitors hold some of the same movements, up to ``most``.
    /// - Parameter shared: how many digests they have in common at least.
    static func sessions(
        sharing digests: [UInt64], atLeast shared: Int, with session: SessionID, visitor: VisitorID?, _ tenant: Tenant,
        _ connection: any SQLConnection
    ) throws -> Int {
        let places = digests.map { _ in "?" }.joined(separator: ", ")
        let row = try connection.row(
            """
            SELECT count(*) FROM (
                SELECT session_id FROM session_movements
                WHERE organization_id = ? AND environment = ? AND digest IN (\(places)) AND session_id <> ?
                    AND (visitor_id = '' OR visitor_id <> ?)
                GROUP BY session_id HAVING count(*) >= ? LIMIT ?) AS found
            """,
            tenant.sql + digests.map { .integer(Int64(bitPattern: $0)) } + [
                .text(session.text), .text(visitor?.text ?? ""), .integer(Int64(shared)), .integer(most),
            ])
        return row?.integer(0).map(Int.init) ?? 0
    }
}

extension SessionRecords {
    /// How many sessions of other visitors hold some of the same movements, up to 100. A session that has no visitor yet is another's.
    /// - Parameters:
    ///   - digests: of the session's movements.
    ///   - shared: how many of them others have as well at least.
    public func sessions(
        sharing digests: [UInt64], atLeast shared: Int, with session: SessionID, visitor: VisitorID?, of tenant: Tenant
    ) async throws -> Int {
        try await engine.read {
            try Movements.sessions(
                sharing: digests, atLeast: shared, with: session, visitor: visitor, tenant, $0)
        }
    }
}
