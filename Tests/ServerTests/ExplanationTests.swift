import Detection
import OrderedJSON
import Policy
import Sessions
import Storage
import Testing

@testable import Server

@Suite("The explanation of a session")
struct ExplanationTests {
    /// A session of a driven browser, judged.
    private func driven(_ server: TestServer) async throws -> SessionID {
        var agent = try await TestAgent(server)
        let payload = TestAgent.payload(0).replacing("\"webdriver\":false", with: "\"webdriver\":true")
        #expect(try await agent.send(payload, to: "results").status == 200)
        return agent.session
    }

    private func explanation(_ server: TestServer, _ session: SessionID) async throws -> JSONValue {
        let answer = try await server.client.get("/v1/sessions/\(session.text)/explanation", key: server.secretKey)
        #expect(answer.status == 200)
        return try #require(answer.json["data"])
    }

    @Test("says what was decided, what moved it, and the value behind it")
    func whole() async throws {
        try await TestServer.run { server in
            let found = try await explanation(server, driven(server))
            #expect(found["decision"]?["rules"]?.string == Rules.builtInVersion)
            #expect(found["judged_again"]?["agrees"] == .bool(true))
            #expect(found["judged_again"]?["verdict"]?.string == "bot")
            let signal = found["signals"]?.array?.first { $0["signal"]?.string == "webdriver_detected" }
            #expect(
                signal?["evidence"]?.array == [
                    .object([
                        .init("path", .string("observations.navigator.webdriver")), .init("value", .bool(true)),
                    ])
                ])
            #expect(signal?["contribution"]?["decides_alone"] == .bool(true))
            #expect(found["policy"]?.isNull == true)
        }
    }

    @Test("says what the operator's policy made of it")
    func policy() async throws {
        var settings = ServerSettings()
        settings.policy = try PolicyFile.policy(
            in: "version: mild\nsignals: {webdriver_detected: muted}\nthresholds: {bot: 95}".utf8, file: "policy.yaml")
        try await TestServer.run(settings) { server in
            let found = try await explanation(server, driven(server))
            #expect(found["judged_again"]?["rules"]?.string == "\(Rules.builtInVersion)+mild")
            #expect(found["judged_again"]?["thresholds"]?["bot"]?.int == 95)
            #expect(found["muted_signals"]?.array?.compactMap { $0["signal"]?.string } == ["webdriver_detected"])
            #expect(found["policy"]?["label"]?.string == "mild" && found["policy"]?["listing"]?.isNull == true)
        }
    }

    @Test("is not given any more when what was observed is gone")
    func expired() async throws {
        try await TestServer.run { server in
            let session = try await driven(server)
            _ = try await server.store.retention.removeSome(
                .observations, lifetimes: Lifetimes(), at: server.clock.now + .seconds(8 * 86_400), limit: 100)
            let path = "/v1/sessions/\(session.text)"
            let answer = try await server.client.get("\(path)/explanation", key: server.secretKey)
            #expect(answer.status == 409 && answer.errorCode == "session.observations_expired")
            #expect(try await server.client.get(path, key: server.secretKey).status == 200)
        }
    }

    @Test("is not given of a session that is not there")
    func missing() async throws {
        try await TestServer.run { server in
            for id in ["nonsense", SessionID.random().text] {
                let answer = try await server.client.get("/v1/sessions/\(id)/explanation", key: server.secretKey)
                #expect(answer.status == 404 && answer.errorCode == "request.not_found")
            }
        }
    }
}
