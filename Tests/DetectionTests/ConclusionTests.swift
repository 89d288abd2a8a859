import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("Highlights")
struct HighlightTests {
    @Test("are at most five, each of at most five signals, and keep room for one that reassures")
    func most() {
        let chosen = Highlight.chosen(from: Hits.all { _ in true }, tool: nil)
        #expect(chosen.count == 5)
        #expect(chosen.filter { $0.effect == .increasesRisk }.count == 4)
        #expect(chosen.last?.effect == .reducesRisk)
        #expect(chosen.allSatisfy { (1...5).contains($0.evidence.count) })
        #expect(Set(chosen.map(\.key)).count == 5)

        let worrying = Highlight.chosen(from: Hits.all { $0.effect == .raisesRisk }, tool: nil)
        #expect(worrying.count == 5 && worrying.allSatisfy { $0.effect == .increasesRisk })
    }

    @Test("have the keys that the contract names")
    func keys() {
        let keys = Set(HighlightKey.allCases.map(\.rawValue))
        #expect(
            keys.isSuperset(of: [
                "browser_automation", "runtime_anomalies", "browser_profile_consistent", "known_visitor_fingerprint",
            ]))
        let used = Set(SignalCatalogue.all.compactMap(\.highlight))
        #expect(used == Set(HighlightKey.allCases))
    }

    @Test("put first what decides, then what weighs most")
    func rank() {
        let chosen = Highlight.chosen(
            from: Hits.of(["platform_mismatch", "realm_user_agent_mismatch", "webdriver_detected", "cookies_disabled"]),
            tool: nil)
        #expect(chosen.map(\.key) == ["browser_automation", "identity_contradictions", "privacy_protections"])
        #expect(chosen.map(\.importance) == [.high, .high, .low])
        #expect(chosen.map(\.effect) == [.increasesRisk, .increasesRisk, .context])
    }

    @Test("say in words what was seen, and name the tool where it is known")
    func words() throws {
        var draft = try Draft.atRest()
        draft["navigator.webdriver"] = true
        let automation = try #require(Highlight.chosen(from: try draft.hits, tool: .playwright).first)
        #expect(automation.summary == "Playwright drives the browser")
        #expect(automation.evidence == [.init(signal: "webdriver_detected", name: "navigator.webdriver is true")])
        for key in HighlightKey.allCases {
            #expect(!key.summary(tool: nil).isEmpty && !key.summary(tool: nil).hasSuffix("."))
        }
    }
}

@Suite("Runtime integrity")
struct RuntimeIntegrityTests {
    @Test("takes the most troubling answer to each question, whichever comes last")
    func worst() {
        // A notice, something elevated and a high risk for one question.
        let tampering = ["natives_replaced", "canvas_functions_replaced", "navigator_overrides"]
        #expect(RuntimeIntegrity(Hits.of(["natives_replaced"]))[.tampering] == .notice)
        #expect(RuntimeIntegrity(Hits.of(tampering))[.tampering] == .highRisk)
        #expect(RuntimeIntegrity(Hits.of(tampering.reversed()))[.tampering] == .highRisk)
        #expect(RuntimeIntegrity(Hits.of(tampering))[.replay] == .clean)
    }

    @Test("is clean in all eight where nothing was found, and each has a signal that troubles it")
    func questions() {
        let clean = RuntimeIntegrity([])
        let troubled = RuntimeIntegrity(Hits.all { _ in true })
        #expect(RuntimeIntegrity.Key.allCases.count == 8)
        for key in RuntimeIntegrity.Key.allCases { #expect(clean[key] == .clean && troubled[key] > .clean) }
    }
}

@Suite("Attribution")
struct AttributionTests {
    private func judge(_ edit: (inout Draft) -> Void) throws -> Assessment {
        var draft = try Draft.atRest()
        edit(&draft)
        return Assessment(judging: try draft.evidence)
    }

    @Test("is nobody's for a person, and while it is not certain")
    func nobody() throws {
        let person = try judge { _ in }
        #expect(person.attribution == nil && person.bot == nil)
        let suspected = try judge {
            $0.streams.click(at: 1000, trusted: false)
            // Without it nothing reassures.
            $0["natives"] = nil
        }
        #expect(Verdict(riskScore: suspected.riskScore) == .inconclusive)
        #expect(suspected.attribution == nil && suspected.bot == nil)
    }

    @Test(
        "names the tool that a trace belongs to",
        arguments: [
            ("callPhantom", "phantomjs"), ("__nightmare", "nightmare"), ("Cypress", "cypress"),
            ("__playwright__binding__", "playwright"), ("puppeteer_binding", "puppeteer"),
            ("__selenium_unwrapped", "selenium"), ("cdc_adoQpoasnfa76pfcZLmcfl_Array", "selenium"),
        ])
    func tools(_ trace: String, _ tool: String) throws {
        let assessment = try judge { $0["automation.globals"] = [.string(trace)] }
        #expect(assessment.attribution?.labels.first { $0.kind == .tool }?.value == tool)
        #expect(assessment.bot?.executionFramework?.value == tool)
        // ChromeDriver is only nearly always Selenium's.
        #expect(assessment.bot?.executionFramework?.relation == (trace.hasPrefix("cdc_") ? .resembles : .is))
    }

    @Test("prefers the name a tool gives itself to that of the driver under it")
    func driver() throws {
        let assessment = try judge { $0["automation.globals"] = ["ret_nodes", "__nightmare"] }
        #expect(assessment.attribution?.labels.filter { $0.kind == .tool }.map(\.value) == ["nightmare"])
    }

    @Test("names the crawler that names itself")
    func crawler() throws {
        let assessment = try judge { $0.claim(UserAgents.googlebot) }
        #expect(assessment.bot?.category == .init(value: "crawler", confidence: 0.9, relation: .is))
        #expect(assessment.bot?.productIdentity?.value == "googlebot")
    }

    @Test("names ways of acting by one strong signal or several, and none by a single lesser one")
    func behaviors() throws {
        let typing = try judge {
            $0["navigator.webdriver"] = true
            $0.streams.type(12, every: [50], held: [1])
        }
        #expect(typing.attribution?.behaviors.map(\.channel) == [.typing])
        #expect(typing.attribution?.behaviors.map(\.value) == ["synthetic-typing"])
        let short = try judge {
            $0["navigator.webdriver"] = true
            for time in [1000.0, 1900, 3300] { $0.streams.press(at: time, lasting: 5) }
            $0.streams.move(at: 900, x: 90, y: 90)
        }
        #expect(short.signals.contains { $0.signal == "press_too_short" })
        #expect(short.attribution?.behaviors == [])
    }

    @Test("is as sure as a percentage, and as the protocol's fraction")
    func confidence() throws {
        for test in SignalCase.all {
            let assessment = try judge { test.fires(&$0) }
            for label in assessment.attribution?.labels ?? [] { #expect((1...100).contains(label.confidence)) }
            for behavior in assessment.attribution?.behaviors ?? [] { #expect((1...100).contains(behavior.confidence)) }
            let bot = assessment.bot
            let facets = [
                bot?.category, bot?.providerFamily, bot?.productIdentity, bot?.executionFramework,
                bot?.concealmentStyle, bot?.organization,
            ]
            for facet in facets.compactMap(\.self) { #expect((0...1).contains(facet.confidence)) }
            // The page, the token and the verdict never disagree on whether it is a bot; an agent that proved who it is, is named anyway.
            // Whom only the operator keeps out is nothing by that.
            let isBot =
                Verdict(riskScore: assessment.riskScore) == .bot
                && !assessment.signals.contains { $0.signal == "denied_by_policy" }
            let isNamed = isBot || assessment.signals.contains { $0.signal == "verified_agent" }
            #expect((assessment.attribution != nil) == isNamed && (bot != nil) == isNamed, "\(test.slug)")
        }
    }
}
