import Sessions

/// What a session was judged to be, or would be.
public struct ReplayOutcome: Sendable, Equatable {
    /// 0–100.
    public var riskScore: Int
    /// What the score means under the rules.
    public var verdict: Verdict
    /// The signals that fired.
    public var signals: [FiredSignal]

    /// An outcome.
    public init(riskScore: Int, verdict: Verdict, signals: [FiredSignal]) {
        self.riskScore = riskScore
        self.verdict = verdict
        self.signals = signals
    }
}

/// A session that was judged again.
public struct ReplayedSession: Sendable, Equatable {
    /// What became of a signal.
    public enum Change: String, Sendable {
        /// It fires now.
        case fires
        /// It fires no more.
        case gone
        /// It fires as before, and counts more or less.
        case weighed
    }

    /// A signal that is not what it was.
    public struct Difference: Sendable, Equatable {
        /// The signal's slug.
        public var signal: String
        /// What became of it.
        public var change: Change
        /// How much it proves.
        let strength: SignalStrength
        /// 0–100.
        let score: Int
    }

    /// The session.
    public var id: SessionID
    /// What it was judged to be.
    public var before: ReplayOutcome
    /// What it would be.
    public var after: ReplayOutcome
    /// The signals that made the difference, what proves most first.
    public let differences: [Difference]

    /// A session that was judged again.
    /// - Parameter reweighed: signals whose weight the rules change.
    public init(id: SessionID, before: ReplayOutcome, after: ReplayOutcome, reweighed: Set<String> = []) {
        self.id = id
        self.before = before
        self.after = after
        differences = Self.differences(before.signals, after.signals, reweighed)
    }

    /// Whether score or verdict would be another.
    public var isChanged: Bool { before.riskScore != after.riskScore || isVerdictChanged }

    /// Whether the verdict would be another.
    public var isVerdictChanged: Bool { before.verdict != after.verdict }

    private static func differences(
        _ before: [FiredSignal], _ after: [FiredSignal], _ reweighed: Set<String>
    ) -> [Difference] {
        let earlier = Dictionary(before.map { ($0.signal, $0) }) { first, _ in first }
        let later = Dictionary(after.map { ($0.signal, $0) }) { first, _ in first }
        var differences = before.compactMap { later[$0.signal] == nil ? Difference($0, .gone) : nil }
        for signal in after {
            guard let known = earlier[signal.signal] else {
                differences.append(Difference(signal, .fires))
                continue
            }
            let isOther = known.score != signal.score || known.strength != signal.strength
            if isOther || reweighed.contains(signal.signal) { differences.append(Difference(signal, .weighed)) }
        }
        return differences.sorted {
            if $0.strength != $1.strength { return $0.strength > $1.strength }
            return $0.score != $1.score ? $0.score > $1.score : $0.signal < $1.signal
        }
    }
}

extension ReplayedSession.Difference {
    fileprivate init(_ signal: FiredSignal, _ change: ReplayedSession.Change) {
        self.init(signal: signal.signal, change: change, strength: signal.strength, score: signal.score)
    }
}
