import CollectProtocol
import Foundation
import OrderedJSON
import Sessions
import Storage
import Testing
import VisitorIdentity

@testable import Server

/// What a page of the server's own origin sends with its requests.
private func ownPage(_ server: TestServer, cookie: String? = nil) -> [(String, String)] {
    [("origin", "http://127.0.0.1:\(server.client.port)"), ("sec-fetch-site", "same-origin")]
        + (cookie.map { [("cookie", $0)] } ?? [])
}

extension TestServer {
    /// A token of a visitor, as this server seals them.
    fileprivate func token(_ visitor: VisitorID, issuedAt: Timestamp? = nil) -> String {
        ContinuitySealer(key: masterKey.derivedKey(for: "continuity token v1")).seal(
            ContinuityToken(visitor: visitor, session: nil, issuedAt: issuedAt ?? clock.now),
            scope: "\(organization)/live")
    }

    /// A session that is tied with these headers and tokens in the storages: the freeze's answer, and the visitor of its document.
    fileprivate func tied(
        _ headers: [(String, String)], tokens: String = "{}"
    ) async throws -> (frozen: HTTPClient.Answer, document: JSONValue) {
        var agent = try await TestAgent(self)
        try await agent.send(
            #"{"v":1,"sequence":0,"observations":{"navigator":{"webdriver":false},"continuity":{"tokens":\#(tokens)}}}"#
        )
        agent.headers = headers
        let frozen = try await agent.send(to: "fingerprint")
        try await agent.send(to: "results")
        return (frozen, try #require(try await session(agent.session).json["data"]))
    }
}

private func visitor(_ document: JSONValue) -> String? { document["visitor_fingerprint"]?["id"]?.string }

private func conflicts(_ document: JSONValue) -> Bool {
    document["signals_fired"]?.array?.contains { $0["signal"]?.string == "visitor_tokens_conflict" } == true
}

@Suite("The server's own cookie")
struct ContinuityCookieTests {
    @Test("holds the token that the freeze gave, out of the reach of scripts, and alone brings the visitor back")
    func alone() async throws {
        try await TestServer.run { server in
            let first = try await server.tied(ownPage(server))
            let set = try #require(first.frozen["set-cookie"])
            let token = try #require(first.frozen.json["data"]?["continuity_token"]?.string)
            #expect(set == "_tripline_server=\(token); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")
            let second = try await server.tied(ownPage(server, cookie: "theme=dark; _tripline_server=\(token);x=1"))
            #expect(visitor(first.document) != nil)
            #expect(visitor(second.document) == visitor(first.document))
            #expect(second.document["visitor_fingerprint"]?["confidence"]?.int == 99)
            #expect(second.frozen["set-cookie"] != set)
        }
    }

    @Test("is its host's alone where the page came by TLS, wherever TLS ends")
    func secured() async throws {
        try await TestServer.run { server in
            let page = [("origin", "https://shop.example"), ("sec-fetch-site", "same-origin")]
            let first = try await server.tied(page)
            let token = try #require(first.frozen.json["data"]?["continuity_token"]?.string)
            #expect(
                first.frozen["set-cookie"]
                    == "__Host-_tripline=\(token); Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax; Secure")
            // A neighbour of the page's host can set a cookie for both, but none of that name.
            let swapped = try await server.tied(page + [("cookie", "_tripline_server=\(token)")])
            #expect(visitor(swapped.document) != visitor(first.document))
            let second = try await server.tied(page + [("cookie", "__Host-_tripline=\(token)")])
            #expect(visitor(second.document) == visitor(first.document))
        }
    }

    @Test("is given to pages of the server's own origin, also by browsers that do not say how near they are")
    func olderBrowsers() async throws {
        try await TestServer.run { server in
            let own = try await server.tied([("origin", "http://127.0.0.1:\(server.client.port)")])
            #expect(own.frozen["set-cookie"] != nil)
        }
    }

    @Test("is neither given to pages of other origins nor taken from them")
    func otherOrigins() async throws {
        try await TestServer.run { server in
            let known = VisitorID.random()
            let cookie = ("cookie", "_tripline_server=\(server.token(known)); __Host-_tripline=\(server.token(known))")
            let own = "http://127.0.0.1:\(server.client.port)"
            for headers in [
                [], [("origin", "null")], [("origin", "http://127.0.0.1:1")], [("origin", "https://shop.example")],
                [("origin", own), ("sec-fetch-site", "cross-site")],
                [("origin", own), ("sec-fetch-site", "same-site")],
                [("origin", own), ("sec-fetch-site", "")], [("sec-fetch-site", "same-origin")],
            ] {
                let session = try await server.tied(headers + [cookie])
                #expect(session.frozen.status == 200, "\(headers)")
                #expect(session.frozen["set-cookie"] == nil, "\(headers)")
                #expect(visitor(session.document) != known.text, "\(headers)")
            }
        }
    }

    @Test("with another visitor's token than the storages' is a conflict, which the storages win")
    func conflict() async throws {
        try await TestServer.run { server in
            let first = try await server.tied(ownPage(server))
            let token = try #require(first.frozen.json["data"]?["continuity_token"]?.string)
            let other = try await server.tied(ownPage(server))
            let otherToken = try #require(other.frozen.json["data"]?["continuity_token"]?.string)
            let session = try await server.tied(
                ownPage(server, cookie: "_tripline_server=\(otherToken)"),
                tokens: #"{"cookies":"\#(token)","local_storage":"\#(token)"}"#)
            #expect(visitor(session.document) == visitor(first.document))
            #expect(conflicts(session.document))
            #expect(!conflicts(other.document))
        }
    }

    @Test("is bounded: what is put into it or beside it costs nothing and is nobody's")
    func hostile() async throws {
        try await TestServer.run { server in
            let long = String(repeating: "A", count: 8_000)
            for cookie in [
                "_tripline_server", "_tripline_server=", "_tripline_server=\(long)", "=; ;;;=_tripline_server",
                String(repeating: "a=b;", count: 2_000) + "_tripline_server=\(server.token(.random()))",
                "_tripline_server=\u{fffd}\"';--", "_tripline_server=_tripline_server=x",
            ] {
                let session = try await server.tied(ownPage(server, cookie: cookie))
                guard session.frozen.status != 400 else { continue }
                #expect(session.frozen.status == 200)
                #expect(session.frozen["set-cookie"] != nil)
                #expect(!conflicts(session.document))
            }
        }
    }

    @Test("is not what an agent says it is")
    func notFromThePayload() async throws {
        try await TestServer.run { server in
            let first = try await server.tied(ownPage(server))
            let token = try #require(first.frozen.json["data"]?["continuity_token"]?.string)
            let session = try await server.tied(
                ownPage(server), tokens: #"{"server_cookie":"\#(token)","serverCookie":"\#(token)"}"#)
            #expect(visitor(session.document) != visitor(first.document))
        }
    }
}

@Suite("Tokens in the storages")
struct StoredTokensTests {
    @Test("After the freeze no token changes whose session it is")
    func frozen() async throws {
        try await TestServer.run { server in
            let other = try await server.tied([])
            let token = try #require(other.frozen.json["data"]?["continuity_token"]?.string)
            var agent = try await TestAgent(server)
            try await agent.send()
            try await agent.send(to: "fingerprint")
            try await agent.send(to: "results")
            let before = try await server.session(agent.session).json["data"]?["visitor_fingerprint"]?["id"]?.string
            let stores = ["cookies", "local_storage", "indexed_db", "service_worker", "window_name"]
            let tokens = stores.map { #""\#($0)":"\#(token)""# }.joined(separator: ",")
            let observations = #","observations":{"continuity":{"tokens":{\#(tokens)}}}"#
            try await agent.send(#"{"v":1,"sequence":\#(agent.sequence)\#(observations)}"#, to: "fingerprint")
            try await agent.send(to: "results")
            let after = try await server.session(agent.session).json["data"]?["visitor_fingerprint"]?["id"]?.string
            #expect(before != nil)
            #expect(after == before)
            #expect(after != visitor(other.document))
        }
    }

    @Test("Whatever is put in place of them is nobody's, and costs no more than a batch may")
    func hostile() async throws {
        try await TestServer.run { server in
            let long = String(repeating: "A", count: 60_000)
            let many = (0..<5_000).map { #""storage_\#($0)":"AAAA""# }.joined(separator: ",")
            for tokens in [
                "[]", "null", "7", #"{"cookies":7,"local_storage":null,"indexed_db":[],"window_name":{}}"#,
                #"{"cookies":"\#(long)"}"#, "{\(many)}", #"{"cookies":"\u0000","window_name":"é"}"#,
            ] {
                let session = try await server.tied([], tokens: tokens)
                #expect(session.frozen.status == 200)
                #expect(visitor(session.document) != nil)
                #expect(!conflicts(session.document))
            }
        }
    }

    @Test("A token of a visitor who was not seen for longer than visitors are kept is nobody's")
    func expired() async throws {
        try await TestServer.run { server in
            let first = try await server.tied([])
            let id = try #require(visitor(first.document).flatMap { VisitorID($0) })
            let token = server.token(id, issuedAt: server.clock.now + .seconds(-86_400))
            let soon = try await server.tied([], tokens: #"{"cookies":"\#(token)"}"#)
            #expect(visitor(soon.document) == id.text)
            try await server.withClock(ahead: .seconds(91 * 86_400)) {
                let late = try await server.tied([], tokens: #"{"cookies":"\#(token)"}"#)
                #expect(visitor(late.document) != id.text)
            }
        }
    }
}
