/// What came of the signature by which an agent says who it is (Web Bot Auth; RFC 9421 with the tag `web-bot-auth`).
public struct WebBotAuthEvidence: Sendable, Equatable {
    /// What came of it.
    public enum Status: String, Sendable, CaseIterable {
        /// The signature is the named agent's.
        case verified
        /// It is malformed, forged, used twice, or not for this request.
        case invalid
        /// Its time is over.
        case expired
        /// The agent's directory has no such key.
        case unknownKey = "unknown_key"
        /// The agent's directory could not be read yet.
        case directoryUnavailable = "directory_unavailable"
    }

    /// What came of it.
    public var status: Status
    /// The signer's domain; claimed and no more unless ``status`` is `verified`. Nil where none was named.
    public var domain: String?
    /// The key, by its JWK thumbprint (RFC 7638); nil where none was named.
    public var keyID: String?
    /// Why it is not verified, in words for a person.
    public var reason: String?
    /// Whether the operator lets this agent in.
    public var isTrusted: Bool
    /// Whether the domain as a whole stands behind the keys, and not just somebody who has a page there.
    public var standsForDomain = false

    /// What came of a signature.
    public init(
        status: Status, domain: String? = nil, keyID: String? = nil, reason: String? = nil, isTrusted: Bool = false
    ) {
        self.status = status
        self.domain = domain
        self.keyID = keyID
        self.reason = reason
        self.isTrusted = isTrusted
    }
}
