import Evidence
import Sessions
import Testing

@Suite("What other transports show")
struct SecondTransportTests {
    private func connection(
        _ ja4: String?, family: String? = nil, observer: ConnectionEvidence.Observer = .server
    ) -> ConnectionEvidence {
        let match = family.map {
            ClientMatch(
                kind: .browser, family: $0, product: $0, profile: $0, confidence: .high, source: .stableJA4,
                isDeterministic: false)
        }
        return ConnectionEvidence(observer: observer, ja4: ja4, tlsMatch: match)
    }

    private func agreement(
        _ first: ConnectionEvidence?, _ second: ConnectionEvidence?
    ) -> SecondTransportEvidence.TLSAgreement {
        .init(first, second)
    }

    private let chromium = "t13d1517h2_8daaf6152771_cb7bf5808d99"

    @Test("A browser's WebSocket has another ALPN and other extensions, and is the same client by its ciphers")
    func socket() {
        let socket = connection("t13d1515h1_8daaf6152771_02713d6af862")
        #expect(agreement(connection(chromium), socket) == .same)
        #expect(agreement(socket, connection(chromium)) == .same)
    }

    @Test("Other ciphers are another client")
    func other() {
        #expect(agreement(connection(chromium), connection("t13d301100_1d37bd780c83_d339722ba4af")) == .other)
        let firefox = connection("t13d1617h2_86a278354501_3cbfd9057e0d", family: "firefox")
        #expect(agreement(connection(chromium, family: "chromium"), firefox) == .other)
    }

    @Test("Other ciphers of a family that is recognized in both are the same client")
    func family() {
        let odd = connection("t13d1515h1_000000000000_02713d6af862", family: "chromium")
        #expect(agreement(connection(chromium, family: "chromium"), odd) == .same)
        #expect(agreement(connection(chromium), odd) == .other)
    }

    @Test("What nobody saw is unknown, and so is what is no JA4")
    func unseen() {
        for nothing in [nil, connection(nil), connection("nonsense"), connection("a_b"), connection("a_b_c_d")] {
            #expect(agreement(connection(chromium), nothing) == .unknown)
            #expect(agreement(nothing, connection(chromium)) == .unknown)
        }
    }

    @Test("The round trips are the shortest of each kind, and those that nobody took are nil")
    func roundTrips() throws {
        var evidence = Evidence()
        #expect(evidence.roundTrips == RoundTripEvidence())
        evidence.tcpRoundTrip = 12.5
        evidence.secondTransports = [
            .init(transport: .request), .init(transport: .socket, roundTrip: 31),
            .init(transport: .socket, roundTrip: 30),
        ]
        evidence.append(
            try Payload(
                parsing: Array(#"{"v":1,"sequence":0,"observations":{"timing":{"ping_ms":[41.5,40,-1]}}}"#.utf8)))
        #expect(
            evidence.roundTrips
                == RoundTripEvidence(tcpMilliseconds: 12.5, pingMilliseconds: 40, socketMilliseconds: 30))
    }
}

@Suite("The payload of a network check")
struct NetworkCheckPayloadTests {
    private func read(_ text: String) throws -> NetworkCheckPayload {
        try NetworkCheckPayload(parsing: Array(text.utf8))
    }

    @Test("is read")
    func whole() throws {
        let payload = try read(#"{"v":1,"sent_ms":12.5,"reflexive":["203.0.113.7","2001:db8::1"]}"#)
        #expect(payload.sentMilliseconds == 12.5)
        #expect(payload.reflexiveAddresses == ["203.0.113.7", "2001:db8::1"])
    }

    @Test("need say nothing but its version, and what is of the wrong kind is not said")
    func little() throws {
        for text in [
            #"{"v":1}"#, #"{"v":1,"sent_ms":"x","reflexive":"203.0.113.7"}"#, #"{"v":1,"reflexive":[1,null,{}]}"#,
        ] {
            let payload = try read(text)
            #expect(payload.sentMilliseconds == nil)
            #expect(payload.reflexiveAddresses.isEmpty)
        }
    }

    @Test("has eight addresses at most, and none that is too long for one")
    func bounded() throws {
        let many = (0..<100).map { "\"203.0.113.\($0)\"" }.joined(separator: ",")
        #expect(try read("{\"v\":1,\"reflexive\":[\(many)]}").reflexiveAddresses.count == 8)
        let long = String(repeating: "1", count: 65)
        #expect(try read("{\"v\":1,\"reflexive\":[\"\(long)\",\"::1\"]}").reflexiveAddresses == ["::1"])
    }

    @Test(
        "that is none is refused",
        arguments: ["", "[]", "1", "{}", #"{"v":2}"#, #"{"v":"1"}"#, "{\"v\":1", #"{"v":1,"a":[[[[[1]]]]]}"#])
    func refused(text: String) {
        #expect(throws: PayloadError.self) { try read(text) }
    }
}
