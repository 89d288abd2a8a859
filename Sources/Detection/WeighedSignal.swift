import Evidence
import Sessions

/// A signal that fired, with what it did to the risk.
public struct WeighedSignal: Sendable, Equatable {
    /// The signal's slug.
    public var slug: String
    /// What it weighs by itself, in nats; negative where it speaks for a person.
    public var nats: Double
    /// The risk with it minus the risk without it, -100…100. Of two signals that each decide alone both come to little.
    public var points: Int
}

extension SignalCatalogue {
    /// The signals that count in a decision, what weighs most first. Context and what was muted is not among them.
    public static func weighed(in evidence: Evidence, under rules: Rules = .builtIn) -> [WeighedSignal] {
        let hits = hits(in: Context(evidence)).filter { !rules.isMuted($0.signal) }
        let risk = Scoring(hits, for: evidence, under: rules).risk
        let weighed = hits.indices.compactMap { index -> WeighedSignal? in
            let hit = hits[index]
            let weight = rules.weight(of: hit)
            guard hit.signal.effect != .context, weight > 0 else { return nil }
            var others = hits
            others.remove(at: index)
            return WeighedSignal(
                slug: hit.signal.slug, nats: hit.raisesRisk ? weight : -weight,
                points: risk - Scoring(others, for: evidence, under: rules).risk)
        }
        return weighed.sorted {
            abs($0.nats) != abs($1.nats) ? abs($0.nats) > abs($1.nats) : $0.slug < $1.slug
        }
    }
}
