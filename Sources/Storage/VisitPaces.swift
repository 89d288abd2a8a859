import Sessions

/// How quickly sessions of a visitor follow each other.
enum VisitPaces {
    /// The times within which is counted.
    private static let fiveMinutes: Duration = .seconds(300)
    private static let hour: Duration = .seconds(3600)
    private static let day: Duration = .seconds(86_400)

    /// Counts a visitor's sessions up to a moment, of which no more than ``VisitPace/most`` are looked at.
    /// - Parameter known: what was known of the visitor before; nil for a new one.
    static func pace(
        of visitor: VisitorID, known: VisitorRecord?, _ tenant: Tenant, at now: Timestamp,
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
        pace.millisecondsSinceFirst = known.map { Int(max(0, now.milliseconds - $0.firstSeenAt.milliseconds)) }
        pace.millisecondsSinceLast = known.map { Int(max(0, now.milliseconds - $0.lastSeenAt.milliseconds)) }
        return pace
    }
}
