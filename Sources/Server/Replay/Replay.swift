import ConnectionFingerprint
import Detection
import Evaluation
import Evidence
import Policy
import Sessions
import Storage

/// Judges kept sessions again, each by what was known when its newest decision was made, and keeps nothing.
public struct Replay: Sendable {
    /// Sessions that are in memory at a time.
    private static let part = 64

    private let store: Store
    private let tenant: Tenant
    private let filter: SessionFilter
    private let policy: Policy
    private let addresses: AddressLookup

    /// A replay.
    /// - Parameters:
    ///   - filter: which sessions are judged again, the latest decision first.
    ///   - policy: the rules that they are judged by, and who is let in or kept out.
    ///   - addresses: looks up addresses that came before the tables were read.
    public init(store: Store, tenant: Tenant, filter: SessionFilter, policy: Policy, addresses: AddressLookup) {
        self.store = store
        self.tenant = tenant
        self.filter = filter
        self.policy = policy
        self.addresses = addresses
    }

    /// Judges the sessions again.
    /// - Parameters:
    ///   - limit: the most sessions that are looked at; nil for all.
    ///   - deadline: when it ends, wherever it is; nil for at its end.
    ///   - lanes: how many sessions are judged at the same time, at least 1.
    ///   - changed: takes each session that would have another score or verdict.
    public func run(
        limit: Int? = nil, until deadline: ContinuousClock.Instant? = nil, lanes: Int = 1,
        changed: (ReplayedSession) async throws -> Void
    ) async throws -> ReplayReport {
        var report = ReplayReport(rules: policy.rules.version)
        let kept = KeptEvidence.replayed(
            learned: LearnedClients(try await store.connections.promoted()), addresses: addresses)
        var position: (horizon: Int64, serial: Int64)?
        var remaining = limit ?? .max
        repeat {
            let asked = min(Self.part, remaining)
            let part = try await store.sessions.judged(of: tenant, filter, after: position, limit: asked)
            for outcome in try await judge(part.sessions, kept, deadline, lanes) {
                switch outcome {
                case .late: report.isComplete = false
                case .expired: report.countExpired()
                case .judged(let session):
                    report.count(session)
                    if session.isChanged { try await changed(session) }
                }
            }
            remaining -= part.sessions.count
            position = part.next
            if let position, remaining == 0 {
                let next = try await store.sessions.judged(of: tenant, filter, after: position, limit: 1)
                if !next.sessions.isEmpty { report.isComplete = false }
            }
        } while position != nil && remaining > 0 && report.isComplete
        return report
    }

    /// What came of a session.
    private enum Outcome: Sendable {
        case judged(ReplayedSession)
        case expired
        /// There was no time left for it.
        case late
    }

    /// Judges sessions in several lanes; what came of them is in their order.
    private func judge(
        _ sessions: [JudgedRecord], _ kept: KeptEvidence, _ deadline: ContinuousClock.Instant?, _ lanes: Int
    ) async throws -> [Outcome] {
        try await withThrowingTaskGroup(of: [(Int, Outcome)].self) { group in
            for lane in 0..<lanes {
                group.addTask(priority: .utility) {
                    var outcomes: [(Int, Outcome)] = []
                    for index in stride(from: lane, to: sessions.count, by: lanes) {
                        try Task.checkCancellation()
                        let isLate = deadline.map { ContinuousClock.now >= $0 } ?? false
                        outcomes.append((index, isLate ? .late : try await outcome(of: sessions[index], kept)))
                    }
                    return outcomes
                }
            }
            let outcomes = try await group.reduce(into: []) { $0 += $1 }
            return outcomes.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func outcome(of record: JudgedRecord, _ kept: KeptEvidence) async throws -> Outcome {
        guard let state = try await store.sessions.state(tenant, record.id) else { return .expired }
        let document = DecidedDocument(record.document)
        var evidence = kept.evidence(state.known(at: record.decision.evaluatedAt))
        document.restoreCompany(in: &evidence)
        document.restoreMovements(in: &evidence)
        evidence.listing = policy.listing(of: evidence, visitor: state.tie?.visitor)
        let assessment = Assessment(judging: evidence, under: policy.rules)
        let decision = record.decision
        return .judged(
            ReplayedSession(
                id: record.id,
                before: ReplayOutcome(
                    riskScore: decision.riskScore, verdict: decision.verdict, signals: document.signals),
                after: ReplayOutcome(
                    riskScore: assessment.riskScore,
                    verdict: Verdict(riskScore: assessment.riskScore, thresholds: policy.rules.thresholds),
                    signals: assessment.signals),
                reweighed: policy.rules.reweighed))
    }
}

extension Rules {
    /// Signals whose weight an operator changed.
    fileprivate var reweighed: Set<String> {
        Set(adjustments.filter { if case .weighted = $0.value { true } else { false } }.keys)
    }
}
