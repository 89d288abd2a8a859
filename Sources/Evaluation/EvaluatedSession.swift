import Sessions

/// What detection says of a labelled session.
public struct EvaluatedJudgement: Sendable, Equatable {
    /// 0–100.
    public var riskScore: Int
    /// What the score means under the rules.
    public var verdict: Verdict
    /// What could be looked at.
    public var phase: Phase
    /// How strongly the environment is falsified.
    public var manipulation: Manipulation
    /// The tools, providers and products that are named, as slugs.
    public var namedTools: [String]
    /// The signals that count, what weighs most first.
    public var deciding: [String]
    /// Every signal that fired.
    public var fired: [String]

    /// A judgement.
    public init(
        riskScore: Int, verdict: Verdict, phase: Phase, manipulation: Manipulation, namedTools: [String],
        deciding: [String], fired: [String]
    ) {
        self.riskScore = riskScore
        self.verdict = verdict
        self.phase = phase
        self.manipulation = manipulation
        self.namedTools = namedTools
        self.deciding = deciding
        self.fired = fired
    }
}

extension EvaluatedJudgement {
    /// What detection says.
    /// - Parameter deciding: the signals that count, what weighs most first.
    public init(_ assessment: Assessment, thresholds: VerdictThresholds, deciding: [String]) {
        self.init(
            riskScore: assessment.riskScore, verdict: Verdict(riskScore: assessment.riskScore, thresholds: thresholds),
            phase: assessment.phase, manipulation: assessment.manipulation, namedTools: assessment.namedTools,
            deciding: deciding, fired: assessment.signals.map(\.signal))
    }
}

extension Assessment {
    /// The tools, providers and products that are named, as slugs, each once.
    fileprivate var namedTools: [String] {
        let labels = attribution?.labels.filter { [.tool, .provider, .product].contains($0.kind) }.map(\.value) ?? []
        let facets = [bot?.executionFramework, bot?.providerFamily, bot?.productIdentity].compactMap { $0?.value }
        return (labels + facets).reduce(into: []) { names, name in
            if !names.contains(name) { names.append(name) }
        }
    }
}

/// A labelled session and what detection says of it.
public struct EvaluatedSession: Sendable, Equatable {
    /// What really was behind it.
    public var label: SessionLabel
    /// What is said by what was known before any interaction.
    public var arrival: EvaluatedJudgement
    /// What is said by all that browser, machine and connection showed, without what was done with them.
    public var snapshot: EvaluatedJudgement
    /// What is said by everything.
    public var whole: EvaluatedJudgement

    /// A labelled session.
    public init(
        label: SessionLabel, arrival: EvaluatedJudgement, snapshot: EvaluatedJudgement, whole: EvaluatedJudgement
    ) {
        self.label = label
        self.arrival = arrival
        self.snapshot = snapshot
        self.whole = whole
    }

    /// Whether the tool was named right; nil where it is no tool, or nobody expects a name.
    public var isNamedRight: Bool? {
        guard label.kind == .tool, !label.expectedTools.isEmpty else { return nil }
        return whole.namedTools.contains(where: label.expectedTools.contains)
    }

    /// What is wrong with what is said: a tool that is not `bot`, a person who is, or who is above 69.
    ///
    /// A tool that has not yet done anything may not show itself on arrival: that alone is no fault.
    public var faults: [String] {
        let judgements = [("without behaviour", snapshot), ("as a whole", whole)]
        return (label.kind == .person ? [("on arrival", arrival)] + judgements : judgements).compactMap {
            when, judgement in
            let isWrong =
                switch label.kind {
                case .tool: judgement.verdict != .bot
                case .person: judgement.verdict == .bot || judgement.riskScore >= VerdictThresholds.standard.bot
                }
            return isWrong ? "\(title) is \(judgement.verdict.rawValue) (\(judgement.riskScore)) \(when)" : nil
        }
    }

    /// Its name and mode.
    public var title: String { label.mode.isEmpty ? label.name : "\(label.name), \(label.mode)" }
}
