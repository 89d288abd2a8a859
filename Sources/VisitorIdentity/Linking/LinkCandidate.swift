import Sessions

/// A known visitor that a fingerprint may be of.
public struct LinkCandidate: Sendable {
    /// The visitor.
    public var visitor: VisitorID
    /// What its browser showed.
    public var history: FingerprintHistory
    /// When it was last seen.
    public var lastSeenAt: Timestamp
    /// Whether it was seen at the address that the session comes from.
    public var sharesAddress: Bool
    /// Whether it was seen in the network that the session comes from.
    public var sharesNetwork: Bool

    /// A known visitor.
    public init(
        visitor: VisitorID, history: FingerprintHistory, lastSeenAt: Timestamp, sharesAddress: Bool = false,
        sharesNetwork: Bool = false
    ) {
        self.visitor = visitor
        self.history = history
        self.lastSeenAt = lastSeenAt
        self.sharesAddress = sharesAddress
        self.sharesNetwork = sharesNetwork
    }
}
