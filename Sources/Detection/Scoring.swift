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
        var evidence: [SignalCategory: Weights] = [:]
        var reassurance: [Double] = []
        var definitive = 0
        var corroborated = false
        var falsified: [Double] = []
        var categories: [SignalCategory: Int] = [:]
        for hit in hits {
            let signal = hit.signal
            categories[signal.category] = 0
            falsified.append(Double(signal.manipulation) * hit.finding.extent / 100)
            let strength = rules.strength(of: signal)
            let weight = rules.weight(of: hit)
            switch signal.effect {
            case .context: continue
            case .lowersRisk: reassurance.append(weight)
            case .raisesRisk:
                if strength == .definitive { definitive += 1 }
                if strength >= .moderate, weight > 0, !Self.behavior.contains(signal.category) { corroborated = true }
                evidence[signal.category, default: Weights()].add(weight, strength)
            }
        }
        var undecided = 0.0
        var withoutWeak = 0.0
        // Always in the same order: sums of floating-point numbers depend on it.
        for category in SignalCategory.allCases {
            guard let weights = evidence[category] else { continue }
            undecided += Self.sum(weights.weak + weights.middle)
            withoutWeak += Self.sum(weights.middle)
            categories[category] = Int((100 * (1 - exp(-Self.sum(weights.all) / 2))).rounded())
        }
        risk = min(
            Self.risk(
                logOdds: prior + min(undecided, withoutWeak + Self.weakCeiling)
                    - min(reassurance.sorted().reduce(0, +), Self.reassuranceCeiling),
                definitive: definitive, corroborated: corroborated),
            ceiling)
        manipulation = Int((100 * (1 - falsified.sorted().reduce(1) { $0 * (1 - $1) })).rounded())
        self.categories = categories
    }

    /// What speaks for a script within one category.
    private struct Weights {
        var weak: [Double] = []
        var middle: [Double] = []
        var definitive: [Double] = []

        var all: [Double] { weak + middle + definitive }

        mutating func add(_ weight: Double, _ strength: SignalStrength) {
            switch strength {
            case .weak: weak.append(weight)
            case .moderate, .strong: middle.append(weight)
            case .definitive: definitive.append(weight)
            }
        }
    }

    private static func sum(_ weights: [Double]) -> Double {
        var share = 1.0
        var total = 0.0
        for weight in weights.sorted(by: >) {
            total += share * weight
            share *= decay
        }
        return total
    }

    private static func risk(logOdds: Double, definitive: Int, corroborated: Bool) -> Int {
        let weighed = Int((100 / (1 + exp(-logOdds))).rounded())
        if definitive > 0 {
            let remainder = (100 - definitiveFloor) / exp2(Double(definitive - 1))
            return max(weighed, Int((100 - remainder).rounded()))
        }
        return corroborated ? weighed : min(weighed, behaviorCeiling)
    }
}
