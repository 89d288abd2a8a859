import Sessions

/// What was seen of a session's client over another transport.
public struct ArrivedCheck: Sendable {
    /// Whose the session is.
    public var tenant: Tenant
    /// The session.
    public var session: SessionID
    /// What tells this check from the session's others.
    public var nonce: [UInt8]
    /// What was seen, as JSON.
    public var seen: [UInt8]
    /// When it came.
    public var checkedAt: Timestamp

    /// A check.
    public init(tenant: Tenant, session: SessionID, nonce: [UInt8], seen: [UInt8], checkedAt: Timestamp) {
        self.tenant = tenant
        self.session = session
        self.nonce = nonce
        self.seen = seen
        self.checkedAt = checkedAt
    }
}

/// What became of a check.
public enum CheckOutcome: Sendable, Equatable {
    /// It is kept.
    case kept
    /// The same one was kept before.
    case replayed
    /// The session has as many as it may have, or its observations are gone: this one is left out.
    case ignored
    /// The session has no batch yet.
    case early
    /// The session was erased, and takes nothing more.
    case erased
}

extension SessionRecords {
    /// Keeps a check. Returns when it is durable.
    ///
    /// A decision that was made without it stands; the next one of the session, if there is one, sees it.
    /// - Parameter limit: how many a session may have.
    public func noteCheck(_ check: ArrivedCheck, limit: Int) async throws -> CheckOutcome {
        try await engine.write { connection in
            let key = check.tenant.sql + [.text(check.session.text)]
            let row = try connection.row(
                """
                SELECT has_observations, (SELECT count(*) FROM network_checks c WHERE c.organization_id = s.organization_id
                    AND c.environment = s.environment AND c.session_id = s.id)
                FROM sessions s WHERE organization_id = ? AND environment = ? AND id = ?
                """, key)
            guard let row else {
                return try Erasure.isErased(check.session, of: check.tenant, connection) ? .erased : .early
            }
            let isKnown = try connection.row(
                """
                SELECT 1 FROM network_checks
                WHERE organization_id = ? AND environment = ? AND session_id = ? AND nonce = ?
                """, key + [.blob(check.nonce)])
            if isKnown != nil { return .replayed }
            if row.integer(0) != 1 || row.integer(1)! >= limit { return .ignored }
            try connection.run(
                """
                INSERT INTO network_checks (organization_id, environment, session_id, nonce, checked_at, seen)
                VALUES (?, ?, ?, ?, ?, ?)
                """, key + [.blob(check.nonce), .integer(check.checkedAt.milliseconds), .blob(check.seen)])
            return .kept
        }
    }

    static func checks(
        _ key: [SQLValue], _ connection: any SQLConnection
    ) throws -> [(seen: [UInt8], checkedAt: Timestamp)] {
        try connection.rows(
            """
            SELECT seen, checked_at FROM network_checks
            WHERE organization_id = ? AND environment = ? AND session_id = ? ORDER BY checked_at, nonce
            """, key
        ).map { ($0.blob(0)!, Timestamp(milliseconds: $0.integer(1)!)) }
    }
}
