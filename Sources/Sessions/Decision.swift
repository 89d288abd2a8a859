import OrderedJSON

/// What the server holds a session for.
public enum Verdict: String, Sendable, CaseIterable, JSONWritable {
    /// Risk score 0–39.
    case human
    /// Risk score 40–69.
    case inconclusive
    /// Risk score 70–100.
    case bot

    /// The verdict that a risk score means.
    /// - Parameter thresholds: the scores from which it is another one; those of the API, unless an operator chose others.
    public init(riskScore: Int, thresholds: VerdictThresholds = .standard) {
        switch riskScore {
        case ..<thresholds.inconclusive: self = .human
        case ..<thresholds.bot: self = .inconclusive
        default: self = .bot
        }
    }

    /// The same in the words of the session document: `human`, `uncertain`, `automated`.
    public var automationStatus: String {
        switch self {
        case .human: "human"
        case .inconclusive: "uncertain"
        case .bot: "automated"
        }
    }
}

/// The risk scores from which a session is no longer `human`, and from which it is `bot`.
public struct VerdictThresholds: Sendable, Equatable {
    /// Those of the API: 40 and 70.
    public static let standard = VerdictThresholds(inconclusive: 40, bot: 70)

    /// The least score that is `inconclusive`, 1–100.
    public var inconclusive: Int
    /// The least score that is `bot`; not less than ``inconclusive``.
    public var bot: Int

    /// Two scores.
    public init(inconclusive: Int, bot: Int) {
        self.inconclusive = inconclusive
        self.bot = bot
    }
}

/// What a decision could look at.
public enum Phase: String, Sendable, CaseIterable, JSONWritable {
    /// Environment, fingerprint and connection, before any interaction.
    case snapshot
    /// Interaction as well.
    case behavioral
}

/// How strongly the environment is being falsified, even with a person driving it.
public struct Manipulation: Sendable, Equatable, JSONWritable {
    /// The score in words.
    public enum Verdict: String, Sendable, CaseIterable, JSONWritable {
        /// 0–19.
        case none
        /// 20–44.
        case low
        /// 45–74.
        case medium
        /// 75–100.
        case high

        /// The word for a score.
        public init(score: Int) {
            switch score {
            case ..<20: self = .none
            case ..<45: self = .low
            case ..<75: self = .medium
            default: self = .high
            }
        }
    }

    /// 0–100.
    public var score: Int
    /// The score in words.
    public var verdict: Verdict { Verdict(score: score) }

    /// A score from 0 to 100.
    public init(score: Int) { self.score = score }

    /// Writes `{score, verdict}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("score", score)
            $0.field("verdict", verdict)
        }
    }
}

/// One judgement of a session.
public struct Decision: Sendable, Equatable {
    /// Names this judgement.
    public var id: DecisionID
    /// 0–100.
    public var riskScore: Int
    /// What the risk score meant when it was made, by the thresholds of then. What was decided stays decided when an operator
    /// chooses others.
    public var verdict: Verdict
    /// Names the rules that it was made under; nil where they were not kept, as of decisions of earlier releases.
    public var rules: String?
    /// What could be looked at.
    public var phase: Phase
    /// Whether more evidence is expected to change it.
    public var isProvisional: Bool
    /// The second score.
    public var manipulation: Manipulation
    /// How long the evaluation took, in whole milliseconds.
    public var evaluationMilliseconds: Int
    /// When it was made.
    public var evaluatedAt: Timestamp

    /// A judgement.
    /// - Parameters:
    ///   - verdict: what the risk score means; nil for what it means by the thresholds of the API.
    ///   - rules: names the rules; nil where they are not known.
    public init(
        id: DecisionID, riskScore: Int, verdict: Verdict? = nil, phase: Phase, isProvisional: Bool,
        manipulation: Manipulation, evaluationMilliseconds: Int, evaluatedAt: Timestamp, rules: String? = nil
    ) {
        self.id = id
        self.riskScore = riskScore
        self.verdict = verdict ?? Verdict(riskScore: riskScore)
        self.rules = rules
        self.phase = phase
        self.isProvisional = isProvisional
        self.manipulation = manipulation
        self.evaluationMilliseconds = evaluationMilliseconds
        self.evaluatedAt = evaluatedAt
    }
}

extension Decision: JSONWritable {
    /// Writes the form of lists and sealed tokens (`Decision` in the schema).
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("event_id", id.text)
            $0.field("verdict", verdict)
            $0.field("risk_score", riskScore)
            $0.field("phase", phase)
            $0.field("is_provisional", isProvisional)
            $0.field("manipulation", manipulation)
            $0.field("evaluation_duration_ms", evaluationMilliseconds)
            $0.field("evaluated_at", evaluatedAt)
        }
    }

    /// Writes the form of the session document (`SessionDetailDecision` in the schema).
    public func writeDetail(to writer: inout JSONWriter) {
        writer.object {
            $0.field("event_id", id.text)
            $0.field("automation_status", verdict.automationStatus)
            $0.field("risk_score", riskScore)
            $0.field("evaluation_phase", phase)
            $0.field("decision_status", isProvisional ? "preliminary" : "final")
            $0.field("evaluated_at", evaluatedAt)
        }
    }
}

extension JSONWritable where Self: RawRepresentable, RawValue == String {
    /// Writes the raw value as a string.
    public func write(to writer: inout JSONWriter) { writer.write(rawValue) }
}
