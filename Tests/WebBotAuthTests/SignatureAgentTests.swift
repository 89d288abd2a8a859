import OrderedJSON
import Testing

@testable import WebBotAuth

@Suite("What agents say of themselves")
struct SignatureAgentTests {
    private func source(_ text: String) throws -> SignatureAgent.Source? {
        try SignatureAgent(text).entries.first?.source
    }

    private func place(_ text: String) throws -> String? {
        guard case .remote(let location) = try source(text) else { return nil }
        return "\(location.kind) \(location.address)"
    }

    @Test("A directory is an origin's, a string's path is itself a key set, and types say what they are")
    func places() throws {
        let wellKnown = "https://a.example/.well-known/http-message-signatures-directory"
        for (text, expected) in [
            (#""https://a.example""#, "directory \(wellKnown)"), (#""https://a.example/""#, "directory \(wellKnown)"),
            ("  \"\(wellKnown)\"", "directory \(wellKnown)"), (#""https://a.example/k""#, "keySet https://a.example/k"),
            (#""https://a.example", "https://b.example""#, "directory \(wellKnown)"),
            (#"x="https://a.example""#, "directory \(wellKnown)"), ("x=\"\(wellKnown)\"", "directory \(wellKnown)"),
            (#"x="https://a.example";type=directory"#, "directory \(wellKnown)"),
            (#"x="https://a.example/k?v=1";type=jwks_uri"#, "keySet https://a.example/k?v=1"),
            (#"x="https://a.example/c";type=cimd"#, "card https://a.example/c"),
            (#"x="https://a.example/k""#, nil), (#"x="https://a.example?q""#, nil), (#"x="a.example""#, nil),
            (#""a.example""#, nil), (#"x="https://a.example";type=other"#, nil), (#"x="https://a.example";type"#, nil),
        ] {
            #expect(try place(text) == expected, "\(text)")
        }
    }

    @Test("A data: address is a directory of that media type only")
    func inline() throws {
        let keys = #"{\"keys\":[]}"#
        for type in ["http-message-signatures-directory+json", "http-message-signatures-directory"] {
            #expect(try source("x=\"data:application/\(type);utf8,\(keys)\"") == .inline(JSONWebKeySet()))
            #expect(try source("\"data:application/\(type),\(keys)\"") == .inline(JSONWebKeySet()))
        }
        for text in [
            "x=\"data:application/json,\(keys)\"", "x=\"data:application/http-message-signatures-directory+json,[]\"",
            "x=\"data:application/http-message-signatures-directory+json,\(keys)\";type=cimd",
        ] {
            #expect(try source(text) == nil)
        }
    }

    @Test(
        "What is neither form is refused",
        arguments: ["", "x", "x=1", "x=(\"a\")", "https://a.example", "\"a", "x=\"a\", x=\"b\""])
    func refused(text: String) {
        #expect(throws: MessageSignatureError.self) { try SignatureAgent(text) }
    }

    @Test("A card names its own address and one place for keys, over HTTPS")
    func cards() throws {
        func card(_ text: String, url: String = "https://a.example/bot") throws -> SignatureAgentCard {
            try SignatureAgentCard(try JSONValue(parsing: Array(text.utf8)), url: url)
        }
        let location = try #require(WebAddress("https://b.example/keys")).description
        let good = try card(
            #"{"client_id":"https://a.example/bot","jwks_uri":"\#(location)","web_bot_auth":{"trigger":"fetcher","purpose":7}}"#
        )
        #expect(good.trigger == "fetcher")
        #expect(good.purpose == nil)
        guard case .at(let place) = good.keys else {
            Issue.record("no place")
            return
        }
        // What a card names is never another card, so that cards cannot go round in a circle.
        #expect(place.kind == .keySet)
        for (text, error) in [
            ("[]", SignatureAgentCard.CardError.malformed), ("{}", .malformed), (#"{"client_id":1}"#, .malformed),
            (#"{"client_id":"https://a.example/bot/"}"#, .clientID),
            (#"{"client_id":"https://a.example/bot"}"#, .noKeys),
            (#"{"client_id":"https://a.example/bot","jwks_uri":"http://a.example/k"}"#, .malformed),
            (#"{"client_id":"https://a.example/bot","jwks_uri":null}"#, .malformed),
            (#"{"client_id":"https://a.example/bot","jwks":{"keys":3}}"#, .malformed),
        ] {
            #expect(throws: error) { try card(text) }
        }
        _ = try card(#"{"client_id":"HTTPS://A.example/bot","jwks":{"keys":[]}}"#)
    }

    @Test("A registry counts what it does not take, and is bounded")
    func registry() throws {
        let text = "# a\r\nhttps://a.example/#frag # note\n\t\nhttp://b.example\rdata:application/json,{}\nnonsense\n#"
        let registry = try #require(AgentRegistry(text))
        #expect(registry.cards.map(\.address.description) == ["https://a.example/"])
        #expect(registry.rejected == 3)
        #expect(AgentRegistry(String(repeating: "x", count: AgentRegistry.maximumBytes + 1)) == nil)
        #expect(AgentRegistry(String(repeating: "https://a.example\n", count: 10_001)) == nil)
    }
}
