import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import WebBotAuth

@Suite(
    "The published vectors of Web Bot Auth",
    .enabled(if: Vectors.areThere, "../shared/vectors is not beside the repository"))
struct WebBotAuthVectorTests {
    /// The vectors are signed with keys that everybody has, some for a hundred years.
    private let policy = WebBotAuthPolicy(maximumWindow: .days(40_000), refusedKeys: [])

    @Test(
        "Every signed request is verified, and refused when it is changed",
        arguments: ["web_bot_auth_architecture_v1", "web_bot_auth_architecture_v2"])
    func requests(file: String) throws {
        let vectors = try Vectors.cases("web-bot-auth/\(file)")
        #expect(vectors.count == 4)
        for vector in vectors {
            let key = try JSONWebKey(try #require(vector["key"]))
            let request = try request(vector)
            let created = Timestamp(milliseconds: Int64(try #require(vector["created_ms"]?.int)))
            guard case .claim(let claim) = WebBotAuthCheck(request, policy: policy, at: created) else {
                Issue.record("refused: \(vector)")
                continue
            }
            #expect(claim.domain == (vector["signature_agent"] == nil ? nil : "signature-agent.test"))
            #expect(claim.nonce == vector["nonce"]?.string)
            #expect(claim.expires.milliseconds == Int64(try #require(vector["expires_ms"]?.int)))
            try key.verify(claim.signature, over: claim.base, named: claim.algorithm?.rawValue)
            if claim.location != nil {
                let evidence = claim.verified(
                    with: .keys(JSONWebKeySet(keys: [key])), policy: policy, nonces: .init(), use: "", at: created)
                #expect(evidence.status == .verified)
            }
            try changed(request, key, created)
        }
    }

    private func request(_ vector: JSONValue) throws -> SignedRequest {
        let url = try #require(vector["target_url"]?.string.flatMap(WebAddress.init))
        let fields = [
            ("signature-agent", "signature_agent"), ("signature-input", "signature_input"), ("signature", "signature"),
        ]
        return SignedRequest(
            method: "GET", scheme: "https", authority: url.authority, target: url.target,
            headers: fields.compactMap { name, member in vector[member]?.string.map { MessageField(name, $0) } })
    }

    private func changed(_ request: SignedRequest, _ key: JSONWebKey, _ created: Timestamp) throws {
        var other = request
        other.authority = "example.org"
        guard case .claim(let claim) = WebBotAuthCheck(other, policy: policy, at: created) else {
            Issue.record("refused")
            return
        }
        #expect(throws: JSONWebKey.SignatureFailure.signature) {
            try key.verify(claim.signature, over: claim.base, named: nil)
        }
        // Before its time, after it, and with a key that the usual policy does not take.
        for (moment, policy) in [
            (created + .seconds(-61), policy), (Timestamp(milliseconds: 4_889_289_600_000), policy),
            (created, WebBotAuthPolicy(maximumWindow: .days(40_000))),
        ] {
            guard case .refused = WebBotAuthCheck(request, policy: policy, at: moment) else {
                Issue.record("not refused")
                continue
            }
        }
    }

    @Test("Thumbprints are those of RFC 7638 and RFC 8037, from the very bytes that are printed there")
    func thumbprints() throws {
        for vector in try Vectors.cases("web-bot-auth/jwk-thumbprint") {
            let text = try #require(vector["jwk"]?.string)
            let key = try JSONWebKey(try JSONValue(parsing: Array(text.utf8)))
            #expect(key.thumbprint == vector["thumbprint"]?.string)
        }
    }

    @Test("Signature-Agent is read as the vectors say")
    func agents() throws {
        for vector in try Vectors.cases("web-bot-auth/web_bot_auth_signature_agent_v1") {
            let agent = try SignatureAgent(try #require(vector["header"]?.string))
            let expected = try #require(vector["entries"]?.array)
            #expect(agent.entries.count == expected.count)
            for (entry, wanted) in zip(agent.entries, expected) {
                #expect(entry.key == wanted["label"]?.string)
                #expect(entry.address == wanted["uri"]?.string)
                #expect(entry.type == wanted["type"]?.string)
                guard case .remote(let location) = entry.source else {
                    Issue.record("no place: \(entry)")
                    continue
                }
                #expect(location.kind.rawValue == entry.type)
            }
        }
    }

    @Test("Cards are taken and refused as the vectors say")
    func cards() throws {
        for vector in try Vectors.cases("web-bot-auth/web_bot_auth_signature_agent_card_v1") {
            let json = try #require(vector["card"])
            let url = try #require(vector["url"]?.string)
            do {
                let card = try SignatureAgentCard(json, url: url)
                #expect(vector["valid"]?.bool == true)
                #expect(card.clientID == url)
                #expect(card.name == "Example Bot")
            } catch {
                #expect(vector["valid"]?.bool == false)
                #expect(error.rawValue == vector["error"]?.string)
            }
        }
    }

    @Test("Registries are read as the vectors say")
    func registries() throws {
        for vector in try Vectors.cases("web-bot-auth/web_bot_auth_registry_v1") {
            let registry = try #require(AgentRegistry(vector["registry_txt"]?.string ?? ""))
            let expected = vector["signature_agent_cards"]?.array?.compactMap(\.string)
            #expect(registry.cards.map(\.address.description) == expected)
            #expect(registry.rejected == 0)
        }
    }
}
