import Evidence
import Sessions
import Testing

@testable import Detection

@Suite("A request alone")
struct RequestAloneTests {
    private func judge(_ headers: Headers.List, over connection: ConnectionEvidence? = nil) throws -> Assessment {
        Assessment(judging: try Draft.request(headers, connection: connection).evidence)
    }

    private func verdict(_ assessment: Assessment) -> Verdict { Verdict(riskScore: assessment.riskScore) }

    @Test(
        "of a browser over its own connection is a person's, and the connection reassures no further: it can be imitated"
    )
    func browsers() throws {
        for (headers, connection) in [
            (Headers.chromium(), Connections.chromium), (Headers.firefox, Connections.firefox),
            (Headers.safari, Connections.safari),
        ] {
            let assessment = try judge(headers, over: connection)
            #expect((5..<10).contains(assessment.riskScore))
            #expect(assessment.signals.isEmpty && assessment.highlights.isEmpty)
            #expect(assessment.attribution == nil && assessment.bot == nil && assessment.manipulation.score == 0)
        }
    }

    @Test("of a browser whose connection nobody saw or knows is a person's, and nothing reassures")
    func unseen() throws {
        for headers in [Headers.chromium(), Headers.firefox, Headers.safari] {
            for connection in [nil, Connections.unknown] {
                let assessment = try judge(headers, over: connection)
                #expect((5..<20).contains(assessment.riskScore))
                #expect(assessment.signals == [] && assessment.highlights == [])
            }
        }
    }

    @Test("of a library that says so is a bot, named by its own word and confirmed by its connection")
    func libraries() throws {
        let plain = try judge(Headers.python("python-requests/2.32.3"))
        #expect(plain.riskScore >= 94)
        #expect(plain.attribution?.labels.map(\.value) == ["automation", "python-requests"])
        let confirmed = try judge(Headers.python("python-requests/2.32.3"), over: Connections.python)
        #expect(confirmed.bot?.executionFramework == .init(value: "python-requests", confidence: 0.97, relation: .is))
        #expect(!confirmed.signals.contains { $0.signal == "connection_consistent" })
    }

    @Test(
        "with a browser's user agent and headers over a library's connection is a bot, attributed to the library",
        arguments: [
            (Connections.curl, "curl"), (Connections.python, "python-requests"), (Connections.go, "go-http-client"),
            (Connections.impersonator, "tls-client"), (Connections.halfImitated, "go-http-client"),
        ])
    func posing(_ connection: ConnectionEvidence, _ product: String) throws {
        for observer in ConnectionEvidence.Observer.allCases {
            var connection = connection
            connection.observer = observer
            let assessment = try judge(Headers.chromium(), over: connection)
            #expect(assessment.riskScore >= 70)
            #expect(assessment.attribution?.labels.contains { $0.kind == .tool && $0.value == product } == true)
            #expect(assessment.bot?.executionFramework?.value == product)
            #expect(assessment.highlights.first?.key == "connection_contradictions")
        }
    }

    @Test("over a connection that imitates the browser is a bot, of which only is said what it imitates")
    func nameless() throws {
        let draft = try Draft.request(Headers.chromium(), connection: Connections.namelessImpersonator)
        let assessment = Assessment(judging: try draft.evidence)
        #expect(verdict(assessment) == .bot)
        #expect(assessment.attribution?.labels.contains { $0.kind == .tool } == false)
        let words = try draft.hits.map(\.words)
        #expect(words.contains("the ClientHello is that of a program that imitates chrome-152: missing grease"))
    }

    @Test("that came through a proxy which opened TLS is not taken for a bot by the proxy's connection")
    func opened() throws {
        let relayed = Headers.chromium() + [("via", "1.1 gateway.example")]
        #expect(verdict(try judge(relayed, over: Connections.go)) == .inconclusive)
        // Whoever tells of the client's own connection knows what stands between.
        var told = Connections.go
        told.observer = .caller
        #expect(verdict(try judge(relayed, over: told)) == .bot)
    }

    @Test("of one browser that says it is another is not certain")
    func otherBrowser() throws {
        var headers = Headers.firefox
        headers[0].value = UserAgents.windows
        #expect(verdict(try judge(headers, over: Connections.firefox)) == .inconclusive)
        var hints = Headers.chromium()
        hints[4].value = UserAgents.safari
        #expect(verdict(try judge(hints, over: Connections.chromium)) == .inconclusive)
    }

    @Test("with a library's headers and a browser's user agent is no person's, whatever is known of the connection")
    func bare() throws {
        #expect(verdict(try judge(Headers.python(UserAgents.windows))) != .human)
        var relayed = Connections.unknown
        relayed.observer = .proxy
        #expect(verdict(try judge(Headers.python(UserAgents.windows), over: relayed)) != .human)
        #expect(verdict(try judge(Headers.python(UserAgents.windows), over: Connections.python)) == .bot)
    }

    @Test("without one header that a browser sends is still a person's")
    func oneMissing() throws {
        for name in Headers.chromium().map(\.name) where name != "user-agent" {
            let headers = Headers.chromium().filter { $0.name != name }
            for more in [[], [("via", "1.1 gateway.example")]] {
                #expect(verdict(try judge(headers + more)) == .human, "\(name)")
            }
        }
    }

    @Test("without a user agent is not certain, and over a library's connection a bot's")
    func anonymous() throws {
        let headers: Headers.List = [("host", "shop.example"), ("accept", "*/*")]
        #expect(verdict(try judge(headers)) == .inconclusive)
        #expect(verdict(try judge(headers, over: Connections.curl)) == .bot)
    }

    @Test("of an old hello under a new version is not certain")
    func oldHello() throws {
        let old = Connections.changed { $0.tlsMatch?.versions = 98...118 }
        #expect(verdict(try judge(Headers.chromium(), over: old)) == .inconclusive)
        // The old version itself shows the same.
        let assessment = try judge(Headers.chromium(118), over: old)
        #expect(assessment.signals.isEmpty)
    }

    @Test("is a snapshot of which no page, device or visitor was looked at")
    func coverage() throws {
        let assessment = try judge(Headers.chromium(), over: Connections.chromium)
        let none = AnalysisCoverage(
            browser: false, device: false, network: false, runtime: false, behavioral: false, visitorIdentity: false)
        #expect(assessment.coverage == none && assessment.phase == .snapshot)
    }

    @Test("is never held against it that no agent reported")
    func noReport() throws {
        var draft = try Draft.request(Headers.chromium())
        #expect(try draft.fired == [])
        draft.asked = nil
        #expect(try draft.fired.contains("agent_report_missing"))
    }

    @Test("may hold anything, and has a score")
    func anything() throws {
        let names = Headers.chromium().map(\.name) + ["te", "via", "range", "referer", "origin", "x-real-ip", "", "é"]
        let values =
            Headers.chromium().map(\.value) + Headers.firefox.map(\.value) + [
                "", ",", ";;;", "none", "navigate", "gzip;q=, br", "\"", "\u{0}", UserAgents.safari, "curl/8",
                String(repeating: "x", count: 3000),
            ]
        let connections = [
            nil, Connections.chromium, Connections.curl, Connections.halfImitated, Connections.namelessImpersonator,
        ]
        var random = SplitMix64(state: 23)
        for _ in 0..<300 {
            let headers = (0..<Int.random(in: 0...30, using: &random)).map { _ in
                (name: names.randomElement(using: &random) ?? "", value: values.randomElement(using: &random) ?? "")
            }
            let connection = connections.randomElement(using: &random) ?? nil
            let url = values.randomElement(using: &random) ?? ""
            let draft = try Draft.request(headers, url: url, connection: connection)
            let assessment = Assessment(judging: try draft.evidence)
            #expect((0...100).contains(assessment.riskScore) && assessment.phase == .snapshot)
            for hit in try draft.hits { #expect((1...400).contains(hit.words.count), "\(hit.signal.slug)") }
        }
    }

    @Test("of a preflight, a WebSocket or a part of a film is a person's with fewer headers")
    func fewerHeaders() throws {
        let preflight: Headers.List = [
            ("accept", "*/*"), ("access-control-request-method", "POST"), ("origin", "https://shop.example"),
            ("user-agent", UserAgents.chrome(156)), ("sec-fetch-mode", "cors"), ("sec-fetch-site", "cross-site"),
            ("sec-fetch-dest", "empty"), ("accept-encoding", "gzip, deflate, br, zstd"), ("accept-language", "en"),
        ]
        let socket: Headers.List = [
            ("connection", "Upgrade"), ("user-agent", UserAgents.chrome(156)), ("upgrade", "websocket"),
            ("origin", "https://shop.example"), ("sec-websocket-version", "13"),
            ("accept-encoding", "gzip, deflate, br, zstd"), ("accept-language", "en"), ("sec-websocket-key", "AAAA"),
        ]
        var film = Headers.chromium()
        film[9] = ("sec-fetch-dest", "video")
        film[7] = ("sec-fetch-mode", "no-cors")
        film.remove(at: 8)
        film[9] = ("accept-encoding", "identity;q=1, *;q=0")
        film.append(("range", "bytes=0-"))
        for headers in [preflight, socket, film] { #expect(try Draft.request(headers).fired == []) }
    }
}

@Suite("A connection beside an agent's report")
struct ConnectionTests {
    private func judge(_ recording: String, over connection: ConnectionEvidence) throws -> Assessment {
        var draft = try Draft(recording: recording)
        draft.transport.batchCount = 1
        draft.connection = connection
        return Assessment(judging: try draft.evidence)
    }

    @Test("raises nothing where it is the browser's own, and reassures")
    func own() throws {
        for (name, connection) in [
            ("chromium-person", Connections.chromium), ("firefox-person", Connections.firefox),
            ("chromium-headful", Connections.chromium), ("firefox-headful", Connections.firefox),
        ] {
            let without = try judge(name, over: Connections.unknown)
            let with = try judge(name, over: connection)
            #expect(
                Set(with.signals.map(\.signal)).subtracting(without.signals.map(\.signal)) == ["connection_consistent"])
            #expect(with.riskScore <= without.riskScore && with.riskScore < 20)
        }
    }

    @Test("of a proxy that opens TLS convicts no person, and is not certain while nothing was done")
    func opened() throws {
        for connection in [Connections.curl, Connections.go, Connections.python] {
            #expect(Verdict(riskScore: try judge("chromium-person", over: connection).riskScore) == .human)
            #expect(Verdict(riskScore: try judge("firefox-person", over: connection).riskScore) == .human)
            #expect(Verdict(riskScore: try judge("chromium-headful", over: connection).riskScore) == .inconclusive)
        }
    }

    @Test("does not save a tool that drives a real browser")
    func tools() throws {
        let assessment = try judge("selenium-chromium", over: Connections.chromium)
        #expect(assessment.riskScore >= 94)
        #expect(assessment.attribution?.labels.contains { $0.kind == .tool && $0.value == "selenium" } == true)
    }

    @Test("may hold anything that a stranger wrote")
    func hostile() throws {
        let long = String(repeating: "a", count: 5000)
        for text in ["", "\u{0}", long, "t13d", "|||"] {
            var connection = ConnectionEvidence(observer: .caller, ja4: text, http2: text, headersWeight: .min)
            let match = ClientMatch(
                kind: .browser, family: text, product: "chrome", profile: text, confidence: .exact, source: .fullJA4,
                isDeterministic: true, versions: Int.min...Int.max, sharedWith: [text])
            (connection.tlsMatch, connection.http2Match) = (match, match)
            let assessment = try judge("chromium-person", over: connection)
            #expect((0...100).contains(assessment.riskScore))
        }
    }
}
