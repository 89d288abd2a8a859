import Evidence
import HTTPTypes
import Hummingbird
import Sessions
import Storage
import WebBotAuth

/// Finds out who signed a request as an agent. It never waits: a directory that is not at hand is fetched beside, and the session
/// looked at again when it has come.
struct AgentVerifier: Sendable {
    let policy: WebBotAuthPolicy
    let directories: AgentDirectories
    private let nonces = NonceMemory()

    /// What is known of a request's signature now; nil when it has none.
    /// - Parameter session: the session that begins with the request.
    /// - Parameter vouched: whether the authority was looked at already, as where a customer's backend asks.
    func look(
        at request: SignedRequest, session: SessionID, vouched: Bool = false, at now: Timestamp
    ) -> AgentSignature? {
        var policy = policy
        if vouched { policy.authorities = nil }
        switch WebBotAuthCheck(request, policy: policy, at: now) {
        case nil: return nil
        case .refused(let evidence): return .settled(evidence)
        case .claim(let claim):
            let evidence = verify(claim, session: session, at: now)
            let isOpen =
                switch evidence.status {
                case .directoryUnavailable: true
                case .unknownKey: claim.neededDirectory(policy).map { directories.refetch($0, at: now) } ?? false
                default: false
                }
            return isOpen && claim.isKeepable ? .waiting(claim) : .settled(evidence)
        }
    }

    /// Fetches the directory that a request's signature will need, so that it is at hand when the session's first batch comes.
    func prepare(for request: SignedRequest, at now: Timestamp) {
        guard case .claim(let claim) = WebBotAuthCheck(request, policy: policy, at: now),
            let location = claim.neededDirectory(policy)
        else { return }
        _ = directories.state(of: location, at: now)
    }

    /// What came of a signature, by what is known now.
    func evidence(_ signature: AgentSignature, of session: SessionKey, at now: Timestamp) -> WebBotAuthEvidence {
        switch signature {
        case .settled(let evidence): return evidence
        case .waiting(let claim):
            let evidence = verify(claim, session: session.session, at: now)
            guard [.directoryUnavailable, .unknownKey].contains(evidence.status),
                let location = claim.neededDirectory(policy),
                !directories.await(location, session)
            else { return evidence }
            return verify(claim, session: session.session, at: now)
        }
    }

    private func verify(_ claim: WebBotAuthClaim, session: SessionID, at now: Timestamp) -> WebBotAuthEvidence {
        let state = claim.neededDirectory(policy).map {
            directories.state(of: $0, at: now) ?? .unavailable(reason: "the agent's directory is still being fetched")
        }
        return claim.verified(with: state, policy: policy, nonces: nonces, use: session.text, at: now)
    }
}

extension SignedRequest {
    /// A request that came in here, as its client saw it.
    init(_ request: Request, isEncrypted: Bool) {
        let headers = request.headers.map { MessageField($0.name.canonicalName, $0.value) }
        self.init(
            method: request.method.rawValue, scheme: isEncrypted ? "https" : "http",
            authority: request.head.authority ?? "", target: request.head.path ?? "/", headers: headers)
    }
}
