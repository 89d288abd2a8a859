import Evidence
import Sessions

extension SignalCatalogue {
    /// Slugs of the signals that count in a decision, what weighs most by itself first. Context and what was muted is not among them.
    public static func deciding(in evidence: Evidence, under rules: Rules = .builtIn) -> [String] {
        hits(in: Context(evidence))
            .filter { $0.signal.effect != .context && !rules.isMuted($0.signal) && rules.weight(of: $0) > 0 }
            .map { (slug: $0.signal.slug, weight: rules.weight(of: $0)) }
            .sorted { $0.weight != $1.weight ? $0.weight > $1.weight : $0.slug < $1.slug }
            .map(\.slug)
    }
}
