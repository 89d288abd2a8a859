/// What is known of the visitor behind a session before it is judged.
public struct VisitorContext: Sendable, Equatable {
    /// Whether this visitor was here before.
    public var returning: Bool
    /// In how many sessions this visitor was seen, this one included.
    public var seenCount: Int
    /// Whether the storages hold tokens of different visitors.
    public var conflictingTokens: Bool
    /// Whether a storage holds the token of a visitor that was seen on a machine that can't be this one.
    public var replayedToken: Bool

    /// What is known of a visitor.
    public init(returning: Bool, seenCount: Int, conflictingTokens: Bool = false, replayedToken: Bool = false) {
        self.returning = returning
        self.seenCount = seenCount
        self.conflictingTokens = conflictingTokens
        self.replayedToken = replayedToken
    }
}

/// How quickly a visitor's sessions follow each other, and what came before them, as it was when the session was tied to the visitor.
public struct VisitorPace: Sendable, Equatable {
    /// What was counted within some time, the session itself among it.
    public struct Counts: Sendable, Equatable {
        /// Distinct addresses.
        public var addresses: Int
        /// Distinct networks, /24 or /48.
        public var networks: Int
        /// Distinct countries.
        public var countries: Int
        /// Sessions.
        public var sessions: Int

        /// Counts; of nothing, unless told otherwise.
        public init(addresses: Int = 0, networks: Int = 0, countries: Int = 0, sessions: Int = 0) {
            self.addresses = addresses
            self.networks = networks
            self.countries = countries
            self.sessions = sessions
        }
    }

    /// How the visitor's latest earlier sessions, at most 20, were judged.
    public struct Verdicts: Sendable, Equatable {
        /// Judged a bot.
        public var bot: Int
        /// Judged human.
        public var human: Int
        /// Neither was clear.
        public var inconclusive: Int

        /// Counts; of nothing, unless told otherwise.
        public init(bot: Int = 0, human: Int = 0, inconclusive: Int = 0) {
            self.bot = bot
            self.human = human
            self.inconclusive = inconclusive
        }

        /// Whether the visitor was judged a bot again and again, and never anything else.
        public var isAlwaysBot: Bool { bot >= 3 && human == 0 && inconclusive == 0 }
    }

    /// Within five minutes.
    public var fiveMinutes: Counts
    /// Within an hour.
    public var hour: Counts
    /// Within a day.
    public var day: Counts
    /// Whether there were more sessions than are looked at (1,000): the counts are then too low.
    public var isCut: Bool
    /// In how many sessions the visitor was seen before.
    public var previousSessions: Int
    /// How those were judged.
    public var pastVerdicts: Verdicts
    /// How long ago it was first seen, in seconds; nil for a new visitor.
    public var secondsSinceFirst: Double?
    /// How long ago it was last seen, in seconds; nil for a new visitor.
    public var secondsSinceLast: Double?

    /// How quickly sessions follow each other.
    public init(
        fiveMinutes: Counts = Counts(), hour: Counts = Counts(), day: Counts = Counts(), isCut: Bool = false,
        previousSessions: Int = 0, pastVerdicts: Verdicts = Verdicts(), secondsSinceFirst: Double? = nil,
        secondsSinceLast: Double? = nil
    ) {
        self.fiveMinutes = fiveMinutes
        self.hour = hour
        self.day = day
        self.isCut = isCut
        self.previousSessions = previousSessions
        self.pastVerdicts = pastVerdicts
        self.secondsSinceFirst = secondsSinceFirst
        self.secondsSinceLast = secondsSinceLast
    }
}
