import Sessions

/// What judging kept sessions again comes to: counts alone, so that it stays small however many sessions there are.
public struct ReplayReport: Sendable, Equatable {
    /// What would become of a signal.
    public struct SignalCount: Sendable, Equatable {
        /// On how many sessions it fired when they were judged.
        public var before = 0
        /// On how many it fires now.
        public var after = 0
        /// How many sessions would have another verdict among whose differences it is.
        public var verdictsMoved = 0

        /// Whether it makes any difference.
        public var isChanged: Bool { before != after || verdictsMoved > 0 }
    }

    /// The version of the rules that were judged by.
    public let rules: String
    /// How many sessions were judged again.
    public private(set) var judged = 0
    /// How many could not be: their observations are gone, or they were erased meanwhile.
    public private(set) var expired = 0
    /// How many would have another score or verdict.
    public private(set) var changed = 0
    /// How many would have another verdict.
    public private(set) var verdictsChanged = 0
    /// Whether all sessions that were asked for were looked at.
    public var isComplete = true
    private var verdicts: [Verdict: [Verdict: Int]] = [:]
    private var counts: [String: SignalCount] = [:]

    /// Nothing judged yet.
    /// - Parameter rules: the version of the rules that are judged by.
    public init(rules: String) { self.rules = rules }

    /// How many sessions were of one verdict and would be of another, or the same.
    public func sessions(_ before: Verdict, to after: Verdict) -> Int { verdicts[before]?[after] ?? 0 }

    /// What would become of each signal that fired before or fires now; those first that move the most verdicts.
    public var signals: [(slug: String, count: SignalCount)] {
        counts.map { ($0.key, $0.value) }.sorted {
            if $0.1.verdictsMoved != $1.1.verdictsMoved { return $0.1.verdictsMoved > $1.1.verdictsMoved }
            let (mine, theirs) = (abs($0.1.after - $0.1.before), abs($1.1.after - $1.1.before))
            return mine != theirs ? mine > theirs : $0.0 < $1.0
        }
    }

    /// Counts a session that was judged again.
    public mutating func count(_ session: ReplayedSession) {
        judged += 1
        if session.isChanged { changed += 1 }
        if session.isVerdictChanged { verdictsChanged += 1 }
        verdicts[session.before.verdict, default: [:]][session.after.verdict, default: 0] += 1
        for signal in session.before.signals { counts[signal.signal, default: SignalCount()].before += 1 }
        for signal in session.after.signals { counts[signal.signal, default: SignalCount()].after += 1 }
        guard session.isVerdictChanged else { return }
        for difference in session.differences {
            counts[difference.signal, default: SignalCount()].verdictsMoved += 1
        }
    }

    /// Counts a session that could not be judged again.
    public mutating func countExpired() { expired += 1 }
}
