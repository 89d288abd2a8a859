/// Where a signer's keys are to be fetched (draft-meunier-http-message-signatures-directory, section 4.1).
///
/// Whoever fetches takes only status 200, follows no redirects, and bounds time, size and addresses.
public struct DirectoryLocation: Hashable, Sendable {
    /// What is found there.
    public enum Kind: String, Sendable, CaseIterable {
        /// A key directory at the well-known path of an origin.
        case directory
        /// A JWK set.
        case keySet = "jwks_uri"
        /// A client ID metadata document, which holds a JWK set or says where one is.
        case card = "cimd"
    }

    /// The path of a key directory at its origin.
    public static let wellKnownPath = "/.well-known/http-message-signatures-directory"

    /// What is found there.
    public let kind: Kind
    /// What to fetch.
    public let address: WebAddress

    /// A location.
    public init(kind: Kind, address: WebAddress) {
        self.kind = kind
        self.address = address
    }

    /// The key directory of an origin.
    public init(origin address: WebAddress) {
        self.init(kind: .directory, address: address.replacingPath(Self.wellKnownPath))
    }

    /// The signer's identifier: the address without its query.
    public var identifier: String { address.identifier }

    /// The signer's domain.
    public var domain: String { address.host }

    /// Whether the location stands for the domain as a whole. The well-known path belongs to whoever runs the domain; any other path may be
    /// a customer's of theirs, and what it says must not be taken for the domain's word.
    /// The same goes for ports other than that of HTTPS, which need no privilege to listen at.
    public var standsForDomain: Bool { kind == .directory && address.isSecure && address.port == nil }

    /// What the request for it names in `Accept`.
    public var accepts: String {
        switch kind {
        case .directory: "application/http-message-signatures-directory+json"
        case .keySet: "application/http-message-signatures-directory+json, application/jwk-set+json, application/json"
        case .card: "application/json"
        }
    }
}
