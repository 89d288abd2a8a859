import Crypto
import Foundation
import Sessions

/// How much was removed.
public struct Removed: Sendable, Equatable {
    /// Sessions, each with its request, refusals and document.
    public var sessions = 0
    /// Visitors, each with its history.
    public var visitors = 0
    /// Batches of observations.
    public var batches = 0
    /// Decisions.
    public var decisions = 0
    /// Events about the sessions.
    public var events = 0
    /// Deliveries of those events.
    public var deliveries = 0

    /// Nothing.
    public init() {}

    /// Both together.
    public static func += (left: inout Self, right: Self) {
        left.sessions += right.sessions
        left.visitors += right.visitors
        left.batches += right.batches
        left.decisions += right.decisions
        left.events += right.events
        left.deliveries += right.deliveries
    }
}

/// What an erasure removed.
public struct Erased: Sendable, Equatable {
    /// How much.
    public var removed: Removed
    /// The sessions that are gone.
    public var sessions: [SessionID]
    /// The visitors that are gone: one, and those that were merged into it.
    public var visitors: [VisitorID] = []
}

/// Removes all that was kept about a session or a visitor, in one transaction; ``scrub(_:)`` then takes it out of the files.
public struct Erasure: Sendable {
    private let engine: any SQLEngine

    /// Erasure in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Erases a session. A visitor that was seen in no other session goes with it; another forgets that it was in this one.
    ///
    /// The session can't come back: its agent's later batches are refused, and leave nothing.
    /// - Returns: what was removed; nil when there is no such session.
    public func eraseSession(_ session: SessionID, of tenant: Tenant, at now: Timestamp) async throws -> Erased? {
        try await engine.write { connection in
            let row = try connection.row(
                """
                SELECT visitor_id, visitor_frozen_at FROM sessions
                WHERE organization_id = ? AND environment = ? AND id = ?
                """, tenant.sql + [.text(session.text)])
            guard let row else { return nil }
            var erased = Erased(removed: try Self.erase(session, tenant, now, connection), sessions: [session])
            if let visitor = row.text(0).flatMap({ VisitorID($0) }), let seenAt = row.integer(1) {
                erased.visitors = try Self.forgetOneVisit(
                    visitor, at: Timestamp(milliseconds: seenAt), tenant, connection)
                erased.removed.visitors = erased.visitors.count
            }
            return erased
        }
    }

    /// Erases a visitor and all of its sessions, with the visitors that were merged into it. One that was merged into another is that one.
    /// - Returns: what was removed; nil when there is no such visitor.
    public func eraseVisitor(_ visitor: VisitorID, of tenant: Tenant, at now: Timestamp) async throws -> Erased? {
        try await engine.write { connection in
            let visitor = try Visitors.absorber(of: visitor, tenant, connection)
            let sessions = try connection.rows(
                "SELECT id FROM sessions WHERE organization_id = ? AND environment = ? AND visitor_id = ?",
                tenant.sql + [.text(visitor.text)]
            ).map { SessionID($0.text(0)!)! }
            var erased = Erased(removed: Removed(), sessions: sessions)
            erased.visitors = try Self.remove(visitor, tenant, connection)
            erased.removed.visitors = erased.visitors.count
            if erased.visitors.isEmpty, sessions.isEmpty { return nil }
            for session in sessions { erased.removed += try Self.erase(session, tenant, now, connection) }
            return erased
        }
    }

    /// Takes what was erased out of the files too. It may take seconds where much was erased or the file is large.
    public func scrub(_ erased: Erased) async throws {
        try await engine.scrub(erased.sessions.map(\.text) + erased.visitors.map(\.text))
    }

    // MARK: Sessions

    /// Removes every row about a session.
    static func remove(_ session: SessionID, _ tenant: Tenant, _ connection: any SQLConnection) throws -> Removed {
        let key = tenant.sql + [.text(session.text)]
        func delete(_ table: String, _ column: String = "session_id") throws -> Int {
            try connection.rows(
                "DELETE FROM \(table) WHERE organization_id = ? AND environment = ? AND \(column) = ? RETURNING 1", key
            ).count
        }
        var removed = Removed()
        removed.batches = try delete("session_batches")
        _ = try delete("session_refusals")
        _ = try delete("network_checks")
        removed.decisions = try delete("decisions")
        _ = try delete("session_documents")
        let row = try connection.row(
            """
            SELECT fingerprint_event_id, result_event_id FROM sessions
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, key)
        for event in [row?.text(0), row?.text(1)] {
            guard let event else { continue }
            removed.events += try connection.rows("DELETE FROM events WHERE id = ? RETURNING 1", [.text(event)]).count
            removed.deliveries += try connection.rows(
                "DELETE FROM webhook_deliveries WHERE event_id = ? RETURNING 1", [.text(event)]
            ).count
        }
        try connection.run(
            """
            DELETE FROM address_visits WHERE (organization_id, environment, address, visitor_id) IN (
                SELECT organization_id, environment, address_digest, visitor_id FROM sessions
                WHERE organization_id = ? AND environment = ? AND id = ?)
            """, key)
        _ = try delete("session_movements", "session_id")
        _ = try delete("visitor_change_sessions", "session_id")
        removed.sessions = try delete("sessions", "id")
        return removed
    }

    private static func erase(
        _ session: SessionID, _ tenant: Tenant, _ now: Timestamp, _ connection: any SQLConnection
    ) throws -> Removed {
        let removed = try remove(session, tenant, connection)
        try connection.run(
            "INSERT INTO erased_sessions (digest, erased_at) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
            [.blob(digest(of: session, tenant)), .integer(now.milliseconds)])
        return removed
    }

    /// Whether a session was erased lately.
    static func isErased(
        _ session: SessionID, of tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Bool {
        try connection.row("SELECT 1 FROM erased_sessions WHERE digest = ?", [.blob(digest(of: session, tenant))])
            != nil
    }

    private static func digest(of session: SessionID, _ tenant: Tenant) -> [UInt8] {
        let name = "\(tenant.organization)/\(tenant.environment.rawValue)/\(session)"
        return Array(SHA256.hash(data: Data(name.utf8)))
    }

    // MARK: Visitors

    /// Removes a visitor with its history, and the visitors that were merged into it; its sessions stay.
    /// - Returns: the visitors that there were.
    static func remove(
        _ visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> [VisitorID] {
        let key = tenant.sql + [.text(visitor.text)]
        let merged = try connection.rows(
            "SELECT id FROM visitors WHERE organization_id = ? AND environment = ? AND merged_into = ?", key)
        let others = try merged.flatMap { try remove(VisitorID($0.text(0)!)!, tenant, connection) }
        try FingerprintIndex.forget(visitor, tenant, connection)
        try VisitorChanges.forget(visitor, tenant, connection)
        try connection.run(
            "DELETE FROM visitor_versions WHERE organization_id = ? AND environment = ? AND visitor_id = ?", key)
        try connection.run(
            "DELETE FROM address_visits WHERE organization_id = ? AND environment = ? AND visitor_id = ?", key)
        try connection.run(
            "DELETE FROM connection_sightings WHERE organization_id = ? AND visitor_id = ?",
            [.text(tenant.organization.text), .text(visitor.text)])
        let own = try connection.rows(
            "DELETE FROM visitors WHERE organization_id = ? AND environment = ? AND id = ? RETURNING 1", key)
        return own.map { _ in visitor } + others
    }

    /// Makes a visitor one that was never in a session that is gone: it was last in its newest other session, and what it showed in one that
    /// was newer is forgotten.
    /// - Parameter seenAt: when it was in the session that is gone.
    /// - Returns: the visitors that were removed, because nothing else was known of them.
    private static func forgetOneVisit(
        _ id: VisitorID, at seenAt: Timestamp, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> [VisitorID] {
        guard var visitor = try Visitors.visitor(id, tenant, connection) else { return [] }
        visitor.seenCount -= 1
        if visitor.seenCount <= 0 { return try remove(id, tenant, connection) }
        let other = try connection.row(
            """
            SELECT address, user_agent, visitor_frozen_at FROM sessions
            WHERE organization_id = ? AND environment = ? AND visitor_id = ? ORDER BY visitor_frozen_at DESC LIMIT 1
            """, tenant.sql + [.text(id.text)])
        if seenAt >= visitor.lastSeenAt {
            visitor.traits = nil
            try FingerprintIndex.forget(id, tenant, connection)
        } else {
            // It may have been seen in the session that is gone.
            try FingerprintIndex.forgetEarlier(id, tenant, connection)
        }
        visitor.address = other?.text(0)
        visitor.userAgent = other?.text(1)
        if let seenAt = other?.integer(2) { visitor.lastSeenAt = Timestamp(milliseconds: seenAt) }
        try Visitors.keep(visitor, tenant, connection)
        try Visitors.addVersion(visitor, tenant, connection)
        return []
    }
}
