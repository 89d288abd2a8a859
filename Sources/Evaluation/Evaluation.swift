import Sessions

/// How good detection is on sessions of which it is known what was behind them.
public struct Evaluation: Sendable {
    /// A signal of the catalogue that was evaluated.
    public struct KnownSignal: Sendable, Equatable {
        /// Its slug.
        public var slug: String
        /// Whether it speaks for a script.
        public var raisesRisk: Bool

        /// A signal.
        public init(slug: String, raisesRisk: Bool) {
            self.slug = slug
            self.raisesRisk = raisesRisk
        }
    }

    /// On how many sessions a signal fired, by everything that is known of them.
    public struct SignalCount: Sendable, Equatable {
        /// The signal.
        public var signal: KnownSignal
        /// Tools' sessions.
        public var tools = 0
        /// People's sessions.
        public var people = 0
    }

    /// So many of so many.
    public struct Share: Sendable, Equatable, CustomStringConvertible {
        /// How many are such.
        public var count: Int
        /// Of how many.
        public var total: Int

        /// `3 of 4`
        public var description: String { "\(count) of \(total)" }
    }

    /// The rules' version.
    public let rules: String
    /// The sessions, in the order of their labels.
    public let sessions: [EvaluatedSession]
    /// Labels whose sessions could not be judged: they are not in the store, or their observations are gone.
    public let missing: [SessionLabel]
    /// The catalogue that was evaluated, with how often each signal fired; those first that accuse the most people.
    public let signals: [SignalCount]

    /// An evaluation.
    /// - Parameters:
    ///   - rules: the rules' version.
    ///   - catalogue: every signal there is.
    public init(
        rules: String, sessions: [EvaluatedSession], missing: [SessionLabel] = [], catalogue: [KnownSignal]
    ) {
        self.rules = rules
        self.sessions = sessions
        self.missing = missing
        var counts: [String: SignalCount] = [:]
        for signal in catalogue { counts[signal.slug] = SignalCount(signal: signal) }
        for session in sessions {
            for slug in session.whole.fired {
                switch session.label.kind {
                case .tool: counts[slug]?.tools += 1
                case .person: counts[slug]?.people += 1
                }
            }
        }
        signals = counts.values.sorted { $0.precedes($1) }
    }

    private func all(_ kind: SessionLabel.Kind) -> [EvaluatedSession] { sessions.filter { $0.label.kind == kind } }

    /// Tools that are `bot` by what was known before any interaction.
    public var toolsFoundOnArrival: Share { toolsFound(by: \.arrival) }

    /// Tools that are `bot` by everything but what they did.
    public var toolsFoundWithoutBehavior: Share { toolsFound(by: \.snapshot) }

    /// Tools that are `bot` by everything.
    public var toolsFound: Share { toolsFound(by: \.whole) }

    private func toolsFound(by judgement: KeyPath<EvaluatedSession, EvaluatedJudgement>) -> Share {
        let tools = all(.tool)
        return Share(count: tools.count { $0[keyPath: judgement].verdict == .bot }, total: tools.count)
    }

    /// Tools that were named right, of those that a name is expected for.
    public var toolsNamed: Share {
        let expected = sessions.compactMap(\.isNamedRight)
        return Share(count: expected.count { $0 }, total: expected.count)
    }

    /// How many people have this verdict, by everything.
    public func people(_ verdict: Verdict) -> Int { all(.person).count { $0.whole.verdict == verdict } }

    /// The highest score of a person, at any judgement; nil without people.
    public var highestScoreOfPerson: Int? {
        all(.person).map { max($0.arrival.riskScore, $0.snapshot.riskScore, $0.whole.riskScore) }.max()
    }

    /// Whether the scores are right in number, by everything that is known.
    public var calibration: Calibration {
        Calibration(sessions.map { ($0.whole.riskScore, $0.label.kind == .tool) })
    }

    /// Signals that never fired.
    public var silentSignals: [String] { signals.filter { $0.tools + $0.people == 0 }.map(\.signal.slug).sorted() }

    /// Everything that must not be: see ``EvaluatedSession/faults``, and labels whose sessions could not be judged.
    public var faults: [String] {
        sessions.flatMap(\.faults) + missing.map { "\($0.name): \($0.session.text) can't be judged" }
    }
}

extension Evaluation.SignalCount {
    /// Those first that accuse the most people, then what fired most.
    fileprivate func precedes(_ other: Self) -> Bool {
        let (mine, theirs) = (signal.raisesRisk ? people : 0, other.signal.raisesRisk ? other.people : 0)
        if mine != theirs { return mine > theirs }
        if tools != other.tools { return tools > other.tools }
        if people != other.people { return people > other.people }
        return signal.slug < other.signal.slug
    }
}
