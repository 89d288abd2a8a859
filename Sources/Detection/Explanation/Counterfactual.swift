import Evidence
import Sessions

/// What would have to be different for another verdict.
public struct Counterfactual: Sendable, Equatable {
    /// Findings without which the verdict would be another: no smaller set of them is enough.
    public struct Change: Sendable, Equatable {
        /// The signals.
        public var without: [String]
        /// The verdict without them.
        public var verdict: Verdict
        /// The score without them.
        public var riskScore: Int
    }

    /// What is missing for a verdict that is worse.
    public struct Missing: Sendable, Equatable {
        /// The verdict.
        public var verdict: Verdict
        /// How many points of risk are missing.
        public var points: Int
        /// How many more findings of a strength would be enough, each in a category in which nothing was found, and something other than
        /// behaviour among them; nil where no number is.
        public var findings: [SignalStrength: Int]
    }

    /// What speaks for a script and would have to be gone for a milder verdict; nil for `human`.
    public var milder: Change?
    /// What reassures and would have to be gone for a worse verdict; nil where there is no such thing.
    public var worse: Change?
    /// What would have to be found for a worse verdict; nil for `bot`.
    public var missing: Missing?
}

extension Counterfactual {
    init(_ hits: [Hit], _ scoring: Scoring, for evidence: Evidence, under rules: Rules) {
        let judge = Judgement(hits: hits, evidence: evidence, rules: rules)
        let verdict = rules.verdict(of: scoring.risk)
        milder = verdict == .human ? nil : judge.change(leavingOut: hits.filter(\.raisesRisk), isMilder: true)
        let reassuring = hits.filter { $0.signal.effect == .lowersRisk }
        worse = verdict == .bot ? nil : judge.change(leavingOut: reassuring, isMilder: false)
        missing = judge.missing(from: scoring.risk)
    }
}

/// Judges with some of the findings.
private struct Judgement {
    let hits: [Hit]
    let evidence: Evidence
    let rules: Rules

    private func risk(without slugs: [String], and more: [Hit] = []) -> Int {
        Scoring(hits.filter { !slugs.contains($0.signal.slug) } + more, for: evidence, under: rules).risk
    }

    /// Leaves out what moves the score most, again and again, until the verdict is another; then puts back what was not needed.
    func change(leavingOut candidates: [Hit], isMilder: Bool) -> Counterfactual.Change? {
        let verdict = rules.verdict(of: risk(without: []))
        var without: [String] = []
        var left = candidates.map(\.signal.slug)
        while rules.verdict(of: risk(without: without)) == verdict {
            let scored = left.map { (slug: $0, risk: risk(without: without + [$0])) }
            // Candidates come strongest first: of equals that one goes.
            let best = scored.min { isMilder ? $0.risk < $1.risk : $0.risk > $1.risk }
            guard let best else { return nil }
            without.append(best.slug)
            left.removeAll { $0 == best.slug }
        }
        for slug in without.reversed() {
            let fewer = without.filter { $0 != slug }
            if rules.verdict(of: risk(without: fewer)) != verdict { without = fewer }
        }
        let reached = risk(without: without)
        return .init(without: without, verdict: rules.verdict(of: reached), riskScore: reached)
    }

    func missing(from risk: Int) -> Counterfactual.Missing? {
        let (verdict, threshold): (Verdict, Int)
        switch rules.verdict(of: risk) {
        case .human: (verdict, threshold) = (.inconclusive, rules.thresholds.inconclusive)
        case .inconclusive: (verdict, threshold) = (.bot, rules.thresholds.bot)
        case .bot: return nil
        }
        var findings: [SignalStrength: Int] = [:]
        for strength in [SignalStrength.moderate, .strong, .definitive] {
            findings[strength] = (1...8).first { self.risk(without: [], and: imagined($0, strength)) >= threshold }
        }
        // Thresholds may be equal: what is no person then is a bot at once.
        let reached = rules.thresholds.bot == threshold ? .bot : verdict
        return .init(verdict: reached, points: threshold - risk, findings: findings)
    }

    /// Findings that nobody made, each in a category of its own, those in which nothing was found first.
    private func imagined(_ count: Int, _ strength: SignalStrength) -> [Hit] {
        let taken = Set(hits.filter(\.raisesRisk).map(\.signal.category))
        let order =
            SignalCategory.allCases.filter { !Scoring.behavior.contains($0) }
            + SignalCategory.allCases.filter(Scoring.behavior.contains)
        let free = order.filter { !taken.contains($0) } + order.filter(taken.contains)
        return free.prefix(count).map { category in
            let signal = Signal("imagined", "", category, strength, score: 0, looksAt: "", innocent: "") { _ in nil }
            return Hit(signal: signal, finding: Finding())
        }
    }
}
