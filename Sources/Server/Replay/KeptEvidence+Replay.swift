import ConnectionFingerprint
import Evidence
import Sessions
import Storage
import WebBotAuth

extension KeptEvidence {
    /// Evidence for judging again, by what is kept alone: no cache is filled, no directory of an agent is asked for, and nothing is noted.
    /// - Parameters:
    ///   - learned: what was learned of connections.
    ///   - addresses: looks up addresses that came before the tables were read.
    static func replayed(learned: LearnedClients, addresses: AddressLookup) -> KeptEvidence {
        KeptEvidence(
            payload: { compressed, _, _ in Payload(kept: compressed) },
            learned: { learned },
            network: { addresses.known($0.network, of: $0.request.clientAddress) },
            signature: { signature, session in
                switch signature {
                case .settled(let evidence): evidence
                case .waiting(let claim):
                    claim.verified(
                        with: .unavailable(reason: "the agent's directory was not read"), policy: WebBotAuthPolicy(),
                        nonces: NonceMemory(capacity: 1), use: session.session.text, at: Timestamp(milliseconds: 0))
                }
            })
    }
}
