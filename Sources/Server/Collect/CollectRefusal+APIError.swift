import CollectProtocol
import HTTPTypes

extension APIError {
    /// A refused batch or handshake as the agent is told it.
    init(_ refusal: CollectRefusal, detail: String? = nil) {
        let (status, message): (HTTPResponse.Status, String) =
            switch refusal {
            case .bodyEmpty: (.badRequest, "The body is empty: a batch was expected.")
            case .batchTruncated: (.badRequest, "The batch is shorter than its own header says.")
            case .batchTooLarge:
                (
                    .contentTooLarge,
                    "A batch has at most \(CollectProtocol.batchBytes) bytes, and \(CollectProtocol.payloadBytes) when inflated."
                )
            case .upgradeRequired:
                (.upgradeRequired, "This server speaks version \(CollectProtocol.version) of the collect protocol.")
            case .ticketInvalid: (.unauthorized, "This is not a ticket of this server.")
            case .ticketExpired: (.unauthorized, "The ticket's time is over.")
            case .sessionMismatch: (.conflict, "The ticket is for another session than the path names.")
            case .batchForged: (.badRequest, "The batch does not authenticate.")
            case .batchReplayed: (.conflict, "A batch with this number was taken already.")
            case .batchOutOfOrder: (.conflict, "A batch before this one is missing.")
            case .chainBroken: (.conflict, "The batch does not follow the one before.")
            case .payloadInvalid: (.unprocessableContent, "The payload is not what the protocol says.")
            case .sessionFull: (.tooManyRequests, "The session has as many batches or bytes as it may have.")
            }
        self.init(refusal.rawValue, status, detail.map { "\(message) (\($0))" } ?? message)
        switch refusal {
        case .ticketInvalid, .ticketExpired, .chainBroken: nextAction = .newSession
        case .upgradeRequired: nextAction = .reloadBundle
        default: break
        }
    }
}
