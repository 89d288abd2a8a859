import CollectProtocol
import Evidence
import NetworkIntelligence
import OrderedJSON
import Sessions
import Storage
import Testing

@testable import Server

@Suite("Network checks")
struct NetworkCheckTests {
    private func frame(
        _ agent: TestAgent, _ transport: CheckedTransport, _ payload: String = #"{"v":1,"sent_ms":5}"#,
        key: BatchKey? = nil, ticket: [UInt8]? = nil
    ) throws -> [UInt8] {
        try NetworkCheckFrame.encode(
            payload: Array(payload.utf8), key: key ?? agent.key, ticket: ticket ?? agent.ticket, transport: transport,
            nonce: (0..<12).map { _ in .random(in: 0...255) })
    }

    private func post(
        _ server: TestServer, _ frame: [UInt8], _ headers: [(String, String)] = []
    ) async throws -> HTTPClient.Answer {
        try await server.client.post(
            "/v1/collect/network-checks", frame, type: "application/octet-stream", headers: headers)
    }

    private func state(_ server: TestServer, _ agent: TestAgent) async throws -> SessionState {
        try #require(try await server.store.sessions.state(Tenant(server.organization, .live), agent.session))
    }

    private func evidence(_ server: TestServer, _ agent: TestAgent) async throws -> Evidence {
        server.judge.evidence(try await state(server, agent))
    }

    private func begun(_ server: TestServer, _ headers: [(String, String)] = []) async throws -> TestAgent {
        var agent = try await TestAgent(server, headers: headers)
        try await agent.send()
        return agent
    }

    /// A server that believes this machine about addresses.
    private var believing: ServerSettings {
        var settings = ServerSettings()
        settings.proxies = ProxyTrust([AddressBlock("127.0.0.1")!])
        return settings
    }

    private func from(_ address: String) -> [(String, String)] { [("x-forwarded-for", address)] }

    @Test("by a request and by a socket are kept, and are evidence of one client")
    func both() async throws {
        try await TestServer.run { server in
            let agent = try await begun(server)
            let answer = try await post(server, try frame(agent, .request))
            #expect(answer.status == 202)
            #expect(answer.json["data"]?["object"]?.string == "collect_network_check")
            let talk = try await TestSocket(port: server.client.port)
                .talk(sending: TestSocket.frame(2, try frame(agent, .socket)))
            #expect(talk.status == 101)
            #expect(talk.header("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(talk.pings == 3)
            #expect(talk.closure?.code == 1000)

            // The clock of tests stands still, so either may come first.
            var evidence = try await evidence(server, agent)
            evidence.secondTransports.sort { $0.transport.rawValue < $1.transport.rawValue }
            #expect(evidence.secondTransports.map(\.transport) == [.request, .socket])
            for second in evidence.secondTransports {
                #expect(second.addressAgreement == .same)
                #expect(second.ipVersion == 4)
                #expect(second.otherCountry == nil)
                // There is no TLS here.
                #expect(second.tlsAgreement == .unknown)
                #expect(second.reflexiveAddresses.isEmpty)
            }
            let roundTrip = try #require(evidence.secondTransports[1].roundTrip)
            #expect(roundTrip >= 0 && roundTrip < 1000)
            #expect(evidence.secondTransports[0].roundTrip == nil)
            #expect(evidence.roundTrips.socketMilliseconds == roundTrip)
            #if os(Linux)
                #expect(evidence.roundTrips.tcpMilliseconds ?? -1 > 0)
                #expect(evidence.secondTransports.allSatisfy { $0.tcpRoundTrip ?? -1 > 0 })
            #endif
        }
    }

    @Test("tell how their address goes with the session's, and keep none")
    func addresses() async throws {
        try await TestServer.run(believing) { server in
            let expected: [(String, String, SecondTransportEvidence.AddressAgreement, Int)] = [
                ("203.0.113.7", "203.0.113.7", .same, 4), ("203.0.113.7", "203.0.113.250", .sameNetwork, 4),
                ("203.0.113.7", "198.51.100.7", .otherNetwork, 4), ("203.0.113.7", "2001:db8::7", .unknown, 6),
                ("2001:db8:1:2::7", "2001:db8:1:3::8", .sameNetwork, 6),
                ("2001:db8:1::7", "2001:db8:2::7", .otherNetwork, 6),
                ("203.0.113.7", "::ffff:203.0.113.7", .same, 4),
            ]
            for (first, second, agreement, version) in expected {
                let agent = try await begun(server, from(first))
                #expect(try await post(server, try frame(agent, .request), from(second)).status == 202)
                let talk = try await TestSocket(port: server.client.port).talk(
                    TestSocket.request("GET", "/v1/collect/network-checks", TestSocket.handshake + from(second)),
                    sending: TestSocket.frame(2, try frame(agent, .socket)))
                #expect(talk.closure?.code == 1000)
                let seen = try await evidence(server, agent).secondTransports
                #expect(seen.map(\.addressAgreement) == [agreement, agreement], "\(first) \(second)")
                #expect(seen.map(\.ipVersion) == [version, version])
                // The peer is a proxy, whose round trip is not the client's.
                #expect(seen.allSatisfy { $0.tcpRoundTrip == nil })
                for check in try await state(server, agent).checks where first != second {
                    #expect(!String(decoding: check.seen, as: UTF8.self).contains(second))
                }
            }
        }
    }

    @Test("hold reflexive addresses against the session's, and keep none")
    func reflexive() async throws {
        try await TestServer.run(believing) { server in
            let agent = try await begun(server, from("203.0.113.7"))
            let payload = #"{"v":1,"reflexive":["203.0.113.7","198.51.100.9","2001:db8::9","x.local",""]}"#
            #expect(try await post(server, try frame(agent, .request, payload), from("203.0.113.7")).status == 202)
            let seen = try #require(try await evidence(server, agent).secondTransports.first)
            #expect(
                seen.reflexiveAddresses == [
                    .init(agreement: .same, ipVersion: 4), .init(agreement: .otherNetwork, ipVersion: 4),
                    .init(agreement: .unknown, ipVersion: 6),
                ])
            let kept = String(decoding: try #require(try await state(server, agent).checks.first).seen, as: UTF8.self)
            for address in ["203.0.113.7", "198.51.100.9", "2001:db8::9"] { #expect(!kept.contains(address)) }
        }
    }

    @Test("a second time are refused and change nothing, by either way")
    func replays() async throws {
        try await TestServer.run(believing) { server in
            let agent = try await begun(server, from("203.0.113.7"))
            let (request, socket) = (try frame(agent, .request), try frame(agent, .socket))
            for turn in 0..<2 {
                let answer = try await post(server, request, from(turn == 0 ? "203.0.113.7" : "198.51.100.1"))
                #expect(answer.status == (turn == 0 ? 202 : 409))
                if turn == 1 { #expect(answer.errorCode == "collect.batch_replayed") }
                let talk = try await TestSocket(port: server.client.port).talk(
                    TestSocket.request(
                        "GET", "/v1/collect/network-checks",
                        TestSocket.handshake + from(turn == 0 ? "203.0.113.7" : "198.51.100.1")),
                    sending: TestSocket.frame(2, socket))
                #expect(talk.closure?.code == (turn == 0 ? 1000 : 1008))
                if turn == 1 { #expect(talk.closure?.reason == "collect.batch_replayed") }
            }
            let evidence = try await evidence(server, agent)
            #expect(evidence.secondTransports.map(\.addressAgreement) == [.same, .same])
            #expect(evidence.transport.retransmissions == 2)
            #expect(evidence.transport.refusals == [:])
        }
    }

    @Test("that are not what they say are refused, and held against the session whose ticket they carry")
    func refused() async throws {
        try await TestServer.run { server in
            let (agent, other) = (try await begun(server), try await begun(server))
            let bad: [(String, Int, [UInt8])] = [
                ("collect.body_empty", 400, []),
                ("collect.batch_truncated", 400, Array(try frame(agent, .request).prefix(agent.ticket.count + 10))),
                ("transport.upgrade_required", 426, [2] + (try frame(agent, .request)).dropFirst()),
                ("collect.ticket_invalid", 401, try frame(agent, .request, ticket: [UInt8](repeating: 2, count: 154))),
                ("collect.batch_forged", 400, try frame(agent, .socket)),
                ("collect.batch_forged", 400, try frame(agent, .request, key: other.key)),
                ("collect.batch_forged", 400, try frame(agent, .request, ticket: other.ticket)),
                ("collect.payload_invalid", 422, try frame(agent, .request, #"{"v":2}"#)),
                ("collect.batch_too_large", 413, try frame(agent, .request, String(repeating: " ", count: 4097))),
            ]
            for (code, status, frame) in bad {
                let answer = try await post(server, frame)
                #expect(answer.status == status)
                #expect(answer.errorCode == code)
            }
            let socket = TestSocket(port: server.client.port)
            for (code, frame) in [
                ("collect.batch_forged", try frame(agent, .request)), ("collect.body_empty", []),
                ("collect.ticket_invalid", try frame(agent, .socket, ticket: [UInt8](repeating: 2, count: 154))),
            ] {
                let talk = try await socket.talk(sending: TestSocket.frame(2, frame))
                #expect(talk.closure?.code == 1008)
                #expect(talk.closure?.reason == code)
                #expect(talk.pings == 0)
            }
            let evidence = try await evidence(server, agent)
            #expect(evidence.secondTransports.isEmpty)
            #expect(evidence.transport.refusals == ["collect.batch_forged": 3, "collect.payload_invalid": 1])
            let answer = try await server.client.post(
                "/v1/collect/network-checks", try frame(agent, .request), type: "application/json")
            #expect(answer.status == 415)
        }
    }

    @Test("of an expired ticket, of a session without a batch, and of one that was erased are refused")
    func late() async throws {
        try await TestServer.run { server in
            let fresh = try await TestAgent(server)
            #expect(try await post(server, try frame(fresh, .request)).errorCode == "collect.batch_out_of_order")
            let agent = try await begun(server)
            try await server.withClock(ahead: .seconds(7201)) {
                #expect(try await post(server, try frame(agent, .request)).errorCode == "collect.ticket_expired")
                let talk = try await TestSocket(port: server.client.port)
                    .talk(sending: TestSocket.frame(2, try frame(agent, .socket)))
                #expect(talk.closure?.reason == "collect.ticket_expired")
            }
            _ = try await server.store.erasure.eraseSession(
                agent.session, of: Tenant(server.organization, .live), at: server.clock.now)
            #expect(try await post(server, try frame(agent, .request)).errorCode == "collect.ticket_expired")
        }
    }

    @Test("from pages that the key is not for are refused")
    func origins() async throws {
        try await TestServer.run(allowedOrigins: ["https://shop.example"]) { server in
            let right = [("origin", "https://shop.example")]
            let agent = try await begun(server, right)
            for (origin, isRight) in [("https://shop.example", true), ("https://other.example", false)] {
                let answer = try await post(server, try frame(agent, .request), [("origin", origin)])
                #expect(answer.errorCode == (isRight ? nil : "collect.origin_not_allowed"))
                #expect(answer["access-control-allow-origin"] == origin)
                let talk = try await TestSocket(port: server.client.port).talk(
                    TestSocket.request(
                        "GET", "/v1/collect/network-checks", TestSocket.handshake + [("origin", origin)]),
                    sending: TestSocket.frame(2, try frame(agent, .socket)))
                #expect(talk.closure?.reason == (isRight ? "" : "collect.origin_not_allowed"))
            }
        }
    }

    @Test("over eight are acknowledged and left out")
    func many() async throws {
        try await TestServer.run { server in
            let agent = try await begun(server)
            for _ in 0..<10 { #expect(try await post(server, try frame(agent, .request)).status == 202) }
            #expect(try await state(server, agent).checks.count == CollectProtocol.networkChecksPerSession)
        }
    }

    @Test("are told of in the handshake: the socket always, STUN servers where there are any")
    func offer() async throws {
        for servers in [[], ["stun:id.shop.example:3478"]] {
            var settings = ServerSettings()
            settings.stunServers = servers
            try await TestServer.run(settings) { server in
                let network = try #require(try await TestAgent.open(server).json["data"]?["network"])
                #expect(network["socket"]?.bool == true)
                #expect(network["webrtc"]?["urls"]?.array?.compactMap(\.string) == (servers.isEmpty ? nil : servers))
                #expect(network["webrtc"]?.isNull == servers.isEmpty)
            }
        }
    }
}
