import OrderedJSON
import Testing

@testable import Sessions

@Suite("A decision")
struct DecisionTests {
    @Test(
        "means a person up to 39, a bot from 70 on, and neither between",
        arguments: [
            (0, Verdict.human, "human"), (39, .human, "human"), (40, .inconclusive, "uncertain"),
            (69, .inconclusive, "uncertain"), (70, .bot, "automated"), (100, .bot, "automated"),
        ])
    func verdicts(_ score: Int, _ verdict: Verdict, _ status: String) {
        #expect(Verdict(riskScore: score) == verdict && verdict.automationStatus == status)
    }

    @Test(
        "says in a word how much is falsified",
        arguments: [
            (0, Manipulation.Verdict.none), (19, .none), (20, .low), (44, .low), (45, .medium), (74, .medium),
            (75, .high), (100, .high),
        ])
    func manipulation(_ score: Int, _ verdict: Manipulation.Verdict) {
        #expect(Manipulation(score: score).verdict == verdict)
    }

    private let decision = Decision(
        id: DecisionID(high: 0, low: 1), riskScore: 94, phase: .snapshot, isProvisional: true,
        manipulation: Manipulation(score: 20), evaluationMilliseconds: 3, evaluatedAt: Timestamp(milliseconds: 0))

    @Test("is written for lists and tokens in the schema's words and order")
    func list() {
        #expect(
            String(decoding: decision.jsonBytes(), as: UTF8.self) == """
                {"event_id":"evt_00000000000000000000000001","verdict":"bot","risk_score":94,"phase":"snapshot",\
                "is_provisional":true,"manipulation":{"score":20,"verdict":"low"},"evaluation_duration_ms":3,\
                "evaluated_at":"1970-01-01T00:00:00.000Z"}
                """)
    }

    @Test("is written for the document in other words", arguments: [true, false])
    func detail(_ isProvisional: Bool) {
        var decision = decision
        decision.isProvisional = isProvisional
        var writer = JSONWriter()
        decision.writeDetail(to: &writer)
        #expect(
            String(decoding: writer.bytes, as: UTF8.self) == """
                {"event_id":"evt_00000000000000000000000001","automation_status":"automated","risk_score":94,\
                "evaluation_phase":"snapshot","decision_status":"\(isProvisional ? "preliminary" : "final")",\
                "evaluated_at":"1970-01-01T00:00:00.000Z"}
                """)
    }
}

@Suite("The vocabulary of an assessment")
struct VocabularyTests {
    @Test("orders strengths from a hint to what decides, and levels from untroubled to troubling")
    func orders() {
        let strengths: [SignalStrength] = [.weak, .moderate, .strong, .definitive]
        #expect(strengths.reversed().sorted() == strengths)
        let levels: [RuntimeIntegrity.Level] = [.clean, .notice, .elevated, .highRisk]
        #expect(levels.reversed().sorted() == levels)
        #expect(!(SignalStrength.weak < .weak) && max(RuntimeIntegrity.Level.notice, .highRisk) == .highRisk)
    }

    @Test("has the contract's eight categories, four strengths and eight questions in its words")
    func words() {
        #expect(
            SignalCategory.allCases.map(\.rawValue) == [
                "environment", "fingerprint", "event_trust", "mouse", "keyboard", "timing", "touch", "anti_tamper",
            ])
        #expect(SignalStrength.allCases.map(\.rawValue) == ["weak", "moderate", "strong", "definitive"])
        #expect(RuntimeIntegrity.Level.allCases.map(\.rawValue) == ["clean", "notice", "elevated", "high_risk"])
        #expect(Phase.allCases.map(\.rawValue) == ["snapshot", "behavioral"])
    }

    @Test("is clean until it is told otherwise, and keeps the questions apart")
    func integrity() {
        var integrity = RuntimeIntegrity()
        #expect(RuntimeIntegrity.Key.allCases.allSatisfy { integrity[$0] == .clean })
        integrity[.replay] = .elevated
        #expect(
            String(decoding: integrity.jsonBytes(), as: UTF8.self) == """
                {"tampering":"clean","developer_tools":"clean","emulation":"clean","virtualization":"clean",\
                "privacy_hardening":"clean","identity_spoofing":"clean","replay":"elevated",\
                "outdated_environment":"clean"}
                """)
    }

    @Test("of a bot has null for the facets that are not known")
    func facets() {
        let bot = BotAttribution(
            category: .init(value: "automation", confidence: 0.98, relation: .is),
            executionFramework: .init(value: "selenium", confidence: 0.9, relation: .resembles))
        #expect(
            String(decoding: bot.jsonBytes(), as: UTF8.self) == """
                {"facets":{"category":{"value":"automation","confidence":0.98,"relation":"is"},\
                "provider_family":null,"product_identity":null,\
                "execution_framework":{"value":"selenium","confidence":0.9,"relation":"resembles"},\
                "concealment_style":null,"organization":null}}
                """)
    }
}
