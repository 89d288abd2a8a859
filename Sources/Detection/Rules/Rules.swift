import Sessions

/// By what findings become a decision: the catalogue's own rules, or those with an operator's changes.
///
/// Rules are a value. The same evidence under the same rules gives the same assessment for ever, so a session that is kept can
/// be judged again under others before anyone enforces them.
public struct Rules: Sendable, Equatable {
    /// What an operator made of one signal.
    public enum Adjustment: Sendable, Equatable {
        /// It is looked for, and neither counted nor shown as fired.
        case muted
        /// Its weight is multiplied by this, 0–3. A definitive signal decides alone at 1 and above, and below 1 is weighed
        /// as a strong one is.
        case weighted(Double)
    }

    /// Names the catalogue and the weights that this program brings. It is raised with every change by which a session that
    /// is kept could come to another score.
    public static let builtInVersion = "2026.11"

    /// The rules that this program brings.
    public static let builtIn = Rules()

    /// Names the rules: ``builtInVersion``, and after a plus sign what tells an operator's changes from others.
    public var version: String
    /// The scores from which a session is `inconclusive` and `bot`.
    public var thresholds: VerdictThresholds
    /// What was made of single signals, by slug.
    public var adjustments: [String: Adjustment]

    /// Rules; the built-in ones, unless told otherwise.
    public init(
        version: String = Rules.builtInVersion, thresholds: VerdictThresholds = .standard,
        adjustments: [String: Adjustment] = [:]
    ) {
        self.version = version
        self.thresholds = thresholds
        self.adjustments = adjustments
    }

    /// What a risk score means under these rules.
    public func verdict(of riskScore: Int) -> Verdict { Verdict(riskScore: riskScore, thresholds: thresholds) }

    /// Whether a signal is neither counted nor shown.
    func isMuted(_ signal: Signal) -> Bool { adjustments[signal.slug] == .muted }

    /// What a hit weighs, in nats.
    func weight(of hit: Hit) -> Double {
        Scoring.weight(of: strength(of: hit.signal)) * hit.finding.extent * factor(of: hit.signal)
    }

    /// How much a signal proves under these rules.
    func strength(of signal: Signal) -> SignalStrength {
        signal.strength == .definitive && factor(of: signal) < 1 ? .strong : signal.strength
    }

    private func factor(of signal: Signal) -> Double {
        switch adjustments[signal.slug] {
        case .weighted(let factor): factor
        case .muted: 0
        case nil: 1
        }
    }
}
