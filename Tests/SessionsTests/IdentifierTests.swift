import Testing

@testable import Sessions

@Suite("An identifier")
struct IdentifierTests {
    private static let base32 = "0123456789abcdefghjkmnpqrstvwxyz"
    private static let hexadecimal = "0123456789abcdef"

    private func check<Kind>(_ kind: Identifier<Kind>.Type, _ prefix: String, _ length: Int, _ alphabet: String) {
        var seen: Set<Character> = []
        var texts: Set<String> = []
        for _ in 0..<200 {
            let text = kind.random().text
            #expect(text.hasPrefix(prefix) && text.utf8.count == prefix.utf8.count + length)
            seen.formUnion(text.dropFirst(prefix.count))
            texts.insert(text)
            #expect(kind.init(text)?.text == text)
        }
        // Every character turns up, none that does not belong, and no identifier comes twice.
        #expect(seen == Set(alphabet))
        #expect(texts.count == 200)
    }

    @Test("has the prefix, the length and the alphabet that the contract gives its kind, and uses all of it")
    func forms() {
        check(SessionID.self, "sid_", 26, Self.base32)
        check(VisitorID.self, "vid_", 26, Self.base32)
        check(DecisionID.self, "evt_", 26, Self.base32)
        check(OrganizationID.self, "org_", 26, Self.base32)
        check(KeyID.self, "key_", 26, Self.base32)
        check(RequestID.self, "req_", 32, Self.hexadecimal)
    }

    @Test("writes 128 bits, the highest first")
    func bits() {
        let request = RequestID(high: 0x0123_4567_89ab_cdef, low: 0xfedc_ba98_7654_3210)
        #expect(request.text == "req_0123456789abcdeffedcba9876543210")
        #expect(SessionID(high: 0, low: 0).text == "sid_00000000000000000000000000")
        #expect(SessionID(high: 0, low: 31).text == "sid_0000000000000000000000000z")
        #expect(SessionID(high: 0, low: 32).text == "sid_00000000000000000000000010")
        // The bit that lies across both words, and the two bits that 26 characters have over 128.
        #expect(SessionID(high: 1, low: 0).text == "sid_0000000000000g000000000000")
        #expect(SessionID(high: .max, low: .max).text == "sid_7zzzzzzzzzzzzzzzzzzzzzzzzz")
    }

    @Test(
        "is refused in any other form",
        arguments: [
            "", "sid_", "sid", "87wfetm98myh9awj0dpt28a3kc", "vid_87wfetm98myh9awj0dpt28a3kc",
            "sid_87wfetm98myh9awj0dpt28a3k", "sid_87wfetm98myh9awj0dpt28a3kcc", "SID_87wfetm98myh9awj0dpt28a3kc",
            "sid_87WFETM98MYH9AWJ0DPT28A3KC", "sid_i7wfetm98myh9awj0dpt28a3kc", "sid_l7wfetm98myh9awj0dpt28a3kc",
            "sid_o7wfetm98myh9awj0dpt28a3kc", "sid_u7wfetm98myh9awj0dpt28a3kc", "sid_-7wfetm98myh9awj0dpt28a3kc",
            " sid_87wfetm98myh9awj0dpt28a3k", "sid_87wfetm98myh9awj0dpt28a3\u{e9}",
            "sid_87wfetm98myh9awj0dpt28a3k\u{0}", "sid_87wfetm98myh9awj0dpt28a3k\n",
        ])
    func refusals(_ text: String) {
        #expect(SessionID(text) == nil)
    }

    @Test("is the same value as another of the same text, and different ones are different")
    func equality() throws {
        let text = "sid_87wfetm98myh9awj0dpt28a3kc"
        let id = try #require(SessionID(text))
        #expect(id == SessionID(text[...]) && id.description == text)
        #expect(Set([id, try #require(SessionID(text)), SessionID.random()]).count == 2)
        #expect(try #require(RequestID("req_cf147349a4134208aebb8c70e25fb7e1")).text.hasPrefix("req_"))
        #expect(RequestID("req_CF147349a4134208aebb8c70e25fb7e1") == nil)
    }
}
