import Behavior
import Detection
import Evidence
import HTTPTypes
import Logging
import NIOCore
import OrderedJSON
import Policy
import SessionViews
import Sessions
import Storage

/// Takes a session from what is kept of it to a decision, and keeps the decision and its document.
struct Judge: Sendable {
    let store: Store
    let documents: DocumentCache
    let payloads: PayloadCache
    let outbox: Bell
    let agents: AgentVerifier
    let learned: LearnedConnections
    let addresses: AddressObserver
    let crawlers: CrawlerVerifier
    let policies: PolicyInForce
    let clock: any WallClock
    let metrics: Metrics

    /// Judges a session as it stands and keeps what came of it.
    ///
    /// Judging is done outside of the write transaction, which would hold up every other session; when another batch or
    /// decision came between, the session is judged again.
    /// - Parameter isLastWord: whether nothing more is expected of the session, so that the decision is final whatever was seen.
    /// - Returns: nil when nothing of the session was kept.
    func judge(
        _ tenant: Tenant, _ session: SessionID, isLastWord: Bool = false
    ) async throws -> JudgedSession? {
        for _ in 0..<4 {
            guard let state = try await store.sessions.state(tenant, session) else { return nil }
            let policy = policies.policy
            let (evidence, movements) = try await self.evidence(state, under: policy)
            let start = ContinuousClock.now
            let judged = self.judged(evidence, of: state, under: policy.rules, isLastWord: isLastWord)
            let duration = ContinuousClock.now - start
            let document = SessionDocument(judged).jsonBytes(capacity: 12_288)
            let epoch = documents.epoch
            let judgement = Judgement(
                decision: judged.decision, document: document,
                activity: VisitorActivity(judged).jsonBytes(capacity: 1024),
                url: judged.evidence.observations.page?.url ?? judged.evidence.request.asked?.url,
                event: event(judged, of: state), movements: movements)
            if let recorded = try await store.sessions.record(judgement, of: state, isLastWord: isLastWord) {
                documents.insert(
                    ByteBuffer(bytes: SessionDocument.answer(document, clientUserID: recorded.clientUserID)),
                    ordinal: state.decisions.count, since: epoch, tenant, session)
                metrics.noteDecision(verdict: judged.decision.verdict.rawValue, duration: duration)
                if recorded.deliveries > 0 { outbox.ring() }
                await learned.note(judged, from: state.digests?.network, of: tenant)
                return judged
            }
        }
        throw APIError(
            "request.conflict", .conflict,
            "The session changes faster than it can be judged; stop sending batches first.")
    }

    /// Changes what is kept of a session's request, however many do so at the same time.
    /// - Parameter change: changes the record; false to leave it.
    /// - Returns: whether it was changed; false as well where there is no such session, or its observations are gone.
    func amend(
        _ key: SessionKey, _ change: (inout RequestRecord, SessionState) -> Bool
    ) async throws -> Bool {
        for _ in 0..<8 {
            guard let state = try await store.sessions.state(key.tenant, key.session) else { return false }
            var record = RequestRecord(state.request)
            guard change(&record, state) else { return false }
            let isDone = try await store.sessions.replace(
                request: state.request, with: record.arrived.json, of: key.session, key.tenant)
            if isDone { return true }
        }
        return false
    }

    /// The event that tells of a decision: the first final one of a session is told.
    private func event(_ judged: JudgedSession, of state: SessionState) -> NewEvent? {
        guard !judged.decision.isProvisional, state.decisions.allSatisfy(\.isProvisional) else { return nil }
        return NewEvent(
            type: .resultPersisted, subjectType: "session", subject: state.id.text,
            data: SessionResultPayload(judged).jsonBytes(capacity: 4096), createdAt: judged.decision.evaluatedAt)
    }

    /// Judges what is kept of a session; keeps nothing.
    private func judged(
        _ evidence: Evidence, of state: SessionState, under rules: Rules, isLastWord: Bool
    ) -> JudgedSession {
        let start = ContinuousClock.now
        let profile = ClientProfile(evidence)
        let assessment = Assessment(judging: evidence, profile: profile, under: rules)
        let duration = ContinuousClock.now - start
        // What was final once does not become provisional again.
        let isOpen = !isLastWord && !state.isPageGone && state.decisions.allSatisfy(\.isProvisional)
        let decision = Decision(
            id: .random(), riskScore: assessment.riskScore, verdict: rules.verdict(of: assessment.riskScore),
            phase: assessment.phase,
            isProvisional: assessment.phase == .snapshot && isOpen, manipulation: assessment.manipulation,
            evaluationMilliseconds: Int(duration.wholeMilliseconds), evaluatedAt: clock.now, rules: rules.version)
        return JudgedSession(
            id: state.id, createdAt: state.createdAt, evidence: evidence, assessment: assessment, decision: decision,
            previousDecisions: state.decisions, visitor: VisitorLink(state), profile: profile)
    }

    /// The evidence in what is kept of a session, with what other sessions and the operator's lists say of it, and its movements and
    /// the times of its keys as digests.
    func evidence(
        _ state: SessionState, under policy: Policy
    ) async throws -> (evidence: Evidence, movements: [UInt64]) {
        var evidence = evidence(state)
        evidence.listing = policy.listing(of: evidence, visitor: state.tie?.visitor)
        let strokes = MovementDigest.digests(of: evidence.interaction)
        evidence.movementSeenBefore = try await sessions(
            sharing: strokes, atLeast: MovementDigest.leastShared, with: state)
        let keys = KeyTimingDigest.digests(of: evidence.interaction)
        evidence.typingSeenBefore = try await sessions(
            sharing: keys, atLeast: KeyTimingDigest.leastShared, with: state)
        return (evidence, strokes + keys)
    }

    /// How many sessions of other visitors share so many digests with one; nil where it has not as many.
    private func sessions(sharing digests: [UInt64], atLeast shared: Int, with state: SessionState) async throws -> Int?
    {
        guard digests.count >= shared else { return nil }
        return try await store.sessions.sessions(
            sharing: digests, atLeast: shared, with: state.id, visitor: state.tie?.visitor, of: state.tenant)
    }

    /// The evidence in what is kept of a session.
    func evidence(_ state: SessionState) -> Evidence { kept.evidence(state) }

    /// How that is put together from what is at hand.
    private var kept: KeptEvidence {
        KeptEvidence(
            payload: { payloads.payload($0, sequence: $1, $2) },
            learned: { learned.clients },
            network: { addresses.lookup.known($0.network, of: $0.request.clientAddress) },
            signature: { agents.evidence($0, of: $1, at: clock.now) })
    }
}

extension VisitorLink {
    /// The visitor of a session, if its fingerprint is frozen.
    init?(_ state: SessionState) {
        guard let tie = state.tie else { return nil }
        self.init(
            id: tie.visitor, confidence: tie.confidence, identifiedAt: tie.frozenAt,
            firstSeenAt: state.visitor?.firstSeenAt, lastSeenAt: state.visitor?.lastSeenAt,
            seenCount: state.visitor?.seenCount)
    }

    /// The visitor of a listed session.
    init?(_ tie: VisitorTie?) {
        guard let tie else { return nil }
        self.init(id: tie.visitor, confidence: tie.confidence, identifiedAt: tie.frozenAt)
    }
}
