import Evidence
import Sessions
import Testing

@testable import Detection

@Suite("A signed agent")
struct SignedAgentTests {
    private func judge(
        _ status: WebBotAuthEvidence.Status, isTrusted: Bool = false, _ edit: (inout Draft) -> Void = { _ in }
    ) throws -> Assessment {
        var draft = try Draft.request(Headers.python("python-requests/2.32.3"), connection: Connections.python)
        draft.webBotAuth = WebBotAuthEvidence(status: status, domain: "agent.example", isTrusted: isTrusted)
        edit(&draft)
        return Assessment(judging: try draft.evidence)
    }

    @Test("that is verified is named, and stays the bot that it is")
    func verified() throws {
        let assessment = try judge(.verified)
        #expect(Verdict(riskScore: assessment.riskScore) == .bot)
        let labels = try #require(assessment.attribution).labels
        #expect(
            labels.map { "\($0.kind)/\($0.value)" } == [
                "actor/verified-bot", "trust/verified", "organization/agent.example", "tool/python-requests",
            ])
        #expect(assessment.bot?.category == .init(value: "verified-bot", confidence: 0.99, relation: .is))
        #expect(assessment.bot?.organization?.value == "agent.example")
        #expect(assessment.highlights.contains { $0.key == "verified_agent" && $0.effect == .context })
    }

    @Test("that is trusted as well is of low risk, and is named all the same")
    func trusted() throws {
        let assessment = try judge(.verified, isTrusted: true)
        #expect(assessment.riskScore <= 20)
        #expect(assessment.attribution?.labels.first?.value == "verified-bot")
        #expect(assessment.attribution?.labels.contains { $0.kind == .tool } == false)
        #expect(assessment.bot?.category.value == "verified-bot" && assessment.bot?.executionFramework == nil)
        #expect(assessment.highlights.contains { $0.key == "verified_agent" && $0.effect == .reducesRisk })
    }

    @Test("that drives a browser is of low risk where it is trusted, and a bot where it is not")
    func browser() throws {
        for (isTrusted, verdict) in [(true, Verdict.human), (false, .bot)] {
            var draft = try Draft.atRest()
            draft["navigator.webdriver"] = true
            draft.webBotAuth = WebBotAuthEvidence(status: .verified, domain: "agent.example", isTrusted: isTrusted)
            #expect(Verdict(riskScore: Assessment(judging: try draft.evidence).riskScore) == verdict)
        }
    }

    @Test(
        "is not excused for what it forged or sent again, trusted or not",
        arguments: ["batch_forged", "batch_replayed"])
    func forged(_ code: String) throws {
        let assessment = try judge(.verified, isTrusted: true) { $0.transport.refusals["collect.\(code)"] = 2 }
        #expect(Verdict(riskScore: assessment.riskScore) == .bot)
    }

    @Test("is trusted by nobody where its signature was not verified, whatever the policy says")
    func unverified() throws {
        for status in WebBotAuthEvidence.Status.allCases where status != .verified {
            let assessment = try judge(status, isTrusted: true)
            #expect(Verdict(riskScore: assessment.riskScore) == .bot)
            #expect(assessment.attribution?.labels.contains { $0.kind == .trust || $0.kind == .organization } == false)
            #expect(assessment.bot?.category.value == "automation" && assessment.bot?.organization == nil)
        }
    }

    @Test("that forges its signature over a browser's request is no person's; one whose time is over is")
    func forgedSignature() throws {
        func verdict(_ status: WebBotAuthEvidence.Status) throws -> Verdict {
            var draft = try Draft.request(Headers.chromium())
            draft.webBotAuth = WebBotAuthEvidence(status: status, domain: "agent.example")
            return Verdict(riskScore: Assessment(judging: try draft.evidence).riskScore)
        }
        #expect(try verdict(.invalid) == .inconclusive)
        #expect(try verdict(.expired) == .human)
        #expect(try verdict(.directoryUnavailable) == .human)
    }
}
