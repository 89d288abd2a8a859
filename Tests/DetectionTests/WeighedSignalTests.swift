import Evidence
import Sessions
import Testing

@testable import Detection

@Suite("What signals weigh")
struct WeighedSignalTests {
    private var driven: Evidence {
        var evidence = Evidence()
        evidence.observations.automation = AutomationObservation()
        evidence.observations.automation?.globals = ["cdc_adoQpoasnfa76pfcZLmcfl_Array"]
        return evidence
    }

    @Test("is told of those that count, what weighs most first")
    func order() throws {
        let weighed = SignalCatalogue.weighed(in: driven)
        let first = try #require(weighed.first)
        #expect(first.slug == "chromedriver_globals" && first.nats == Scoring.weight(of: .definitive))
        #expect(weighed.map { abs($0.nats) } == weighed.map { abs($0.nats) }.sorted(by: >))
        #expect(weighed.allSatisfy { $0.nats != 0 })
    }

    @Test("is in points what the risk is less without it")
    func points() throws {
        let risk = Assessment(judging: driven).riskScore
        let without = Assessment(
            judging: driven, under: Rules(adjustments: ["chromedriver_globals": .muted])
        ).riskScore
        let first = try #require(SignalCatalogue.weighed(in: driven).first)
        #expect(first.points == risk - without && first.points > 0)
    }

    @Test("is nothing for a signal that an operator muted")
    func muted() {
        let rules = Rules(adjustments: ["chromedriver_globals": .muted])
        #expect(!SignalCatalogue.weighed(in: driven, under: rules).map(\.slug).contains("chromedriver_globals"))
    }
}
