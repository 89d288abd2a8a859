import Testing

@testable import ConnectionFingerprint

@Suite("ClientHello")
struct ClientHelloTests {
    @Test("Versions are the highest offered, GREASE aside; unknown ones are 00")
    func versions() throws {
        let offered: [([Int], String)] = [
            ([0x0303, 0x0304], "13"), ([0xfafa, 0x0303], "12"), ([0x0302, 0x0301], "11"), ([0x0301], "10"),
            ([0x0300], "s3"), ([0x7f1c, 0x0304], "00"), ([0x0aff], "00"), ([0x9a9a], "12"), ([], "12"),
        ]
        for (versions, expected) in offered {
            let hello = Bytes.hello(extensions: Bytes.tlsExtension(0x2b, Bytes.block8(Bytes.list(versions))))
            #expect(try JA4(ClientHello(handshake: hello)).version == expected, "\(versions)")
        }
        let legacy: [(Int, String)] = [
            (0x0304, "13"), (0x0303, "12"), (0x0302, "11"), (0x0301, "10"), (0x0300, "s3"), (0x0002, "s2"),
            (0xfeff, "d1"), (0xfefd, "d2"), (0xfefc, "d3"), (0x1234, "00"), (0xffff, "00"),
        ]
        for (version, expected) in legacy {
            let hello = try ClientHello(handshake: Bytes.hello(version: version, extensions: nil))
            #expect(JA4(hello).version == expected, "\(version)")
        }
    }

    @Test("ALPN shows its first and last character, in hexadecimal where either is none of ASCII's letters and digits")
    func alpn() throws {
        let names: [([[UInt8]], String)] = [
            ([[0x68, 0x32]], "h2"), ([Array("http/1.1".utf8)], "h1"), ([[0x78]], "xx"), ([[0xab]], "ab"),
            ([[0xab, 0xcd]], "ad"), ([[0x30, 0xab]], "3b"), ([[0x30, 0x31, 0xab, 0xcd]], "3d"),
            ([[0x30, 0xab, 0xcd, 0x31]], "01"), ([[]], "00"), ([], "00"), ([[0x5a, 0x5a], [0x68, 0x33]], "h3"),
            ([Array("é2".utf8)], "c2"), ([[0x5a, 0x5b]], "5b"), ([[0x0a, 0x0a]], "00"),
        ]
        for (protocols, expected) in names {
            let hello = try ClientHello(handshake: Bytes.hello(extensions: Bytes.alpn(protocols)))
            #expect(JA4(hello).alpn == expected, "\(protocols)")
            #expect(hello.applicationProtocols == protocols)
        }
    }

    @Test("Without ciphers and extensions the hashes are zeros")
    func empty() throws {
        let none = try ClientHello(handshake: Bytes.hello(ciphers: [], extensions: nil))
        #expect(JA4(none).description == "t12i000000_000000000000_000000000000")
        #expect(JA4.raw(none) == "t12i000000__")
        let grease = try ClientHello(
            handshake: Bytes.hello(ciphers: [0x0a0a], extensions: Bytes.tlsExtension(0xfafa)))
        #expect(JA4(grease) == JA4(none))
        let nameOnly = try ClientHello(handshake: Bytes.hello(ciphers: [], extensions: Bytes.tlsExtension(0)))
        #expect(JA4(nameOnly).description == "t12d000100_000000000000_000000000000")
    }

    @Test("Counts end at 99")
    func counts() throws {
        let extensions = (0x1000..<0x1100).flatMap { Bytes.tlsExtension($0) }
        let hello = try ClientHello(handshake: Bytes.hello(ciphers: Array(1...200), extensions: extensions))
        #expect(JA4(hello).description.hasPrefix("t12i9999"))
        #expect(hello.cipherSuites.count == 200)
    }

    @Test("GREASE is left out of ciphers, extensions and signature algorithms, not what only looks alike")
    func grease() throws {
        let algorithms = Bytes.tlsExtension(0x0d, Bytes.block16(Bytes.list([0x0a0a, 0x0403, 0xeeee, 0x0a1a])))
        let hello = try ClientHello(
            handshake: Bytes.hello(
                ciphers: [0x1a1a, 0x1302, 0x1301, 0x1a2a, 0x0b0b], extensions: Bytes.tlsExtension(0x2a2a) + algorithms))
        #expect(JA4.raw(hello) == "t12i040100_0b0b,1301,1302,1a2a_000d_0403,eeee,0a1a")
    }

    @Test("The stable form leaves out padding, session ticket and pre-shared key, in list and in count")
    func stable() throws {
        let names = [0x0000, 0x0005, 0x0017]
        let bare = try ClientHello(handshake: Bytes.hello(extensions: names.flatMap { Bytes.tlsExtension($0) }))
        let full = try ClientHello(
            handshake: Bytes.hello(
                extensions: (names + [0x0015, 0x0023, 0x0029]).flatMap { Bytes.tlsExtension($0) }))
        #expect(JA4.stable(full) == JA4(bare))
        #expect(JA4.stable(bare) == JA4(bare))
        #expect(JA4(full) != JA4(bare))
        #expect(JA4(full).extensionCount == 6)
    }

    @Test("QUIC and DTLS have their letter, and DTLS its header")
    func transports() throws {
        let message = Bytes.hello()
        #expect(try JA4(ClientHello(handshake: message, transport: .quic)).transport == "q")
        let versions = Bytes.tlsExtension(0x2b, Bytes.block8(Bytes.list([0xfefd, 0xfefc])))
        let body = Array(Bytes.hello(version: 0xfefd, extensions: versions, cookie: [1, 2, 3]).dropFirst(4))
        let header = [1] + Bytes.uint24(body.count) + [0, 0]
        let datagram = header + Bytes.uint24(0) + Bytes.uint24(body.count) + body
        let hello = try ClientHello(handshake: datagram, transport: .dtls)
        #expect(JA4(hello).description.hasPrefix("dd3i0101"))
        let fragment = header + Bytes.uint24(0) + Bytes.uint24(body.count - 1) + body
        #expect(throws: ClientHello.Malformed.fragmented) { try ClientHello(handshake: fragment, transport: .dtls) }
    }

    @Test("Lengths that don't fit each other are refused, each with its reason")
    func malformed() {
        typealias Malformed = ClientHello.Malformed
        let whole = Bytes.hello(extensions: Bytes.alpn([[0x68, 0x32]]))
        let cases: [([UInt8], Malformed)] = [
            ([], .truncated), ([1, 0, 0], .truncated), ([2, 0, 0, 0], .notClientHello), (whole + [0], .trailingBytes),
            ([1] + Bytes.uint24(whole.count) + whole.dropFirst(4), .truncated),
            (Bytes.hello(extensions: Bytes.tlsExtension(0x10, [0, 3, 5, 0x68, 0x32])), .truncated),
            (Bytes.hello(extensions: Bytes.tlsExtension(0x10, [0, 1, 0, 9])), .trailingBytes),
            (Bytes.hello(extensions: Bytes.tlsExtension(0x0d, [0, 3, 4, 3, 8])), .oddLength),
            (Bytes.hello(extensions: Bytes.tlsExtension(0x2b, [3, 3, 4, 3])), .oddLength),
            (Bytes.hello(extensions: Bytes.tlsExtension(0x2b, [])), .truncated),
            (Bytes.hello(extensions: [0, 0x10, 0xff, 0xff]), .truncated),
            (Bytes.hello(ciphers: Array(0...512)), .tooMany),
            (Bytes.hello(extensions: (0...512).flatMap { Bytes.tlsExtension(0x1000 + $0) }), .tooMany),
        ]
        for (message, reason) in cases {
            #expect(throws: reason, "\(message.prefix(60))") { try ClientHello(handshake: message) }
        }
        var odd = Bytes.hello(ciphers: [0x1301, 0x1302])
        odd[40] = 3  // the length of the ciphers
        #expect(throws: Malformed.self) { try ClientHello(handshake: odd) }
    }

    @Test("Cut at every byte it is never whole, and never traps")
    func cut() {
        let whole = Bytes.hello(extensions: Bytes.alpn([[0x68, 0x32]]) + Bytes.tlsExtension(0x0d, [0, 2, 4, 3]))
        for length in whole.indices {
            #expect(throws: ClientHello.Malformed.truncated) { try ClientHello(handshake: whole[..<length]) }
        }
    }

    @Test("JA4s are told from other text")
    func parsing() {
        let good = "t13d1517h2_8daaf6152771_cb7bf5808d99"
        #expect(JA4(parsing: good) != nil)
        let bad = [
            "", good + "0", String(good.dropLast()), good.uppercased(), "x13d1517h2_8daaf6152771_cb7bf5808d99",
            "t14d1517h2_8daaf6152771_cb7bf5808d99", "t13x1517h2_8daaf6152771_cb7bf5808d99",
            "t13d1a17h2_8daaf6152771_cb7bf5808d99", "t13d1517h-_8daaf6152771_cb7bf5808d99",
            "t13d1517h2-8daaf6152771_cb7bf5808d99", "t13d1517h2_8daaf615277g_cb7bf5808d99",
            "t13d1517h2_8daaf6152771_cb7bf5808d9 ", "t13d1517é_8daaf6152771_cb7bf5808d99",
            String(repeating: "t13d1517h2_8daaf6152771_cb7bf5808d99", count: 1000),
        ]
        for text in bad { #expect(JA4(parsing: text) == nil, "\(text.prefix(60))") }
    }
}
