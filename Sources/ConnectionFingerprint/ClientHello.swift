/// What a client's first TLS message offers, as far as it tells the client's program (RFC 8446, section 4.1.2; RFC 5246,
/// section 7.4.1.2).
///
/// No random, session id, key or name of a server is kept: only which things were offered, in which order.
public struct ClientHello: Sendable, Equatable {
    /// What carries the handshake. The letter is the first of a JA4.
    public enum Transport: Character, Sendable, CaseIterable {
        /// TLS over TCP.
        case tls = "t"
        /// TLS 1.3 in QUIC's CRYPTO frames (RFC 9001).
        case quic = "q"
        /// DTLS: the message has the longer header and a cookie (RFC 9147, section 5.2; RFC 6347, section 4.2).
        case dtls = "d"

        /// The letter in ASCII.
        var letter: UInt8 {
            switch self {
            case .tls: UInt8(ascii: "t")
            case .quic: UInt8(ascii: "q")
            case .dtls: UInt8(ascii: "d")
            }
        }
    }

    /// Why bytes are not a ClientHello.
    public enum Malformed: Error, Sendable, Equatable {
        /// The bytes end before what they announce.
        case truncated
        /// It is another handshake message than a ClientHello.
        case notClientHello
        /// Bytes follow where the message, or a list in it, has ended.
        case trailingBytes
        /// A list of 16-bit numbers takes an odd number of bytes.
        case oddLength
        /// More ciphers, extensions or algorithms than any program offers: the limit is ``ClientHello/listLimit``.
        case tooMany
        /// A DTLS message that comes in fragments.
        case fragmented
    }

    /// The most cipher suites, extensions, versions or signature algorithms of a ClientHello. About 350 suites are
    /// registered in all.
    public static let listLimit = 512

    /// What carried it.
    public var transport: Transport
    /// `legacy_version`, such as `0x0303`.
    public var legacyVersion: UInt16
    /// Cipher suites in the order they were offered, GREASE and signalling values with them.
    public var cipherSuites: [UInt16]
    /// Types of the extensions in the order they came, GREASE with them.
    public var extensions: [UInt16]
    /// The versions of `supported_versions` (0x002b) in their order, GREASE with them; empty without that extension.
    public var supportedVersions: [UInt16]
    /// The schemes of `signature_algorithms` (0x000d) in their order, GREASE with them; empty without that extension.
    public var signatureAlgorithms: [UInt16]
    /// The names of ALPN (0x0010) as they lie in the message: each behind its length in one byte.
    var protocolList: [UInt8]
    /// The content of `application_settings` (0x44cd, formerly 0x4469): protocols for which Chromium sends settings.
    var applicationSettings: [UInt8]?
    /// How many bytes the extension `encrypted_client_hello` (0xfe0d) takes in its outer form.
    var encryptedHelloLength: Int?

    /// Whether it names the server it wants: it has the extension `server_name` (0x0000).
    public var hasServerName: Bool { extensions.contains(TLSExtension.serverName) }

    /// The names of ALPN in the order they were offered, such as the bytes of `h2`; GREASE with them.
    public var applicationProtocols: [[UInt8]] {
        var names: [[UInt8]] = []
        var rest = protocolList[...]
        while let count = rest.popFirst() {
            names.append(Array(rest.prefix(Int(count))))
            rest = rest.dropFirst(Int(count))
        }
        return names
    }

    /// Reads a handshake message.
    /// - Parameters:
    ///   - handshake: the whole message from its type (1) on, without the headers of TLS records or of QUIC frames.
    ///   - transport: what carried it.
    /// - Throws: ``Malformed`` when it is not exactly one ClientHello.
    @inlinable
    public init(handshake: some Collection<UInt8>, transport: Transport = .tls) throws(Malformed) {
        self = try handshake.withContiguousBytes { Self.parse($0, transport: transport) }.get()
    }

    @usableFromInline
    static func parse(_ message: UnsafeRawBufferPointer, transport: Transport) -> Result<ClientHello, Malformed> {
        do throws(Malformed) {
            return .success(try ClientHello(message: message, transport: transport))
        } catch {
            return .failure(error)
        }
    }

    private init(message: UnsafeRawBufferPointer, transport: Transport) throws(Malformed) {
        var reader = ByteReader(message)
        guard try reader.uint8() == HandshakeType.clientHello else { throw .notClientHello }
        let length = try reader.uint24()
        if transport == .dtls { try Self.skipFragmentHeader(&reader, length: length) }
        var body = try reader.block(length)
        guard reader.isAtEnd else { throw .trailingBytes }
        try self.init(body: &body, transport: transport)
    }

    private init(body: inout ByteReader, transport: Transport) throws(Malformed) {
        self.transport = transport
        legacyVersion = try body.uint16()
        try body.skip(32)  // random
        _ = try body.block8()  // session id
        if transport == .dtls { _ = try body.block8() }  // cookie
        var suites = try body.block16()
        cipherSuites = try suites.uint16List(limit: Self.listLimit)
        _ = try body.block8()  // compression methods
        extensions = []
        supportedVersions = []
        signatureAlgorithms = []
        protocolList = []
        // Before TLS 1.2 a message may end here.
        guard !body.isAtEnd else { return }
        var list = try body.block16()
        guard body.isAtEnd else { throw .trailingBytes }
        extensions.reserveCapacity(24)
        while !list.isAtEnd { try readExtension(&list) }
    }

    private mutating func readExtension(_ list: inout ByteReader) throws(Malformed) {
        let type = try list.uint16()
        var content = try list.block16()
        guard extensions.count < Self.listLimit else { throw .tooMany }
        extensions.append(type)
        switch type {
        case TLSExtension.supportedVersions:
            var versions = try content.block8()
            supportedVersions = try versions.uint16List(limit: Self.listLimit)
        case TLSExtension.signatureAlgorithms:
            var schemes = try content.block16()
            signatureAlgorithms = try schemes.uint16List(limit: Self.listLimit)
        case TLSExtension.applicationProtocols:
            var names = try content.block16()
            protocolList = try Self.protocolList(&names)
        case TLSExtension.applicationSettings, TLSExtension.applicationSettingsFormerly:
            applicationSettings = content.rest()
        case TLSExtension.encryptedClientHello:
            encryptedHelloLength = content.remaining
            return
        default:
            return
        }
        guard content.isAtEnd else { throw .trailingBytes }
    }

    /// The list of ALPN, when its lengths fit each other.
    private static func protocolList(_ names: inout ByteReader) throws(Malformed) -> [UInt8] {
        var check = names
        while !check.isAtEnd { _ = try check.block8() }
        return names.rest()
    }

    /// `message_seq`, `fragment_offset` and `fragment_length` of DTLS; only whole messages are read.
    private static func skipFragmentHeader(_ reader: inout ByteReader, length: Int) throws(Malformed) {
        try reader.skip(2)
        let offset = try reader.uint24()
        let fragment = try reader.uint24()
        guard offset == 0, fragment == length else { throw .fragmented }
    }
}

/// The types of handshake messages that are looked at (RFC 8446, section 4).
enum HandshakeType {
    static let clientHello: UInt8 = 1
}

/// The types of extensions that are looked at (IANA, TLS ExtensionType Values).
enum TLSExtension {
    static let serverName: UInt16 = 0x0000
    static let signatureAlgorithms: UInt16 = 0x000d
    static let applicationProtocols: UInt16 = 0x0010
    static let padding: UInt16 = 0x0015
    static let sessionTicket: UInt16 = 0x0023
    static let preSharedKey: UInt16 = 0x0029
    static let earlyData: UInt16 = 0x002a
    static let applicationSettings: UInt16 = 0x44cd
    static let applicationSettingsFormerly: UInt16 = 0x4469
    static let settingsForHTTP2: [UInt16] = [applicationSettings, applicationSettingsFormerly]
    static let encryptedClientHello: UInt16 = 0xfe0d
    /// Asks the server to make its answer longer: an experiment of Chromium 152 and later, always on in builds for testing.
    static let serverPadding: UInt16 = 0x12e0
    static let supportedVersions: UInt16 = 0x002b
}
