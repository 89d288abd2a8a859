import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import WebBotAuth

@Suite("Hostile input")
struct HostileInputTests {
    @Test("A request whose bytes are changed at random is read or refused, and never verified")
    func mutations() throws {
        let signer = try TestSigner(.ed25519)
        let request = try Draft().signed(by: signer)
        let signed = request.headers.indices.filter { request.headers[$0].name.hasPrefix("signature") }
        var random = SplitMix(state: 42)
        let nonces = NonceMemory()
        for round in 0..<5000 {
            var changed = request
            let index = signed[Int(random.next() % 3)]
            var bytes = Array(changed.headers[index].value.utf8)
            for _ in 0...(random.next() % 3) { Self.mutate(&bytes, &random) }
            changed.headers[index].value = String(decoding: bytes, as: UTF8.self)
            guard changed != request,
                case .claim(let claim) = WebBotAuthCheck(changed, policy: .init(), at: Draft.now)
            else { continue }
            let evidence = claim.verified(
                with: .keys(signer.keys), policy: .init(), nonces: nonces, use: "\(round)", at: Draft.now)
            guard evidence.status == .verified else { continue }
            // What still holds has the same meaning: space, or a member that is nobody's.
            #expect(claim.domain == "agent.example")
            #expect(claim.base == Self.base(of: request))
        }
    }

    @Test("Texts of any kind are no trap for any reader")
    func readers() {
        let seeds = [
            #"sig1=("@authority" "signature-agent";key="sig1");created=1;keyid="x";tag="web-bot-auth""#,
            #"sig1="https://a.example/x?y#z";type=jwks_uri"#, "https://user@[::1]:443/%41%zz/../?q#f",
            "data:application/json;base64,eyJrZXlzIjpbXX0=", #"%"%c3%bc";a=-1.25;b=@12;c=?1;d=:AAA=:"#,
            #"{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","nbf":1e14}]}"#, "Tue, 20 Apr 2021 02:07:55 GMT",
        ]
        var random = SplitMix(state: 7)
        for _ in 0..<5000 {
            var bytes = Array(seeds[Int(random.next() % UInt64(seeds.count))].utf8)
            for _ in 0...(random.next() % 8) { Self.mutate(&bytes, &random) }
            let text = String(decoding: bytes, as: UTF8.self)
            _ = try? StructuredField.dictionary(text)
            _ = try? StructuredField.list(text)
            _ = try? StructuredField.item(text)
            _ = try? SignatureAgent(text)
            _ = WebAddress(text)
            _ = DataAddress(text)
            _ = AgentRegistry(text)
            _ = HTTPDate.moment(text)
            _ = QueryParameters.values(of: text, in: text)
            _ = try? JSONWebKeySet(parsing: bytes)
            _ = CacheLifetime.of(
                [.init("cache-control", text), .init("expires", text), .init("age", text)], at: Draft.now)
        }
    }

    @Test("Large fields are refused in little time")
    func large() throws {
        var fields = Draft().request
        let label = String(repeating: "a", count: 1_000_000)
        fields.headers += [
            .init("signature-input", "\(label)=();tag=\"web-bot-auth\""), .init("signature", "\(label)=:AAAA:"),
            .init("signature-agent", label),
        ]
        let time = try ContinuousClock().measure {
            for _ in 0..<20 {
                let check = try #require(WebBotAuthCheck(fields, policy: .init(), at: Draft.now))
                guard case .refused(let evidence) = check else {
                    Issue.record("not refused")
                    continue
                }
                #expect((evidence.reason ?? "").utf8.count < 200)
            }
        }
        #expect(time < .seconds(2))
    }

    @Test("As many components, members and parameters as are read take little time")
    func dense() throws {
        let components = (0..<64).map { "\"d\";key=\"k\($0)\"" }.joined(separator: " ")
        let members = (0..<64).map { "k\($0)=\"https://a\($0).example\"" }.joined(separator: ", ")
        var request = Draft().request
        request.headers += (0..<240).map { .init("h\($0)", "x") }
        request.headers += [
            .init("d", members),
            .init(
                "signature-input",
                "s=(\(components));created=1799999990;expires=1800000300;keyid=\"\(String(repeating: "A", count: 43))\";tag=\"web-bot-auth\""
            ),
            .init("signature", "s=:AAAA:"),
        ]
        let time = ContinuousClock().measure { _ = WebBotAuthCheck(request, policy: .init(), at: Draft.now) }
        #expect(time < .seconds(2))
    }

    private static func base(of request: SignedRequest) -> [UInt8] {
        guard case .claim(let claim) = WebBotAuthCheck(request, policy: .init(), at: Draft.now) else { return [] }
        return claim.base
    }

    private static func mutate(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let index = Int(random.next() % UInt64(bytes.count))
        let alphabet = Array("\"();=,:*?@%-.0aA\\ \t/[]{}\n\u{0}ü".utf8)
        let byte = alphabet[Int(random.next() % UInt64(alphabet.count))]
        switch random.next() % 4 {
        case 0: bytes[index] = byte
        case 1: bytes.insert(byte, at: index)
        case 2: bytes.remove(at: index)
        default: bytes.append(contentsOf: bytes[index...].prefix(16))
        }
    }
}

/// A small generator whose numbers are the same in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
