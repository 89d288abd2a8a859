import Evidence

extension SignalCase {
    /// What came of an agent's signature.
    static let signedAgents: [SignalCase] = [
        .init("agent_signature_invalid", fires: signed(.invalid), quiet: signed(.expired)),
        .init("agent_signature_expired", fires: signed(.expired), quiet: signed(.verified)),
        .init("agent_key_unknown", fires: signed(.unknownKey), quiet: signed(.directoryUnavailable)),
        .init("verified_agent", fires: signed(.verified), quiet: signed(.invalid)),
        .init("verified_agent", fires: signed(.verified, isTrusted: true), quiet: { _ in }),
        .init("trusted_agent", fires: signed(.verified, isTrusted: true), quiet: signed(.verified)),
        .init("trusted_agent", fires: signed(.verified, isTrusted: true), quiet: signed(.invalid, isTrusted: true)),
    ]

    private static func signed(_ status: WebBotAuthEvidence.Status, isTrusted: Bool = false) -> Edit {
        {
            $0.webBotAuth = WebBotAuthEvidence(
                status: status, domain: "agent.example", reason: status == .verified ? nil : "it was said so",
                isTrusted: isTrusted)
        }
    }
}
