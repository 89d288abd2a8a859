/// How a session was tied to its visitor.
public struct VisitorTie: Sendable, Equatable {
    /// On what the tie rests.
    public enum Source: String, Sendable {
        /// A token that the browser kept.
        case continuity
        /// What the browser shows is what a known visitor's browser showed.
        case fingerprint
        /// The same, though something changed meanwhile in a way that browsers and machines do.
        case fingerprintEvolution = "fingerprint_evolution"
        /// Nothing known before fits.
        case new
    }

    /// The visitor.
    public var visitor: VisitorID
    /// On what the tie rests.
    public var source: Source
    /// 0–100; nil when nothing was compared.
    public var confidence: Int?
    /// When the fingerprint was frozen.
    public var frozenAt: Timestamp
    /// Whether the storages held tokens of different visitors.
    public var isConflicting: Bool

    /// A tie.
    public init(visitor: VisitorID, source: Source, confidence: Int?, frozenAt: Timestamp, isConflicting: Bool) {
        self.visitor = visitor
        self.source = source
        self.confidence = confidence
        self.frozenAt = frozenAt
        self.isConflicting = isConflicting
    }
}
