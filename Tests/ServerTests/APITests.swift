import Foundation
import HTTPTypes
import NetworkIntelligence
import NIOCore
import NIOHTTP1
import OrderedJSON
import Sessions
import Storage
import Testing

@testable import Server

@Suite("The API, on good and bad input")
struct APITests {
    @Test("Keys that are missing, malformed, of the other kind, unknown or revoked are refused, each in its words")
    func keys() async throws {
        try await TestServer.run { server in
            func code(_ key: String?) async throws -> String {
                let answer = try await server.client.get("/v1/sessions", key: key)
                #expect(answer["x-request-id"]?.hasPrefix("req_") == true)
                #expect(answer.json["error"]?["retryable"] == .bool(false))
                return "\(answer.status) \(answer.errorCode ?? "none")"
            }
            #expect(try await code(nil) == "401 auth.missing_api_key")
            #expect(try await code("nonsense") == "401 auth.invalid_api_key")
            #expect(try await code(server.publishableKey) == "401 auth.invalid_api_key")
            #expect(try await code(APIKeySecret.random(.secret, .live).text) == "401 auth.invalid_api_key")
            #expect(try await TestAgent.open(server, key: server.secretKey).errorCode == "auth.invalid_api_key")

            let doomed = APIKeySecret.random(.secret, .live)
            let record = doomed.record(name: "d", organization: server.organization, at: server.clock.now)
            try await server.store.keys.add(record)
            _ = try await server.store.keys.revoke(record.id, at: server.clock.now)
            #expect(try await code(doomed.text) == "401 auth.invalid_api_key")
        }
    }

    @Test("A key without the scope is refused and told which one it lacks")
    func scopes() async throws {
        try await TestServer.run { server in
            let narrow = APIKeySecret.random(.secret, .live)
            try await server.store.keys.add(
                narrow.record(
                    name: "n", organization: server.organization, scopes: [.sessionsRead], at: server.clock.now))
            let answer = try await server.client.get("/v1/sessions", key: narrow.text)
            #expect(answer.status == 403)
            #expect(answer.errorCode == "auth.insufficient_scope")
            #expect(answer.text.contains("sessions:list"))
        }
    }

    @Test(
        "Wrong parameters are named, with what was expected and what came",
        arguments: ["0", "999", "abc", "-1", "1.5", ""])
    func limits(_ limit: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.get("/v1/sessions?limit=\(limit)", key: server.secretKey)
            #expect(answer.status == 422)
            #expect(answer.errorCode == "request.validation_failed")
            let field = answer.json["error"]?["details"]?["fields"]?.array?.first
            #expect(field?["name"]?.string == "limit")
            #expect(field?["received"]?.string == limit)
        }
    }

    @Test("A page follows its cursor; a cursor that was changed, or is for another list, is refused")
    func cursors() async throws {
        try await TestServer.run { server in
            for _ in 0..<5 {
                var agent = try await TestAgent(server)
                try await agent.send(to: "results")
            }
            var seen: [String] = []
            var path = "/v1/sessions?limit=2"
            var last = ""
            while true {
                let page = try await server.client.get(path, key: server.secretKey)
                #expect(page.status == 200)
                seen += page.json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
                guard let cursor = page.json["pagination"]?["next_cursor"]?.string else { break }
                last = cursor
                path = "/v1/sessions?limit=2&cursor=\(cursor)"
            }
            #expect(seen.count == 5)
            #expect(Set(seen).count == 5)
            var changed = Array(last)
            changed[5] = changed[5] == "A" ? "B" : "A"
            for bad in ["cursor=\(String(changed))", "cursor=x", "verdict=bot&cursor=\(last)", "cursor="] {
                let answer = try await server.client.get("/v1/sessions?\(bad)", key: server.secretKey)
                #expect(answer.status == 422, "\(bad)")
            }
        }
    }

    @Test(
        "Ids of the wrong form and unknown ids are not found",
        arguments: ["sid_x", "abc", "sid_00000000000000000000000000", "%00"])
    func unknownSessions(_ id: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.get("/v1/sessions/\(id)", key: server.secretKey)
            #expect(answer.status == 404)
            #expect(answer.errorCode == "request.not_found")
        }
    }

    @Test("A wrong method is refused with the methods that are right")
    func methods() async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send(.DELETE, "/v1/sessions")
            #expect(answer.status == 405)
            #expect(answer["allow"] == "GET, HEAD")
            let collect = try await server.client.get("/v1/collect/sessions")
            #expect(collect.status == 405)
            #expect(collect["allow"] == "OPTIONS, POST")
        }
    }

    @Test(
        "An answer to HEAD has no body, a refusal neither, so that the next answer on the connection is read as one",
        arguments: [
            "/v1/sessions", "/v1/organizations", "/v1/exports/sessions", "/nowhere", "/healthz", "/v1/collect/sessions",
        ])
    func head(_ path: String) async throws {
        try await TestServer.run { server in
            let answers = try await server.client.raw(
                "HEAD \(path) HTTP/1.1\r\nHost: x\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            let parts = answers.components(separatedBy: "\r\n\r\n")
            #expect(parts.count == 3)
            #expect(parts[0].hasPrefix("HTTP/1.1 "))
            #expect(parts[1].hasPrefix("HTTP/1.1 200"))
            #expect(parts[2].contains("ready"))
        }
    }

    @Test(
        "Methods that nobody has heard of are refused with those that the path takes",
        arguments: ["TRACE", "PROPFIND", "QUERY"])
    func unknownMethods(_ method: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.client.send(
                HTTPMethod(rawValue: method), "/v1/sessions", key: server.secretKey)
            #expect(answer.status == 405)
            #expect(answer["allow"] == "GET, HEAD")
            let nowhere = try await server.client.send(HTTPMethod(rawValue: method), "/nowhere")
            #expect(nowhere.status == 404)
        }
    }

    @Test("A plus sign in a query is a space, and a percent sign says what it stands for")
    func plus() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            let user = try await server.client.send(
                .PATCH, "/v1/sessions/\(agent.session)", key: server.secretKey,
                headers: [("content-type", "application/json")], body: Array(#"{"client_user_id":"a b+c%20é"}"#.utf8))
            #expect(user.status == 200)
            for search in ["a+b%2Bc%2520%C3%A9", "a%20b%2bc%2520%c3%a9"] {
                let found = try await server.client.get("/v1/sessions?search=\(search)", key: server.secretKey)
                #expect(found.json["data"]?.array?.count == 1, "\(search)")
            }
            let other = try await server.client.get("/v1/sessions?search=a%2Bb", key: server.secretKey)
            #expect(other.json["data"]?.array?.isEmpty == true)
            for since in ["2026-01-01T05:30:00+05:30", "2026-01-01T05:30:00%2B05:30"] {
                let export = try await server.client.get("/v1/exports/sessions?since=\(since)", key: server.secretKey)
                #expect(export.status == 200)
            }
        }
    }

    @Test("A limit of n lets exactly n of many simultaneous requests through")
    func rateLimit() async throws {
        try await TestServer.run(secretLimit: 20) { server in
            let answers = try await withThrowingTaskGroup(of: HTTPClient.Answer.self) { group in
                for _ in 0..<60 {
                    group.addTask { try await server.client.get("/v1/sessions?limit=1", key: server.secretKey) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            // The minute may turn once while the requests run.
            let passed = answers.filter { $0.status == 200 }.count
            #expect(passed == 20 || passed == 40)
            let limited = try #require(answers.first { $0.status == 429 })
            #expect(limited.errorCode == "rate.limited")
            #expect(limited["retry-after"].flatMap(Int.init).map { (1...60).contains($0) } == true)
            #expect(limited["x-ratelimit-limit"] == "20")
            #expect(limited["x-ratelimit-remaining"] == "0")
        }
    }

    @Test("Headers and addresses over their limit are refused, and the server keeps running")
    func oversizedRequests() async throws {
        try await TestServer.run { server in
            let long = try await server.client.get("/v1/sessions?search=" + String(repeating: "a", count: 9000))
            #expect(long.status == 414)
            let head = "GET / HTTP/1.1\r\nHost: x\r\nX-Big: \(String(repeating: "a", count: 40_000))\r\n\r\n"
            #expect(try await server.client.raw(head).hasPrefix("HTTP/1.1 431"))
            #expect(try await server.client.raw("nonsense\r\n\r\n").hasPrefix("HTTP/1.1 400"))
            #expect(try await server.client.get("/healthz").status == 200)
        }
    }

    @Test("A client that never ends its request is closed in time")
    func slowClients() async throws {
        var settings = ServerSettings()
        settings.deadlines.head = .milliseconds(300)
        settings.deadlines.body = .milliseconds(300)
        try await TestServer.run(settings) { server in
            for beginning in [
                "GET / HT", "POST /v1/collect/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc", "",
            ] {
                let start = ContinuousClock.now
                _ = try? await server.client.raw(beginning)
                #expect(.now - start < .seconds(5))
            }
        }
    }

    @Test("When the disk is full, writes fail clearly, reads go on, and so does the server")
    func fullDisk() async throws {
        try await TestServer.run(pageLimit: 90) { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            let filler = (0..<30_000).map { _ in Character(Unicode.Scalar(UInt8.random(in: 97...122))) }
            var refused: HTTPClient.Answer?
            for _ in 0..<40 where refused == nil {
                let answer = try await agent.send(
                    TestAgent.payload(agent.sequence, ",\"x\":\"\(String(filler.shuffled()))\""))
                if answer.status != 202 { refused = answer }
            }
            #expect(refused?.status == 500)
            #expect(refused?.json["error"]?["retryable"] == .bool(true))
            #expect(try await server.session(agent.session).status == 200)
        }
    }

    @Test("Metrics name matched routes and never a raw path, an address or a key")
    func metrics() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            _ = try await server.session(agent.session)
            _ = try await server.client.get("/secret-path-of-somebody")
            let text = try await server.client.get("/metrics").text
            #expect(text.contains(#"route="/v1/sessions/{session}",method="GET",status="200"} 1"#))
            #expect(text.contains("tripline_sessions_opened_total 1"))
            for hidden in [agent.session.text, "secret-path", "127.0.0.1", server.secretKey] {
                #expect(!text.contains(hidden))
            }
            let forwarded = try await server.client.get("/metrics", headers: [("x-forwarded-for", "203.0.113.9")])
            #expect(forwarded.status == 401)
        }
    }

    @Test("The agent has an ETag, and is not sent again to who has it")
    func agentCaching() async throws {
        try await TestServer.run { server in
            let first = try await server.client.get("/t.js")
            #expect(first.status == 200)
            #expect(first["content-type"]?.hasPrefix("text/javascript") == true)
            let tag = try #require(first["etag"])
            #expect(try await server.client.get("/t.js", headers: [("if-none-match", tag)]).status == 304)
            let compressed = try await server.client.get("/t.js", headers: [("accept-encoding", "gzip, br")])
            #expect(compressed["content-encoding"] == "gzip")
            #expect(compressed["etag"] != tag)
            #expect(compressed.body.count <= 24 * 1024)
        }
    }

    @Test("What stands before a trusted proxy's word is not believed")
    func proxies() throws {
        let trust = ProxyTrust([try #require(AddressBlock("10.0.0.0/8"))])
        let proxy = IPAddress("10.1.2.3")
        func client(_ peer: IPAddress?, _ header: String?) -> String? {
            trust.client(peer: peer, headers: header.map { [.init("X-Forwarded-For")!: $0] } ?? [:])?.description
        }
        #expect(client(proxy, "203.0.113.9") == "203.0.113.9")
        #expect(client(proxy, "1.1.1.1, 203.0.113.9, 10.9.9.9") == "203.0.113.9")
        #expect(client(proxy, "203.0.113.9, nonsense") == "10.1.2.3")
        #expect(client(IPAddress("198.51.100.1"), "203.0.113.9") == "198.51.100.1")
        #expect(client(proxy, nil) == "10.1.2.3")
        #expect(IPAddress("::ffff:192.0.2.1")?.description == "192.0.2.1")
        #expect(AddressBlock("2001:db8::/129") == nil)
    }
}
