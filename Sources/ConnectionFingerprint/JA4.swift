/// A JA4: the fingerprint of a TLS client (FoxIO, "JA4: TLS Client Fingerprinting", BSD 3-Clause).
///
/// It is 36 characters in three parts, such as `t13d1517h2_8daaf6152771_cb7bf5808d99`. Its hash comes in two forms:
///
/// - **full**, exactly as published;
/// - **stable**, ``stable(_:)``: the same computed as if the hello had not carried padding (0x0015), a session ticket
///   (0x0023) or a pre-shared key (0x0029). Those come and go with the length of the server's name and with resumption.
///   They are left out of the list and of the count alike; all else is equal.
public struct JA4: Sendable, Hashable, CustomStringConvertible {
    /// The 36 characters.
    public let description: String

    /// The published form.
    public init(_ hello: ClientHello) {
        self.init(JA4Ingredients(hello))
    }

    /// The stable form.
    public static func stable(_ hello: ClientHello) -> JA4 {
        JA4(JA4Ingredients(hello, leavingOut: comingAndGoing))
    }

    /// The published raw form (`JA4_r`): the lists themselves in place of their hashes.
    public static func raw(_ hello: ClientHello) -> String {
        JA4Ingredients(hello).raw
    }

    /// Reads the text of a JA4, such as a proxy hands over.
    ///
    /// Every character is checked: the letters and the versions that the specification knows, decimal counts, digits or
    /// letters for ALPN, and lower-case hexadecimal for the hashes. Nil for all else, the raw form among it.
    public init?(parsing text: String) {
        guard Self.isWellFormed(text.utf8) else { return nil }
        description = text
    }

    /// Extensions that the stable form leaves out.
    static let comingAndGoing: [UInt16] = [
        TLSExtension.padding, TLSExtension.sessionTicket, TLSExtension.preSharedKey,
    ]

    init(_ ingredients: JA4Ingredients) {
        description = ingredients.hashed
    }

    /// How many characters a JA4 has.
    static let length = 36
}

extension JA4 {
    /// `t` for TLS over TCP, `q` for QUIC, `d` for DTLS.
    public var transport: String { part(0..<1) }
    /// The version, such as `13`; `00` for an unknown one.
    public var version: String { part(1..<3) }
    /// `d` when the hello named a server, `i` when not.
    public var serverName: String { part(3..<4) }
    /// How many cipher suites were offered, 99 for more.
    public var cipherCount: Int { number(4..<6) }
    /// How many extensions came, 99 for more.
    public var extensionCount: Int { number(6..<8) }
    /// The first and the last character of the first ALPN name, `00` without.
    public var alpn: String { part(8..<10) }
    /// The middle part: the hash of the cipher suites, 12 digits.
    public var cipherHash: String { part(11..<23) }
    /// The last part: the hash of the extensions and the signature algorithms, 12 digits.
    public var extensionHash: String { part(24..<36) }

    private func part(_ range: Range<Int>) -> String {
        String(decoding: description.utf8.dropFirst(range.lowerBound).prefix(range.count), as: UTF8.self)
    }

    private func number(_ range: Range<Int>) -> Int {
        Int(part(range)) ?? 0
    }

    private static let versions: Set<String> = ["13", "12", "11", "10", "s3", "s2", "d1", "d2", "d3", "00"]

    private static func isWellFormed(_ text: some BidirectionalCollection<UInt8>) -> Bool {
        guard text.prefix(length + 1).count == length else { return false }
        let bytes = Array(text)
        let version = String(decoding: bytes[1..<3], as: UTF8.self)
        return "tqd".utf8.contains(bytes[0]) && versions.contains(version) && "di".utf8.contains(bytes[3])
            && bytes[4..<8].allSatisfy(HexText.isDecimal) && bytes[8..<10].allSatisfy(HexText.isAlphanumeric)
            && bytes[10] == UInt8(ascii: "_") && bytes[11..<23].allSatisfy(HexText.isDigit)
            && bytes[23] == UInt8(ascii: "_") && bytes[24..<36].allSatisfy(HexText.isDigit)
    }
}
