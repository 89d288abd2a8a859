import Sessions

/// How long things are kept.
public struct Lifetimes: Sendable, Equatable {
    /// Sessions with their decisions and documents, and events.
    public var sessions: Duration = .days(30)
    /// What agents sent and the requests that brought it; a session without them stays as it was judged.
    public var observations: Duration = .days(7)
    /// Visitors, after they were last seen.
    public var visitors: Duration = .days(90)

    /// The usual lifetimes: 30, 7 and 90 days.
    public init() {}
}

/// Removes what is older than it may be, a few rows at a time, so that no request waits for it.
public struct Retention: Sendable {
    /// What is removed, in the order in which it is looked for.
    public enum Kind: String, Sendable, CaseIterable {
        /// Batches and requests.
        case observations
        /// Sessions.
        case sessions
        /// Visitors.
        case visitors
        /// Former versions of visitors' rows.
        case visitorVersions = "visitor_versions"
        /// Which visitors came from which addresses.
        case addressVisits = "address_visits"
        /// Digests of sessions' movements.
        case movements
        /// Events with their deliveries.
        case events
        /// Counts of refused batches of sessions that never had an accepted one.
        case refusals
        /// What keeps erased sessions from coming back.
        case erasures
        /// What deleted organizations left.
        case deletedOrganizations = "deleted_organizations"
        /// Keys whose grace is over; they are revoked, not removed.
        case rotatedKeys = "rotated_keys"
    }

    /// For how long an agent can send batches of a session after it was opened.
    public static let collectTime: Duration = .seconds(24 * 60 * 60)

    /// What a step removed.
    public struct Step: Sendable {
        /// How many rows of the kind's main table.
        public var count: Int
        /// The sessions that are gone.
        public var sessions: [(Tenant, SessionID)] = []
    }

    private let engine: any SQLEngine

    /// Retention in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Removes the oldest of what is too old, in one transaction.
    /// - Parameter limit: the most rows (of the kind's main table) to remove.
    /// - Returns: what was removed; fewer than the limit when there is no more.
    public func removeSome(
        _ kind: Kind, lifetimes: Lifetimes, at now: Timestamp, limit: Int
    ) async throws -> Step {
        func before(_ lifetime: Duration) -> SQLValue { .integer((now + (.zero - lifetime)).milliseconds) }
        let most = SQLValue.integer(Int64(limit))
        return switch kind {
        case .observations:
            try await removeObservations([before(lifetimes.observations), most])
        case .sessions:
            try await removeSessions(
                "SELECT organization_id, environment, id FROM sessions WHERE has_observations IN (0, 1) AND created_at < ? LIMIT ?",
                [before(lifetimes.sessions), most])
        case .visitors:
            try await removeVisitors(
                "SELECT organization_id, environment, id FROM visitors WHERE last_seen_at < ? ORDER BY last_seen_at LIMIT ?",
                [before(lifetimes.visitors), most])
        case .visitorVersions:
            try await delete(
                """
                DELETE FROM visitor_versions WHERE serial IN (SELECT serial FROM visitor_versions
                    WHERE superseded_by IS NOT NULL AND last_seen_at < ? LIMIT ?) RETURNING 1
                """, [before(lifetimes.sessions), most])
        case .events:
            // The log is in the order of time, but for a clock that jumped: the oldest stand at its beginning.
            try await removeEvents(
                "SELECT id FROM (SELECT id, created_at FROM events ORDER BY serial LIMIT ?) AS oldest WHERE created_at < ?",
                [most, before(lifetimes.sessions)])
        case .movements:
            try await delete(
                """
                DELETE FROM session_movements WHERE (organization_id, environment, digest, session_id) IN (
                    SELECT organization_id, environment, digest, session_id FROM session_movements
                    WHERE seen_at < ? LIMIT ?)
                RETURNING 1
                """, [before(lifetimes.sessions), most])
        case .addressVisits:
            try await delete(
                """
                DELETE FROM address_visits WHERE (organization_id, environment, address, visitor_id) IN (
                    SELECT organization_id, environment, address, visitor_id FROM address_visits WHERE seen_at < ? LIMIT ?)
                RETURNING 1
                """, [before(AddressVisits.day), most])
        case .refusals:
            try await delete(
                """
                DELETE FROM session_refusals WHERE (organization_id, environment, session_id, code) IN (
                    SELECT organization_id, environment, session_id, code FROM session_refusals r WHERE counted_at < ?
                        AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.organization_id = r.organization_id
                            AND s.environment = r.environment AND s.id = r.session_id) LIMIT ?) RETURNING 1
                """, [before(Self.collectTime), most])
        case .erasures:
            try await delete(
                """
                DELETE FROM erased_sessions WHERE digest IN (
                    SELECT digest FROM erased_sessions WHERE erased_at < ? LIMIT ?) RETURNING 1
                """, [before(Self.collectTime), most])
        case .deletedOrganizations:
            try await removeDeletedOrganizations(limit: most)
        case .rotatedKeys:
            try await delete(
                """
                UPDATE api_keys SET status = 'revoked', revoked_at = grace_expires_at WHERE id IN (
                    SELECT id FROM api_keys WHERE status = 'rotating' AND grace_expires_at <= ? LIMIT ?) RETURNING 1
                """, [.integer(now.milliseconds), most])
        }
    }

    private func delete(_ sql: String, _ arguments: [SQLValue]) async throws -> Step {
        try await engine.write { Step(count: try $0.rows(sql, arguments).count) }
    }

    private func removeObservations(_ arguments: [SQLValue]) async throws -> Step {
        try await engine.write { connection in
            let rows = try connection.rows(
                """
                SELECT organization_id, environment, id FROM sessions WHERE has_observations = 1 AND created_at < ?
                ORDER BY created_at LIMIT ?
                """, arguments)
            for row in rows {
                let key = row.values
                try connection.run(
                    "DELETE FROM session_batches WHERE organization_id = ? AND environment = ? AND session_id = ?", key)
                try connection.run(
                    "DELETE FROM network_checks WHERE organization_id = ? AND environment = ? AND session_id = ?", key)
                try connection.run(
                    """
                    UPDATE sessions SET has_observations = 0, is_undecided = 0, request = ?, address_digest = NULL,
                        network_digest = NULL, country = NULL
                    WHERE organization_id = ? AND environment = ? AND id = ?
                    """, [.blob([])] + key)
            }
            return Step(count: rows.count)
        }
    }

    private func removeSessions(_ sql: String, _ arguments: [SQLValue]) async throws -> Step {
        try await engine.write { connection in
            let rows = try connection.rows(sql, arguments)
            let sessions = rows.map { (Tenant($0), SessionID($0.text(2)!)!) }
            for (tenant, session) in sessions { _ = try Erasure.remove(session, tenant, connection) }
            return Step(count: rows.count, sessions: sessions)
        }
    }

    private func removeVisitors(_ sql: String, _ arguments: [SQLValue]) async throws -> Step {
        try await engine.write { connection in
            let rows = try connection.rows(sql, arguments)
            for row in rows { _ = try Erasure.remove(VisitorID(row.text(2)!)!, Tenant(row), connection) }
            return Step(count: rows.count)
        }
    }

    private func removeEvents(_ sql: String, _ arguments: [SQLValue]) async throws -> Step {
        try await engine.write { connection in
            let rows = try connection.rows(sql, arguments)
            for row in rows {
                try connection.run("DELETE FROM webhook_deliveries WHERE event_id = ?", [.text(row.text(0)!)])
                try connection.run("DELETE FROM events WHERE id = ?", [.text(row.text(0)!)])
            }
            return Step(count: rows.count)
        }
    }

    private func removeDeletedOrganizations(limit: SQLValue) async throws -> Step {
        let deleted = "organization_id IN (SELECT id FROM organizations WHERE status = 'deleted') LIMIT ?"
        let sessions = try await removeSessions(
            "SELECT organization_id, environment, id FROM sessions WHERE \(deleted)", [limit])
        let visitors = try await removeVisitors(
            "SELECT organization_id, environment, id FROM visitors WHERE \(deleted)", [limit])
        let events = try await removeEvents("SELECT id FROM events WHERE \(deleted)", [limit])
        let endpoints = try await engine.write { connection in
            let rows = try connection.rows(
                "DELETE FROM webhook_endpoints WHERE id IN (SELECT id FROM webhook_endpoints WHERE \(deleted)) RETURNING id",
                [limit])
            for row in rows {
                try connection.run("DELETE FROM webhook_secrets WHERE endpoint_id = ?", [.text(row.text(0)!)])
                try connection.run("DELETE FROM webhook_deliveries WHERE endpoint_id = ?", [.text(row.text(0)!)])
            }
            return rows.count
        }
        return Step(
            count: max(sessions.count, visitors.count, events.count, endpoints), sessions: sessions.sessions)
    }
}

extension Tenant {
    /// The tenant in a row's first two columns.
    init(_ row: SQLRow) {
        self.init(OrganizationID(row.text(0)!)!, KeyEnvironment(rawValue: row.text(1)!)!)
    }
}
