import Crypto
import Sessions
import Testing

@testable import CollectProtocol

@Suite("A network check")
struct NetworkCheckTests {
    private let key = BatchKey(bytes: Array(65...96))
    private let ticket = [UInt8](repeating: 7, count: TicketSealer.sealedLength)
    private let nonce = [UInt8](1...12)
    private let payload = Array(#"{"v":1}"#.utf8)

    private func frame(over transport: CheckedTransport = .request) throws -> [UInt8] {
        try NetworkCheckFrame.encode(payload: payload, key: key, ticket: ticket, transport: transport, nonce: nonce)
    }

    private func opened(
        _ bytes: [UInt8], over transport: CheckedTransport = .request, with other: BatchKey? = nil
    ) -> Result<[UInt8], CollectRefusal> {
        Result { () throws(CollectRefusal) in
            try NetworkCheckFrame(bytes).open(with: other ?? key, over: transport)
        }
    }

    @Test("is read as it was written, over either transport", arguments: CheckedTransport.allCases)
    func roundTrip(transport: CheckedTransport) throws {
        let bytes = try frame(over: transport)
        let read = try NetworkCheckFrame(bytes)
        #expect(Array(read.ticket) == ticket)
        #expect(Array(read.nonce) == nonce)
        #expect(opened(bytes, over: transport) == .success(payload))
    }

    @Test("is made as the page of the protocol says", arguments: CheckedTransport.allCases)
    func page(transport: CheckedTransport) throws {
        let header = [1, UInt8(ticket.count >> 8), UInt8(ticket.count & 255)] + ticket + nonce
        let authenticated = Array("tripline-collect-v1 network check by \(transport.rawValue)\0".utf8) + header
        let box = try AES.GCM.seal(
            payload, using: SymmetricKey(data: key.bytes), nonce: .init(data: nonce), authenticating: authenticated)
        #expect(try frame(over: transport) == header + box.ciphertext + box.tag)
        #expect(try PageOfTheProtocol.text().contains("\"tripline-collect-v1 network check by \(transport.rawValue)\""))
    }

    @Test("that was sealed for one transport does not open over the other")
    func otherTransport() throws {
        #expect(opened(try frame(over: .request), over: .socket) == .failure(.batchForged))
        #expect(opened(try frame(over: .socket), over: .request) == .failure(.batchForged))
    }

    @Test("is no batch, and a batch is no check")
    func noBatch() throws {
        let session = SessionID(high: 1, low: 2)
        let batch = try BatchFrame.encode(
            payload: payload, key: key, ticket: ticket, sequence: 0, chain: .root(of: session), nonce: nonce
        ).frame
        for transport in CheckedTransport.allCases {
            #expect(opened(batch, over: transport) == .failure(.batchForged))
            // Long enough to be a batch by its length.
            let long = try NetworkCheckFrame.encode(
                payload: [UInt8](repeating: 32, count: 200), key: key, ticket: ticket, transport: transport,
                nonce: nonce)
            let read = try BatchFrame(long)
            #expect(throws: CollectRefusal.batchForged) { try read.open(with: key) }
        }
    }

    @Test("with any bit flipped does not open, nor under another key")
    func flipped() throws {
        let bytes = try frame()
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: CollectRefusal.self, "bit \(bit)") { try opened(changed).get() }
        }
        #expect(opened(bytes, with: BatchKey(bytes: Array(66...97))) == .failure(.batchForged))
    }

    @Test("that is cut anywhere is refused, and so is one that is too long")
    func lengths() throws {
        let bytes = try frame()
        #expect(opened([]) == .failure(.bodyEmpty))
        for length in 1..<bytes.count {
            let expected: CollectRefusal = length < bytes.count - payload.count ? .batchTruncated : .batchForged
            #expect(opened(Array(bytes[..<length])) == .failure(expected), "\(length)")
        }
        #expect(opened([2] + bytes.dropFirst()) == .failure(.upgradeRequired))
        let most = CollectProtocol.networkCheckBytes
        #expect(opened(bytes + [UInt8](repeating: 0, count: most - bytes.count)) == .failure(.batchForged))
        #expect(opened(bytes + [UInt8](repeating: 0, count: most + 1 - bytes.count)) == .failure(.batchTooLarge))
        #expect(opened([1, 255, 255] + bytes.dropFirst(3)) == .failure(.batchTruncated))
    }

    @Test("made of anything traps nowhere")
    func noise() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let length = Int.random(in: 0...300, using: &random)
            var bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
            if !bytes.isEmpty { bytes[0] = 1 }
            if bytes.count > 2 { bytes[1] = 0 }
            #expect(throws: CollectRefusal.self) { try opened(bytes).get() }
        }
    }
}
