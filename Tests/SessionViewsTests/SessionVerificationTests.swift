import Evidence
import OrderedJSON
import SessionViews
import Sessions
import Testing

@Suite("The payload of a sealed token")
struct SessionVerificationTests {
    private func keys(_ value: JSONValue?) -> [String]? { value?.object?.map(\.key) }

    @Test("has the keys of the contract in its order", arguments: ["chromium-person", "selenium-chromium"])
    func contract(_ name: String) throws {
        let token = try SessionVerification(.recorded(name)).read()
        #expect(
            keys(token) == [
                "object", "session_id", "decision", "request", "visitor_fingerprint", "signals", "score_breakdown",
                "attribution", "embed",
            ])
        #expect(token["object"]?.string == "session_verification")
        #expect(
            keys(token["decision"]) == [
                "event_id", "verdict", "risk_score", "phase", "is_provisional", "manipulation",
                "evaluation_duration_ms", "evaluated_at",
            ])
        #expect(keys(token["decision"]?["manipulation"]) == ["score", "verdict"])
        #expect(
            keys(token["request"]) == ["url", "user_agent", "ip_address", "screen_size", "is_touch_capable"])
        #expect(keys(token["visitor_fingerprint"]) == ["object", "id", "confidence", "identified_at"])
        #expect(keys(token["signals"]?.array?.first) == ["id", "category", "confidence", "score"])
        #expect(keys(token["score_breakdown"]) == ["categories"])
        #expect(keys(token["attribution"]) == ["bot"])
        #expect(token["embed"] == .null)
    }

    @Test("names what kind of bot it is, by facets, and nothing for a person")
    func bot() throws {
        let tool = try SessionVerification(.recorded("selenium-chromium")).read()
        let facets = try #require(tool["attribution"]?["bot"]?["facets"])
        #expect(facets["execution_framework"]?["value"]?.string == "selenium")
        for facet in facets.object ?? [] where !facet.value.isNull {
            #expect(keys(facet.value) == ["value", "confidence", "relation"])
            #expect((0...1).contains(try #require(facet.value["confidence"]?.double)))
            #expect(["is", "resembles"].contains(facet.value["relation"]?.string))
        }
        #expect(try SessionVerification(.recorded("chromium-person")).read()["attribution"]?["bot"] == .null)
    }

    @Test("agrees with the document on what was found")
    func agreement() throws {
        let session = try JudgedSession.recorded("playwright-chromium")
        let token = try SessionVerification(session).read()
        let document = try SessionDocument(session).read()
        #expect(token["session_id"] == document["id"])
        #expect(token["decision"]?["risk_score"] == document["decision"]?["risk_score"])
        #expect(token["request"]?["url"] == document["request"]?["url"])
        #expect(token["request"]?["screen_size"] == document["device"]?["screen"]?["size"])
        #expect(token["signals"]?.array?.map { $0["id"] } == document["signals_fired"]?.array?.map { $0["signal"] })
        let scores = try #require(token["score_breakdown"]?["categories"]?.object)
        let categories = Set(session.assessment.signals.map(\.category))
        #expect(scores.map(\.key) == SignalCategory.allCases.filter(categories.contains).map(\.rawValue))
        #expect(scores.allSatisfy { (0...100).contains($0.value.int ?? -1) })
    }

    @Test("agrees with the document on whether the device can be touched")
    func touch() throws {
        for observations in [
            "", #""navigator":{"max_touch_points":5}"#, #""navigator":{"max_touch_points":0}"#,
            #""capabilities":{"touch_events":true}"#,
        ] {
            let (token, device) = try touchCapability(observations)
            #expect(token == device, "\(observations)")
        }
    }

    private func touchCapability(_ observations: String) throws -> (token: JSONValue?, device: JSONValue?) {
        let payload = try Payload(parsing: Array(#"{"v":1,"sequence":0,"observations":{\#(observations)}}"#.utf8))
        let session = JudgedSession.judged(Evidence(payloads: [payload]))
        return (
            try SessionVerification(session).read()["request"]?["is_touch_capable"],
            try SessionDocument(session).read()["device"]?["capabilities"]?["touch"]?["available"]
        )
    }

    @Test("carries no visitor before the fingerprint is frozen")
    func visitor() throws {
        let token = try SessionVerification(.recorded("chromium-person", visitor: nil)).read()
        #expect(token["visitor_fingerprint"] == .null)
    }
}
