import OrderedJSON
import Sessions

/// Changes that people make to visitors by hand, and their undoing; each in one transaction, with its event in the log.
public struct VisitorChanges: Sendable {
    /// The most sessions that change hands at once: their documents are written anew, while every other write waits.
    public static let mostSessions = 1000

    private let engine: any SQLEngine

    /// The changes in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// What came of a change.
    public typealias Outcome = Result<(change: VisitorChange, moved: [SessionID]), VisitorChangeRefusal>

    /// Makes a visitor part of another. Its sessions are the other's from now on, and so is whoever brings its token or is known by what it
    /// showed.
    /// - Parameters:
    ///   - other: the visitor that is taken in.
    ///   - visitor: the visitor that it becomes part of.
    ///   - seenSince: visitors that were not seen since then are forgotten.
    public func merge(
        _ other: VisitorID, into visitor: VisitorID, of tenant: Tenant, seenSince: Timestamp, at now: Timestamp
    ) async throws -> Outcome {
        try await changing { connection in
            guard other != visitor else { throw VisitorChangeRefusal.sameVisitor }
            let known = try Self.visitor(visitor, seenSince, tenant, connection, orElse: .unknownVisitor)
            let absorbed = try Self.visitor(other, seenSince, tenant, connection, orElse: .unknownOther)
            let sessions = try Self.sessions(of: other, tenant, connection)
            let change = VisitorChange(
                id: .random(), kind: .merge, visitor: visitor, other: other, sessions: sessions.count, madeAt: now)
            try Self.note(change, sessions, before: known, tenant, connection)
            try Self.move(sessions, from: other, to: visitor, tenant, connection)
            try Self.absorb(absorbed, into: known, tenant, connection)
            return (change, sessions)
        }
    }

    /// Makes a new visitor of some of a visitor's sessions.
    ///
    /// What the visitor showed before its latest session is forgotten, because it may be either's; what the latest showed goes with that.
    public func split(
        _ sessions: [SessionID], off visitor: VisitorID, as fresh: VisitorID, of tenant: Tenant, seenSince: Timestamp,
        at now: Timestamp
    ) async throws -> Outcome {
        try await changing { connection in
            var known = try Self.visitor(visitor, seenSince, tenant, connection, orElse: .unknownVisitor)
            let sessions = sessions.unique
            guard sessions.count <= Self.mostSessions else { throw VisitorChangeRefusal.tooManySessions }
            for session in sessions where try !Self.isSession(session, of: visitor, tenant, connection) {
                throw VisitorChangeRefusal.foreignSession(session)
            }
            let change = VisitorChange(
                id: .random(), kind: .split, visitor: visitor, other: fresh, sessions: sessions.count, madeAt: now)
            try Self.note(change, sessions, before: known, tenant, connection)
            try Self.move(sessions, from: visitor, to: fresh, tenant, connection)
            guard let left = try Self.visits(of: visitor, tenant, connection),
                let taken = try Self.visits(of: fresh, tenant, connection)
            else { throw VisitorChangeRefusal.nothingLeft }

            var new = VisitorRecord(
                id: fresh, firstSeenAt: taken.first, lastSeenAt: taken.last, seenCount: sessions.count,
                address: taken.address, userAgent: taken.userAgent)
            try FingerprintIndex.forgetEarlier(visitor, tenant, connection)
            let look = try FingerprintIndex.fingerprint(of: visitor, tenant, connection)
            let takesLook = taken.last > left.last
            if takesLook {
                new.traits = known.traits
                known.traits = nil
                known.lastSeenAt = left.last
                known.address = left.address
                known.userAgent = left.userAgent
                try FingerprintIndex.forget(visitor, tenant, connection)
            }
            known.seenCount = max(known.seenCount - sessions.count, 1)
            try Self.keep(known, tenant, connection)
            let serial = try Self.keep(new, tenant, connection)
            if takesLook, let look {
                try FingerprintIndex.keep(look, of: fresh, serial: serial, tenant, connection)
            }
            return (change, sessions)
        }
    }

    /// Undoes a change, the latest of its visitors first.
    ///
    /// After a merger is undone both visitors have the sessions again that they had; what came since is the one's that took the other in.
    /// After a split is undone the new visitor is part of the old one, as if it had been merged.
    public func undo(
        _ id: EventID, of visitor: VisitorID, _ tenant: Tenant, at now: Timestamp
    ) async throws -> Outcome {
        try await changing { connection in
            var (change, serial, before) = try Self.change(id, of: visitor, tenant, connection)
            guard change.undoneAt == nil else { throw VisitorChangeRefusal.undone }
            if let later = try Self.change(after: serial, touching: change, tenant, connection) {
                throw VisitorChangeRefusal.superseded(by: later)
            }
            guard var known = try Visitors.visitor(change.visitor, tenant, connection),
                let other = try Visitors.visitor(change.other, tenant, connection)
            else { throw VisitorChangeRefusal.unknownChange }
            let moved: [SessionID]
            switch change.kind {
            case .merge:
                moved = try Self.sessions(of: change, heldBy: change.visitor, tenant, connection)
                try Self.move(moved, from: change.visitor, to: change.other, tenant, connection)
                try connection.run(
                    "UPDATE visitors SET merged_into = NULL WHERE organization_id = ? AND environment = ? AND id = ?",
                    tenant.sql + [.text(change.other.text)])
                try FingerprintIndex.setCounted(true, change.other, tenant, connection)
                known.firstSeenAt = before.first
                let left = try Self.visits(of: change.visitor, tenant, connection)
                known.lastSeenAt = max(before.last, left?.last ?? before.last)
                known.seenCount = max(known.seenCount - other.seenCount, 1)
                try Self.keep(known, tenant, connection)
                try Self.keep(other, tenant, connection)
            case .split:
                moved = try Self.sessions(of: change.other, tenant, connection)
                try Self.move(moved, from: change.other, to: change.visitor, tenant, connection)
                try Self.absorb(other, into: known, tenant, connection)
            }
            change.sessions = moved.count
            change.undoneAt = now
            let event = Self.event(change, .fingerprintChangeUndone, id: .random(), at: now)
            try connection.run(
                "UPDATE visitor_changes SET undone_at = ?, undo_event_id = ? WHERE id = ?",
                [.integer(now.milliseconds), .text(event.id.text), .text(id.text)])
            _ = try Events.note(event, of: tenant, connection)
            return (change, moved)
        }
    }

    private func changing(
        _ body: @escaping @Sendable (any SQLConnection) throws -> (change: VisitorChange, moved: [SessionID])
    ) async throws -> Outcome {
        do {
            return .success(try await engine.write(body))
        } catch let refusal as VisitorChangeRefusal {
            return .failure(refusal)
        }
    }

    // MARK: Visitors

    private static func visitor(
        _ id: VisitorID, _ seenSince: Timestamp, _ tenant: Tenant, _ connection: any SQLConnection,
        orElse refusal: VisitorChangeRefusal
    ) throws -> VisitorRecord {
        let now = try Visitors.absorber(of: id, tenant, connection)
        if now != id { throw VisitorChangeRefusal.merged(id, into: now) }
        guard let visitor = try Visitors.visitor(id, tenant, connection), visitor.lastSeenAt > seenSince else {
            throw refusal
        }
        return visitor
    }

    /// Makes a visitor part of another, whose row it changes. What it showed goes on leading there.
    private static func absorb(
        _ absorbed: VisitorRecord, into visitor: VisitorRecord, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws {
        var visitor = visitor
        if absorbed.lastSeenAt > visitor.lastSeenAt {
            visitor.address = absorbed.address
            visitor.userAgent = absorbed.userAgent
        }
        visitor.firstSeenAt = min(visitor.firstSeenAt, absorbed.firstSeenAt)
        visitor.lastSeenAt = max(visitor.lastSeenAt, absorbed.lastSeenAt)
        visitor.seenCount += absorbed.seenCount
        let serial = try keep(visitor, tenant, connection)
        try FingerprintIndex.setCounted(false, absorbed.id, tenant, connection)
        let key: [SQLValue] = tenant.sql + [.text(absorbed.id.text)]
        try connection.run(
            "UPDATE visitors SET merged_into = ? WHERE organization_id = ? AND environment = ? AND id = ?",
            [.text(visitor.id.text)] + key)
        try connection.run(
            """
            UPDATE visitor_versions SET superseded_by = ?
            WHERE organization_id = ? AND environment = ? AND visitor_id = ? AND superseded_by IS NULL
            """, [.integer(serial)] + key)
    }

    @discardableResult
    private static func keep(
        _ visitor: VisitorRecord, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Int64 {
        try Visitors.keep(visitor, tenant, connection)
        return try Visitors.addVersion(visitor, tenant, connection)
    }

    // MARK: Sessions

    /// All sessions of a visitor.
    private static func sessions(
        of visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> [SessionID] {
        let rows = try connection.rows(
            "SELECT id FROM sessions WHERE organization_id = ? AND environment = ? AND visitor_id = ? LIMIT ?",
            tenant.sql + [.text(visitor.text), .integer(Int64(mostSessions + 1))])
        guard rows.count <= mostSessions else { throw VisitorChangeRefusal.tooManySessions }
        return rows.map { SessionID($0.text(0)!)! }
    }

    /// The sessions that a change moved and that the visitor still has.
    private static func sessions(
        of change: VisitorChange, heldBy visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> [SessionID] {
        try connection.rows(
            """
            SELECT c.session_id FROM visitor_change_sessions c JOIN sessions s ON s.organization_id = c.organization_id
                AND s.environment = c.environment AND s.id = c.session_id
            WHERE c.change_id = ? AND c.organization_id = ? AND c.environment = ? AND s.visitor_id = ?
            """, [.text(change.id.text)] + tenant.sql + [.text(visitor.text)]
        ).map { SessionID($0.text(0)!)! }
    }

    private static func isSession(
        _ session: SessionID, of visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Bool {
        try connection.row(
            "SELECT 1 FROM sessions WHERE organization_id = ? AND environment = ? AND id = ? AND visitor_id = ?",
            tenant.sql + [.text(session.text), .text(visitor.text)]) != nil
    }

    private struct Visits {
        var first: Timestamp
        var last: Timestamp
        var address: String?
        var userAgent: String?
    }

    /// When a visitor's kept sessions were, and what the latest came with; nil where there is none.
    private static func visits(
        of visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Visits? {
        func session(_ order: String) throws -> SQLRow? {
            try connection.row(
                """
                SELECT visitor_frozen_at, address, user_agent FROM sessions
                WHERE organization_id = ? AND environment = ? AND visitor_id = ?
                ORDER BY visitor_frozen_at \(order) LIMIT 1
                """, tenant.sql + [.text(visitor.text)])
        }
        guard let first = try session("ASC"), let last = try session("DESC") else { return nil }
        return Visits(
            first: Timestamp(milliseconds: first.integer(0)!), last: Timestamp(milliseconds: last.integer(0)!),
            address: last.text(1), userAgent: last.text(2))
    }

    /// Gives sessions to another visitor. What is kept of them in other places names it too: when the first is erased, nothing is left that
    /// names it.
    private static func move(
        _ sessions: [SessionID], from old: VisitorID, to new: VisitorID, _ tenant: Tenant,
        _ connection: any SQLConnection
    ) throws {
        for session in sessions {
            let key = tenant.sql + [.text(session.text)]
            let events = try connection.row(
                """
                UPDATE sessions SET visitor_id = ? WHERE organization_id = ? AND environment = ? AND id = ?
                RETURNING fingerprint_event_id, result_event_id
                """, [.text(new.text)] + key)
            try connection.run(
                """
                UPDATE session_movements SET visitor_id = ?
                WHERE organization_id = ? AND environment = ? AND session_id = ?
                """, [.text(new.text)] + key)
            try renameDocument(old, new, key, connection)
            for event in [events?.text(0), events?.text(1)].compactMap(\.self) {
                try renameEvent(event, old, new, connection)
            }
        }
    }

    private static func renameDocument(
        _ old: VisitorID, _ new: VisitorID, _ key: [SQLValue], _ connection: any SQLConnection
    ) throws {
        let condition = "WHERE organization_id = ? AND environment = ? AND session_id = ?"
        guard
            let row = try connection.row(
                "SELECT document, activity FROM session_documents \(condition)", key)
        else { return }
        try connection.run(
            "UPDATE session_documents SET document = ?, activity = ? \(condition)",
            [
                .blob(row.blob(0)!.replacing(old, with: new)),
                row.blob(1).map { .blob($0.replacing(old, with: new)) } ?? .null,
            ] + key)
    }

    private static func renameEvent(
        _ event: String, _ old: VisitorID, _ new: VisitorID, _ connection: any SQLConnection
    ) throws {
        guard let data = try connection.row("SELECT data FROM events WHERE id = ?", [.text(event)])?.blob(0) else {
            return
        }
        try connection.run(
            "UPDATE events SET data = ? WHERE id = ?", [.blob(data.replacing(old, with: new)), .text(event)])
    }

    // MARK: Changes

    private static func note(
        _ change: VisitorChange, _ sessions: [SessionID], before: VisitorRecord, _ tenant: Tenant,
        _ connection: any SQLConnection
    ) throws {
        try connection.run(
            """
            INSERT INTO visitor_changes (organization_id, environment, id, kind, visitor_id, other_id, first_seen_at,
                last_seen_at, made_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            tenant.sql + [
                .text(change.id.text), .text(change.kind.rawValue), .text(change.visitor.text),
                .text(change.other.text), .integer(before.firstSeenAt.milliseconds),
                .integer(before.lastSeenAt.milliseconds), .integer(change.madeAt.milliseconds),
            ])
        for session in sessions {
            try connection.run(
                """
                INSERT INTO visitor_change_sessions (organization_id, environment, session_id, change_id)
                VALUES (?, ?, ?, ?)
                """, tenant.sql + [.text(session.text), .text(change.id.text)])
        }
        let type: EventType =
            switch change.kind {
            case .merge: .fingerprintMerged
            case .split: .fingerprintSplit
            }
        _ = try Events.note(event(change, type, id: change.id, at: change.madeAt), of: tenant, connection)
    }

    private static func event(
        _ change: VisitorChange, _ type: EventType, id: EventID, at moment: Timestamp
    ) -> NewEvent {
        NewEvent(
            id: id, type: type, subjectType: "visitor_fingerprint", subject: change.visitor.text,
            data: change.jsonBytes(), createdAt: moment)
    }

    private typealias Kept = (change: VisitorChange, serial: Int64, before: (first: Timestamp, last: Timestamp))

    private static func change(
        _ id: EventID, of visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Kept {
        let row = try connection.row(
            """
            SELECT serial, kind, visitor_id, other_id, first_seen_at, last_seen_at, made_at, undone_at FROM visitor_changes
            WHERE organization_id = ? AND environment = ? AND id = ? AND (visitor_id = ? OR other_id = ?)
            """, tenant.sql + [.text(id.text), .text(visitor.text), .text(visitor.text)])
        guard let row else { throw VisitorChangeRefusal.unknownChange }
        func moment(_ column: Int) -> Timestamp { Timestamp(milliseconds: row.integer(column)!) }
        return (
            VisitorChange(
                id: id, kind: VisitorChange.Kind(rawValue: row.text(1)!)!, visitor: VisitorID(row.text(2)!)!,
                other: VisitorID(row.text(3)!)!, sessions: 0, madeAt: moment(6),
                undoneAt: row.integer(7).map { Timestamp(milliseconds: $0) }),
            row.integer(0)!, (moment(4), moment(5))
        )
    }

    /// The latest change after one that stands and has to do with the same visitors.
    private static func change(
        after serial: Int64, touching change: VisitorChange, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> EventID? {
        let visitors: [SQLValue] = [.text(change.visitor.text), .text(change.other.text)]
        return try connection.row(
            """
            SELECT id FROM visitor_changes WHERE organization_id = ? AND environment = ? AND serial > ?
                AND undone_at IS NULL AND (visitor_id IN (?, ?) OR other_id IN (?, ?))
            ORDER BY serial DESC LIMIT 1
            """, tenant.sql + [.integer(serial)] + visitors + visitors
        ).map { EventID($0.text(0)!)! }
    }

    // MARK: Removing

    /// Removes what names a visitor: changes that it was part of, and the events that tell of them.
    static func forget(_ visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection) throws {
        let changes = try connection.rows(
            """
            DELETE FROM visitor_changes
            WHERE organization_id = ? AND environment = ? AND (visitor_id = ? OR other_id = ?)
            RETURNING id, undo_event_id
            """, tenant.sql + [.text(visitor.text), .text(visitor.text)])
        for change in changes {
            try connection.run("DELETE FROM visitor_change_sessions WHERE change_id = ?", [.text(change.text(0)!)])
            for event in [change.text(0), change.text(1)].compactMap(\.self) {
                try connection.run("DELETE FROM webhook_deliveries WHERE event_id = ?", [.text(event)])
                try connection.run("DELETE FROM events WHERE id = ?", [.text(event)])
            }
        }
    }
}

extension [UInt8] {
    /// The same bytes, naming another visitor. Both names are of one length, and none stands in anything else.
    fileprivate func replacing(_ old: VisitorID, with new: VisitorID) -> [UInt8] {
        let pattern = Array(old.text.utf8)
        let replacement = Array(new.text.utf8)
        var bytes = self
        var start = 0
        while start + pattern.count <= bytes.count {
            if bytes[start] == pattern[0], bytes[start..<start + pattern.count].elementsEqual(pattern) {
                bytes.replaceSubrange(start..<start + pattern.count, with: replacement)
                start += pattern.count
            } else {
                start += 1
            }
        }
        return bytes
    }
}
