import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import WebBotAuth

@Suite("A signed request")
struct ClaimTests {
    private let signer: TestSigner
    private let nonces = NonceMemory()

    init() throws { signer = try TestSigner(.ed25519) }

    private func check(
        _ draft: Draft, policy: WebBotAuthPolicy = .init(), change: (inout SignedRequest) -> Void = { _ in }
    ) throws -> WebBotAuthCheck? {
        var request = try draft.signed(by: signer)
        change(&request)
        return WebBotAuthCheck(request, policy: policy, at: Draft.now)
    }

    private func claim(_ draft: Draft, policy: WebBotAuthPolicy = .init()) throws -> WebBotAuthClaim {
        let check = try check(draft, policy: policy)
        guard case .claim(let claim) = check else { throw Unexpected(check: check) }
        return claim
    }

    private struct Unexpected: Error { var check: WebBotAuthCheck? }

    private func verified(
        _ claim: WebBotAuthClaim, _ directory: DirectoryState?, policy: WebBotAuthPolicy = .init(), use: String = "s"
    ) -> WebBotAuthEvidence {
        claim.verified(with: directory, policy: policy, nonces: nonces, use: use, at: Draft.now)
    }

    @Test("A signature of each algorithm is verified with the signer's key", arguments: SignatureAlgorithm.allCases)
    func algorithms(algorithm: SignatureAlgorithm) throws {
        let signer = algorithm == .rsaPSSSHA512 ? TestSigner.rsa : try TestSigner(algorithm)
        for named in [nil, ""] {
            var draft = Draft()
            draft.algorithm = named
            let check = WebBotAuthCheck(try draft.signed(by: signer), policy: .init(), at: Draft.now)
            guard case .claim(let claim) = check else { throw Unexpected(check: check) }
            #expect(
                claim.neededDirectory(.init())?.address.description
                    == "https://agent.example/.well-known/http-message-signatures-directory")
            let evidence = verified(claim, .keys(signer.keys))
            var expected = WebBotAuthEvidence(status: .verified, domain: "agent.example", keyID: signer.keyID)
            expected.standsForDomain = true
            #expect(evidence == expected)
        }
    }

    @Test("A request without such a signature has nothing to say")
    func none() throws {
        let plain = Draft().request
        #expect(WebBotAuthCheck(plain, policy: .init(), at: Draft.now) == nil)
        var other = Draft()
        other.tag = ";tag=\"another-protocol\""
        #expect(try check(other) == nil)
        var agentAlone = plain
        agentAlone.headers.append(.init("signature-agent", #"sig1="https://agent.example""#))
        #expect(WebBotAuthCheck(agentAlone, policy: .init(), at: Draft.now) == nil)
        var foreign = plain
        foreign.headers.append(.init("signature-input", "keyId=\"rsa-key-1\",algorithm=\"hs2019\", ("))
        #expect(WebBotAuthCheck(foreign, policy: .init(), at: Draft.now) == nil)
    }

    struct Flaw: Sendable, CustomTestStringConvertible {
        var name: String
        var status = WebBotAuthEvidence.Status.invalid
        var reason: String
        var change: @Sendable (inout Draft) -> Void
        var testDescription: String { name }
    }

    static let flaws: [Flaw] = [
        Flaw(name: "no keyid", reason: "no keyid") { $0.keyID = "" },
        Flaw(name: "keyid no thumbprint", reason: "thumbprint") { $0.keyID = ";keyid=\"key-1\"" },
        Flaw(name: "no created", reason: "no created") { $0.created = nil },
        Flaw(name: "no expires", reason: "no expires") { $0.expires = nil },
        Flaw(name: "expired", status: .expired, reason: "over") { $0.expires = ";expires=1800000000" },
        Flaw(name: "from the future", reason: "future") { $0.created = ";created=1800000061" },
        Flaw(name: "expires before created", reason: "after created") { $0.expires = ";expires=1799999990" },
        Flaw(name: "longer than a day", reason: "longer") { $0.expires = ";expires=1800086391" },
        Flaw(name: "far beyond", reason: "longer") { $0.expires = ";expires=999999999999999" },
        Flaw(name: "unknown algorithm", reason: "algorithm") { $0.algorithm = ";alg=\"rot13\"" },
        Flaw(name: "shared secret", reason: "algorithm") { $0.algorithm = ";alg=\"hmac-sha256\"" },
        Flaw(name: "PKCS #1 v1.5", reason: "algorithm") { $0.algorithm = ";alg=\"rsa-v1_5-sha256\"" },
        Flaw(name: "authority not covered", reason: "@authority") {
            $0.components = #"("@method" "signature-agent";key="sig1")"#
        },
        Flaw(name: "nothing covered", reason: "signature-agent") { $0.components = "()" },
        Flaw(name: "agent not covered", reason: "signature-agent") { $0.components = #"("@authority")"# },
        Flaw(name: "agents covered, neither the label's", reason: "signature-agent") {
            $0.agent = #"a="https://a.example", b="https://b.example""#
            $0.components = #"("@authority" "signature-agent";key="a" "signature-agent";key="b")"#
        },
        Flaw(name: "agent of another label", reason: "signature-agent") {
            $0.agent = #"a="https://a.example", b="https://b.example""#
            $0.components = #"("@authority" "signature-agent")"#
        },
        Flaw(name: "agent no dictionary", reason: "signature-agent") {
            $0.agent = "https://agent.example"
            $0.components = #"("@authority" "signature-agent")"#
        },
        Flaw(name: "agent no string", reason: "signature-agent") { $0.agent = "sig1=token" },
        Flaw(name: "plain HTTP", reason: "plain HTTP") { $0.agent = #"sig1="http://agent.example""# },
    ]

    @Test("A flaw that no key can mend is told at once", arguments: flaws)
    func flawed(flaw: Flaw) throws {
        var draft = Draft()
        flaw.change(&draft)
        guard case .refused(let evidence) = try check(draft) else {
            Issue.record("not refused")
            return
        }
        #expect(evidence.status == flaw.status)
        #expect(evidence.reason?.contains(flaw.reason) == true, "\(evidence.reason ?? "")")
        #expect(!evidence.isTrusted)
    }

    @Test(
        "Fields that were tampered with are refused",
        arguments: [
            ("signature-input", "sig1=(\"@authority\");tag=\"web-bot-auth\", sig1=();tag=\"web-bot-auth\"", "twice"),
            ("signature", "sig1=:AAAA:, sig1=:AAAA:", "twice"), ("signature", "sig2=:AAAA:", "signature of label"),
            ("signature", "sig1=\"AAAA\"", "signature of label"), ("signature", "sig1=:AAA:", "base64"),
            ("signature", "", "signature of label"),
            ("signature-input", "sig1=web-bot-auth;tag=\"web-bot-auth\",", "comma"),
            ("signature-input", "sig1=(\"@authority\" \"@authority\");tag=\"web-bot-auth\"", "twice"),
            ("signature-input", "sig1=(\"@nothing\");tag=\"web-bot-auth\"", "not known"),
            ("signature-input", "sig1=(\"@authority\");created=\"1\";tag=\"web-bot-auth\"", "created"),
            ("signature-input", "sig1=(\"@authority\");created=1.5;tag=\"web-bot-auth\"", "created"),
            ("signature-input", "sig1=(\"@authority\");keyid=token;tag=\"web-bot-auth\"", "keyid"),
            ("signature-agent", "sig1=\"https://a.example\", sig1=\"https://b.example\"", "twice"),
            ("signature-agent", "sig2=\"https://agent.example\"", "signature-agent"),
            ("signature-agent", "sig1=\"https://agent.example\"\r\nx: y", "control"),
        ])
    func tampered(name: String, value: String, reason: String) throws {
        let check = try check(Draft()) { request in
            request.headers = request.headers.map { $0.name == name ? MessageField(name, value) : $0 }
        }
        guard case .refused(let evidence) = check else { throw Unexpected(check: check) }
        #expect(evidence.status == .invalid)
        #expect(evidence.reason?.contains(reason) == true, "\(evidence.reason ?? "")")
    }

    @Test("A label that comes twice in two fields is refused")
    func twice() throws {
        let check = try check(Draft()) { $0.headers += $0.headers.filter { $0.name == "signature-input" } }
        guard case .refused(let evidence) = check else { throw Unexpected(check: check) }
        #expect(evidence.status == .invalid)
    }

    @Test("A signature over other values is not the key's")
    func otherValues() throws {
        var draft = Draft()
        draft.components = #"("@authority" "@method" "@path" "@query" "user-agent" "signature-agent";key="sig1")"#
        for change: (inout SignedRequest) -> Void in [
            { $0.authority = "bank.example" }, { $0.method = "POST" }, { $0.path = "/other" }, { $0.query = "item=2" },
            { $0.headers[1].value = "Mozilla/5.0" }, { $0.query = nil },
            { request in
                let index = request.headers.firstIndex { $0.name == "signature-agent" } ?? 0
                request.headers[index].value = #"sig1="https://agent.example/""#
            },
            { request in
                // The same components in another order.
                let index = request.headers.firstIndex { $0.name == "signature-input" } ?? 0
                request.headers[index].value.replace(#""@method" "@path""#, with: #""@path" "@method""#)
            },
            { request in
                let index = request.headers.firstIndex { $0.name == "signature-input" } ?? 0
                request.headers[index].value.replace("1800000300", with: "1800000301")
            },
            { request in
                let index = request.headers.firstIndex { $0.name == "signature-input" } ?? 0
                request.headers[index].value.replace("n1", with: "n2")
            },
        ] {
            let check = try check(draft, change: change)
            guard case .claim(let claim) = check else { throw Unexpected(check: check) }
            let evidence = verified(claim, .keys(signer.keys))
            #expect(evidence.status == .invalid)
            #expect(evidence.reason == "the signature is not the key's")
        }
    }

    @Test("A signature for another authority is refused where the policy names those that are ours")
    func authority() throws {
        let ours = WebBotAuthPolicy(authorities: ["shop.example"])
        #expect(try claim(Draft(), policy: ours).keyID == signer.keyID)
        var draft = Draft()
        draft.request.authority = "bank.example"
        guard case .refused(let evidence) = try check(draft, policy: ours) else {
            Issue.record("not refused")
            return
        }
        #expect(evidence.reason == "for another authority")
    }

    @Test("@target-uri serves as well as @authority")
    func targetURI() throws {
        var draft = Draft()
        draft.components = #"("@target-uri" "signature-agent";key="sig1")"#
        #expect(verified(try claim(draft), .keys(signer.keys)).status == .verified)
    }

    @Test("A key of the wrong type, and an algorithm that is not the key's, are refused")
    func wrongType() throws {
        let other = try TestSigner(.ecdsaP256SHA256)
        var draft = Draft()
        draft.algorithm = ";alg=\"ecdsa-p256-sha256\""
        #expect(verified(try claim(draft), .keys(signer.keys)).reason == "the algorithm is not the key's")
        // The key that is named is of another type than the one that signed.
        draft.keyID = ";keyid=\"\(other.keyID)\""
        for algorithm in ["", ";alg=\"ecdsa-p256-sha256\"", ";alg=\"ed25519\"", ";alg=\"rsa-pss-sha512\""] {
            draft.algorithm = algorithm
            #expect(verified(try claim(draft), .keys(other.keys)).status == .invalid)
        }
        let encryption = try TestSigner(.ed25519, members: [.init("use", .string("enc"))])
        let check = WebBotAuthCheck(try Draft().signed(by: encryption), policy: .init(), at: Draft.now)
        guard case .claim(let claim) = check else { throw Unexpected(check: check) }
        #expect(verified(claim, .keys(encryption.keys)).status == .invalid)
    }

    @Test("A key that the directory does not have, or that is not yet or no longer valid, is unknown")
    func unknownKey() throws {
        #expect(verified(try claim(Draft()), .keys(try TestSigner(.ed25519).keys)).status == .unknownKey)
        for (name, time) in [("nbf", 1_800_000_001), ("exp", 1_800_000_000)] {
            let signer = try TestSigner(.ed25519, members: [.init(name, .integer(Int64(time)))])
            let check = WebBotAuthCheck(try Draft().signed(by: signer), policy: .init(), at: Draft.now)
            guard case .claim(let claim) = check else { throw Unexpected(check: check) }
            #expect(verified(claim, .keys(signer.keys)).status == .unknownKey)
        }
    }

    @Test("A directory that cannot be read yet decides nothing, and what was kept is verified when it has come")
    func later() throws {
        let claim = try claim(Draft())
        for state in [DirectoryState.unavailable(reason: "timed out"), nil] {
            let evidence = verified(claim, state)
            #expect(evidence.status == .directoryUnavailable)
            #expect(evidence.domain == "agent.example")
        }
        #expect(claim.isKeepable)
        let kept = try #require(WebBotAuthClaim(try JSONValue(parsing: claim.jsonBytes())))
        #expect(kept == claim)
        // Hours later, when the signature itself is long over.
        let evidence = kept.verified(
            with: .keys(signer.keys), policy: .init(), nonces: nonces, use: "s",
            at: Draft.now + .seconds(40_000))
        #expect(evidence.status == .verified)
    }

    @Test("A claim that covers cookies or credentials is not to be kept", arguments: ["cookie", "authorization"])
    func secrets(name: String) throws {
        var draft = Draft()
        draft.request.headers.append(.init(name, "secret"))
        #expect(try claim(draft).isKeepable)
        draft.components = "(\"@authority\" \"\(name)\" \"signature-agent\";key=\"sig1\")"
        #expect(try !claim(draft).isKeepable)
    }

    @Test("A nonce is refused at its second use, and not where the same use is finished twice")
    func nonce() throws {
        let first = try claim(Draft())
        #expect(verified(first, .keys(signer.keys), use: "a").status == .verified)
        #expect(verified(first, .keys(signer.keys), use: "a").status == .verified)
        let replayed = verified(first, .keys(signer.keys), use: "b")
        #expect(replayed.status == .invalid)
        #expect(replayed.reason == "the nonce was used before")
        // A new signature with the old nonce is refused as well.
        var draft = Draft()
        draft.created = ";created=1799999995"
        #expect(verified(try claim(draft), .keys(signer.keys), use: "c").status == .invalid)
        draft.nonce = ";nonce=\"n2\""
        #expect(verified(try claim(draft), .keys(signer.keys), use: "c").status == .verified)
        draft.nonce = nil
        for use in ["d", "e"] { #expect(verified(try claim(draft), .keys(signer.keys), use: use).status == .verified) }
    }

    @Test("A forged signature does not use up the nonce of another")
    func forgedNonce() throws {
        let claim = try claim(Draft())
        let forger = try TestSigner(.ed25519)
        var draft = Draft()
        draft.keyID = ";keyid=\"\(signer.keyID)\""
        let check = WebBotAuthCheck(try draft.signed(by: forger), policy: .init(), at: Draft.now)
        guard case .claim(let forged) = check else { throw Unexpected(check: check) }
        #expect(verified(forged, .keys(signer.keys), use: "forger").status == .invalid)
        #expect(verified(claim, .keys(signer.keys), use: "owner").status == .verified)
    }

    @Test("Of several signatures the first that may be right counts")
    func several() throws {
        var request = try Draft().signed(by: signer)
        let index = try #require(request.headers.firstIndex { $0.name == "signature-input" })
        let input = request.headers[index].value
        request.headers[index].value = "old=();created=1;expires=2;tag=\"web-bot-auth\", x=();tag=\"y\", \(input)"
        request.headers.append(.init("signature", "old=:AAAA:"))
        guard case .claim(let claim) = WebBotAuthCheck(request, policy: .init(), at: Draft.now) else {
            Issue.record("refused")
            return
        }
        #expect(verified(claim, .keys(signer.keys)).status == .verified)
    }

    @Test("A string form and the header as a whole are taken too")
    func otherForms() throws {
        var draft = Draft()
        draft.components = #"("@authority" "signature-agent")"#
        #expect(verified(try claim(draft), .keys(signer.keys)).status == .verified)
        for (agent, place) in [
            ("\"https://agent.example\"", "https://agent.example/.well-known/http-message-signatures-directory"),
            ("\"https://agent.example/keys.json?v=1\"", "https://agent.example/keys.json?v=1"),
        ] {
            draft.agent = agent
            draft.nonce = nil
            let claim = try claim(draft)
            #expect(claim.location?.address.description == place)
            #expect(verified(claim, .keys(signer.keys)).status == .verified)
        }
    }

    @Test("Keys in a data: address verify at once, and name no domain")
    func inline() throws {
        var draft = Draft()
        let data = Base64.encode(signer.keys.jsonBytes())
        draft.agent = #"sig1="data:application/http-message-signatures-directory+json;base64,\#(data)""#
        let claim = try claim(draft)
        #expect(claim.neededDirectory(.init()) == nil)
        #expect(verified(claim, nil) == WebBotAuthEvidence(status: .verified, keyID: signer.keyID))
        #expect(WebBotAuthClaim(try JSONValue(parsing: claim.jsonBytes())) == claim)
    }

    @Test("Without a place for keys only a pinned key can verify, and it tells the domain")
    func pinned() throws {
        var draft = Draft()
        draft.agent = nil
        draft.components = #"("@authority")"#
        let claim = try claim(draft)
        #expect(claim.neededDirectory(.init()) == nil)
        #expect(verified(claim, nil).status == .unknownKey)
        let policy = WebBotAuthPolicy(pinnedKeys: PinnedKeys(["Agent.example": signer.keys]))
        #expect(verified(claim, nil, policy: policy).domain == "agent.example")
        #expect(verified(claim, nil, policy: policy).status == .verified)
        #expect(WebBotAuthClaim(try JSONValue(parsing: claim.jsonBytes())) == claim)
    }

    @Test("Pinned keys stand in the place of the domain's directory")
    func pinnedDomain() throws {
        let claim = try claim(Draft())
        let policy = WebBotAuthPolicy(pinnedKeys: PinnedKeys(["agent.example": signer.keys]))
        #expect(claim.neededDirectory(policy) == nil)
        #expect(verified(claim, nil, policy: policy).status == .verified)
        let others = WebBotAuthPolicy(pinnedKeys: PinnedKeys(["agent.example": try TestSigner(.ed25519).keys]))
        #expect(claim.neededDirectory(others) == nil)
        #expect(verified(claim, .keys(signer.keys), policy: others).status == .unknownKey)
        // The same key pinned for one domain says nothing of a request that names another.
        let elsewhere = WebBotAuthPolicy(pinnedKeys: PinnedKeys(["other.example": signer.keys]))
        #expect(claim.neededDirectory(elsewhere) != nil)
    }

    @Test("A trusted domain is one whose well-known directory speaks; any other address speaks for itself")
    func trusted() throws {
        let domain = WebBotAuthPolicy(trustedAgents: TrustedAgents(["Agent.example", "not a domain", ""]))
        let card = WebBotAuthPolicy(
            permitsPlainHTTP: true,
            trustedAgents: TrustedAgents([
                "https://agent.example/card", "https://agent.example:8443", "http://127.0.0.1:80",
            ]))
        for (agent, byDomain, byAddress) in [
            ("https://agent.example", true, false), ("https://www.agent.example", false, false),
            ("https://agent.example:8443", false, true), ("http://agent.example", false, false),
            ("https://agent.example/card\";type=cimd;x=\"", false, true), ("http://127.0.0.1", false, true),
            ("https://agent.example/card?a=1\";type=jwks_uri;x=\"", false, true),
            ("https://agent.example/cards\";type=jwks_uri;x=\"", false, false),
        ] {
            var draft = Draft()
            draft.nonce = nil
            draft.agent = "sig1=\"\(agent)\""
            let claim = try claim(draft, policy: card)
            #expect(verified(claim, .keys(signer.keys), policy: domain).isTrusted == byDomain, "\(agent)")
            #expect(verified(claim, .keys(signer.keys), policy: card).isTrusted == byAddress, "\(agent)")
            #expect(!verified(claim, .unavailable(reason: nil), policy: card).isTrusted)
        }
    }

    @Test("A member that is not supported names no place")
    func unsupported() throws {
        for agent in [
            #"sig1="https://agent.example/path""#, #"sig1="https://agent.example";type=other"#,
            #"sig1="https://agent.example";type="cimd""#, #"sig1="ftp://agent.example""#, #"sig1="""#,
            #"sig1="data:application/http-message-signatures-directory+json,{}";type=jwks_uri"#,
        ] {
            var draft = Draft()
            draft.agent = agent
            let claim = try claim(draft)
            #expect(claim.source == nil)
            #expect(verified(claim, .keys(signer.keys)).status == .unknownKey)
        }
    }

    @Test("What is no kept claim is not read")
    func brokenJSON() throws {
        let json = try JSONValue(parsing: try claim(Draft()).jsonBytes())
        let members = try #require(json.object)
        for member in members where member.key != "nonce" && member.key != "alg" && member.key != "kind" {
            #expect(WebBotAuthClaim(.object(members.filter { $0.key != member.key })) == nil, "\(member.key)")
        }
        for (key, value) in [("alg", "x"), ("kind", "x"), ("address", "x"), ("base", "=")] {
            let changed = members.map { $0.key == key ? JSONValue.Member(key, .string(value)) : $0 }
            #expect(WebBotAuthClaim(.object(changed)) == nil)
        }
        #expect(WebBotAuthClaim(.null) == nil)
    }
}
