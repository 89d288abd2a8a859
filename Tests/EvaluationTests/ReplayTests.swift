import OrderedJSON
import Sessions
import Testing

@testable import Evaluation

@Suite("A replay")
struct ReplayTests {
    private func session(
        _ before: Int, _ after: Int, was: [FiredSignal] = [], fires: [FiredSignal] = [], reweighed: Set<String> = []
    ) -> ReplayedSession {
        ReplayedSession(
            id: .random(), before: .init(riskScore: before, verdict: Verdict(riskScore: before), signals: was),
            after: .init(riskScore: after, verdict: Verdict(riskScore: after), signals: fires), reweighed: reweighed)
    }

    @Test("tells which signals made the difference, what proves most first")
    func differences() {
        let replayed = session(
            97, 30,
            was: [
                Samples.signal("same"), Samples.signal("muted", score: 100, strength: .definitive),
                Samples.signal("less", score: 80),
            ],
            fires: [
                Samples.signal("same"), Samples.signal("new", strength: .weak), Samples.signal("less", score: 40),
            ])
        #expect(replayed.differences.map(\.signal) == ["muted", "less", "new"])
        #expect(replayed.differences.map(\.change) == [.gone, .weighed, .fires])
        #expect(replayed.isChanged && replayed.isVerdictChanged)
        #expect(replayed.text.hasSuffix("bot 97 -> human 30  -muted ~less +new"))
    }

    @Test("tells a signal whose weight the rules change where it fires, and nothing where it does not")
    func reweighed() {
        let fired = [Samples.signal("heavy")]
        #expect(session(20, 30, was: fired, fires: fired, reweighed: ["heavy"]).differences.map(\.change) == [.weighed])
        #expect(session(20, 20, reweighed: ["heavy"]).differences.isEmpty)
    }

    @Test("of a session that comes to the same changes nothing")
    func same() {
        let fired = [Samples.signal("a"), Samples.signal("b", strength: .strong)]
        let replayed = session(50, 50, was: fired, fires: fired.reversed())
        #expect(!replayed.isChanged && replayed.differences.isEmpty)
    }

    @Test("without a signal that differs is by thresholds, or by how findings are weighed")
    func thresholds() {
        var replayed = session(50, 50)
        replayed.after.verdict = .bot
        #expect(replayed.isVerdictChanged && replayed.text.hasSuffix("by the thresholds"))
        #expect(session(50, 51).text.hasSuffix("by how findings are weighed"))
    }

    @Test("counts verdicts and signals, and moved verdicts only where the verdict moves")
    func report() throws {
        var report = ReplayReport(rules: "2026.11+quiet")
        report.count(
            session(97, 30, was: [Samples.signal("loud"), Samples.signal("common")], fires: [Samples.signal("common")]))
        report.count(session(99, 98, was: [Samples.signal("loud")]))
        report.count(session(5, 5, was: [Samples.signal("common")], fires: [Samples.signal("common")]))
        report.countExpired()
        #expect((report.judged, report.expired, report.changed, report.verdictsChanged) == (3, 1, 2, 1))
        #expect(report.sessions(.bot, to: .human) == 1 && report.sessions(.bot, to: .bot) == 1)
        #expect(report.sessions(.human, to: .human) == 1 && report.sessions(.human, to: .bot) == 0)
        #expect(report.signals.map(\.slug) == ["loud", "common"])
        #expect(report.signals[0].count == .init(before: 2, after: 0, verdictsMoved: 1))
        #expect(!report.signals[1].count.isChanged)
        let text = report.text(all: false)
        #expect(text.contains("3 sessions judged again under 2026.11+quiet, 1 not"))
        #expect(text.contains("loud") && !text.contains("common") && report.text(all: true).contains("common"))

        var writer = JSONWriter()
        writer.object { report.writeMembers(to: &$0) }
        let json = try JSONValue(parsing: writer.bytes)
        #expect(json["sessions"]?["verdict_changed"]?.int == 1 && json["complete"]?.bool == true)
        #expect(json["verdicts"]?["bot"]?["human"]?.int == 1)
        #expect(json["signals"]?.array?[0]["verdicts_moved"]?.int == 1)
    }
}
