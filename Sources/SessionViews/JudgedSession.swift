import Evidence
import Sessions

/// A session and the newest judgement of it: what every view is a view of.
public struct JudgedSession: Sendable {
    /// The session.
    public var id: SessionID
    /// When it was opened.
    public var createdAt: Timestamp
    /// What was observed.
    public var evidence: Evidence
    /// What detection says.
    public var assessment: Assessment
    /// The judgement.
    public var decision: Decision
    /// The judgements before it, the oldest first.
    public var previousDecisions: [Decision]
    /// The visitor, once the fingerprint is frozen.
    public var visitor: VisitorLink?
    /// What the client is.
    public let profile: ClientProfile

    /// A judged session.
    /// - Parameter profile: the session's client, if it is known already.
    public init(
        id: SessionID, createdAt: Timestamp, evidence: Evidence, assessment: Assessment, decision: Decision,
        previousDecisions: [Decision], visitor: VisitorLink?, profile: ClientProfile? = nil
    ) {
        self.id = id
        self.createdAt = createdAt
        self.evidence = evidence
        self.assessment = assessment
        self.decision = decision
        self.previousDecisions = previousDecisions
        self.visitor = visitor
        self.profile = profile ?? ClientProfile(evidence)
    }
}
