import Testing

@testable import CollectProtocol

@Suite("The page of the protocol")
struct ProtocolPageTests {
    @Test("names every refusal", arguments: CollectRefusal.allCases)
    func refusals(refusal: CollectRefusal) throws {
        #expect(try PageOfTheProtocol.text().contains("| `\(refusal.rawValue)` |"))
    }

    @Test("names the limits that hold")
    func limits() throws {
        let limits = """
            {"batch_bytes": \(CollectProtocol.batchBytes), "payload_bytes": \(CollectProtocol.payloadBytes), \
            "batches": \(CollectProtocol.batchesPerSession), "session_bytes": \(CollectProtocol.sessionBytes)}
            """
        #expect(try PageOfTheProtocol.text().contains(limits))
        #expect(CollectProtocol.handshakeBytes == 4 << 10)
        #expect(CollectProtocol.ticketLifetime == .seconds(7200))
    }
}
