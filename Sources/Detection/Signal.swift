import Sessions

/// What one signal found.
public struct Finding: Sendable, Equatable {
    /// What was seen, in words for a person, such as `navigator.webdriver is true`; nil when the signal's name says it all.
    public var detail: String?
    /// How much of the signal's score it deserves, 0–1.
    public var extent: Double

    /// A finding.
    public init(_ detail: String? = nil, extent: Double = 1) {
        self.detail = detail
        self.extent = min(max(extent, 0), 1)
    }
}

/// One thing that detection looks for.
///
/// A signal is a value in ``SignalCatalogue``. What is known of it and what it does stand together, so that a new one is one entry
/// and its tests.
public struct Signal: Sendable {
    /// Which way a signal points.
    public enum Effect: String, Sendable, CaseIterable {
        /// Speaks for a script.
        case raisesRisk = "raises_risk"
        /// Speaks for a person.
        case lowersRisk = "lowers_risk"
        /// Worth knowing; never scored.
        case context
    }

    /// How a signal decides.
    enum Detector: Sendable {
        /// From the evidence alone.
        case evidence(@Sendable (Context) -> Finding?)
        /// From the evidence and what the other signals found in it.
        case findings(@Sendable (Context, [Hit]) -> Finding?)
    }

    /// Names the signal for programs, such as `webdriver_detected`. It never changes.
    public var slug: String
    /// Names the signal for people.
    public var name: String
    /// Its group.
    public var category: SignalCategory
    /// How much it proves.
    public var strength: SignalStrength
    /// What it scores at most, 0–100.
    public var score: Int
    /// Which way it points.
    public var effect: Effect
    /// Whether it owns its finding or adds to another's.
    public var role: FiredSignal.Role
    /// What it looks at, and why that betrays a script or reassures.
    public var explanation: String
    /// What could fire it without ill intent.
    public var innocentCauses: String
    /// The highlight it feeds.
    public var highlight: HighlightKey?
    /// The question of runtime integrity it answers, and how.
    public var integrity: (key: RuntimeIntegrity.Key, level: RuntimeIntegrity.Level)?
    /// How much it says that the environment is falsified, 0–100.
    public var manipulation: Int
    let detector: Detector

    init(
        _ slug: String, _ name: String, _ category: SignalCategory, _ strength: SignalStrength, score: Int,
        effect: Effect = .raisesRisk, role: FiredSignal.Role = .owner, looksAt explanation: String,
        innocent innocentCauses: String, highlight: HighlightKey? = nil,
        integrity: (RuntimeIntegrity.Key, RuntimeIntegrity.Level)? = nil, manipulation: Int = 0,
        detect: @escaping @Sendable (Context) -> Finding?
    ) {
        self.init(
            slug, name, category, strength, score: score, effect: effect, role: role, looksAt: explanation,
            innocent: innocentCauses, highlight: highlight, integrity: integrity, manipulation: manipulation,
            detector: .evidence(detect))
    }

    init(
        _ slug: String, _ name: String, _ category: SignalCategory, _ strength: SignalStrength, score: Int,
        effect: Effect = .raisesRisk, role: FiredSignal.Role = .owner, looksAt explanation: String,
        innocent innocentCauses: String, highlight: HighlightKey? = nil,
        integrity: (RuntimeIntegrity.Key, RuntimeIntegrity.Level)? = nil, manipulation: Int = 0,
        detector: Detector
    ) {
        self.slug = slug
        self.name = name
        self.category = category
        self.strength = strength
        self.score = score
        self.effect = effect
        self.role = role
        self.explanation = explanation
        self.innocentCauses = innocentCauses
        self.highlight = highlight
        self.integrity = integrity.map { (key: $0.0, level: $0.1) }
        self.manipulation = manipulation
        self.detector = detector
    }
}

/// A signal and what it found.
struct Hit: Sendable {
    let signal: Signal
    let finding: Finding

    /// What the finding scores, 0–100.
    var score: Int { Int((Double(signal.score) * finding.extent).rounded()) }

    /// What was seen, in words.
    var words: String { finding.detail ?? signal.name }

    /// Whether it speaks for a script.
    var raisesRisk: Bool { signal.effect == .raisesRisk }
}
