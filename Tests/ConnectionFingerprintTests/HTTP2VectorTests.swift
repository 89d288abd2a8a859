import Testing

@testable import ConnectionFingerprint

@Suite("HTTP/2 of real clients", .enabled(if: Vectors.areThere, "the vectors are not beside the project"))
struct HTTP2VectorTests {
    @Test("The Akamai string and the order of the headers are the ones that were captured")
    func live() throws {
        var count = 0
        for client in try Vectors.liveClients() {
            guard let sent = client.http2 else { continue }
            count += 1
            var reader = HTTP2PrefaceReader()
            guard case .complete(let preface) = reader.read(sent) else {
                Issue.record("\(client.client): \(reader.state)")
                continue
            }
            #expect(preface.akamai == client.akamai, "\(client.client)")
            #expect(preface.headerNames.joined(separator: ",") == client.header_order, "\(client.client)")
        }
        #expect(count == 29)
    }

    @Test("Cut at every seventh byte, and byte by byte, the result is the same")
    func cuts() throws {
        for client in try Vectors.liveClients() {
            guard let sent = client.http2 else { continue }
            var whole = HTTP2PrefaceReader()
            let expected = whole.read(sent)
            var single = HTTP2PrefaceReader()
            for byte in sent { single.read(CollectionOfOne(byte)) }
            #expect(single.state == expected, "\(client.client)")
            for cut in stride(from: 0, to: sent.count, by: 7) {
                var reader = HTTP2PrefaceReader()
                let first = reader.read(sent[..<cut])
                #expect(first == .needsMore || first == expected)
                #expect(reader.read(sent[cut...]) == expected, "\(client.client) at \(cut)")
            }
        }
    }
}
