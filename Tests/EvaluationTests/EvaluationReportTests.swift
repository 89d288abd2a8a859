import OrderedJSON
import Sessions
import Testing

@testable import Evaluation

@Suite("An evaluation")
struct EvaluationReportTests {
    private let catalogue: [Evaluation.KnownSignal] = [
        .init(slug: "loud", raisesRisk: true), .init(slug: "unfair", raisesRisk: true),
        .init(slug: "kind", raisesRisk: false), .init(slug: "silent", raisesRisk: true),
    ]

    private var evaluation: Evaluation {
        Evaluation(
            rules: "2026.11",
            sessions: [
                Samples.session(
                    .tool, "driver", snapshot: 95, whole: 97, expected: ["selenium"], named: ["selenium", "webdriver"],
                    fired: ["loud"]),
                Samples.session(
                    .tool, "stealth|driver", arrival: 20, snapshot: 30, whole: 96, expected: ["nodriver"],
                    named: ["puppeteer"],
                    fired: ["loud"]),
                Samples.session(.tool, "script", arrival: 10, snapshot: 20, whole: 50),
                Samples.session(.person, "mouse", snapshot: 4, whole: 3, fired: ["kind"]),
                Samples.session(.person, "remote", snapshot: 75, whole: 45, fired: ["kind", "unfair"]),
            ],
            missing: [SessionLabel(session: .random(), kind: .person, name: "gone")], catalogue: catalogue)
    }

    @Test("counts tools that are found and named, and people by their verdicts")
    func totals() {
        let evaluation = evaluation
        #expect(evaluation.toolsFoundOnArrival == .init(count: 1, total: 3))
        #expect(evaluation.toolsFound == .init(count: 2, total: 3))
        #expect(evaluation.toolsNamed == .init(count: 1, total: 2))
        #expect(Verdict.allCases.map(evaluation.people) == [1, 1, 0])
        #expect(evaluation.highestScoreOfPerson == 75)
    }

    @Test("puts the signals first that accuse people, and names those that never fire")
    func signals() {
        #expect(evaluation.signals.map(\.signal.slug) == ["unfair", "loud", "kind", "silent"])
        #expect(evaluation.signals.map(\.tools) == [0, 2, 0, 0])
        #expect(evaluation.signals.map(\.people) == [1, 0, 2, 0])
        #expect(evaluation.silentSignals == ["silent"])
    }

    @Test("says what must not be: a tool that is not a bot, a person who is, a session that is not there")
    func faults() {
        let faults = evaluation.faults
        #expect(
            faults.dropLast() == [
                "stealth|driver is human (30) without behaviour", "script is human (20) without behaviour",
                "script is inconclusive (50) as a whole", "remote is bot (75) on arrival",
                "remote is bot (75) without behaviour",
            ])
        #expect(faults.last?.hasPrefix("gone: sid_") == true)
        let good = Evaluation(
            rules: "r",
            sessions: [
                Samples.session(.tool, snapshot: 94, whole: 94), Samples.session(.person, snapshot: 69, whole: 0),
            ], catalogue: [])
        #expect(good.faults.isEmpty)
    }

    @Test("is a page whose tables hold whatever a label says")
    func markdown() {
        let page = evaluation.markdown
        #expect(
            page.contains(
                "| stealth\\|driver |  | 20 human | 30 human | 96 bot | snapshot | no: puppeteer | none | `loud` |"))
        #expect(page.contains("| driver |  | 95 bot | 95 bot | 97 bot | snapshot | yes | none | `loud` |"))
        #expect(page.contains("tools that are bot as a whole: 2 of 3"))
        #expect(page.contains("| 90–100 | 2 | 2 | 100 % |"))
        #expect(page.contains("Never fired here (1): `silent`."))
        let text = evaluation.text
        #expect(text.contains("never fired (1): silent") && text.contains("rules: 2026.11"))
    }

    @Test("is JSON that can be read again, with everything in it")
    func json() throws {
        let json = try JSONValue(parsing: evaluation.jsonBytes())
        #expect(json["totals"]?["tools_bot"]?["count"]?.int == 2)
        #expect(json["sessions"]?.array?.count == 5 && json["signals"]?.array?.count == 4)
        #expect(json["calibration"]?["bands"]?.array?.count == 10)
        #expect(json["sessions"]?.array?[0]["named_right"]?.bool == true)
        #expect(json["sessions"]?.array?[3]["named_right"]?.isNull == true)
    }

    @Test("of nothing is a report as well")
    func empty() {
        let empty = Evaluation(rules: "r", sessions: [], catalogue: [])
        #expect(empty.markdown.contains("0 of 0") && empty.text.contains("nothing to judge scores by"))
        #expect(empty.highestScoreOfPerson == nil && empty.faults.isEmpty)
    }
}
