import Behavior
import Evidence
import OrderedJSON
import Sessions

/// Why a session is judged as it is: every finding with what it moved, what is behind it, and what would make it another verdict.
///
/// It judges the evidence again, so it says of these rules what they say, whatever was decided under others.
public struct Explanation: Sendable {
    /// A signal that fired.
    public struct FoundSignal: Sendable {
        /// The signal.
        public var signal: Signal
        /// What was seen, in words for a person; nil when the signal's name says it all.
        public var detail: String?
        /// How much of the signal's weight it deserves, 0–1.
        public var extent: Double
        /// What it adds to the log-odds after decay and ceilings, in nats; negative where it reassures.
        public var nats: Double
        /// How many points of risk it makes: the score with it less the score without it.
        public var points: Int
        /// Whether it decides alone, and is not weighed.
        public var decidesAlone: Bool
        /// What the operator made of it; nil for nothing.
        public var adjustment: Rules.Adjustment?
        /// The observed values behind it.
        public var evidence: [ObservedValue]
    }

    /// A bound that kept the score from being what the sum alone would make it.
    public enum Bound: String, Sendable, CaseIterable {
        /// Weak findings add no more than 1.5 nats together.
        case weakFindings = "weak_findings"
        /// What contradicts the browser's claim to be another came to more than it may.
        case claim
        /// Reassuring findings take away no more than 1 nat together.
        case reassurance
        /// A definitive finding decides alone.
        case definitive
        /// Behaviour alone is never a bot's.
        case behaviorAlone = "behavior_alone"
        /// The operator lets the session in.
        case allowed
    }

    /// The rules that were judged under.
    public var rules: Rules
    /// The log-odds of a script before anything was found, in nats.
    public var prior: Double
    /// The sum of the prior and what all signals add, in nats.
    public var logOdds: Double
    /// What the logistic function makes of it, 0–100, before bounds on the score.
    public var weighed: Int
    /// The bounds that took effect.
    public var bounds: [Bound]
    /// The score, 0–100.
    public var riskScore: Int
    /// What could be looked at.
    public var phase: Phase
    /// Signals that fired and count, strongest first.
    public var signals: [FoundSignal]
    /// Signals that fired and that the operator muted.
    public var muted: [FoundSignal]
    /// What would have to be different for another verdict.
    public var counterfactual: Counterfactual
    /// The entry of the operator's lists that the session met; nil for none.
    public var listing: PolicyListing?

    /// The verdict.
    public var verdict: Verdict { rules.verdict(of: riskScore) }
}

extension Explanation {
    /// Judges a session again and says why. It looks at the evidence some hundred times, which takes as many times longer than a judgement.
    /// - Parameters:
    ///   - observed: the observations that the evidence was read from, as the agent sent them: of each source the
    ///     newest.
    ///   - rules: by what findings become a decision.
    public init(of evidence: Evidence, observed: JSONValue, under rules: Rules = .builtIn) {
        let copy = EvidenceCopy(evidence, observed: observed)
        let context = copy.context
        let all = SignalCatalogue.hits(in: context)
        let hits = all.filter { !rules.isMuted($0.signal) }
        let values = EvidenceSearch.values(in: copy, behind: all)
        let weighing = Weighing(hits, under: rules)
        let scoring = Scoring(hits, for: evidence, under: rules)
        self.rules = rules
        prior = Scoring.prior(for: evidence)
        logOdds = prior + weighing.total
        weighed = Scoring.weighed(logOdds)
        riskScore = scoring.risk
        phase = context.features.hasInteraction ? .behavioral : .snapshot
        signals = hits.enumerated().map { place, hit in
            let others = hits.filter { $0.signal.slug != hit.signal.slug }
            return FoundSignal(
                hit, nats: weighing.contributions[place],
                points: scoring.risk - Scoring(others, for: evidence, under: rules).risk, rules,
                values[hit.signal.slug] ?? [])
        }
        muted = all.filter { rules.isMuted($0.signal) }.map { hit in
            FoundSignal(hit, nats: 0, points: 0, rules, values[hit.signal.slug] ?? [])
        }
        bounds = Self.bounds(hits, weighing, weighed, scoring.risk, for: evidence, under: rules)
        counterfactual = Counterfactual(hits, scoring, for: evidence, under: rules)
        listing = evidence.listing
    }

    private static func bounds(
        _ hits: [Hit], _ weighing: Weighing, _ weighed: Int, _ risk: Int, for evidence: Evidence, under rules: Rules
    ) -> [Bound] {
        let ceiling = Scoring.ceiling(of: hits, for: evidence, under: rules)
        var bounds: [Bound] = []
        if weighing.isClaimCeilingReached { bounds.append(.claim) }
        if weighing.isWeakCeilingReached { bounds.append(.weakFindings) }
        if weighing.isReassuranceCeilingReached { bounds.append(.reassurance) }
        if weighing.definitive > 0 {
            bounds.append(.definitive)
        } else if !weighing.isCorroborated, weighed > Scoring.behaviorCeiling(under: rules) {
            bounds.append(.behaviorAlone)
        }
        if Scoring(hits, for: evidence, under: rules, ceiling: 100).risk > ceiling { bounds.append(.allowed) }
        return bounds
    }
}

extension Explanation.FoundSignal {
    fileprivate init(_ hit: Hit, nats: Double, points: Int, _ rules: Rules, _ evidence: [ObservedValue]) {
        self.init(
            signal: hit.signal, detail: hit.finding.detail, extent: hit.finding.extent, nats: nats, points: points,
            decidesAlone: hit.raisesRisk && rules.strength(of: hit.signal) == .definitive && !rules.isMuted(hit.signal),
            adjustment: rules.adjustments[hit.signal.slug], evidence: evidence)
    }
}
