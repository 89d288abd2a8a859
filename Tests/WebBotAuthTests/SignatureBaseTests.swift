import Testing

@testable import WebBotAuth

@Suite("The signature base")
struct SignatureBaseTests {
    private let request = SignedRequest(
        method: "POST", scheme: "HTTPS", authority: "WWW.Example.com:443",
        target: "/path?param=value&foo=bar&baz=bat%2Dman&fa%C3%A7ade%22%3A%20=something&qux=&plus=with+plus",
        headers: [
            .init("Host", "www.example.com"), .init("X-OWS", "   Leading and trailing whitespace.   "),
            .init("Cache-Control", "max-age=60"), .init("Cache-Control", "    must-revalidate"), .init("X-Empty", ""),
            .init("Example-Dict", "  a=1,    b=2;x=1;y=2,   c=(a   b   c)  "), .init("Example-Dict", "d"),
            .init("cookie", "a=1"),
            .init("cookie", "b=2"),
            .init("Content-Digest", "sha-256=:aGVsbG8=:,   sha-512=::"),
        ])

    private func base(_ input: String, of message: SignedMessage) throws -> [String] {
        let entries = try StructuredField.dictionary(input).entries
        let entry = try #require(entries.first)
        let bytes = try SignatureBase(SignatureInput(entry.member), of: message).bytes
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func failure(_ input: String, of message: SignedMessage) throws -> MessageSignatureError.Code? {
        let entries = try StructuredField.dictionary(input).entries
        let entry = try #require(entries.first)
        do {
            _ = try SignatureBase(SignatureInput(entry.member), of: message)
            return nil
        } catch {
            return error.code
        }
    }

    @Test("Derived components of a request are those of RFC 9421, section 2.2")
    func derived() throws {
        let query = "param=value&foo=bar&baz=bat%2Dman&fa%C3%A7ade%22%3A%20=something&qux=&plus=with+plus"
        for (component, value) in [
            ("\"@method\"", "POST"), ("\"@scheme\"", "https"), ("\"@authority\"", "www.example.com"),
            ("\"@path\"", "/path"), ("\"@query\"", "?\(query)"), ("\"@request-target\"", "/path?\(query)"),
            ("\"@target-uri\"", "https://www.example.com/path?\(query)"), ("\"@query-param\";name=\"baz\"", "bat-man"),
            ("\"@query-param\";name=\"qux\"", ""), ("\"@query-param\";name=\"plus\"", "with%20plus"),
            ("\"@query-param\";name=\"fa%C3%A7ade%22%3A%20\"", "something"),
        ] {
            let lines = try base("s=(\(component));tag=\"t\"", of: .request(request))
            #expect(lines == ["\(component): \(value)", "\"@signature-params\": (\(component));tag=\"t\""])
        }
    }

    @Test("An empty path is a slash, no query is a question mark, and a port stays unless it is the scheme's own")
    func edges() throws {
        var request = SignedRequest(method: "GET", scheme: "http", authority: "example.com:443", path: "")
        #expect(
            try base("s=(\"@path\" \"@query\" \"@authority\")", of: .request(request)).prefix(3) == [
                "\"@path\": /", "\"@query\": ?", "\"@authority\": example.com:443",
            ])
        request.query = ""
        #expect(
            try base("s=(\"@target-uri\")", of: .request(request))[0] == "\"@target-uri\": http://example.com:443/?")
    }

    @Test("Fields are joined, trimmed, taken by key, written strictly or wrapped as the component asks")
    func fields() throws {
        for (component, value) in [
            ("\"x-ows\"", "Leading and trailing whitespace."), ("\"cache-control\"", "max-age=60, must-revalidate"),
            ("\"x-empty\"", ""), ("\"cookie\"", "a=1; b=2"), ("\"example-dict\";key=\"a\"", "1"),
            ("\"example-dict\";key=\"d\"", "?1"),
            ("\"example-dict\";key=\"b\"", "2;x=1;y=2"), ("\"example-dict\";key=\"c\"", "(a b c)"),
            ("\"content-digest\";sf", "sha-256=:aGVsbG8=:, sha-512=::"), ("\"x-empty\";bs", "::"),
            ("\"cache-control\";bs", ":bWF4LWFnZT02MA==:, :bXVzdC1yZXZhbGlkYXRl:"),
        ] {
            let lines = try base("s=(\(component))", of: .request(request))
            #expect(lines[0] == "\(component): \(value)")
        }
    }

    @Test("A response has a status, and what its request had under req; trailers are told apart")
    func response() throws {
        let response = SignedMessage.response(
            SignedResponse(
                status: 503, headers: [.init("a", "header")], trailers: [.init("a", "trailer")], request: request))
        let lines = try base(
            "s=(\"@status\" \"a\" \"a\";tr \"@authority\";req \"x-ows\";req \"@query-param\";name=\"foo\";req)",
            of: response)
        #expect(
            lines.prefix(6) == [
                "\"@status\": 503", "\"a\": header", "\"a\";tr: trailer", "\"@authority\";req: www.example.com",
                "\"x-ows\";req: Leading and trailing whitespace.", "\"@query-param\";name=\"foo\";req: bar",
            ])
    }

    @Test("Parameters of the signature keep their order, the unknown ones too")
    func parameters() throws {
        let input = "s=(\"@method\");tag=\"t\";x=1.50;alg=\"none\";created=5;y;keyid=\"k\\\"\""
        #expect(
            try base(input, of: .request(request))[1]
                == "\"@signature-params\": (\"@method\");tag=\"t\";x=1.5;alg=\"none\";created=5;y;keyid=\"k\\\"\"")
    }

    @Test(
        "What cannot be signed without doubt is refused",
        arguments: [
            ("(\"@method\" \"@method\")", "repeated"), ("(\"a\";req;key=\"b\" \"a\";key=\"b\";req)", "repeated"),
            ("(\"@signature-params\")", "unknown"), ("(\"@unknown\")", "unknown"), ("(\"@METHOD\")", "unknown"),
            ("(\"Host\")", "malformed"), ("(\"ho st\")", "malformed"), ("(\"\")", "malformed"), ("(host)", "malformed"),
            ("(\"host\";x)", "unknown"), ("(\"host\";sf=?0)", "malformed"), ("(\"host\";key)", "malformed"),
            ("(\"host\";key=\"a\";key=\"b\")", "repeated"), ("(\"host\";bs;sf)", "unfit"),
            ("(\"host\";bs;key=\"a\")", "unfit"), ("(\"host\";name=\"a\")", "unfit"), ("(\"@method\";sf)", "unfit"),
            ("(\"@method\";tr)", "unfit"), ("(\"@query-param\")", "unfit"), ("(\"@status\")", "unfit"),
            ("(\"@method\";req)", "unfit"), ("(\"missing\")", "missing"), ("(\"host\";tr)", "missing"),
            ("(\"@query-param\";name=\"missing\")", "missing"), ("(\"@query-param\";name=\"twice\")", "repeated"),
            ("(\"example-dict\";key=\"z\")", "missing"), ("(\"example-dict\";key=\"a\")", "repeated"),
            ("(\"x-bad\";key=\"a\")", "malformed"), ("(\"x-bad\";sf)", "unserializable"),
            ("(\"priority\";sf)", "unserializable"), ("(\"x-break\")", "control_character"),
            ("();created=1.5", "malformed"), ("();created=\"1\"", "malformed"), ("();keyid=token", "malformed"),
            ("();nonce=:AAAA:", "malformed"), ("();tag=1", "malformed"), ("();alg", "malformed"),
            ("();alg=\"a\";alg=\"b\"", "repeated"), ("\"host\"", "malformed"), ("?1", "malformed"),
        ])
    func refused(input: String, code: String) throws {
        var request = request
        request.query = "twice=1&twice=2"
        request.headers += [
            .init("example-dict", "a=2"), .init("x-bad", "=="), .init("x-break", "a\r\nb: c"), .init("priority", "=="),
        ]
        #expect(try failure("s=\(input)", of: .request(request))?.rawValue == code)
    }

    @Test("A line break in any part of the message is refused, so that no line can be smuggled in")
    func lineBreaks() throws {
        for change: (inout SignedRequest) -> Void in [
            { $0.method = "GET\n\"@path\": /" }, { $0.path = "/\n" }, { $0.query = "a\r" }, { $0.authority = "a\nb" },
        ] {
            var request = request
            change(&request)
            #expect(
                try failure("s=(\"@method\" \"@target-uri\" \"@query\")", of: .request(request)) == .controlCharacter)
        }
        #expect(try failure("s=(\"@authority\";req)", of: .response(.init(status: 200, headers: []))) == .missing)
    }

    @Test("More than the bounds is refused")
    func large() throws {
        var request = request
        request.headers = [.init("big", String(repeating: "x", count: 40_000))]
        #expect(try failure("s=(\"big\")", of: .request(request)) == .tooLarge)
        request.headers = (0..<257).map { .init("h\($0)", "") }
        #expect(try failure("s=(\"h1\")", of: .request(request)) == .tooLarge)
    }
}
