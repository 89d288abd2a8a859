import Evidence
import HTTPTypes
import NetworkIntelligence
import NIOCore
import Testing

@testable import Server

@Suite("The PROXY header")
struct ProxyHeaderTests {
    private static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]

    private func read(_ bytes: some Sequence<UInt8>) throws -> ProxyHeader? {
        try ProxyHeader.read(ByteBuffer(bytes: Array(bytes)).readableBytesView)
    }

    private func block(_ kind: UInt8, _ family: UInt8, _ rest: [UInt8], length: Int? = nil) -> [UInt8] {
        let length = length ?? rest.count
        return Self.signature + [kind, family, UInt8(length >> 8 & 0xff), UInt8(length & 0xff)] + rest
    }

    private let ports: [UInt8] = [0xdc, 0x04, 0x01, 0xbb]

    @Test("A line names the client, and what follows it is left")
    func lines() throws {
        let line = "PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n"
        let header = try #require(try read((line + "GET / HTTP/1.1\r\n").utf8))
        #expect(header.source == IPAddress("203.0.113.7"))
        #expect(header.length == line.utf8.count)
        #expect(try read("PROXY TCP6 2001:db8::7 2001:db8::1 56324 443\r\n".utf8)?.source == IPAddress("2001:db8::7"))
        let unknown = try #require(try read("PROXY UNKNOWN ffff::1 whatever\r\n".utf8))
        #expect(unknown.source == nil)
    }

    @Test(
        "A line that is not as it must be is refused",
        arguments: [
            "GET / HTTP/1.1\r\n", "PROXY TCP4 203.0.113.7 192.0.2.1 56324\r\n", "PROXY TCP4 nonsense 192.0.2.1 1 2\r\n",
            "PROXY TCP4 2001:db8::7 192.0.2.1 1 2\r\n", "PROXY TCP6 203.0.113.7 192.0.2.1 1 2\r\n",
            "PROXY TCP4 203.0.113.7 192.0.2.1 65536 2\r\n", "PROXY TCP4 203.0.113.7 192.0.2.1 1 2\n",
            "PROXY  TCP4 203.0.113.7 192.0.2.1 1 2\r\n", "proxy TCP4 203.0.113.7 192.0.2.1 1 2\r\n",
            "PROXY UDP4 203.0.113.7 192.0.2.1 1 2\r\n", "PROXY " + String(repeating: "a", count: 120),
        ])
    func badLines(_ line: String) {
        #expect(throws: ProxyHeader.Malformed.self) { try read(line.utf8) }
    }

    @Test("A block names the client, its extensions are skipped")
    func blocks() throws {
        let addresses: [UInt8] = [203, 0, 113, 7, 192, 0, 2, 1] + ports
        let plain = try #require(try read(block(0x21, 0x11, addresses)))
        #expect(plain.source == IPAddress("203.0.113.7"))
        #expect(plain.length == 28)
        let extended = try #require(try read(block(0x21, 0x11, addresses + [0x03, 0x00, 0x01, 0xff]) + [0x16, 0x03]))
        #expect(extended.source == IPAddress("203.0.113.7"))
        #expect(extended.length == 32)
        let v6 = try #require(IPAddress("2001:db8::7")).bytes
        #expect(try read(block(0x21, 0x21, v6 + v6 + ports))?.source == IPAddress("2001:db8::7"))
        let local = try #require(try read(block(0x20, 0x00, [])))
        #expect(local.source == nil)
        let overUnixSocket = try #require(try read(block(0x21, 0x31, Array(repeating: 0, count: 216))))
        #expect(overUnixSocket.source == nil)
    }

    @Test("A block that is not as it must be is refused")
    func badBlocks() {
        let addresses: [UInt8] = [203, 0, 113, 7, 192, 0, 2, 1] + ports
        for bytes in [
            block(0x11, 0x11, addresses), block(0x22, 0x11, addresses), block(0x21, 0x41, addresses),
            block(0x21, 0x13, addresses), block(0x21, 0x21, addresses), block(0x21, 0x11, [203, 0, 113]),
            block(0x21, 0x11, addresses, length: 65_535),
        ] {
            #expect(throws: ProxyHeader.Malformed.self) { try read(bytes) }
        }
    }

    @Test("A header that is cut anywhere is waited for")
    func cut() throws {
        let headers = [
            Array("PROXY TCP4 203.0.113.7 192.0.2.1 56324 443\r\n".utf8),
            block(0x21, 0x11, [203, 0, 113, 7, 192, 0, 2, 1] + ports + [0x03, 0x00, 0x01, 0xff]),
        ]
        for header in headers {
            for length in 0..<header.count {
                let early = try read(header.prefix(length))
                #expect(early == nil, "at \(length)")
            }
            let whole = try read(header)
            #expect(whole?.length == header.count)
        }
    }
}

@Suite("Who a proxy speaks for")
struct ForwardedAddressTests {
    private func addresses(_ kind: ForwardedAddress, _ name: String, _ value: String) -> [String?] {
        kind.addresses(in: [.init(name)!: value]).map { $0?.description }
    }

    @Test("Forwarded is read as RFC 7239 writes it")
    func forwarded() {
        let read = { addresses(.forwarded, "Forwarded", $0) }
        #expect(read("for=192.0.2.60;proto=http;by=203.0.113.43") == ["192.0.2.60"])
        #expect(read(#"for="[2001:db8:cafe::17]:4711""#) == ["2001:db8:cafe::17"])
        #expect(read("for=192.0.2.43, For=\"198.51.100.17:80\"") == ["192.0.2.43", "198.51.100.17"])
        #expect(read("for=unknown, for=_hidden") == [nil, nil])
        #expect(read(#"by="a,b;for=192.0.2.1";for=192.0.2.9"#) == ["192.0.2.9"])
        #expect(read("proto=https") == [nil])
        #expect(read("") == [nil])
    }

    @Test("X-Forwarded-For and X-Real-IP hold addresses, with a port or without")
    func others() {
        #expect(
            addresses(.forwardedFor, "X-Forwarded-For", "203.0.113.9, 2001:db8::1 ,nonsense,") == [
                "203.0.113.9", "2001:db8::1", nil, nil,
            ])
        #expect(
            addresses(.forwardedFor, "X-Forwarded-For", "203.0.113.9:55, [2001:db8::1]:55") == [
                "203.0.113.9", "2001:db8::1",
            ])
        #expect(addresses(.realIP, "X-Real-IP", " 203.0.113.9 ") == ["203.0.113.9"])
        #expect(addresses(.realIP, "X-Forwarded-For", "203.0.113.9") == [])
    }

    @Test("Fingerprints are believed from trusted proxies alone, and only where they are ones")
    func fingerprints() throws {
        let proxies = ProxyTrust(
            [try #require(AddressBlock("10.0.0.0/8"))], ja4: .init("X-JA4"), http2: .init("X-HTTP2"))
        let ja4 = "t13d1517h2_8daaf6152771_cb7bf5808d99"
        let proxy = IPAddress("10.0.0.1")
        let seen = proxies.connection(peer: proxy, headers: [.init("X-JA4")!: ja4], own: nil)
        #expect(seen?.ja4 == ja4)
        #expect(seen?.observer == .proxy)
        #expect(proxies.connection(peer: proxy, headers: [.init("X-JA4")!: "nonsense"], own: nil) == nil)
        #expect(proxies.connection(peer: IPAddress("192.0.2.1"), headers: [.init("X-JA4")!: ja4], own: nil) == nil)
        let settings = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"
        #expect(proxies.connection(peer: proxy, headers: [.init("X-HTTP2")!: settings], own: nil)?.http2 == settings)
        #expect(proxies.connection(peer: proxy, headers: [.init("X-HTTP2")!: "1:2|3|4|x"], own: nil) == nil)
    }
}
