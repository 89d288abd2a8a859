/// What an identifier names. The prefix says it to people and keeps one kind from being taken for another.
public protocol IdentifierKind: Sendable {
    /// The text before the random part, with its underscore.
    static var prefix: String { get }
    /// How the random part is written.
    static var form: IdentifierForm { get }
}

/// How the random 128 bits of an identifier are written.
public enum IdentifierForm: Sendable {
    /// 26 characters of `0123456789abcdefghjkmnpqrstvwxyz` (Crockford's base 32 in lower case), big-endian.
    case base32
    /// 32 lowercase hexadecimal digits.
    case hexadecimal

    /// The characters that may stand in the random part, in the order of their values.
    public var alphabet: StaticString {
        switch self {
        case .base32: "0123456789abcdefghjkmnpqrstvwxyz"
        case .hexadecimal: "0123456789abcdef"
        }
    }

    /// How many characters the random part has.
    public var length: Int {
        switch self {
        case .base32: 26
        case .hexadecimal: 32
        }
    }

    fileprivate var bitsPerCharacter: Int {
        switch self {
        case .base32: 5
        case .hexadecimal: 4
        }
    }

    /// Whether a character may stand in the random part.
    @inlinable
    public func accepts(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        case UInt8(ascii: "i"), UInt8(ascii: "l"), UInt8(ascii: "o"), UInt8(ascii: "u"): false
        case UInt8(ascii: "g")...UInt8(ascii: "z"): self == .base32
        default: false
        }
    }

    /// Writes 128 bits.
    public func text(high: UInt64, low: UInt64) -> String {
        let bits = bitsPerCharacter
        var high = high
        var low = low
        return String(unsafeUninitializedCapacity: length) { buffer in
            alphabet.withUTF8Buffer { digits in
                for index in (0..<length).reversed() {
                    buffer[index] = digits[Int(low & (1 << UInt64(bits) - 1))]
                    low = low >> UInt64(bits) | high << UInt64(64 - bits)
                    high >>= UInt64(bits)
                }
            }
            return length
        }
    }
}

/// An identifier: a prefix that tells its kind, and 128 random bits.
public struct Identifier<Kind: IdentifierKind>: Hashable, Sendable, CustomStringConvertible {
    /// The whole text, prefix included.
    public let text: String

    /// Reads an identifier; nil unless prefix, length and alphabet are right.
    @inlinable
    public init?(_ text: some StringProtocol) {
        let prefix = Kind.prefix.utf8
        let form = Kind.form
        var text = String(text)
        let isWellFormed = text.withUTF8 { bytes in
            bytes.count == prefix.count + form.length && bytes.starts(with: prefix)
                && bytes[prefix.count...].allSatisfy { form.accepts($0) }
        }
        guard isWellFormed else { return nil }
        self.text = text
    }

    /// A new identifier that nobody can guess.
    @inlinable
    public static func random() -> Self {
        var generator = SystemRandomNumberGenerator()
        return Self(high: generator.next(), low: generator.next())
    }

    /// The identifier of these 128 bits.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        text = Kind.prefix + Kind.form.text(high: high, low: low)
    }

    /// The whole text, prefix included.
    public var description: String { text }
}

/// One page load or run of an app: `sid_…`.
public typealias SessionID = Identifier<SessionKind>
/// One visitor of one organization: `vid_…`.
public typealias VisitorID = Identifier<VisitorKind>
/// One decision: `evt_…`.
public typealias DecisionID = Identifier<DecisionKind>
/// One organization: `org_…`.
public typealias OrganizationID = Identifier<OrganizationKind>
/// One API key: `key_…`.
public typealias KeyID = Identifier<APIKeyKind>
/// One request: `req_…`.
public typealias RequestID = Identifier<RequestKind>
/// One receiver of webhooks: `we_…`.
public typealias EndpointID = Identifier<EndpointKind>
/// One event, as it stands in the log and is delivered: `wevt_…`.
public typealias EventID = Identifier<EventKind>
/// One event on its way to one receiver: `wdlv_…`.
public typealias DeliveryID = Identifier<DeliveryKind>

/// Names sessions.
public enum SessionKind: IdentifierKind {
    /// `sid_`
    public static var prefix: String { "sid_" }
    /// Base 32.
    public static var form: IdentifierForm { .base32 }
}

/// Names visitors.
public enum VisitorKind: IdentifierKind {
    /// `vid_`
    public static var prefix: String { "vid_" }
    /// Base 32.
    public static var form: IdentifierForm { .base32 }
}

/// Names decisions.
public enum DecisionKind: IdentifierKind {
    /// `evt_`
    public static var prefix: String { "evt_" }
    /// Base 32.
    public static var form: IdentifierForm { .base32 }
}

/// Names organizations.
public enum OrganizationKind: IdentifierKind {
    /// `org_`
    public static var prefix: String { "org_" }
    /// Base 32.
    public static var form: IdentifierForm { .base32 }
}

/// Names API keys (the record, not the secret).
public enum APIKeyKind: IdentifierKind {
    /// `key_`
    public static var prefix: String { "key_" }
    /// Base 32.
    public static var form: IdentifierForm { .base32 }
}

/// Names requests.
public enum RequestKind: IdentifierKind {
    /// `req_`
    public static var prefix: String { "req_" }
    /// Hexadecimal.
    public static var form: IdentifierForm { .hexadecimal }
}

/// Names receivers of webhooks.
public enum EndpointKind: IdentifierKind {
    /// `we_`
    public static var prefix: String { "we_" }
    /// Hexadecimal.
    public static var form: IdentifierForm { .hexadecimal }
}

/// Names events.
public enum EventKind: IdentifierKind {
    /// `wevt_`
    public static var prefix: String { "wevt_" }
    /// Hexadecimal.
    public static var form: IdentifierForm { .hexadecimal }
}

/// Names deliveries of events.
public enum DeliveryKind: IdentifierKind {
    /// `wdlv_`
    public static var prefix: String { "wdlv_" }
    /// Hexadecimal.
    public static var form: IdentifierForm { .hexadecimal }
}
