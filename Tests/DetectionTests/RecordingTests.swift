import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("A recorded session")
struct RecordingTests {
    private func judge(_ name: String) throws -> Assessment {
        var draft = try Draft(recording: name)
        // Recordings hold no account of the transport; an honest one says nothing.
        draft.transport.batchCount = 1
        return Assessment(judging: try draft.evidence)
    }

    @Test(
        "of a person is human, with nothing strong against it",
        arguments: ["chromium-person", "firefox-person"])
    func person(_ name: String) throws {
        let assessment = try judge(name)
        #expect(assessment.riskScore < 20)
        #expect(assessment.phase == .behavioral)
        let risky = Set(SignalCatalogue.all.filter { $0.effect == .raisesRisk }.map(\.slug))
        #expect(assessment.signals.filter { $0.strength >= .strong && risky.contains($0.signal) } == [])
        #expect(assessment.signals.contains { $0.signal == "natural_pointer_movement" })
        #expect(assessment.signals.contains { $0.signal == "natural_typing" })
        #expect(assessment.manipulation.verdict == .none)
        #expect(assessment.attribution == nil && assessment.bot == nil)
        #expect(assessment.highlights.contains { $0.effect == .reducesRisk })
    }

    @Test(
        "of a tool is a bot, and is attributed to it",
        arguments: [
            ("selenium-chromium", "selenium"), ("selenium-firefox", "selenium"),
            ("selenium-stealth-chromium", "selenium"), ("playwright-chromium", "playwright"),
            ("pyppeteer", "pyppeteer"),
        ])
    func tool(_ name: String, _ tool: String) throws {
        let assessment = try judge(name)
        #expect(Verdict(riskScore: assessment.riskScore) == .bot && assessment.riskScore >= 90)
        let labels = try #require(assessment.attribution).labels
        #expect(labels.first?.kind == .actor && labels.first?.value == "automation")
        #expect(labels.contains { $0.kind == .tool && $0.value == tool })
        #expect(assessment.bot?.category.value == "automation")
        #expect(assessment.bot?.executionFramework?.value == tool)
        #expect(assessment.highlights.first?.key == "browser_automation")
    }

    @Test(
        "of a tool that hides is a bot all the same, and is said to hide",
        arguments: ["playwright-stealth-chromium", "selenium-stealth-chromium"])
    func stealth(_ name: String) throws {
        let assessment = try judge(name)
        #expect(Verdict(riskScore: assessment.riskScore) == .bot && assessment.riskScore >= 90)
        #expect(assessment.attribution?.labels.contains { $0.kind == .actor && $0.value == "automation" } == true)
        #expect(assessment.attribution?.labels.contains { $0.kind == .evasion && $0.value == "stealth" } == true)
        #expect(assessment.bot?.concealmentStyle?.value == "stealth")
        #expect(assessment.manipulation.score >= 45)
    }

    @Test(
        "of a browser with a window that nobody touched is no bot, and only a snapshot",
        arguments: ["chromium-headful", "firefox-headful"])
    func untouched(_ name: String) throws {
        let assessment = try judge(name)
        #expect(Verdict(riskScore: assessment.riskScore) == .human)
        #expect(assessment.phase == .snapshot)
        #expect(assessment.coverage.browser && assessment.coverage.device && assessment.coverage.runtime)
        #expect(!assessment.coverage.behavioral)
        #expect(assessment.attribution == nil)
    }

    @Test("of a browser without a window is a bot before anything happens")
    func headless() throws {
        let assessment = try judge("chromium-headless")
        #expect(Verdict(riskScore: assessment.riskScore) == .bot)
        #expect(assessment.phase == .snapshot)
        #expect(assessment.attribution?.labels.contains { $0.kind == .environment && $0.value == "headless" } == true)
    }

    @Test("is judged the same each time", arguments: Recording.names)
    func deterministic(_ name: String) throws {
        let first = try judge(name)
        for _ in 0..<3 { #expect(try judge(name) == first) }
    }

    @Test("has a score that its signals add up to, whatever it is of", arguments: Recording.names)
    func bounds(_ name: String) throws {
        let assessment = try judge(name)
        #expect((0...100).contains(assessment.riskScore))
        #expect(Set(assessment.categoryScores.keys) == Set(assessment.signals.map(\.category)))
        #expect(assessment.categoryScores.values.allSatisfy { (0...100).contains($0) })
        #expect(assessment.signals.allSatisfy { (0...100).contains($0.score) })
        #expect(assessment.highlights.count <= 5)
        let fired = Set(assessment.signals.map(\.signal))
        for highlight in assessment.highlights {
            #expect(!highlight.evidence.isEmpty && highlight.evidence.allSatisfy { fired.contains($0.signal) })
        }
    }
}
