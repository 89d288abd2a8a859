import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("An explanation")
struct ExplanationTests {
    private func explanation(_ draft: Draft, under rules: Rules = .builtIn) throws -> Explanation {
        Explanation(of: try draft.evidence, observed: draft.payload["observations"] ?? .null, under: rules)
    }

    private static let recordings = ["chromium-person", "firefox-person", "chromium-headful"]

    @Test("says the score that the session is judged with", arguments: recordings)
    func agrees(_ name: String) throws {
        let draft = try Draft(recording: name)
        let assessment = Assessment(judging: try draft.evidence)
        let explanation = try explanation(draft)
        #expect(explanation.riskScore == assessment.riskScore && explanation.phase == assessment.phase)
        #expect(explanation.signals.map(\.signal.slug) == assessment.signals.map(\.signal))
        #expect(explanation.muted.isEmpty)
    }

    @Test("adds up: the prior and what each signal adds are the sum that the score is made of")
    func sum() {
        var random = SplitMix64(state: 3)
        for _ in 0..<300 {
            let hits = Hits.random(0...40, using: &random)
            let weighing = Weighing(hits, under: .builtIn)
            #expect(abs(weighing.contributions.reduce(0, +) - weighing.total) < 1e-9)
            for (hit, nats) in zip(hits, weighing.contributions) {
                switch hit.signal.effect {
                case .context: #expect(nats == 0)
                case .lowersRisk: #expect(nats < 0)
                case .raisesRisk: #expect(hit.signal.strength == .definitive ? nats == 0 : nats > 0)
                }
            }
        }
    }

    @Test("names the observed values behind every signal", arguments: SignalCase.all)
    func evidence(_ test: SignalCase) throws {
        var draft = try Draft.atRest()
        test.fires(&draft)
        let hits = try draft.hits.filter { $0.signal.slug == test.slug }
        let copy = EvidenceCopy(try draft.evidence, observed: draft.payload["observations"] ?? .null)
        let values = try #require(EvidenceSearch.values(in: copy, behind: hits)[test.slug])
        #expect((1...EvidenceSearch.mostValues).contains(values.count))
        for value in values { #expect(value.value.jsonBytes().count <= 2048, "\(value.path)") }
    }

    @Test("names the very value that was seen")
    func value() throws {
        var draft = try Draft.atRest()
        draft["navigator.webdriver"] = .bool(true)
        let found = try #require(try explanation(draft).signals.first { $0.signal.slug == "webdriver_detected" })
        #expect(found.evidence == [ObservedValue(path: "observations.navigator.webdriver", value: .bool(true))])
        #expect(found.decidesAlone && found.points > 80)
    }

    @Test("names what is missing, where that is what was seen")
    func missing() throws {
        var draft = try Draft.atRest()
        draft[header: "Accept-Language"] = nil
        let found = try #require(try explanation(draft).signals.first { $0.signal.slug == "accept_language_missing" })
        #expect(found.evidence.contains(ObservedValue(path: "headers.accept-language", value: .null)))
    }

    @Test("shows no token that the browser kept, and no query of an address")
    func secrets() throws {
        let value = JSONValue.object([
            .init("url", .string("https://shop.example/a?token=secret#x")), .init("n", .integer(1)),
        ])
        #expect(!String(decoding: value.shown.jsonBytes(), as: UTF8.self).contains("secret"))
        #expect(value.hidden["url"]?.string == "(present)" && value.hidden["n"]?.int == 1)
        let long = JSONValue.array((0..<5000).map { .string("\($0) and more of it") })
        #expect(long.shown.jsonBytes().count <= 2048)
    }

    @Test("holds a bounded number of values, whatever a stranger sends")
    func hostile() throws {
        var draft = try Draft.atRest()
        guard case .object(let members) = draft.payload["observations"] ?? .null else { return }
        draft[payload: "observations"] = .object(
            (0..<2000).map { .init("junk\($0)", .object([.init("a", .integer(1))])) } + members)
        let parts = EvidencePart.present(in: EvidenceCopy(try draft.evidence, observed: draft.payload["observations"]!))
        #expect(parts.count < 80 && parts.contains { $0.path == "observations.navigator" })
    }

    @Test("says what signals without which the verdict would be another, and judging without them bears it out")
    func milder() throws {
        var random = SplitMix64(state: 9)
        let evidence = try Draft.atRest().evidence
        for _ in 0..<200 {
            let hits = Hits.random(1...25, using: &random)
            let scoring = Scoring(hits, for: evidence, under: .builtIn)
            let verdict = Rules.builtIn.verdict(of: scoring.risk)
            let counterfactual = Counterfactual(hits, scoring, for: evidence, under: .builtIn)
            #expect((counterfactual.milder == nil) == (verdict == .human))
            for change in [counterfactual.milder, counterfactual.worse].compactMap(\.self) {
                func judged(without slugs: [String]) -> Verdict {
                    let rules = Rules(adjustments: Dictionary(uniqueKeysWithValues: slugs.map { ($0, .muted) }))
                    let left = hits.filter { !rules.isMuted($0.signal) }
                    return rules.verdict(of: Scoring(left, for: evidence, under: rules).risk)
                }
                #expect(judged(without: change.without) == change.verdict && change.verdict != verdict)
                for slug in change.without {
                    #expect(judged(without: change.without.filter { $0 != slug }) == verdict)
                }
            }
        }
    }

    @Test("says how much is missing for a worse verdict")
    func worse() throws {
        let missing = try #require(try explanation(Draft.atRest()).counterfactual.missing)
        #expect(missing.verdict == .inconclusive && missing.points > 20)
        #expect(missing.findings[.definitive] == 1)
        let (strong, moderate) = (try #require(missing.findings[.strong]), try #require(missing.findings[.moderate]))
        #expect(strong >= 1 && strong < moderate)
    }

    @Test("lists muted signals apart, and what weighing did")
    func adjusted() throws {
        var draft = try Draft.atRest()
        draft["navigator.webdriver"] = .bool(true)
        let muted = try explanation(draft, under: Rules(adjustments: ["webdriver_detected": .muted]))
        #expect(muted.verdict == .human && muted.muted.map(\.signal.slug) == ["webdriver_detected"])
        #expect(muted.muted[0].adjustment == .muted && !muted.muted[0].evidence.isEmpty)
        let weighed = try explanation(draft, under: Rules(adjustments: ["webdriver_detected": .weighted(0.5)]))
        let found = try #require(weighed.signals.first { $0.signal.slug == "webdriver_detected" })
        #expect(!found.decidesAlone && (0.1...1.6).contains(found.nats))
    }
}

@Suite("A policy's thresholds and lists")
struct PolicyScoringTests {
    private func risk(_ edit: (inout Draft) -> Void, _ rules: Rules = .builtIn) throws -> Assessment {
        var draft = try Draft.atRest()
        edit(&draft)
        return Assessment(judging: try draft.evidence, under: rules)
    }

    private let office = PolicyListing(disposition: .allowed, kind: .address, entry: "198.51.100.7", line: 1)
    private let thief = PolicyListing(disposition: .denied, kind: .address, entry: "198.51.100.7", line: 1)

    @Test("let in whoever is on the list, unless something was forged")
    func allowed() throws {
        let risk = try risk {
            $0["navigator.webdriver"] = .bool(true)
            $0.listing = office
        }
        #expect(risk.riskScore <= 20 && risk.signals.contains { $0.signal == "allowed_by_policy" })
        let strict = Rules(thresholds: VerdictThresholds(inconclusive: 10, bot: 30))
        #expect(strict.verdict(of: try self.risk({ $0.listing = office }, strict).riskScore) == .human)
        let forged = try self.risk {
            $0.listing = office
            $0.transport.refusals = ["collect.batch_replayed": 9, "collect.batch_forged": 9]
            $0["navigator.webdriver"] = .bool(true)
        }
        if forged.runtimeIntegrity[.replay] == .highRisk || forged.runtimeIntegrity[.tampering] == .highRisk {
            #expect(forged.riskScore > 90)
        }
    }

    @Test("keep out whoever is on the list, even a trusted agent, and say nothing else of it")
    func denied() throws {
        for isTrusted in [false, true] {
            let assessment = try risk {
                $0.listing = thief
                if isTrusted {
                    $0.webBotAuth = WebBotAuthEvidence(status: .verified, domain: "agent.example", isTrusted: true)
                }
            }
            #expect(assessment.riskScore >= 94 && assessment.highlights.contains { $0.key == "operator_policy" })
            if !isTrusted { #expect(assessment.bot == nil && assessment.attribution == nil) }
        }
    }

    @Test("leave it at that: what is definitive decides, and behaviour alone does not, under any thresholds")
    func thresholds() {
        let acting = Hits.all { Scoring.behavior.contains($0.category) && $0.effect == .raisesRisk }
        for (inconclusive, bot) in [(1, 1), (5, 20), (40, 70), (90, 99), (100, 100)] {
            let rules = Rules(thresholds: VerdictThresholds(inconclusive: inconclusive, bot: bot))
            #expect(rules.verdict(of: Scoring(acting, under: rules).risk) != .bot)
            #expect(rules.verdict(of: Scoring(Hits.of(["webdriver_detected"]), under: rules).risk) == .bot)
        }
    }
}
