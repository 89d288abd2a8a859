import SealedToken
import Sessions
import Storage

/// An API key as it is given to its owner, once; what is kept is a ``KeyRecord``.
///
/// `pk_live_ pk_test_ sk_live_ sk_test_` and 32 characters of the identifiers' alphabet: 160 random bits.
public struct APIKeySecret: Sendable {
    /// The key.
    public let text: String
    /// What it is for.
    public let type: KeyType
    /// Which data it sees.
    public let environment: KeyEnvironment

    private static let length = 32
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// A new key that nobody can guess.
    public static func random(_ type: KeyType, _ environment: KeyEnvironment) -> APIKeySecret {
        var generator = SystemRandomNumberGenerator()
        let bits = (0..<length).map { _ in UInt8.random(in: 0...31, using: &generator) }
        return APIKeySecret(type, environment, fiveBitGroups: bits)
    }

    /// The key with this random part.
    /// - Parameter fiveBitGroups: at least 32 bytes, of which the lower five bits count.
    init(_ type: KeyType, _ environment: KeyEnvironment, fiveBitGroups: some Collection<UInt8>) {
        let random = fiveBitGroups.prefix(Self.length).map { Self.alphabet[Int($0 & 31)] }
        text = Self.prefix(type, environment) + String(decoding: random, as: UTF8.self)
        self.type = type
        self.environment = environment
    }

    /// Reads a key; nil unless it has the form of one. Whether it is known is another question.
    public init?(_ text: String) {
        var text = text
        let form = text.withUTF8 { bytes in
            Self.forms.first { form in
                bytes.count == form.prefix.count + Self.length && bytes.starts(with: form.prefix)
                    && bytes[form.prefix.count...].allSatisfy { IdentifierForm.base32.accepts($0) }
            }
        }
        guard let form else { return nil }
        self.text = text
        type = form.type
        environment = form.environment
    }

    /// SHA-256, 64 lowercase hexadecimal digits.
    public var hash: String { SecretKeyHash(text).hexadecimal }

    /// Prefix and last four characters, to tell the key by.
    public var preview: String { "\(Self.prefix(type, environment))…\(text.suffix(4))" }

    /// What is kept of the key.
    public func record(
        name: String, organization: OrganizationID, scopes: [Scope]? = nil, allowedOrigins: [String]? = nil,
        rateLimit: Int? = nil, at now: Timestamp
    ) -> KeyRecord {
        KeyRecord(
            id: .random(), organization: organization, environment: environment, type: type, name: name,
            secretHash: hash, preview: preview, scopes: type == .secret ? scopes ?? [.all] : nil,
            allowedOrigins: allowedOrigins, rateLimit: rateLimit, createdAt: now)
    }

    private static let forms = KeyType.allCases.flatMap { type in
        KeyEnvironment.allCases.map { (prefix: Array(prefix(type, $0).utf8), type: type, environment: $0) }
    }

    private static func prefix(_ type: KeyType, _ environment: KeyEnvironment) -> String {
        "\(type == .secret ? "sk" : "pk")_\(environment.rawValue)_"
    }
}
