import Evidence
import OrderedJSON
import SessionViews
import Sessions
import Storage
import VisitorIdentity

/// Freezes fingerprints: ties a session to its visitor, once, and tells of it.
///
/// It happens when the agent says that it has sent all it could find; and where the page went before it could say so, when the
/// session has gone quiet with enough for a comparison.
struct FingerprintFreeze: Sendable {
    let store: Store
    let continuity: ContinuitySealer
    /// How long after it was last seen a visitor is forgotten.
    let lifetime: Duration
    let outbox: Bell
    let clock: any WallClock

    /// The tie of a session, which it keeps from the first time on.
    /// - Parameter evidence: what is kept of the session.
    /// - Returns: nil when nothing of the session is kept any more.
    func tie(_ state: SessionState, by evidence: Evidence) async throws -> VisitorTie? {
        if let held = state.tie { return held }
        let now = clock.now
        let reading = reading(evidence, of: state.tenant, at: now)
        let made = try await store.visitors.tie(
            state.tenant, state.id, FrozenFingerprint(evidence, reading, at: now), fresh: .random(), lifetime: lifetime,
            at: now, event: { Self.event($0, session: state.id, evidence: evidence) })
        if let made, made.deliveries > 0 { outbox.ring() }
        return made?.tie
    }

    /// Ties a session of which no more is to come, if a token says whose it is or it shows enough to be compared. Less would make
    /// a visitor of nearly nothing, whom nobody could know again.
    /// - Returns: whether it was tied.
    func tieQuiet(_ state: SessionState, by evidence: Evidence) async throws -> Bool {
        let isEnough =
            Fingerprint(evidence).isComparable || !reading(evidence, of: state.tenant, at: clock.now).visitors.isEmpty
        return isEnough ? try await tie(state, by: evidence) != nil : false
    }

    private func reading(_ evidence: Evidence, of tenant: Tenant, at now: Timestamp) -> ContinuityReading {
        ContinuityReading(
            tokens: evidence.observations.continuity?.tokens?.byStorage ?? [], scope: tenant.scope, sealer: continuity,
            oldest: now + (.zero - lifetime))
    }

    /// The token by which the browser of a session that is tied is known again.
    func token(_ tie: VisitorTie, to state: SessionState) -> String {
        continuity.seal(
            ContinuityToken(visitor: tie.visitor, session: state.id, issuedAt: clock.now), scope: state.tenant.scope)
    }

    private static func event(_ tie: VisitorTie, session: SessionID, evidence: Evidence) -> NewEvent {
        let visitor = VisitorLink(
            id: tie.visitor, confidence: tie.confidence, identifiedAt: tie.frozenAt,
            firstSeenAt: tie.source == .new ? tie.frozenAt : nil)
        let payload = FingerprintCalculatedPayload(session: session, evidence: evidence, visitor: visitor)
        return NewEvent(
            type: .fingerprintCalculated, subjectType: "session", subject: session.text, data: payload.jsonBytes(),
            createdAt: tie.frozenAt)
    }
}

extension Tenant {
    /// Names the tenant inside sealed tokens.
    var scope: String { "\(organization)/\(environment.rawValue)" }
}
