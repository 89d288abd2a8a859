import Sessions

/// How quickly sessions of a visitor follow each other.
enum VisitPaces {
    /// The times within which is counted.
    private static let fiveMinutes: Duration = .seconds(300)
    private static let hour: Duration = .seconds(3600)
    private static let day: Duration = .seconds(86_400)

    /// Counts a visitor's sessions up to a moment, of which no more than ``VisitPace/most`` are looked at.
    /// - Parameters:
    ///   - session: the one that is tied now, and counts among them.
    ///   - known: what was known of the visitor before; nil for a new one.
    static func pace(
        of visitor: VisitorID, in session: SessionID, known: VisitorRecord?, _ tenant: Tenant, at now: Timestamp,
        _ connection: any SQLConnection
    ) throws -> VisitPace {
        let rows = try connection.rows(
            """
            SELECT visitor_frozen_at, address_digest, network_digest, country FROM sessions
            WHERE organization_id = ? AND environment = ? AND visitor_id = ? AND visitor_frozen_at > ?
            ORDER BY visitor_frozen_at DESC LIMIT ?
            """,
            tenant.sql + [
                .text(visitor.text), .integer((now + (.zero - day)).milliseconds), .integer(Int64(VisitPace.most + 1)),
            ])
        let seen = rows.prefix(VisitPace.most)
        func counts(within time: Duration) -> VisitCounts {
            let start = (now + (.zero - time)).milliseconds
            let recent = seen.prefix { $0.integer(0)! > start }
            var counts = VisitCounts()
            counts.sessions = recent.count
            counts.addresses = Set(recent.compactMap { $0.blob(1) }).count
            counts.networks = Set(recent.compactMap { $0.blob(2) }).count
            counts.countries = Set(recent.compactMap { $0.text(3) }).count
            return counts
        }
        var pace = VisitPace()
        pace.fiveMinutes = counts(within: fiveMinutes)
        pace.hour = counts(within: hour)
        pace.day = counts(within: day)
        pace.isCut = rows.count > VisitPace.most
        pace.previousSessions = known?.seenCount ?? 0
        if known != nil { pace.pastVerdicts = try verdicts(of: visitor, before: session, tenant, connection) }
        pace.millisecondsSinceFirst = known.map { Int(max(0, now.milliseconds - $0.firstSeenAt.milliseconds)) }
        pace.millisecondsSinceLast = known.map { Int(max(0, now.milliseconds - $0.lastSeenAt.milliseconds)) }
        return pace
    }

    /// How a visitor's latest sessions were judged, but for the one that is tied now.
    private static func verdicts(
        of visitor: VisitorID, before session: SessionID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> PastVerdicts {
        let rows = try connection.rows(
            """
            SELECT d.verdict, count(*) FROM (
                SELECT organization_id, environment, id, decision_count FROM sessions
                WHERE organization_id = ? AND environment = ? AND visitor_id = ? AND id <> ?
                ORDER BY visitor_frozen_at DESC LIMIT ?
            ) s JOIN decisions d ON d.organization_id = s.organization_id AND d.environment = s.environment
                AND d.session_id = s.id AND d.ordinal = s.decision_count - 1
            GROUP BY d.verdict
            """, tenant.sql + [.text(visitor.text), .text(session.text), .integer(Int64(PastVerdicts.most))])
        var verdicts = PastVerdicts()
        for row in rows {
            let count = Int(row.integer(1)!)
            switch Verdict(rawValue: row.text(0)!) {
            case .bot: verdicts.bot = count
            case .human: verdicts.human = count
            case .inconclusive: verdicts.inconclusive = count
            case nil: break
            }
        }
        return verdicts
    }
}
