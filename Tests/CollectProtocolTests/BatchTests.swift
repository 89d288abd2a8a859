import Deflate
import Sessions
import Testing

@testable import CollectProtocol

@Suite("The chain")
struct ChainTests {
    private let session = SessionID("sid_0123456789abcdefghjkmnpqrs")!

    @Test("Root and links of fixed bytes, computed elsewhere")
    func fixed() {
        let root = ChainLink.root(of: session)
        #expect(hexadecimal(root.bytes) == "efc19852fcb40a3d7434ae95f2e7cd0f6a822c4b78cb7595ff6789762a37f704")
        let next = root.next(after: Array(0..<20))
        #expect(hexadecimal(next.bytes) == "7e222059d1396334207e9ed8623e3d76ebc41898fc6ec9d9ecb1eee82e5a4180")
    }

    @Test("A link depends on the one before and on every byte of the batch")
    func links() {
        let root = ChainLink.root(of: session)
        let links = [
            root, root.next(after: [1, 2]), root.next(after: [1, 3]), root.next(after: [1]), root.next(after: []),
            root.next(after: [1]).next(after: [2]), ChainLink.root(of: SessionID(high: 0, low: 0)).next(after: [1, 2]),
        ]
        #expect(Set(links.map(\.bytes)).count == links.count)
        #expect(root.next(after: [1, 2, 3][1...]) == ChainLink(PageOfTheProtocol.link(after: root.bytes, [2, 3])))
    }
}

@Suite("The batch")
struct BatchTests {
    private let session = SessionID("sid_0123456789abcdefghjkmnpqrs")!
    private let payload = Array(#"{"v":1,"sequence":7,"sent_ms":1234}"#.utf8)
    private let key = Array<UInt8>(1...32)
    private let ticket = Array<UInt8>(100..<237)
    private let nonce = Array<UInt8>(200..<212)
    private var chain: [UInt8] { PageOfTheProtocol.root(session.text) }

    private func page(_ compressed: [UInt8], sequence: UInt32 = 7, ticket: [UInt8]? = nil) throws -> [UInt8] {
        try PageOfTheProtocol.frame(
            compressed, key: key, ticket: ticket ?? self.ticket, sequence: sequence, chain: chain, nonce: nonce
        ).frame
    }

    /// What becomes of the bytes of a batch: its payload, or why it is refused.
    private func outcome(_ bytes: [UInt8], key: [UInt8]? = nil) -> Result<[UInt8], CollectRefusal> {
        Result { () throws(CollectRefusal) in
            try BatchFrame.inflate(BatchFrame(bytes).open(with: BatchKey(bytes: key ?? self.key)))
        }
    }

    @Test(
        "A batch that was made by the page of the protocol is read", arguments: [0, 1, 7, 255, 256, .max] as [UInt32])
    func read(sequence: UInt32) throws {
        let bytes = try page(Zlib.deflate(payload), sequence: sequence)
        let frame = try BatchFrame(bytes)
        #expect(try Array(BatchFrame.ticket(in: bytes)) == ticket)
        #expect(frame.sequence == Int(sequence))
        #expect(frame.chain.bytes == chain)
        #expect(frame.sealed == bytes.suffix(Zlib.deflate(payload).count + 16))
        #expect(outcome(bytes) == .success(payload))
    }

    @Test("What is written is what the page of the protocol says, link included")
    func written() throws {
        let (frame, next) = try BatchFrame.encode(
            payload: payload, key: BatchKey(bytes: key), ticket: ticket, sequence: 258, chain: ChainLink(chain),
            nonce: nonce)
        let page = try PageOfTheProtocol.frame(
            Zlib.deflate(payload), key: key, ticket: ticket, sequence: 258, chain: chain, nonce: nonce)
        #expect(frame == page.frame)
        #expect(next.bytes == PageOfTheProtocol.link(after: chain, page.sealed))
        #expect(try ChainLink(chain).next(after: BatchFrame(frame).sealed) == next)
    }

    @Test("An agent without a compressor sends stored blocks")
    func stored() throws {
        // "{}" in one stored block, with its Adler-32.
        let stored: [UInt8] = [0x78, 0x01, 0x01, 2, 0, 0xfd, 0xff, 0x7b, 0x7d, 0x01, 0x75, 0x00, 0xf9]
        #expect(try outcome(page(stored)) == .success(Array("{}".utf8)))
    }

    @Test("A ticket of any length has its place, and the frame says so", arguments: [0, 1, 137, 255, 256, 60_000])
    func ticketLengths(count: Int) throws {
        let ticket = [UInt8](repeating: 0xab, count: count)
        let bytes = try page(Zlib.deflate(payload), ticket: ticket)
        #expect(try Array(BatchFrame.ticket(in: bytes)) == ticket)
        #expect(outcome(bytes) == .success(payload))
    }

    @Test("A batch cut short is empty, truncated or forged, whatever its length")
    func truncated() throws {
        let bytes = try page(Zlib.deflate(payload))
        let least = 3 + ticket.count + 4 + 32 + 12 + 16
        for length in 0..<bytes.count {
            let expected: CollectRefusal =
                switch length {
                case 0: .bodyEmpty
                case ..<least: .batchTruncated
                default: .batchForged
                }
            #expect(outcome(Array(bytes[..<length])) == .failure(expected), "\(length) of \(bytes.count)")
        }
        #expect(outcome(bytes + [0]) == .failure(.batchForged))
    }

    @Test("A batch with any bit flipped is refused: header, ticket, sequence, chain, nonce, ciphertext and tag")
    func flipped() throws {
        let bytes = try page(Zlib.deflate(payload))
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            guard case .failure(let refusal) = outcome(changed) else {
                Issue.record("bit \(bit) does not matter")
                continue
            }
            switch bit / 8 {
            case 0: #expect(refusal == .upgradeRequired)
            case 1, 2: #expect([.batchTruncated, .batchForged].contains(refusal))
            default: #expect(refusal == .batchForged, "bit \(bit)")
            }
        }
    }

    @Test("A batch under another session's key is forged")
    func otherKey() throws {
        #expect(try outcome(page(Zlib.deflate(payload)), key: Array(2...33)) == .failure(.batchForged))
    }

    @Test("Other versions want an upgrade, however short the batch", arguments: [0, 2, 0x7b, 0xff] as [UInt8])
    func versions(version: UInt8) throws {
        #expect(outcome([version]) == .failure(.upgradeRequired))
        #expect(try outcome([version] + page(Zlib.deflate(payload)).dropFirst()) == .failure(.upgradeRequired))
    }

    @Test("A batch of 64 KiB is read, one byte more is too large")
    func batchLimit() throws {
        let room = CollectProtocol.batchBytes - (3 + ticket.count + 4 + 32 + 12 + 16)
        let largest = try page([UInt8](repeating: 0, count: room))
        #expect(largest.count == 65_536)
        #expect(outcome(largest) == .failure(.payloadInvalid))
        #expect(try outcome(page([UInt8](repeating: 0, count: room + 1))) == .failure(.batchTooLarge))
    }

    @Test("A payload of 256 KiB inflates, one byte more is too large")
    func payloadLimit() throws {
        let largest = [UInt8](repeating: 0x20, count: 262_144)
        #expect(try outcome(page(Zlib.deflate(largest))) == .success(largest))
        #expect(try outcome(page(Zlib.deflate(largest + [0x20]))) == .failure(.batchTooLarge))
        #expect(try outcome(page(Zlib.deflate([UInt8](repeating: 0, count: 1 << 24)))) == .failure(.batchTooLarge))
    }

    @Test("A payload that does not inflate is invalid")
    func payloadInvalid() throws {
        let compressed = Zlib.deflate(payload)
        for wrong in [[], payload, Array(compressed.dropLast()), compressed + [0], Array(compressed.dropFirst(2))] {
            #expect(try outcome(page(wrong)) == .failure(.payloadInvalid))
        }
    }
}
