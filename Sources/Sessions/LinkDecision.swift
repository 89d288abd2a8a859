/// Whether a fingerprint is of somebody who is known, and what says so.
public struct LinkDecision: Sendable, Equatable {
    /// The visitor; nil is a new one.
    public var visitor: VisitorID?
    /// `fingerprint` when nothing changed, `fingerprintEvolution` when something did, `new`.
    public var source: VisitorTie.Source
    /// 0–100: how sure the link is; of a new visitor, how sure it is that this is nobody who is known.
    public var confidence: Int
    /// Names of the groups of features that agree with the visitor, or with the candidate that came nearest.
    public var matched: [String]
    /// Names of the groups that differ.
    public var changed: [String]
    /// How many other known visitors fit about as well.
    public var rivals: Int

    /// A decision.
    public init(
        visitor: VisitorID?, source: VisitorTie.Source, confidence: Int, matched: [String] = [], changed: [String] = [],
        rivals: Int = 0
    ) {
        self.visitor = visitor
        self.source = source
        self.confidence = confidence
        self.matched = matched
        self.changed = changed
        self.rivals = rivals
    }
}
