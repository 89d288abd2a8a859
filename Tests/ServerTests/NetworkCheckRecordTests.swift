import Evidence
import Sessions
import Testing

@testable import Server

@Suite("What is kept of a network check")
struct NetworkCheckRecordTests {
    @Test("is read as it was written")
    func roundTrip() throws {
        let whole = NetworkCheckRecord(
            transport: .socket, address: .otherNetwork, ipVersion: 6, otherCountry: true,
            connection: ConnectionEvidence(observer: .server, ja4: "t13d1517h2_8daaf6152771_cb7bf5808d99"),
            roundTrip: 12_345, tcpRoundTrip: 99, reflexive: [.init(agreement: .sameNetwork, ipVersion: 4)])
        let read = try #require(NetworkCheckRecord(whole.json))
        #expect(read.json == whole.json)
        #expect(read.connection == whole.connection)
        #expect(read.reflexive == whole.reflexive)
        let little = NetworkCheckRecord(transport: .request, address: .unknown)
        #expect(String(decoding: little.json, as: UTF8.self) == #"{"transport":"request","address":"unknown"}"#)
        #expect(try #require(NetworkCheckRecord(little.json)).json == little.json)
    }

    @Test("of another kind reads as nothing, or as not known", arguments: ["", "{}", "[]", #"{"transport":"pigeon"}"#])
    func nothing(text: String) {
        #expect(NetworkCheckRecord(Array(text.utf8)) == nil)
    }
}
