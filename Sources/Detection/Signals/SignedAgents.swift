import Evidence
import Sessions

extension SignalCatalogue {
    /// What came of a signature by which an agent says who it is.
    static let signedAgents: [Signal] = [
        Signal(
            "agent_signature_invalid", "Signature of an agent is wrong", .antiTamper, .strong, score: 80,
            looksAt: """
                A signature after Web Bot Auth that is malformed, was made for another request, was used before or is not the named agent's.
                """,
            innocent: "A proxy that changes what was signed; an agent with a fault.", highlight: .agentSignature,
            integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { $0.signature(.invalid) },
        Signal(
            "agent_signature_expired", "Signature of an agent is over", .antiTamper, .weak, score: 20,
            looksAt: "A signature whose time is over when it comes in: sent late, or sent again.",
            innocent: "Clocks that are wrong.", highlight: .agentSignature, integrity: (.replay, .notice)
        ) { $0.signature(.expired) },
        Signal(
            "agent_key_unknown", "Key that the agent does not have", .antiTamper, .moderate, score: 40,
            looksAt: "A signature by a key that is not in the directory of the agent it names.",
            innocent: "A key that the agent began to use only now.", highlight: .agentSignature,
            integrity: (.identitySpoofing, .elevated), manipulation: 30
        ) { $0.signature(.unknownKey) },
        Signal(
            "verified_agent", "Verified agent", .environment, .weak, score: 10, effect: .context,
            looksAt:
                "A signature after Web Bot Auth that is the named agent's: who it is, is known. Whether it is welcome is not.",
            innocent: "None: only the holder of the key can make it.", highlight: .verifiedAgent
        ) { $0.evidence.webBotAuth?.domain == nil ? nil : $0.signature(.verified) },
        Signal(
            "trusted_agent", "Trusted agent", .environment, .moderate, score: 50, effect: .lowersRisk,
            looksAt:
                "A verified agent that the operator lets in: the risk of its sessions is held low unless something was forged.",
            innocent: "None: the operator decided so.", highlight: .verifiedAgent
        ) { $0.evidence.webBotAuth?.isTrustedAgent == true ? $0.signature(.verified) : nil },
    ]
}

extension Context {
    /// A finding where a signature came to this.
    fileprivate func signature(_ status: WebBotAuthEvidence.Status) -> Finding? {
        guard let agent = evidence.webBotAuth, agent.status == status else { return nil }
        let signer = agent.domain ?? "an agent without a name"
        let words =
            switch status {
            case .verified: "signed by \(signer)"
            case .invalid, .expired, .unknownKey, .directoryUnavailable: "claims to be signed by \(signer)"
            }
        return Finding(String((agent.reason.map { "\(words): \($0)" } ?? words).prefix(300)))
    }
}
