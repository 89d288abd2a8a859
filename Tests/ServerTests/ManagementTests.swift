import Foundation
import NIOHTTP1
import OrderedJSON
import Sessions
import Storage
import Testing

@testable import Server

@Suite("Bodies that the API takes")
struct BodyTests {
    /// The answer to a new organization with this body.
    private func create(
        _ server: TestServer, _ body: String, type: String? = "application/json"
    ) async throws -> HTTPClient.Answer {
        try await server.client.send(
            .POST, "/v1/organizations", key: server.secretKey, headers: type.map { [("content-type", $0)] } ?? [],
            body: Array(body.utf8))
    }

    @Test("Everything that is wrong with a body is told at once")
    func all() async throws {
        try await TestServer.run { server in
            let answer = try await create(server, #"{"name":"  ","slug":7,"colour":"red","size":1}"#)
            #expect(answer.status == 422)
            #expect(answer.json["error"]?["details"]?["parameter_set"]?.string == "body")
            let fields = answer.json["error"]?["details"]?["fields"]?.array ?? []
            let found = Dictionary(uniqueKeysWithValues: fields.map { ($0["name"]!.string!, $0["issue"]!.string!) })
            #expect(found == ["name": "blank", "slug": "invalid_type", "colour": "unknown", "size": "unknown"])
        }
    }

    @Test(
        "Bodies that can't be read are refused in their words",
        arguments: [
            ("", 400), ("{", 400), ("[]", 400), ("null", 400), ("\"a\"", 400), (#"{"name":"\ud800","slug":"a"}"#, 400),
            (#"{"name":"a","slug":"a",}"#, 400), (String(repeating: "[", count: 60_000), 400),
            (#"{"name":"a"}"# + String(repeating: " ", count: 70_000), 413),
            (#"{"name":"a","name":"b","slug":"c"}"#, 422), (#"{"name":"a\u0000b","slug":"c"}"#, 422),
        ] as [(String, Int)])
    func unreadable(_ body: String, _ status: Int) async throws {
        try await TestServer.run { server in
            let answer = try await create(server, body)
            #expect(answer.status == status)
            #expect(answer.errorCode == (status == 422 ? "request.validation_failed" : "request.malformed"))
            #expect(try await server.client.get("/healthz").status == 200)
        }
    }

    @Test(
        "Another content type is refused; parameters of the right one are not",
        arguments: [nil, "text/plain", "application/jsonp"])
    func contentType(_ type: String?) async throws {
        try await TestServer.run { server in
            #expect(try await create(server, "{}", type: type).status == 415)
            let right = try await create(server, #"{"name":"a","slug":"a"}"#, type: "Application/JSON; charset=utf-8")
            #expect(right.status == 201)
        }
    }

    @Test(
        "Short names of organizations have their form",
        arguments: ["A", "a b", "-a", "a-", "a--b", "ä", "a_b", "", String(repeating: "a", count: 101)])
    func slugs(_ slug: String) async throws {
        try await TestServer.run { server in
            let answer = try await create(server, "{\"name\":\"n\",\"slug\":\"\(slug)\"}")
            #expect(answer.status == 422)
            #expect(answer.text.contains("\"name\":\"slug\""))
        }
    }
}

@Suite("Who may do what")
struct AuthorityTests {
    private func request(
        _ server: TestServer, _ method: HTTPMethod, _ path: String, key: String, _ body: String = ""
    ) async throws -> HTTPClient.Answer {
        try await server.client.send(
            method, path, key: key, headers: [("content-type", "application/json")], body: Array(body.utf8))
    }

    @Test("A key that was rotated hands on the organizations that its line has made")
    func lineage() async throws {
        try await TestServer.run { server in
            let made = try await request(
                server, .POST, "/v1/organizations", key: server.secretKey, #"{"name":"n","slug":"made"}"#)
            let id = try #require(made.json["data"]?["id"]?.string)
            let keys = "/v1/organizations/\(server.organization)/api-keys"
            let list = try await request(server, .GET, keys, key: server.secretKey)
            let own = try #require(
                list.json["data"]?.array?.first { $0["type"]?.string == "secret" }?["id"]?.string)
            let rotated = try await request(server, .POST, "\(keys)/\(own)/rotations", key: server.secretKey)
            #expect(rotated.status == 201)
            let successor = try #require(rotated.json["data"]?["revealed_key"]?.string)
            #expect(try await request(server, .GET, "/v1/organizations/\(id)", key: successor).status == 200)

            let sibling = try await request(server, .POST, keys, key: successor, #"{"name":"sibling"}"#)
            let stranger = try #require(sibling.json["data"]?["revealed_key"]?.string)
            #expect(try await request(server, .GET, "/v1/organizations/\(id)", key: stranger).status == 404)
        }
    }

    @Test("Nobody hands out, or takes by a rotation, what they lack")
    func escalation() async throws {
        try await TestServer.run { server in
            let keys = "/v1/organizations/\(server.organization)/api-keys"
            let made = try await request(
                server, .POST, keys, key: server.secretKey,
                #"{"name":"narrow","type":"secret","scopes":["api_keys:manage","api_keys:read"]}"#)
            let narrow = try #require(made.json["data"]?["revealed_key"]?.string)
            for body in [
                #"{"name":"x","type":"secret","scopes":["*"]}"#,
                #"{"name":"x","type":"secret","scopes":["api_keys:read","sessions:read"]}"#,
            ] {
                let answer = try await request(server, .POST, keys, key: narrow, body)
                #expect(answer.status == 403)
                #expect(answer.errorCode == "auth.insufficient_scope")
            }
            let list = try await request(server, .GET, keys, key: narrow)
            let strong = try #require(
                list.json["data"]?.array?.first { $0["scopes"]?.array?.first?.string == "*" }?["id"]?.string)
            #expect(try await request(server, .POST, "\(keys)/\(strong)/rotations", key: narrow).status == 403)
            let own = try #require(made.json["data"]?["id"]?.string)
            let widened = try await request(
                server, .PATCH, "\(keys)/\(own)", key: narrow, #"{"scopes":["sessions:list"]}"#)
            #expect(widened.status == 403)
            let default_ = try await request(server, .POST, keys, key: narrow, #"{"name":"x"}"#)
            #expect(
                default_.json["data"]?["scopes"]?.array?.compactMap(\.string) == ["api_keys:manage", "api_keys:read"])
        }
    }

    @Test("A test key neither makes nor sees live keys")
    func environments() async throws {
        try await TestServer.run { server in
            let keys = "/v1/organizations/\(server.organization)/api-keys"
            let made = try await request(
                server, .POST, keys, key: server.secretKey, #"{"name":"t","environment":"test"}"#)
            let test = try #require(made.json["data"]?["revealed_key"]?.string)
            #expect(test.hasPrefix("sk_test_"))
            let live = try await request(server, .POST, keys, key: test, #"{"name":"l","environment":"live"}"#)
            #expect(live.errorCode == "auth.wrong_environment")
            let list = try await request(server, .GET, keys, key: test)
            #expect(list.json["data"]?.array?.map { $0["environment"]?.string } == ["test"])
            let all = try await request(server, .GET, keys, key: server.secretKey)
            let other = try #require(
                all.json["data"]?.array?.first { $0["environment"]?.string == "live" }?["id"]?.string)
            #expect(try await request(server, .DELETE, "\(keys)/\(other)", key: test).status == 404)
        }
    }

    @Test("What a change through the API says holds for the next request")
    func immediate() async throws {
        try await TestServer.run { server in
            let keys = "/v1/organizations/\(server.organization)/api-keys"
            let made = try await request(server, .POST, keys, key: server.secretKey, #"{"name":"k"}"#)
            let key = try #require(made.json["data"]?["revealed_key"]?.string)
            let id = try #require(made.json["data"]?["id"]?.string)
            #expect(try await request(server, .GET, "/v1/sessions", key: key).status == 200)
            let narrowed = try await request(
                server, .PATCH, "\(keys)/\(id)", key: server.secretKey, #"{"scopes":["fingerprints:list"]}"#)
            #expect(narrowed.status == 200)
            #expect(try await request(server, .GET, "/v1/sessions", key: key).status == 403)
            #expect(try await request(server, .DELETE, "\(keys)/\(id)", key: server.secretKey).status == 200)
            #expect(try await request(server, .GET, "/v1/fingerprints", key: key).status == 401)
        }
    }
}

@Suite("A document that is erased or gets a user")
struct DocumentChangeTests {
    @Test("The customer's user stands in the document, through later decisions, until it is detached")
    func user() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            let path = "/v1/sessions/\(agent.session)"
            func patch(_ body: String) async throws -> HTTPClient.Answer {
                try await server.client.send(
                    .PATCH, path, key: server.secretKey, headers: [("content-type", "application/json")],
                    body: Array(body.utf8))
            }
            #expect(try await server.session(agent.session).json["data"]?["client_user_id"] == nil)
            let name = "user \"7\" \u{1F600}"
            let named = try await patch("{\"client_user_id\":\(String(decoding: name.jsonBytes(), as: UTF8.self))}")
            #expect(named.json["data"]?["client_user_id"]?.string == name)
            try await agent.send(to: "results")
            let again = try await server.session(agent.session)
            #expect(again.json["data"]?["client_user_id"]?.string == name)
            #expect(again.json["data"]?["previous_decisions"]?.array?.count == 1)
            #expect(try await patch(#"{"client_user_id":null}"#).json["data"]?["client_user_id"] == nil)
            for (body, status) in [
                ("{\"client_user_id\":\"\(String(repeating: "é", count: 256))\"}", 200),
                ("{\"client_user_id\":\"\(String(repeating: "é", count: 257))\"}", 422),
                (#"{"client_user_id":""}"#, 422),
                (#"{"client_user_id":7}"#, 422), ("{}", 422), (#"{"client_user_id":"a","x":1}"#, 422),
            ] {
                let answer = try await patch(body)
                #expect(answer.status == status, "\(body)")
            }
        }
    }

    @Test("An erased session is not read from a cache, and its agent is told to begin anew")
    func erased() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send(to: "results")
            #expect(try await server.session(agent.session).status == 200)
            let answer = try await server.client.send(.DELETE, "/v1/sessions/\(agent.session)", key: server.secretKey)
            #expect(answer.json["data"]?["removed"]?["sessions"]?.int == 1)
            #expect(try await server.session(agent.session).status == 404)
            let late = try await agent.send()
            #expect(late.errorCode == "collect.ticket_expired")
            #expect(late.json["error"]?["details"]?["next_action"]?.string == "new_session")
            #expect(try await server.session(agent.session).status == 404)
        }
    }

    @Test("The export is every document, one a line, in the order of the list")
    func export() async throws {
        try await TestServer.run { server in
            for _ in 0..<3 {
                var agent = try await TestAgent(server)
                try await agent.send(to: "results")
            }
            let list = try await server.client.get("/v1/sessions", key: server.secretKey)
            let ids = list.json["data"]?.array?.compactMap { $0["id"]?.string } ?? []
            let export = try await server.client.get("/v1/exports/sessions", key: server.secretKey)
            #expect(export["content-type"] == "application/x-ndjson")
            let lines = export.text.split(separator: "\n")
            let exported = try lines.map { try JSONValue(parsing: Array($0.utf8))["id"]?.string ?? "" }
            #expect(exported == ids)
            #expect(ids.count == 3)
            let none = try await server.client.get("/v1/exports/sessions?verdict=bot", key: server.secretKey)
            #expect(none.status == 200)
        }
    }
}
