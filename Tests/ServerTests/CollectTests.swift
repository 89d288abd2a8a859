import CollectProtocol
import Crypto
import Logging
import NIOHTTP1
import OrderedJSON
import SealedToken
import Sessions
import Storage
import Testing
import VisitorIdentity

@testable import Server

@Suite("A session, from handshake to document")
struct CollectTests {
    @Test("The sealed token and the document say the same, and the client learns nothing else")
    func wholeSession() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            #expect(try await agent.send().status == 202)
            let result = try await agent.send(to: "results")
            #expect(result.status == 200)
            #expect(result.json["data"]?.object?.map(\.key) == ["object", "session_id", "sealed_token"])
            let token = try #require(result.json["data"]?["sealed_token"]?.string)
            let payload = try JSONValue(parsing: SealedToken.open(token, with: SecretKeyHash(server.secretKey)))
            let document = try await server.session(agent.session)
            #expect(document.status == 200)
            #expect(payload["decision"]?["event_id"] == document.json["data"]?["decision"]?["event_id"])
            #expect(document.json["data"]?["request"]?["url"]?.string == "https://shop.example/signup")
            #expect(document["x-request-id"] == document.json["meta"]?["request_id"]?.string)
        }
    }

    @Test("A session that nobody judged is not found, and neither is another organization's")
    func undecidedAndForeign() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send()
            #expect(try await server.session(agent.session).status == 404)
            try await agent.send(to: "results")
            #expect(try await server.session(agent.session).status == 200)
            let other = OrganizationRecord(id: .random(), name: "Other", slug: "other", createdAt: server.clock.now)
            let secret = APIKeySecret.random(.secret, .live)
            let test = APIKeySecret.random(.secret, .test)
            try await server.store.organizations.add(
                other, keys: [secret.record(name: "s", organization: other.id, at: server.clock.now)])
            try await server.store.keys.add(
                test.record(name: "t", organization: server.organization, at: server.clock.now))
            for key in [secret.text, test.text] {
                let answer = try await server.client.get("/v1/sessions/\(agent.session)", key: key)
                #expect(answer.status == 404)
                #expect(answer.errorCode == "request.not_found")
            }
        }
    }

    @Test("A second decision replaces the document and keeps the first among the previous ones")
    func secondDecision() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            let first = try await server.session(agent.session).json["data"]?["decision"]?["event_id"]
            try await agent.send(to: "results")
            let data = try await server.session(agent.session).json["data"]
            #expect(data?["decision"]?["event_id"] != first)
            #expect(data?["previous_decisions"]?.array?.map { $0["event_id"] } == [first])
        }
    }

    @Test("With two secret keys each of them opens the token")
    func severalKeys() async throws {
        try await TestServer.run { server in
            let second = APIKeySecret.random(.secret, .live)
            try await server.store.keys.add(
                second.record(name: "2", organization: server.organization, at: server.clock.now))
            var agent = try await TestAgent(server)
            let token = try #require(try await agent.send(to: "results").json["data"]?["sealed_token"]?.string)
            for key in [server.secretKey, second.text] {
                #expect(throws: Never.self) { try SealedToken.open(token, with: SecretKeyHash(key)) }
            }
        }
    }

    @Test("A visitor is known again by the token that the freeze gave, and counted once a session")
    func continuity() async throws {
        try await TestServer.run { server in
            var first = try await TestAgent(server)
            try await first.send()
            let frozen = try await first.send(to: "fingerprint")
            #expect(frozen.status == 200)
            try await first.send(to: "fingerprint")
            let token = try #require(frozen.json["data"]?["continuity_token"]?.string)
            var second = try await TestAgent(server)
            try await second.send(
                #"{"v":1,"sequence":0,"observations":{"navigator":{"webdriver":false},"continuity":{"tokens":{"cookies":"\#(token)"}}}}"#
            )
            try await second.send(to: "fingerprint")
            try await first.send(to: "results")
            try await second.send(to: "results")
            let visitors = [
                try await server.session(first.session).json["data"]?["visitor_fingerprint"],
                try await server.session(second.session).json["data"]?["visitor_fingerprint"],
            ]
            #expect(visitors[0]?["id"] != nil)
            #expect(visitors[0]?["id"] == visitors[1]?["id"])
            #expect(visitors[1]?["lifecycle"]?["seen_count"]?.int == 2)
            #expect(visitors[0]?["confidence"]?.int != nil)
            #expect(visitors[1]?["confidence"]?.int == 99)
        }
    }

    @Test("A freeze with nothing observed is refused and can be tried again")
    func prematureFreeze() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            let answer = try await agent.send(#"{"v":1,"sequence":0}"#, to: "fingerprint")
            #expect(answer.status == 409)
            #expect(answer.errorCode == "fingerprint.not_ready")
            agent.sequence = 1
            agent.chain = try agent.chain.next(after: BatchFrame(agent.frame().frame).sealed)
        }
    }

    @Test("Each way in which a batch can be wrong has its own code")
    func refusals() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            let other = try await TestAgent(server)
            let (good, _) = try agent.frame()
            func code(_ frame: [UInt8], session: SessionID? = nil) async throws -> String {
                let answer = try await agent.post(frame, session: session)
                return "\(answer.status) \(answer.errorCode ?? "none")"
            }
            #expect(try await code([]) == "400 collect.body_empty")
            #expect(try await code([9] + good.dropFirst()) == "426 transport.upgrade_required")
            #expect(try await code(Array(good.prefix(60))) == "400 collect.batch_truncated")
            #expect(try await code([UInt8](repeating: 1, count: 65_537)) == "413 collect.batch_too_large")
            #expect(try await code(good, session: other.session) == "409 collect.session_mismatch")
            var forged = good
            forged[forged.count - 1] ^= 1
            #expect(try await code(forged) == "400 collect.batch_forged")
            var ticket = good
            ticket[20] ^= 1
            #expect(try await code(ticket) == "401 collect.ticket_invalid")
            #expect(try await code(try agent.frame("{").frame) == "422 collect.payload_invalid")
            #expect(try await code(try agent.frame(TestAgent.payload(7)).frame) == "422 collect.payload_invalid")

            let (sent, next) = try agent.frame()
            #expect(try await agent.post(sent).status == 202)
            #expect(try await code(sent) == "409 collect.batch_replayed")
            agent.sequence = 2
            #expect(try await code(try agent.frame().frame) == "409 collect.batch_out_of_order")
            agent.sequence = 1
            #expect(try await code(try agent.frame().frame) == "409 collect.chain_broken")
            agent.chain = next
            #expect(try await agent.send().status == 202)
        }
    }

    @Test("What is wrong with a payload is said")
    func payloadErrors() async throws {
        try await TestServer.run { server in
            let agent = try await TestAgent(server)
            let frame = try agent.frame(TestAgent.payload(0, #","events":{"keys":[1,2,3]}"#)).frame
            let answer = try await agent.post(frame)
            #expect(answer.errorCode == "collect.payload_invalid")
            #expect(answer.text.contains("events.keys"))
        }
    }

    @Test(
        "A batch that is refused is evidence about the session whose ticket it carries",
        arguments: ["truncated", "oversized", "forged", "malformed", "expired", "out of order", "for another session"])
    func refusalsAreEvidence(_ kind: String) async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            let other = try await TestAgent(server)
            try await agent.send()
            let frame = try agent.frame().frame
            let answer =
                switch kind {
                case "truncated": try await agent.post(Array(frame.prefix(agent.ticket.count + 10)))
                case "oversized": try await agent.post(frame + Array(repeating: 0, count: 70_000))
                case "forged": try await agent.post(frame.dropLast() + [frame.last! ^ 1])
                case "malformed": try await agent.post(agent.frame("[]").frame)
                case "out of order":
                    try await agent.post(
                        BatchFrame.encode(
                            payload: Array(TestAgent.payload(9).utf8), key: agent.key, ticket: agent.ticket,
                            sequence: 9, chain: agent.chain, nonce: Array(0..<12)
                        ).frame)
                case "for another session": try await agent.post(frame, session: other.session)
                default: try await server.withClock(ahead: .seconds(7300)) { try await agent.post(frame) }
                }
            #expect(answer.status >= 400)
            try await agent.send(to: "results")
            let document = try await server.session(agent.session).json["data"]
            let fired = document?["signals_fired"]?.array?.compactMap { $0["signal"]?.string } ?? []
            #expect(fired.contains { $0.hasPrefix("batch_") })
            let integrity = document?["runtime_integrity"]
            #expect(
                integrity?["tampering"]?.string != "clean" || integrity?["replay"]?.string != "clean")
        }
    }

    @Test("A batch under another server's ticket is nobody's evidence")
    func foreignTicket() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send()
            var frame = try agent.frame().frame
            frame[40] ^= 1
            for body in [frame, Array(frame.prefix(150)), frame + Array(repeating: 0, count: 70_000)] {
                #expect(try await agent.post(body).status >= 400)
            }
            let state = try await server.store.sessions.state(Tenant(server.organization, .live), agent.session)
            #expect(state?.refusals == [:])
        }
    }

    @Test("A payload that inflates beyond its limit is refused before it is read")
    func inflatesTooFar() async throws {
        try await TestServer.run { server in
            let agent = try await TestAgent(server)
            let bomb = TestAgent.payload(0, ",\"x\":\"" + String(repeating: "a", count: 300_000) + "\"")
            let answer = try await agent.post(try agent.frame(bomb).frame)
            #expect(answer.status == 413)
            #expect(answer.errorCode == "collect.batch_too_large")
        }
    }

    @Test("A session can't be made large out of little: what shrinks to nothing counts by what it was")
    func inflatedSession() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            let filler = ",\"x\":\"" + String(repeating: "a", count: 255_000) + "\""
            var taken = 0
            var refused: HTTPClient.Answer?
            while refused == nil, taken < 100 {
                let answer = try await agent.send(TestAgent.payload(agent.sequence, filler))
                if answer.status == 202 { taken += 1 } else { refused = answer }
            }
            #expect(refused?.errorCode == "collect.session_full")
            #expect((30...33).contains(taken))
        }
    }

    @Test("One repeated newest batch is a lost acknowledgement; an older one is a replay and shows in the document")
    func replayIsEvidence() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            let (first, next) = try agent.frame()
            _ = try await agent.post(first)
            _ = try await agent.post(first)
            agent.sequence = 1
            agent.chain = next
            try await agent.send(to: "results")
            let integrity = {
                try await server.session(agent.session).json["data"]?["runtime_integrity"]?["replay"]?.string
            }
            #expect(try await integrity() == "clean")
            #expect(try await agent.post(first).errorCode == "collect.batch_replayed")
            try await agent.send(to: "results")
            #expect(try await integrity() != "clean")
        }
    }

    @Test("A ticket ends with its time; a clock that jumps back takes nothing away")
    func clockJumps() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            server.clock.move(by: .seconds(-86_400))
            #expect(try await agent.send().status == 202)
            server.clock.move(by: .seconds(86_400 + 7_300))
            let late = try await agent.send()
            #expect(late.status == 401)
            #expect(late.errorCode == "collect.ticket_expired")
            #expect(late.json["error"]?["details"]?["next_action"]?.string == "new_session")
        }
    }

    @Test("A page that vanished is decided without being asked")
    func vanishedPage() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send()
            let sweep = server.sweep
            try await sweep.sweep()
            #expect(try await server.session(agent.session).status == 404)
            server.clock.move(by: .seconds(61))
            try await sweep.sweep()
            let data = try await server.session(agent.session).json["data"]
            #expect(data?["decision"]?["decision_status"]?.string == "final", "nothing more is expected of it")
            try await agent.send(TestAgent.payload(1, #","final":true"#))
            server.clock.move(by: .seconds(61))
            try await sweep.sweep()
            let tenant = Tenant(server.organization, .live)
            let state = try #require(try await server.store.sessions.state(tenant, agent.session))
            #expect(state.decisions.map(\.isProvisional) == [false])
            let events = try await server.store.events.page(
                of: tenant, endpoint: nil, type: .resultPersisted, after: nil, limit: 9
            ).events
            #expect(events.map(\.event.subject) == [agent.session.text])
        }
    }

    @Test("A session that was only decided preliminarily gets its last word when it has been quiet, and is told once")
    func lastWord() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            let first = try await server.session(agent.session).json["data"]?["decision"]
            #expect(first?["decision_status"]?.string == "preliminary")
            let sweep = server.sweep
            let tenant = Tenant(server.organization, .live)
            func told() async throws -> Int {
                try await server.store.events.page(
                    of: tenant, endpoint: nil, type: .resultPersisted, after: nil, limit: 9
                ).events.count
            }
            try await sweep.sweep()
            #expect(try await told() == 0)
            server.clock.move(by: .seconds(61))
            try await sweep.sweep()
            try await sweep.sweep()
            #expect(try await told() == 1)
            // What was final once stays so, and is not told again.
            try await agent.send(to: "results")
            let state = try #require(try await server.store.sessions.state(tenant, agent.session))
            #expect(state.decisions.map(\.isProvisional) == [true, false, false])
            #expect(try await told() == 1)
        }
    }

    @Test("Pages of other origins are served, and a key's allowed origins are enforced")
    func origins() async throws {
        try await TestServer.run(allowedOrigins: ["https://shop.example"]) { server in
            let good = try await TestAgent.open(server, .init(), [("origin", "https://shop.example")])
            #expect(good.status == 201)
            #expect(good["access-control-allow-origin"] == "https://shop.example")
            for headers in [[("origin", "https://evil.example")], []] {
                let bad = try await TestAgent.open(server, .init(), headers)
                #expect(bad.status == 403)
                #expect(bad.errorCode == "collect.origin_not_allowed")
            }
            let preflight = try await server.client.send(
                .OPTIONS, "/v1/collect/sessions",
                headers: [("origin", "https://shop.example"), ("access-control-request-method", "POST")])
            #expect(preflight.status == 204)
            #expect(preflight["access-control-allow-headers"] == "authorization, content-type")
        }
    }

    @Test(
        "Handshakes with a wrong body say what was expected",
        arguments: [
            ("", "application/json", "400 collect.body_empty"),
            ("[]", "application/json", "400 request.malformed"),
            ("{}", "text/html", "415 request.malformed"),
            (#"{"protocol":2,"client_public_key":""}"#, "application/json", "426 transport.upgrade_required"),
            (#"{"protocol":1,"client_public_key":"AAAA"}"#, "application/json", "422 request.validation_failed"),
            (String(repeating: " ", count: 5000), "application/json", "413 collect.batch_too_large"),
        ])
    func handshakeBodies(body: String, type: String, refusal: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.post(
                "/v1/collect/sessions", Array(body.utf8), type: type, key: server.publishableKey)
            #expect("\(answer.status) \(answer.errorCode ?? "none")" == refusal)
        }
    }
}
