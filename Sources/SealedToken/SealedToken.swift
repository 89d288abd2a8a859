import Crypto
import Deflate
import Foundation

/// The sealed token: a decision that only the holder of a secret key can read.
///
/// Version 1 has one recipient, version 2 up to 256. Both seal with the SHA-256 of the secret key, which is what the
/// server keeps of it; so the server needs no secret that its database does not hold.
///
/// A customer's backend can import this room alone:
///
/// ```swift
/// let json = try SealedToken.open(token, with: SecretKeyHash("sk_live_…"))
/// ```
public enum SealedToken {
    /// The one way in which opening fails. What exactly was wrong is nobody's business but an attacker's.
    public struct VerificationFailure: Error, Equatable, Sendable {
        /// The failure.
        public init() {}
    }

    /// The most bytes of JSON that a token may inflate to.
    public static let payloadLimit = 1 << 20

    /// Seals for one recipient (version 1): `0x01 ‖ nonce ‖ ciphertext ‖ tag` in base64.
    /// - Parameters:
    ///   - payload: JSON text in UTF-8.
    ///   - recipient: the hash of the secret key that will open it.
    public static func seal(_ payload: some Collection<UInt8>, for recipient: SecretKeyHash) -> String {
        let box = seal(Zlib.deflate(payload), key: recipient.wrappingKey, authenticating: [])
        return base64([1] + box.nonceBytes + box.ciphertext + box.tag)
    }

    /// Seals for several recipients (version 2): any one of their secret keys opens it.
    /// - Parameters:
    ///   - payload: JSON text in UTF-8.
    ///   - recipients: 1–256 hashes of secret keys, in the order in which they are to stand.
    public static func seal(_ payload: some Collection<UInt8>, for recipients: [SecretKeyHash]) -> String {
        precondition((1...256).contains(recipients.count), "a token has 1 to 256 recipients")
        let contentKey = SymmetricKey(size: .bits256)
        let compressed = Zlib.deflate(payload)
        let nonce = AES.GCM.Nonce()
        let header = V2.header(
            recipientCount: recipients.count, nonce: Array(nonce), ciphertextLength: compressed.count)
        let identifiers = recipients.map(\.recipientIdentifier)
        let body = seal(
            compressed, key: contentKey, nonce: nonce,
            authenticating: V2.payloadContext + header + identifiers.joined())
        var token = header + body.ciphertext + body.tag
        for (recipient, identifier) in zip(recipients, identifiers) {
            let wrap = seal(
                contentKey.withUnsafeBytes(Array.init), key: recipient.wrappingKey,
                authenticating: V2.recipientContext + identifier)
            token += identifier + wrap.nonceBytes + wrap.ciphertext + wrap.tag
        }
        return base64(token)
    }

    /// Opens a token of either version.
    /// - Returns: the payload, JSON text in UTF-8; it inflates and parses as a JSON object.
    /// - Throws: ``VerificationFailure``, whatever was wrong.
    public static func open(_ token: String, with secret: SecretKeyHash) throws(VerificationFailure) -> [UInt8] {
        guard let data = Data(base64Encoded: token), let version = data.first else { throw VerificationFailure() }
        let bytes = Array(data)
        let compressed: [UInt8]? =
            switch version {
            case 1: openSingle(bytes, secret)
            case 2: openShared(bytes, secret)
            default: nil
            }
        guard let compressed, let payload = try? Zlib.inflate(compressed, limit: payloadLimit),
            (try? JSONSerialization.jsonObject(with: Data(payload))) is [String: Any]
        else { throw VerificationFailure() }
        return payload
    }

    private static func openSingle(_ bytes: [UInt8], _ secret: SecretKeyHash) -> [UInt8]? {
        guard bytes.count >= 1 + 12 + 16 else { return nil }
        return open(bytes[1...], key: secret.wrappingKey, authenticating: [])
    }

    private static func openShared(_ bytes: [UInt8], _ secret: SecretKeyHash) -> [UInt8]? {
        guard let layout = V2.Layout(bytes) else { return nil }
        let own = secret.recipientIdentifier
        // Every entry is looked at, so that the time taken does not tell which one matched.
        var wrapped: ArraySlice<UInt8>?
        for entry in layout.recipients where constantTimeEqual(entry.identifier, own) { wrapped = entry.wrap }
        guard let wrapped,
            let contentKey = open(wrapped, key: secret.wrappingKey, authenticating: V2.recipientContext + own),
            contentKey.count == 32
        else { return nil }
        return open(
            layout.body, key: SymmetricKey(data: contentKey),
            authenticating: V2.payloadContext + layout.header + layout.recipients.flatMap(\.identifier))
    }

    private static func seal(
        _ plaintext: [UInt8], key: SymmetricKey, nonce: AES.GCM.Nonce = AES.GCM.Nonce(), authenticating context: [UInt8]
    ) -> AES.GCM.SealedBox {
        // Sealing fails only for sizes that GCM does not know; these keys and nonces have the right ones.
        try! AES.GCM.seal(plaintext, using: key, nonce: nonce, authenticating: context)
    }

    /// Opens `nonce ‖ ciphertext ‖ tag`.
    private static func open(
        _ combined: ArraySlice<UInt8>, key: SymmetricKey, authenticating context: [UInt8]
    ) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: combined) else { return nil }
        return (try? AES.GCM.open(box, using: key, authenticating: context)).map(Array.init)
    }

    private static func base64(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

    private static func constantTimeEqual(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// Where things stand in a version 2 token.
private enum V2 {
    static let payloadContext = Array("foil-sealed-results-v2\0payload\0".utf8)
    static let recipientContext = Array("foil-sealed-results-v2\0recipient\0".utf8)
    static let entryLength = 32 + 12 + 32 + 16

    static func header(recipientCount: Int, nonce: [UInt8], ciphertextLength: Int) -> [UInt8] {
        [2] + bigEndian(UInt16(recipientCount)) + nonce + bigEndian(UInt32(ciphertextLength))
    }

    static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian, Array.init)
    }

    struct Layout {
        struct Recipient {
            var identifier: ArraySlice<UInt8>
            /// `nonce ‖ wrapped key ‖ tag`
            var wrap: ArraySlice<UInt8>
        }

        /// Version, count, nonce and length.
        var header: [UInt8]
        /// `nonce ‖ ciphertext ‖ tag`
        var body: ArraySlice<UInt8>
        var recipients: [Recipient]

        init?(_ bytes: [UInt8]) {
            let headerLength = 1 + 2 + 12 + 4
            guard bytes.count > headerLength else { return nil }
            let count = Int(bytes[1]) << 8 | Int(bytes[2])
            let length = bytes[15..<19].reduce(0) { $0 << 8 | Int($1) }
            let bodyEnd = headerLength + length + 16
            guard (1...256).contains(count), bytes.count == bodyEnd + count * V2.entryLength else { return nil }
            header = Array(bytes[..<headerLength])
            body = bytes[3..<15] + bytes[headerLength..<bodyEnd]
            recipients = (0..<count).map { index in
                let start = bodyEnd + index * V2.entryLength
                return Recipient(
                    identifier: bytes[start..<start + 32], wrap: bytes[start + 32..<start + V2.entryLength])
            }
        }
    }
}

extension AES.GCM.SealedBox {
    fileprivate var nonceBytes: [UInt8] { Array(nonce) }
}
