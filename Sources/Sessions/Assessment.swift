import OrderedJSON

/// The eight groups by which signals are weighed.
public enum SignalCategory: String, Sendable, CaseIterable, JSONWritable {
    /// What the browser and its surroundings say of themselves.
    case environment
    /// What rendering and hardware show.
    case fingerprint
    /// Whether input events came from the browser or from a script.
    case eventTrust = "event_trust"
    /// How a pointer moves and presses.
    case mouse
    /// How keys are pressed.
    case keyboard
    /// When things happen.
    case timing
    /// How a finger touches.
    case touch
    /// What the server sees to contradict the page's agent.
    case antiTamper = "anti_tamper"
}

/// How much a signal proves.
public enum SignalStrength: String, Sendable, CaseIterable, Comparable, JSONWritable {
    /// A hint.
    case weak
    /// Uncommon among people.
    case moderate
    /// Rare among people.
    case strong
    /// Decides alone.
    case definitive

    /// The weaker first.
    public static func < (left: Self, right: Self) -> Bool {
        let order = allCases
        return order.firstIndex(of: left)! < order.firstIndex(of: right)!
    }
}

/// A signal that fired, as the session document lists it.
public struct FiredSignal: Sendable, Equatable, JSONWritable {
    /// Whether the signal owns its finding or adds to another's.
    public enum Role: String, Sendable, JSONWritable {
        /// The signal that owns the finding.
        case owner
        /// A signal that adds to it.
        case risk
    }

    /// The signal's slug.
    public var signal: String
    /// Its part in the finding.
    public var role: Role
    /// Its group.
    public var category: SignalCategory
    /// How much it proves.
    public var strength: SignalStrength
    /// 0–100.
    public var score: Int

    /// A signal that fired.
    public init(signal: String, role: Role, category: SignalCategory, strength: SignalStrength, score: Int) {
        self.signal = signal
        self.role = role
        self.category = category
        self.strength = strength
        self.score = score
    }

    /// Writes the form of the session document.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("signal", signal)
            $0.field("role", role)
            $0.field("category", category)
            $0.field("strength", strength)
            $0.field("signal_score", score)
        }
    }
}

/// One of the few things that a person should read first about a session.
public struct Highlight: Sendable, Equatable, JSONWritable {
    /// Which way it points.
    public enum Effect: String, Sendable, JSONWritable {
        /// Speaks for a script.
        case increasesRisk = "increases_risk"
        /// Speaks for a person.
        case reducesRisk = "reduces_risk"
        /// Worth knowing either way.
        case context
    }

    /// How much it matters.
    public enum Importance: String, Sendable, JSONWritable {
        /// Read first.
        case high
        /// Read next.
        case medium
        /// Read last.
        case low
    }

    /// A signal behind the highlight.
    public struct Evidence: Sendable, Equatable, JSONWritable {
        /// The signal's slug.
        public var signal: String
        /// What was seen, for a person.
        public var name: String

        /// A signal behind the highlight.
        public init(signal: String, name: String) {
            self.signal = signal
            self.name = name
        }

        /// Writes `{signal, name}`.
        public func write(to writer: inout JSONWriter) {
            writer.object {
                $0.field("signal", signal)
                $0.field("name", name)
            }
        }
    }

    /// Names the kind of highlight, such as `browser_automation`.
    public var key: String
    /// Which way it points.
    public var effect: Effect
    /// How much it matters.
    public var importance: Importance
    /// One plain sentence.
    public var summary: String
    /// The signals behind it.
    public var evidence: [Evidence]

    /// A highlight.
    public init(key: String, effect: Effect, importance: Importance, summary: String, evidence: [Evidence]) {
        self.key = key
        self.effect = effect
        self.importance = importance
        self.summary = summary
        self.evidence = evidence
    }

    /// Writes the form of the session document.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("key", key)
            $0.field("effect", effect)
            $0.field("importance", importance)
            $0.field("summary", summary)
            $0.field("evidence", evidence)
        }
    }
}

/// How sound the environment is that the session ran in, by eight questions.
public struct RuntimeIntegrity: Sendable, Equatable, JSONWritable {
    /// An answer, from untroubled to troubling.
    public enum Level: String, Sendable, CaseIterable, Comparable, JSONWritable {
        /// Nothing was seen.
        case clean
        /// Worth a glance.
        case notice
        /// Unusual.
        case elevated
        /// Not to be trusted.
        case highRisk = "high_risk"

        /// The less troubling first.
        public static func < (left: Self, right: Self) -> Bool {
            let order = allCases
            return order.firstIndex(of: left)! < order.firstIndex(of: right)!
        }
    }

    /// A question.
    public enum Key: String, Sendable, CaseIterable {
        /// Natives replaced, reports forged.
        case tampering
        /// Developer tools or a debugger attached.
        case developerTools = "developer_tools"
        /// One platform pretending to be another.
        case emulation
        /// A virtual machine or a machine without graphics.
        case virtualization
        /// Protections a person may have chosen.
        case privacyHardening = "privacy_hardening"
        /// The browser is not what it says it is.
        case identitySpoofing = "identity_spoofing"
        /// Something recorded was sent again.
        case replay
        /// A browser long out of date.
        case outdatedEnvironment = "outdated_environment"
    }

    private var levels: [Key: Level] = [:]

    /// Everything clean.
    public init() {}

    /// The answer to one question.
    public subscript(key: Key) -> Level {
        get { levels[key] ?? .clean }
        set { levels[key] = newValue }
    }

    /// Writes all eight keys in the order of the schema.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            for key in Key.allCases { $0.field(key.rawValue, self[key]) }
        }
    }
}

/// Who or what is behind a session, as far as it is certain.
public struct Attribution: Sendable, Equatable, JSONWritable {
    /// A name for what is behind it.
    public struct Label: Sendable, Equatable, JSONWritable {
        /// What is named.
        public enum Kind: String, Sendable, JSONWritable {
            case actor, provider, tool, product, organization, purpose, environment, trust, evasion
        }

        /// What is named.
        public var kind: Kind
        /// Slug, such as `selenium`.
        public var value: String
        /// For display, such as `Selenium`.
        public var label: String
        /// 0–100.
        public var confidence: Int

        /// A name for what is behind a session.
        public init(kind: Kind, value: String, label: String, confidence: Int) {
            self.kind = kind
            self.value = value
            self.label = label
            self.confidence = confidence
        }

        /// Writes `{kind, value, label, confidence}`.
        public func write(to writer: inout JSONWriter) {
            writer.object {
                $0.field("kind", kind)
                $0.field("value", value)
                $0.field("label", label)
                $0.field("confidence", confidence)
            }
        }
    }

    /// A way of acting that gives away what is behind it.
    public struct Behavior: Sendable, Equatable, JSONWritable {
        /// Where it shows.
        public enum Channel: String, Sendable, JSONWritable {
            case typing, form, mouse, touch, scroll, clipboard
        }

        /// Where it shows.
        public var channel: Channel
        /// Slug, such as `synthetic-typing`.
        public var value: String
        /// For display.
        public var label: String
        /// 0–100.
        public var confidence: Int

        /// A way of acting.
        public init(channel: Channel, value: String, label: String, confidence: Int) {
            self.channel = channel
            self.value = value
            self.label = label
            self.confidence = confidence
        }

        /// Writes `{channel, value, label, confidence}`.
        public func write(to writer: inout JSONWriter) {
            writer.object {
                $0.field("channel", channel)
                $0.field("value", value)
                $0.field("label", label)
                $0.field("confidence", confidence)
            }
        }
    }

    /// Names.
    public var labels: [Label]
    /// Ways of acting.
    public var behaviors: [Behavior]

    /// Nothing known yet.
    public init(labels: [Label] = [], behaviors: [Behavior] = []) {
        self.labels = labels
        self.behaviors = behaviors
    }

    /// Writes `{labels, behaviors}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("labels", labels)
            $0.field("behaviors", behaviors)
        }
    }
}

/// What was really looked at.
public struct AnalysisCoverage: Sendable, Equatable, JSONWritable {
    /// The browser's own report.
    public var browser: Bool
    /// Screen, hardware, locale, capabilities.
    public var device: Bool
    /// The address and what is behind it.
    public var network: Bool
    /// Automation traces, natives, realms.
    public var runtime: Bool
    /// Interaction.
    public var behavioral: Bool
    /// The visitor fingerprint.
    public var visitorIdentity: Bool

    /// What was looked at.
    public init(
        browser: Bool, device: Bool, network: Bool, runtime: Bool, behavioral: Bool, visitorIdentity: Bool
    ) {
        self.browser = browser
        self.device = device
        self.network = network
        self.runtime = runtime
        self.behavioral = behavioral
        self.visitorIdentity = visitorIdentity
    }

    /// Writes the six keys.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("browser", browser)
            $0.field("device", device)
            $0.field("network", network)
            $0.field("runtime", runtime)
            $0.field("behavioral", behavioral)
            $0.field("visitor_identity", visitorIdentity)
        }
    }
}

/// Everything that detection says about one session: the findings weighed, but no identifier and no time.
///
/// The same evidence gives the same assessment for ever.
public struct Assessment: Sendable, Equatable {
    /// 0–100.
    public var riskScore: Int
    /// What could be looked at.
    public var phase: Phase
    /// How strongly the environment is falsified.
    public var manipulation: Manipulation
    /// The signals that fired, strongest first.
    public var signals: [FiredSignal]
    /// At most five.
    public var highlights: [Highlight]
    /// Eight answers.
    public var runtimeIntegrity: RuntimeIntegrity
    /// Nil when nothing is certain.
    public var attribution: Attribution?
    /// What kind of bot it is; nil when the verdict is not `bot`, unless an agent or a crawler has proven who it is.
    public var bot: BotAttribution?
    /// 0–100 for each category in which a signal fired.
    public var categoryScores: [SignalCategory: Int]
    /// What was looked at; ``AnalysisCoverage/visitorIdentity`` is for others to set.
    public var coverage: AnalysisCoverage

    /// What detection says.
    public init(
        riskScore: Int, phase: Phase, manipulation: Manipulation, signals: [FiredSignal], highlights: [Highlight],
        runtimeIntegrity: RuntimeIntegrity, attribution: Attribution?, bot: BotAttribution? = nil,
        categoryScores: [SignalCategory: Int], coverage: AnalysisCoverage
    ) {
        self.riskScore = riskScore
        self.phase = phase
        self.manipulation = manipulation
        self.signals = signals
        self.highlights = highlights
        self.runtimeIntegrity = runtimeIntegrity
        self.attribution = attribution
        self.bot = bot
        self.categoryScores = categoryScores
        self.coverage = coverage
    }
}
