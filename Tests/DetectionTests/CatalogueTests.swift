import Foundation
import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("The catalogue")
struct CatalogueTests {
    private let signals = SignalCatalogue.all

    @Test("holds sixty signals or more, some of every category, each under a slug of its own")
    func size() {
        #expect(signals.count >= 60)
        #expect(Set(signals.map(\.slug)).count == signals.count)
        #expect(Set(signals.map(\.category)) == Set(SignalCategory.allCases))
    }

    @Test("names signals for programs in snake case, and for people in a few words")
    func names() {
        for signal in signals {
            let words = signal.slug.split(separator: "_", omittingEmptySubsequences: false)
            // A word begins with a letter; protocols have digits in their names.
            #expect(
                words.allSatisfy { word in
                    word.first.map { ("a"..."z").contains($0) } == true
                        && word.allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
                }, "\(signal.slug)")
            #expect((3...60).contains(signal.name.count), "\(signal.slug)")
        }
        #expect(Set(signals.map(\.name)).count == signals.count)
    }

    @Test("explains every signal, and what could fire it without ill intent")
    func explanations() {
        for signal in signals {
            for text in [signal.explanation, signal.innocentCauses] {
                #expect(text.last.map { ".:".contains($0) } == true, "\(signal.slug): \(text)")
                // They become cells of a table.
                #expect(!text.contains("|") && !text.contains("\n"), "\(signal.slug)")
            }
        }
    }

    @Test("scores within 0 to 100, and 90 or more where a signal decides alone")
    func scores() {
        for signal in signals {
            #expect((1...100).contains(signal.score), "\(signal.slug)")
            #expect((0...100).contains(signal.manipulation), "\(signal.slug)")
            if signal.strength == .definitive { #expect(signal.score >= 90, "\(signal.slug)") }
        }
    }

    @Test("lets nothing that reassures weigh as much as what decides, or count as falsification")
    func effects() {
        for signal in signals where signal.effect == .lowersRisk {
            #expect(signal.strength < .strong && signal.manipulation == 0, "\(signal.slug)")
        }
    }

    @Test("lets no way of acting decide alone")
    func behavior() {
        for signal in signals where Scoring.behavior.contains(signal.category) {
            #expect(signal.strength != .definitive, "\(signal.slug)")
        }
    }

    @Test(
        "has the signals that the contract names, in the category and strength it gives them",
        arguments: [
            ("webdriver_detected", SignalCategory.environment, SignalStrength.definitive, 100),
            ("anti_detect_browser_indicators", .environment, .strong, nil),
            ("virtualization_indicators", .environment, nil, nil),
            ("software_rendered_graphics_path", .fingerprint, nil, nil),
            ("developer_tools_detected", nil, nil, nil), ("privacy_hardening_indicators", nil, nil, nil),
            ("returning_visitor_fingerprint", nil, nil, nil),
        ] as [(String, SignalCategory?, SignalStrength?, Int?)])
    func contract(_ slug: String, _ category: SignalCategory?, _ strength: SignalStrength?, _ score: Int?) throws {
        let signal = try #require(signals.first { $0.slug == slug })
        #expect(category == nil || signal.category == category)
        #expect(strength == nil || signal.strength == strength)
        #expect(score == nil || signal.score == score)
    }

    @Test("is a page that lists every signal once, under its category")
    func markdown() {
        let page = SignalCatalogue.markdown
        for category in SignalCategory.allCases { #expect(page.contains("\n## \(category.rawValue)\n")) }
        for section in page.split(separator: "\n## ").dropFirst() {
            let category = section.prefix { $0 != "\n" }
            let listed = section.split(separator: "\n").filter { $0.hasPrefix("| `") }
                .map { String($0.dropFirst(3).prefix { $0 != "`" }) }
            #expect(listed == signals.filter { $0.category.rawValue == category }.map(\.slug))
        }
        let columns = page.split(separator: "\n").filter { $0.hasPrefix("|") }.map { $0.count { $0 == "|" } }
        #expect(Set(columns) == [7])
    }

    @Test("stands in docs/signals.md as it is; `make docs` writes it anew")
    func published() throws {
        let file = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "../../docs/signals.md").standardizedFileURL
        #expect(try String(contentsOf: file, encoding: .utf8) == SignalCatalogue.markdown)
    }

    @Test("is an array of JSON that says all that is known of every signal")
    func json() throws {
        let listed = try #require(try JSONValue(parsing: SignalCatalogue.json).array)
        #expect(listed.map { $0["signal"]?.string } == signals.map(\.slug))
        let keys = [
            "signal", "name", "category", "strength", "score", "effect", "role", "explanation", "innocent_causes",
            "highlight", "integrity", "manipulation",
        ]
        for signal in listed { #expect(signal.object?.map(\.key) == keys) }
        let webdriver = try #require(listed.first { $0["signal"]?.string == "webdriver_detected" })
        #expect(webdriver["highlight"]?.string == "browser_automation")
        #expect(webdriver["integrity"] == .null)
        let hidden = try #require(listed.first { $0["signal"]?.string == "webdriver_hidden_in_page" })
        #expect(hidden["integrity"] == ["key": "tampering", "level": "high_risk"])
    }

    @Test("finds the strongest first, and what speaks for a script before what does not")
    func order() throws {
        var draft = try Draft.atRest()
        draft["navigator.webdriver"] = true
        draft["navigator.languages"] = []
        draft["storage.cookies"] = false
        draft["navigator.own_properties"] = ["platform", "vendor"]
        draft.streams.press(at: 10, x: 20.5, lasting: 1, pressure: 0)
        let found = SignalCatalogue.findings(in: try draft.evidence).map(\.signal)
        #expect(found.first?.slug == "webdriver_detected")
        #expect(found.last?.effect != .raisesRisk)
        for (signal, next) in zip(found, found.dropFirst()) {
            let raises = (signal.effect == .raisesRisk, next.effect == .raisesRisk)
            #expect(raises != (false, true))
            if raises.0 == raises.1 { #expect(signal.strength >= next.strength) }
        }
    }
}
