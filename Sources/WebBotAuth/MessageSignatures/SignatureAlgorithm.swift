/// The algorithms by which an agent may sign (RFC 9421, section 3.3).
///
/// Shared secrets prove nothing to a stranger, and RSA with PKCS #1 v1.5 padding is not offered to new protocols: neither is accepted.
public enum SignatureAlgorithm: String, Sendable, CaseIterable {
    /// Edwards-curve signatures over Curve25519 (section 3.3.6).
    case ed25519
    /// ECDSA over P-256 with SHA-256; the signature is r ‖ s (section 3.3.4).
    case ecdsaP256SHA256 = "ecdsa-p256-sha256"
    /// RSASSA-PSS with SHA-512 and a salt of 64 bytes (section 3.3.1).
    case rsaPSSSHA512 = "rsa-pss-sha512"

    /// The algorithm that the `alg` member of a key names, by its name in JOSE or in RFC 9421; nil for any other.
    init?(jose name: String) {
        switch name {
        case "EdDSA", "Ed25519": self = .ed25519
        case "ES256": self = .ecdsaP256SHA256
        case "PS512": self = .rsaPSSSHA512
        default: self.init(rawValue: name)
        }
    }
}
