import ConnectionFingerprint
import Detection
import Evaluation
import Evidence
import Policy
import Sessions
import Storage

/// Judges sessions of which it is known what was behind them, and keeps nothing.
public struct LabelledSessions: Sendable {
    private let store: Store
    private let tenant: Tenant
    private let policy: Policy
    private let addresses: AddressLookup

    /// The sessions of a tenant.
    /// - Parameters:
    ///   - policy: the rules that they are judged by, and who is let in or kept out.
    ///   - addresses: looks up addresses that came before the tables were read.
    public init(store: Store, tenant: Tenant, policy: Policy, addresses: AddressLookup) {
        self.store = store
        self.tenant = tenant
        self.policy = policy
        self.addresses = addresses
    }

    /// Judges each session three times: by what was known before any interaction, by everything but interaction, and by everything.
    public func evaluated(_ labels: [SessionLabel]) async throws -> Evaluation {
        let kept = KeptEvidence.replayed(
            learned: LearnedClients(try await store.connections.promoted()), addresses: addresses)
        var sessions: [EvaluatedSession] = []
        var missing: [SessionLabel] = []
        for label in labels {
            guard let state = try await store.sessions.state(tenant, label.session) else {
                missing.append(label)
                continue
            }
            sessions.append(
                EvaluatedSession(
                    label: label, arrival: judgement(kept.evidence(state, .beforeInteraction), of: state),
                    snapshot: judgement(kept.evidence(state, .withoutInteraction), of: state),
                    whole: judgement(kept.evidence(state), of: state)))
        }
        return Evaluation(
            rules: policy.rules.version, sessions: sessions, missing: missing,
            catalogue: SignalCatalogue.all.map { .init(slug: $0.slug, raisesRisk: $0.effect == .raisesRisk) })
    }

    private func judgement(_ evidence: Evidence, of state: SessionState) -> EvaluatedJudgement {
        var evidence = evidence
        evidence.listing = policy.listing(of: evidence, visitor: state.tie?.visitor)
        return EvaluatedJudgement(
            Assessment(judging: evidence, under: policy.rules), thresholds: policy.rules.thresholds,
            deciding: SignalCatalogue.deciding(in: evidence, under: policy.rules))
    }
}
