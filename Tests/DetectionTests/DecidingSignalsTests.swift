import Evidence
import Sessions
import Testing

@testable import Detection

@Suite("The signals that decide")
struct DecidingSignalsTests {
    private var driven: Evidence {
        var evidence = Evidence()
        evidence.observations.automation = AutomationObservation()
        evidence.observations.automation?.globals = ["cdc_adoQpoasnfa76pfcZLmcfl_Array"]
        return evidence
    }

    @Test("are those that count, what weighs most first")
    func order() {
        let hits = SignalCatalogue.hits(in: Context(driven))
        let weights = Dictionary(uniqueKeysWithValues: hits.map { ($0.signal.slug, Rules.builtIn.weight(of: $0)) })
        let deciding = SignalCatalogue.deciding(in: driven)
        #expect(deciding.first == "chromedriver_globals")
        #expect(deciding.compactMap { weights[$0] } == deciding.compactMap { weights[$0] }.sorted(by: >))
        #expect(Set(deciding) == Set(hits.filter { $0.signal.effect != .context }.map(\.signal.slug)))
    }

    @Test("are without one that an operator muted")
    func muted() {
        let rules = Rules(adjustments: ["chromedriver_globals": .muted])
        #expect(!SignalCatalogue.deciding(in: driven, under: rules).contains("chromedriver_globals"))
    }
}
