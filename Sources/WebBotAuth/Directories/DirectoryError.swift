/// Why a response gives no keys. The request that was signed is then neither verified nor refused.
public enum DirectoryError: String, Error, Sendable, CaseIterable {
    /// The status is not 200; redirects are not followed.
    case status
    /// The content is no key material by its media type.
    case mediaType = "media_type"
    /// The body has more bytes, or the set more keys, than are read.
    case tooLarge = "too_large"
    /// The body is no JWK set, or no card.
    case malformed
    /// The card contradicts itself or names another address.
    case card
    /// The body is not what `Content-Digest` says.
    case digest
    /// The fields of the directory's own signatures cannot be read.
    case signatures

    /// The reason in words for a person.
    public var reason: String {
        switch self {
        case .status: "its status is not 200"
        case .mediaType: "its media type is not one of key material"
        case .tooLarge: "it is too large"
        case .malformed: "it is malformed"
        case .card: "the signature agent card is not valid"
        case .digest: "its content is not what its digest says"
        case .signatures: "its own signatures are malformed"
        }
    }
}
