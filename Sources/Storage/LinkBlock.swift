import Sessions

/// A visitor that a new session may be of: it shares a blocking key with it.
public struct KnownFingerprint: Sendable, Equatable {
    /// The visitor; where it was merged into another by hand, that one. Several may be of one visitor.
    public var visitor: VisitorID
    /// What it last showed.
    public var bytes: [UInt8]
    /// What it showed before it last changed: fingerprints, one after the other; empty where nothing is kept.
    public var earlier: [UInt8]
    /// When it was last seen.
    public var lastSeenAt: Timestamp
    /// Whether its latest session came from the address of the new one.
    public var sharesAddress: Bool
    /// Whether it came from the network (/24, /48) of the new one.
    public var sharesNetwork: Bool
}

/// Everything of the store that a session is linked by.
public struct LinkBlock: Sendable, Equatable {
    /// No more visitors are compared with a session.
    public static let most = 64

    /// Visitors that share a key with the session: those that share most keys, and of equals those seen last, come first.
    public var candidates: [KnownFingerprint]
    /// Whether there are more than were taken.
    public var isCut: Bool
    /// How many visitors with a fingerprint the tenant has.
    public var visitors: Int
    /// How many of them show each of the session's values.
    public var counts: [StoredTally: Int]
}

/// How sessions are compared with visitors. The store finds whom to compare; it does not read what it compares.
public struct LinkRules: Sendable {
    /// Whether a visitor with this fingerprint was last seen on a machine that can't be the session's.
    public var isOtherMachine: @Sendable (_ known: [UInt8]) -> Bool
    /// Which of the visitors, if any, the session is of.
    public var decide: @Sendable (LinkBlock) -> LinkDecision
    /// What is kept of the session's visitor from now on, of which this was kept; nil to keep what the session shows alone.
    public var remembered: @Sendable (_ known: StoredFingerprint) -> StoredFingerprint?

    /// Rules. They run inside a write transaction, which every other write waits for.
    public init(
        isOtherMachine: @escaping @Sendable (_ known: [UInt8]) -> Bool,
        decide: @escaping @Sendable (LinkBlock) -> LinkDecision,
        remembered: @escaping @Sendable (_ known: StoredFingerprint) -> StoredFingerprint? = { _ in nil }
    ) {
        self.isOtherMachine = isOtherMachine
        self.decide = decide
        self.remembered = remembered
    }
}
