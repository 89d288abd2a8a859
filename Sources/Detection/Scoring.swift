import Foundation
import Sessions

/// What findings come to.
///
/// A definitive signal decides alone. All others are added up as log-odds: each strength has a weight in nats; within a category, where
/// signals tend to see the same thing twice, the strongest counts whole and each further one for a share of the one before it; categories
/// add up. The logistic function makes a risk of the sum, which is what keeps most scores under 10 or over 90.
struct Scoring: Sendable {
    /// 0–100.
    let risk: Int
    /// 0–100, for the second score.
    let manipulation: Int
    /// 0–100 for each category in which a signal fired.
    let categories: [SignalCategory: Int]

    /// The log-odds of a script where nothing was found: 4 in 100.
    static let prior = -3.2
    /// The same for a request alone: 8 in 100, because no page showed that a browser runs there.
    static let priorOfRequest = -2.5
    /// How much of the one before it each further signal of a category counts for.
    static let decay = 0.6
    /// What all weak signals together may come to. Ordinary machines show several: a virtual display, no fonts, no voices.
    static let weakCeiling = 1.5
    /// What all signals together may come to that contradict what the browser claims to be. They see one fact, by which a person's
    /// browser that says it is another is manipulated and not driven: alone they make it `inconclusive`, and natural input beside them
    /// a person.
    static let claimCeiling = 3.4
    /// What all reassuring signals together may take away. They are the easiest to forge.
    static let reassuranceCeiling = 1.0
    /// The most that behaviour alone may come to: one below `bot`.
    static let behaviorCeiling = 69
    /// The least that a definitive signal comes to; two in independent places come nearer to 100.
    static let definitiveFloor = 94.0
    /// The most for an agent that the operator trusts and that proved who it is: nobody asks whether it is automatic.
    static let trustedCeiling = 20

    /// The weight of a signal that fired fully, in nats.
    static func weight(of strength: SignalStrength) -> Double {
        switch strength {
        case .weak: 0.4
        case .moderate: 1.4
        case .strong: 3.2
        case .definitive: 8
        }
    }

    /// Categories that say how something was driven. Alone they never yield `bot`: people differ more than browsers do.
    static let behavior: Set<SignalCategory> = [.mouse, .keyboard, .timing, .touch]

    /// Weighs findings.
    /// - Parameters:
    ///   - rules: what an operator made of single signals.
    ///   - prior: the log-odds of a script before anything was found.
    ///   - ceiling: the most that the risk may come to.
    init(_ hits: [Hit], under rules: Rules = .builtIn, prior: Double = Scoring.prior, ceiling: Int = 100) {
        let weighing = Weighing(hits, under: rules)
        risk = min(Self.risk(prior + weighing.total, weighing, under: rules), ceiling)
        let falsified = hits.map { Double($0.signal.manipulation) * $0.finding.extent / 100 }
        manipulation = Int((100 * (1 - falsified.sorted().reduce(1) { $0 * (1 - $1) })).rounded())
        categories = Dictionary(grouping: hits, by: \.signal.category).mapValues { Self.score(of: $0, under: rules) }
    }

    /// How much of one category speaks for a script, 0–100.
    private static func score(of hits: [Hit], under rules: Rules) -> Int {
        var share = 1.0
        var total = 0.0
        for weight in hits.filter(\.raisesRisk).map(rules.weight(of:)).sorted(by: >) {
            total += share * weight
            share *= decay
        }
        return Int((100 * (1 - exp(-total / 2))).rounded())
    }

    /// The most that behaviour alone may come to under these rules.
    static func behaviorCeiling(under rules: Rules) -> Int { min(behaviorCeiling, rules.thresholds.bot - 1) }

    /// The least that a definitive signal comes to under these rules: it decides alone, whatever the thresholds.
    static func definitiveFloor(under rules: Rules) -> Double { max(definitiveFloor, Double(rules.thresholds.bot)) }

    /// The logistic function of log-odds, as a score.
    static func weighed(_ logOdds: Double) -> Int { Int((100 / (1 + exp(-logOdds))).rounded()) }

    private static func risk(_ logOdds: Double, _ weighing: Weighing, under rules: Rules) -> Int {
        let weighed = weighed(logOdds)
        if weighing.definitive > 0 {
            let remainder = (100 - definitiveFloor(under: rules)) / exp2(Double(weighing.definitive - 1))
            return max(weighed, Int((100 - remainder).rounded()))
        }
        return weighing.isCorroborated ? weighed : min(weighed, behaviorCeiling(under: rules))
    }
}
