import Evidence

extension SignalCase {
    static let visitors: [SignalCase] = [
        .init(
            "visitor_token_replayed",
            fires: { $0.visitor = VisitorContext(returning: false, seenCount: 1, replayedToken: true) },
            quiet: { $0.visitor = VisitorContext(returning: true, seenCount: 2) }),
        .init(
            "visitor_always_bot", fires: { $0.pace = VisitorPace(pastVerdicts: .init(bot: 3)) },
            quiet: { $0.pace = VisitorPace(pastVerdicts: .init(bot: 2)) }),
        // Somebody who tries scripts, and shops.
        .init(
            "visitor_always_bot", fires: { $0.pace = VisitorPace(pastVerdicts: .init(bot: 20)) },
            quiet: { $0.pace = VisitorPace(pastVerdicts: .init(bot: 18, human: 1)) }),
        // A relay that gives each page load another address, for somebody who shops for an hour.
        .init(
            "visitor_many_addresses", fires: pace(hour: .init(addresses: 30, sessions: 31)),
            quiet: pace(hour: .init(addresses: 25, sessions: 25), day: .init(addresses: 120, sessions: 140))),
        .init(
            "visitor_many_addresses", fires: pace(day: .init(addresses: 150, sessions: 150)),
            quiet: pace(day: .init(addresses: 1, sessions: 900))),
        // A commuter: home, train, telephone, office, and back.
        .init(
            "visitor_many_networks", fires: pace(day: .init(addresses: 60, networks: 40, sessions: 60)),
            quiet: pace(day: .init(addresses: 20, networks: 14, sessions: 60))),
        // Somebody who tries the servers of a VPN.
        .init(
            "visitor_many_countries", fires: pace(hour: .init(countries: 8, sessions: 9)),
            quiet: pace(hour: .init(countries: 6, sessions: 12), day: .init(countries: 9, sessions: 40))),
        .init(
            "visitor_many_countries", fires: pace(day: .init(countries: 12, sessions: 20)),
            quiet: pace(day: .init(countries: 2, sessions: 20))),
        // A window whose tabs open all at once, twice.
        .init(
            "visitor_many_sessions", fires: pace(fiveMinutes: .init(addresses: 1, sessions: 150)),
            quiet: pace(fiveMinutes: .init(addresses: 1, sessions: 80), hour: .init(addresses: 1, sessions: 200))),
        .init(
            "visitor_many_sessions", fires: pace(hour: .init(sessions: 500)), quiet: pace(day: .init(sessions: 700))),
    ]

    private static func pace(
        fiveMinutes: VisitorPace.Counts = .init(), hour: VisitorPace.Counts = .init(), day: VisitorPace.Counts = .init()
    ) -> Edit {
        { $0.pace = VisitorPace(fiveMinutes: fiveMinutes, hour: hour, day: day) }
    }
}
