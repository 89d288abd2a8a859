import Evidence
import OrderedJSON
import WebBotAuth

/// What is kept of a request's signature as an agent.
enum AgentSignature: Sendable, JSONWritable {
    /// It is known what came of it.
    case settled(WebBotAuthEvidence)
    /// The agent's directory is not read yet: everything that is needed to finish when it is.
    case waiting(WebBotAuthClaim)

    /// Reads what was kept; nil when it is none.
    init?(_ json: JSONValue) {
        if let claim = json["claim"] {
            guard let claim = WebBotAuthClaim(claim) else { return nil }
            self = .waiting(claim)
            return
        }
        guard let status = json["status"]?.string.flatMap(WebBotAuthEvidence.Status.init) else { return nil }
        var evidence = WebBotAuthEvidence(
            status: status, domain: json["domain"]?.string, keyID: json["key_id"]?.string,
            reason: json["reason"]?.string, isTrusted: json["is_trusted"]?.bool ?? false)
        evidence.standsForDomain = json["stands_for_domain"]?.bool ?? false
        self = .settled(evidence)
    }

    /// Writes `{"claim": …}`, or what came of it.
    func write(to writer: inout JSONWriter) {
        writer.object {
            switch self {
            case .waiting(let claim): $0.field("claim", claim)
            case .settled(let evidence):
                $0.field("status", evidence.status.rawValue)
                $0.field("domain", evidence.domain)
                $0.field("key_id", evidence.keyID)
                $0.field("reason", evidence.reason)
                $0.field("is_trusted", evidence.isTrusted)
                $0.field("stands_for_domain", evidence.standsForDomain)
            }
        }
    }
}
