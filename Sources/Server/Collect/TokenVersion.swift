import SealedToken

/// Which version of the sealed token is minted.
public enum TokenVersion: String, Sendable, CaseIterable {
    /// Version 1 while there is one active secret key, version 2 otherwise.
    case automatic
    /// Always version 1, for the oldest key that works: while keys rotate, that is the one every backend has.
    case v1
    /// Always version 2.
    case v2

    /// Seals a payload.
    /// - Parameter recipients: at least one, the oldest first; version 2 takes the newest 256 of them.
    func seal(_ payload: [UInt8], for recipients: [SecretKeyHash]) -> String {
        switch self {
        case .v1: SealedToken.seal(payload, for: recipients[0])
        case .automatic where recipients.count == 1: SealedToken.seal(payload, for: recipients[0])
        case .automatic, .v2: SealedToken.seal(payload, for: Array(recipients.suffix(256)))
        }
    }
}
