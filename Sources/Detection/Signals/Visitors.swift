import Evidence
import Sessions

/// How a visitor comes back: with a token that belongs to another machine, or more often and from more places than people do.
///
/// A visitor is a browser. What counts its visits stays far above a commuter who changes between train and telephone, somebody who tries
/// the servers of a VPN one after the other, a relay that gives each connection another address, and a window whose thirty tabs open at once.
extension SignalCatalogue {
    static let visitors: [Signal] = [
        Signal(
            "visitor_token_replayed", "Token of another machine", .antiTamper, .strong, score: 70,
            looksAt: """
                A continuity token whose visitor was last seen on a machine that can't be this one: another operating system with other \
                graphics, other fonts or another audio stack. Tokens are copied to make a script look like a visitor who is known.
                """,
            innocent: "A profile that was moved to a new computer of another kind, once.", highlight: .reportAnomalies,
            integrity: (.replay, .highRisk), manipulation: 40
        ) {
            $0.evidence.visitor?.replayedToken == true
                ? Finding("the token's visitor was seen on another machine") : nil
        },
        Signal(
            "visitor_always_bot", "Visitor that always was a bot", .fingerprint, .weak, score: 30,
            looksAt: """
                How the latest 20 sessions of this visitor before this one were judged: three or more, and each a bot. How it is judged itself \
                must not rest on that alone.
                """,
            innocent: "The browser of somebody who tests scripts on the same machine.", highlight: .browserAutomation
        ) { context in
            guard let past = context.evidence.visitorPace?.pastVerdicts, past.isAlwaysBot else { return nil }
            return Finding("\(past.bot) sessions before, each judged a bot")
        },
        Signal(
            "visitor_many_addresses", "One visitor from many addresses", .environment, .weak, score: 30,
            looksAt:
                "From how many addresses the same visitor came within an hour (30 or more) or a day (150 or more).",
            innocent: "Relays that give each connection another address; they need as many page loads for it.",
            highlight: .networkAnonymity
        ) { context in
            guard let pace = context.evidence.visitorPace else { return nil }
            if pace.hour.addresses >= 30 { return Finding("\(pace.hour.addresses) addresses within an hour") }
            guard pace.day.addresses >= 150 else { return nil }
            return Finding("\(pace.day.addresses) addresses within a day", extent: 0.8)
        },
        Signal(
            "visitor_many_networks", "One visitor from many networks", .environment, .weak, score: 35,
            looksAt: "From how many networks (/24, /48) the same visitor came within a day: 40 or more.",
            innocent: "Long journeys through many stations, with a page load in each.", highlight: .networkAnonymity
        ) { context in
            guard let networks = context.evidence.visitorPace?.day.networks, networks >= 40 else { return nil }
            return Finding("\(networks) networks within a day", extent: networks >= 100 ? 1 : 0.7)
        },
        Signal(
            "visitor_many_countries", "One visitor from many countries", .environment, .weak, score: 35,
            looksAt: """
                From how many countries the same visitor came within an hour (8 or more) or a day (12 or more), as with proxies that rotate.
                """,
            innocent: "Somebody who tries a VPN's servers one after the other.", highlight: .networkAnonymity
        ) { context in
            guard let pace = context.evidence.visitorPace else { return nil }
            if pace.hour.countries >= 8 { return Finding("\(pace.hour.countries) countries within an hour") }
            guard pace.day.countries >= 12 else { return nil }
            return Finding("\(pace.day.countries) countries within a day", extent: 0.8)
        },
        Signal(
            "visitor_many_sessions", "One visitor in many sessions", .timing, .weak, score: 30,
            looksAt: """
                In how many sessions the same visitor was within five minutes (150 or more), an hour (500) or a day (1,000).
                """,
            innocent: "A display that loads a page anew all day; tests of one's own.", highlight: .unnaturalBehavior
        ) { context in
            guard let pace = context.evidence.visitorPace else { return nil }
            if pace.fiveMinutes.sessions >= 150 {
                return Finding("\(pace.fiveMinutes.sessions) sessions within five minutes")
            }
            if pace.hour.sessions >= 500 { return Finding("\(pace.hour.sessions) sessions within an hour") }
            guard pace.day.sessions >= 1000 else { return nil }
            return Finding("\(pace.day.sessions)\(pace.isCut ? " or more" : "") sessions within a day", extent: 0.8)
        },
    ]
}
