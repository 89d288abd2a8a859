import Evidence
import OrderedJSON
import Sessions
import Storage
import Testing

@testable import Server

@Suite("Judging again")
struct ReplayTests {
    private func document(clients: Int?, networksScore: Int? = nil) -> DecidedDocument {
        var writer = JSONWriter()
        writer.object { writer in
            writer.field("network", object: { $0.field("evidence", object: { $0.field("client_count", clients) }) })
            writer.key("signals_fired")
            writer.array { signals in
                guard let score = networksScore else { return }
                FiredSignal(
                    signal: "visitor_over_many_networks", role: .owner, category: .environment, strength: .moderate,
                    score: score
                ).write(to: &signals)
            }
        }
        return DecidedDocument(writer.bytes)
    }

    private func company(_ document: DecidedDocument, hasVisitor: Bool = true) -> AddressCompany? {
        var evidence = Evidence()
        evidence.addressCompany = AddressCompany(visitorsBehindAddress: 1, networksOfVisitor: 1)
        if hasVisitor { evidence.visitor = VisitorContext(returning: false, seenCount: 1) }
        document.restoreCompany(in: &evidence)
        return evidence.addressCompany
    }

    @Test("The company of an address is as the document says, and not as it would be counted now")
    func addressCompany() {
        #expect(company(document(clients: 30))?.visitorsBehindAddress == 30)
        #expect(company(document(clients: 30))?.networksOfVisitor == 1)
        #expect(company(document(clients: 2, networksScore: 27))?.networksOfVisitor == 5)
        #expect(company(document(clients: 2, networksScore: 45))?.networksOfVisitor == 10)
        #expect(company(document(clients: 2), hasVisitor: false)?.networksOfVisitor == nil)
        #expect(company(document(clients: nil)) == nil)
    }

    @Test("Of a document that can't be read nothing is known")
    func unreadable() {
        for bytes in [nil, [], Array("{".utf8), Array(#"{"signals_fired":[1,{"signal":"a"}]}"#.utf8)] as [[UInt8]?] {
            #expect(DecidedDocument(bytes).signals.isEmpty)
        }
    }

    @Test("One has the turn at a time")
    func turn() {
        let turn = Turn()
        #expect(turn.take() && !turn.take())
        turn.giveBack()
        #expect(turn.take())
    }

    @Test("A session is judged by what was known when it was decided; what came later changes nothing")
    func later() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            server.clock.move(by: .seconds(5))
            let driven = #","events":{"page":[1,1,1]}"#
            try await agent.send(TestAgent.payload(1, driven))
            let state = try #require(
                try await server.store.sessions.state(.init(server.organization, .live), agent.session))
            let known = state.known(at: try #require(state.decisions.last).evaluatedAt)
            #expect(state.batches.count == 2 && known.batches.count == 1 && known.nextSequence == 1)
            #expect(known.lastBatchAt == known.firstBatchAt)
            #expect(state.known(at: server.clock.now).batches.count == 2)
            let answer = try await server.client.post(
                "/v1/replays", Array("{}".utf8), type: "application/json", key: server.secretKey)
            #expect(answer.status == 200)
            let sessions = answer.json["data"]?["sessions"]
            #expect(sessions?["judged"]?.int == 1 && sessions?["changed"]?.int == 0)
        }
    }
}
