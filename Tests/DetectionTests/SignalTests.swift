import Sessions
import Testing

@testable import Detection

@Suite("A signal")
struct SignalTests {
    @Test("fires on what it looks for, and not on what is nearly the same", arguments: SignalCase.all)
    func discriminates(_ test: SignalCase) throws {
        var firing = try Draft.atRest()
        test.fires(&firing)
        #expect(try firing.fired.contains(test.slug))

        var quiet = try Draft.atRest()
        test.quiet(&quiet)
        #expect(try !quiet.fired.contains(test.slug))
    }

    @Test("has a case", arguments: SignalCatalogue.all.map(\.slug))
    func hasCase(_ slug: String) {
        #expect(SignalCase.all.contains { $0.slug == slug })
    }

    @Test("is silent on a person's browser at rest, unless it reassures or only informs")
    func baseline() throws {
        #expect(try Draft.atRest().hits.filter { $0.raisesRisk }.map(\.signal.slug) == [])
    }

    @Test("is silent where nothing was observed")
    func nothingObserved() throws {
        var draft = try Draft.atRest()
        draft.headers = []
        draft[payload: "observations"] = nil
        draft[payload: "skipped"] = nil
        #expect(try draft.fired == ["agent_report_missing"])
    }

    @Test("says what it saw in words that fit a line")
    func words() throws {
        for test in SignalCase.all {
            var draft = try Draft.atRest()
            test.fires(&draft)
            let hit = try #require(try draft.hits.first { $0.signal.slug == test.slug })
            #expect((1...400).contains(hit.words.count), "\(test.slug): \(hit.words)")
            #expect((0...hit.signal.score).contains(hit.score), "\(test.slug)")
        }
    }
}
