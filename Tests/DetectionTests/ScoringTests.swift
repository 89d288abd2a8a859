import Sessions
import Testing

@testable import Detection

@Suite("The score")
struct ScoringTests {
    @Test("is that of a person where nothing was found")
    func nothing() {
        #expect(Scoring([]).risk < 10)
        #expect(Scoring([]).manipulation == 0 && Scoring([]).categories.isEmpty)
    }

    @Test(
        "is a bot's for every signal that decides alone, whatever reassures beside it",
        arguments: SignalCatalogue.all.filter { $0.strength == .definitive }.map(\.slug))
    func definitive(_ slug: String) {
        let reassuring = Hits.all { $0.effect == .lowersRisk }
        for extent in [1, 0.1] {
            let hit = Hits.of(slug, extent: extent)
            #expect(Scoring([hit]).risk >= 94 && Scoring([hit] + reassuring).risk >= 94)
        }
    }

    @Test(
        "is never a bot's for any one other signal",
        arguments: SignalCatalogue.all.filter { $0.strength != .definitive }.map(\.slug))
    func alone(_ slug: String) {
        #expect(Scoring([Hits.of(slug)]).risk < 70)
    }

    @Test(
        "is no bot's for one browser that an extension makes say in every way that it is another: that is manipulation")
    func otherIdentity() {
        let claim = Hits.of([
            "engine_marks_mismatch", "engine_mismatch", "identity_natives_replaced", "realm_user_agent_mismatch",
            "clean_functions_contradict", "graphics_platform_mismatch", "foreign_engine_features",
            "graphics_name_impossible",
            "client_hints_page_missing", "navigator_identity_overridden",
        ])
        #expect(Scoring(claim).risk < 70 && Scoring(claim).manipulation >= 70)
    }

    @Test("is never a bot's for ways of acting alone, however many")
    func behaviorAlone() {
        let acting = Hits.all { Scoring.behavior.contains($0.category) && $0.effect == .raisesRisk }
        #expect(Scoring(acting).risk == 69)
        var random = SplitMix64(state: 5)
        for _ in 0..<300 {
            let some = acting.shuffled(using: &random).prefix(Int.random(in: 1...acting.count, using: &random))
            #expect(Scoring(Array(some)).risk < 70)
        }
        // Hints from elsewhere do not corroborate, and what is not scored does not either.
        let hints = Hits.all { !Scoring.behavior.contains($0.category) && $0.strength == .weak }
        #expect(Scoring(acting + hints).risk == 69)
    }

    @Test(
        "is a bot's for ways of acting that one finding of another kind corroborates",
        arguments: ["pressure_missing", "permissions_contradict", "engine_mismatch", "accept_language_missing"])
    func corroborated(_ slug: String) {
        let acting = Hits.of(["key_dwell_too_short", "press_without_approach", "quantised_intervals"])
        #expect(Scoring(acting).risk == 69)
        #expect(Scoring(acting + [Hits.of(slug)]).risk >= 90)
    }

    @Test("stays a person's for all hints together")
    func hints() {
        #expect(Scoring(Hits.all { $0.strength == .weak && $0.effect == .raisesRisk }).risk < 40)
    }

    @Test("grows with what one signal proves")
    func strengths() {
        let slugs = ["untrusted_inputs", "click_without_press", "untrusted_clicks", "webdriver_detected"]
        let risks = slugs.map { Scoring([Hits.of($0)]).risk }
        #expect(zip(risks, risks.dropFirst()).allSatisfy { $0 < $1 })
        #expect(
            Scoring([Hits.of("untrusted_clicks", extent: 0.6)]).risk < Scoring([Hits.of("untrusted_clicks")]).risk)
    }

    @Test("takes two signals of one category for less than two of different ones, which tend to be independent")
    func independence() {
        let same = Scoring(Hits.of(["click_without_press", "text_without_keys"])).risk
        let different = Scoring(Hits.of(["click_without_press", "graphics_engine_mismatch"])).risk
        #expect(Scoring(Hits.of(["click_without_press"])).risk < same && same < different)
    }

    @Test("comes nearer to 100 with each signal that decides")
    func several() {
        let risks = (1...3).map { count in
            Scoring(Array(Hits.all { $0.strength == .definitive }.prefix(count))).risk
        }
        #expect(risks == risks.sorted() && risks[0] < risks[2] && risks[2] <= 100)
    }

    @Test("never rises by what reassures, and falls by no more than a bounded part")
    func reassurance() {
        let reassuring = Hits.all { $0.effect == .lowersRisk }
        #expect(reassuring.count >= 3)
        for suspicion in [["untrusted_clicks"], ["untrusted_clicks", "graphics_engine_mismatch"]] {
            let alone = Scoring(Hits.of(suspicion)).risk
            let all = Scoring(Hits.of(suspicion) + reassuring).risk
            #expect(all < alone)
            // Twice as much that reassures takes no more away.
            #expect(Scoring(Hits.of(suspicion) + reassuring + reassuring).risk == all)
            for hit in reassuring { #expect((all...alone).contains(Scoring(Hits.of(suspicion) + [hit]).risk)) }
        }
        #expect(Scoring(Hits.of(["untrusted_clicks", "graphics_engine_mismatch"]) + reassuring).risk >= 40)
    }

    @Test("is no higher for what only informs")
    func context() {
        let suspicion = Hits.of(["untrusted_clicks"])
        #expect(Scoring(suspicion + Hits.all { $0.effect == .context }).risk == Scoring(suspicion).risk)
    }

    @Test("of manipulation is high for a browser that falsifies itself, whose risk is no higher for it")
    func antiDetectBrowser() {
        let found = Scoring(Hits.of(["anti_detect_browser_indicators"]))
        #expect(found.risk == Scoring([]).risk && found.manipulation >= 45)
    }

    @Test("stays within its bounds, whatever was found")
    func bounds() {
        var random = SplitMix64(state: 7)
        for _ in 0..<300 {
            let hits = Hits.random(0...40, using: &random)
            let scoring = Scoring(hits)
            #expect((0...100).contains(scoring.risk) && (0...100).contains(scoring.manipulation))
            #expect(scoring.categories.values.allSatisfy { (0...100).contains($0) })
            #expect(Set(scoring.categories.keys) == Set(hits.map(\.signal.category)))
        }
    }

    @Test("does not depend on the order of findings")
    func order() {
        var random = SplitMix64(state: 7)
        for _ in 0..<300 {
            let hits = Hits.random(0...40, using: &random)
            let (scoring, shuffled) = (Scoring(hits), Scoring(hits.shuffled(using: &random)))
            #expect(scoring.risk == shuffled.risk && scoring.categories == shuffled.categories)
            #expect(scoring.manipulation == shuffled.manipulation)
        }
    }

    @Test("never falls by one more finding that speaks for a script")
    func monotone() {
        for (hits, slugs, hit) in additions(of: Hits.all { $0.effect == .raisesRisk }) {
            let (before, after) = (Scoring(hits), Scoring(hits + [hit]))
            let (category, names) = (hit.signal.category, "\(slugs.sorted()) and \(hit.signal.slug)")
            #expect(after.risk >= before.risk && after.manipulation >= before.manipulation, "\(names)")
            #expect(after.categories[category, default: 0] >= before.categories[category, default: 0], "\(names)")
        }
    }

    @Test("never falls by one more hint, which takes nothing from those of other categories")
    func monotoneInHints() {
        let hints = Hits.of([
            "natives_replaced", "automation_default_viewport", "foreign_stack_frames", "device_clock_changed",
        ])
        #expect(Scoring(hints + [Hits.of("window_without_frame")]).risk >= Scoring(hints).risk)
        #expect(Scoring([Hits.of("window_without_frame")] + hints).risk >= Scoring(hints).risk)
    }

    /// Some findings, their slugs, and one that is not among them.
    private func additions(of more: [Hit]) -> [(hits: [Hit], slugs: Set<String>, hit: Hit)] {
        var random = SplitMix64(state: 11)
        return (0..<300).flatMap { _ in
            let hits = Hits.random(0...25, using: &random)
            let slugs = Set(hits.map(\.signal.slug))
            return more.shuffled(using: &random).filter { !slugs.contains($0.signal.slug) }.prefix(10)
                .map { (hits, slugs, $0) }
        }
    }

    @Test("of falsification comes from what falsifies alone, and nears 100 with several")
    func manipulation() {
        #expect(Scoring(Hits.all { $0.manipulation == 0 }).manipulation == 0)
        #expect(Scoring(Hits.of(["webdriver_detected"])).manipulation == 0)
        let one = Scoring(Hits.of(["platform_mismatch"])).manipulation
        let two = Scoring(Hits.of(["platform_mismatch", "navigator_overrides"])).manipulation
        #expect(Manipulation(score: one).verdict == .medium && Manipulation(score: two).verdict == .high)
        #expect(one < two && two < 100)
    }
}
