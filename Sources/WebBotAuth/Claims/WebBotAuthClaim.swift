import Evidence
import Sessions

/// What a signed request claims, once all has been checked that needs no keys. It waits for the signer's keys, and can be kept meanwhile.
public struct WebBotAuthClaim: Sendable, Equatable {
    /// The key, by its thumbprint.
    public let keyID: String
    /// The algorithm that the signature names; nil leaves it to the key.
    public let algorithm: SignatureAlgorithm?
    /// What is signed.
    public let base: [UInt8]
    /// The signature.
    public let signature: [UInt8]
    /// Where the keys are; nil where the request does not say, or says it in a way that is not supported.
    public let source: SignatureAgent.Source?
    /// The nonce, if there is one.
    public let nonce: String?
    /// When the signature says it was made.
    public let created: Timestamp
    /// When its time is over.
    public let expires: Timestamp
    /// When the request came: the moment for which the claim is judged, whenever that is done.
    public let receivedAt: Timestamp
    /// Whether the claim may be kept. One that covers cookies or credentials holds their values, and must not outlive the request.
    public let isKeepable: Bool

    /// Where the signer's keys are to be fetched; nil where they are in the request or nowhere.
    public var location: DirectoryLocation? {
        if case .remote(let location) = source { location } else { nil }
    }

    /// The claimed domain of the signer; nil where none is named.
    public var domain: String? { location?.domain }

    /// The directory that must be asked before the claim can be verified; nil where it can be verified at once, because keys of that signer
    /// are pinned, or came with the request, or because no place is named where they could be.
    public func neededDirectory(_ policy: WebBotAuthPolicy) -> DirectoryLocation? {
        guard let location, pinned(policy) == nil else { return nil }
        return location
    }

    /// The pinned keys that stand in for a directory, and whose they are.
    func pinned(_ policy: WebBotAuthPolicy) -> (keys: JSONWebKeySet, signer: Signer)? {
        let domain = location?.domain ?? policy.pinnedKeys.domain(ofKey: keyID)
        guard let domain, let keys = policy.pinnedKeys[domain] else { return nil }
        // Another address at the domain may have keys of its own.
        if let location, !location.standsForDomain, keys[keyID] == nil { return nil }
        return (keys, Signer(domain: domain, standsForDomain: true, identifier: location?.identifier))
    }
}

/// What is known of the directory that a claim names.
public enum DirectoryState: Sendable, Equatable {
    /// It has been read.
    case keys(JSONWebKeySet)
    /// It could not be read yet, or not at all; the reason in words for a person.
    case unavailable(reason: String?)
}
