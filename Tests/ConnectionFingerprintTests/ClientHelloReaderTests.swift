import Evidence
import NIOCore
import Testing

@testable import ConnectionFingerprint

@Suite("Reader of ClientHellos")
struct ClientHelloReaderTests {
    private let message = Bytes.hello(
        ciphers: [0x1a1a, 0x1301],
        extensions: Bytes.alpn([[0x68, 0x32]]) + Bytes.tlsExtension(0x15, .init(repeating: 0, count: 700)))

    private func expected() throws -> ClientHelloReader.State { try .complete(ClientHello(handshake: message)) }

    @Test("Cut anywhere, the hello is the same, and bytes behind it are not looked at")
    func cuts() throws {
        let sent = Bytes.records(message) + [23, 3, 3, 0, 5, 1, 2, 3, 4, 5]
        for cut in sent.indices {
            var reader = ClientHelloReader()
            reader.read(sent[..<cut])
            #expect(reader.read(sent[cut...]) == (try expected()), "\(cut)")
        }
    }

    @Test("One byte at a time, of any kind of collection")
    func singleBytes() throws {
        var reader = ClientHelloReader()
        let sent = Bytes.records(message)
        for byte in sent.dropLast() { #expect(reader.read(CollectionOfOne(byte)) == .needsMore) }
        #expect(reader.read(ByteBuffer(bytes: sent.suffix(1)).readableBytesView) == (try expected()))
        #expect(reader.read([0xff]) == (try expected()))
        #expect(
            sent.withUnsafeBytes { bytes in
                var reader = ClientHelloReader()
                return reader.read(bytes)
            } == (try expected()))
    }

    @Test("In records of one byte, and with a header cut by reads", arguments: [1, 2, 3, 5, 100])
    func smallRecords(size: Int) throws {
        let sent = Bytes.records(message, each: size)
        for step in [1, 4, 7, sent.count] {
            var reader = ClientHelloReader()
            for start in stride(from: 0, to: sent.count, by: step) {
                reader.read(sent[start..<min(start + step, sent.count)])
            }
            #expect(reader.state == (try expected()), "\(step)")
        }
    }

    @Test("What is no TLS is known by its first bytes")
    func notTLS() {
        for text in ["GET / HTTP/1.1\r\n", "PRI * HTTP/2.0", "\u{16}\u{2}", "\u{80}\u{2e}", "\u{15}\u{3}"] {
            var reader = ClientHelloReader()
            #expect(reader.read(Array(text.utf8)) == .notTLS)
        }
        var reader = ClientHelloReader()
        #expect(reader.read([UInt8]()) == .needsMore)
    }

    @Test("It gives up, each time with its reason")
    func limits() {
        typealias Refusal = ClientHelloReader.Refusal
        let long = [1] + Bytes.uint24(16 << 20 - 1) + [UInt8](repeating: 0, count: 1000)
        let cases: [([UInt8], Refusal)] = [
            ([22, 3, 1, 0, 0], .emptyRecord),
            ([22, 3, 1, 0x40, 1], .recordTooLong),
            ([22, 3, 3, 0xff, 0xff], .recordTooLong),
            (Bytes.records(long), .messageTooLong),
            (Bytes.records([2, 0, 0, 0]), .malformed(.notClientHello)),
            (Bytes.records([1, 0, 0, 2, 3, 3]), .malformed(.truncated)),
            (Bytes.records(Array(message.prefix(20))) + [21, 3, 1, 0, 2, 1, 0], .otherRecord),
            (Bytes.records(Array(message.prefix(20))) + [22, 4], .otherRecord),
            (Bytes.records([1] + Bytes.uint24(60_000) + .init(repeating: 0, count: 5000), each: 1), .tooManyRecords),
        ]
        for (sent, reason) in cases {
            var reader = ClientHelloReader()
            #expect(reader.read(sent) == .givenUp(reason), "\(reason)")
            #expect(reader.read([22]) == .givenUp(reason))
        }
    }

    @Test("A hello of 16 MB is given up after its first bytes, and one of 64 KiB is read")
    func large() throws {
        let size = 16 << 20
        var sent = [UInt8](repeating: 0, count: size)
        sent.replaceSubrange(0..<9, with: [22, 3, 1, 0x40, 0, 1, 0xff, 0xff, 0xff])
        var reader = ClientHelloReader()
        #expect(reader.read(sent) == .givenUp(.messageTooLong))

        let filler = (0..<6).flatMap { Bytes.tlsExtension(0x1000 + $0, .init(repeating: 0, count: 10_000)) }
        let most = Bytes.hello(extensions: filler)
        reader = ClientHelloReader()
        #expect(reader.read(Bytes.records(most)) == (try .complete(ClientHello(handshake: most))))
    }

    @Test("Random bytes, and hellos with random bytes changed, never trap")
    func random() {
        var generator = SeededGenerator(state: 4)
        for _ in 0..<500 {
            var sent = Bytes.records(message, each: Int.random(in: 1...400, using: &generator))
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                sent[Int.random(in: 0..<min(sent.count, 120), using: &generator)] = .random(
                    in: 0...255, using: &generator)
            }
            var reader = ClientHelloReader()
            if case .complete(let hello) = reader.read(sent) {
                #expect(JA4(parsing: JA4(hello).description) != nil)
                _ = ConnectionEvidence(observer: .server, hello: hello, preface: nil)
            }
            let noise = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = try? ClientHello(handshake: [1] + Bytes.uint24(noise.count) + noise)
            _ = try? ClientHello(handshake: noise, transport: .dtls)
        }
    }
}
