import Sessions
import Testing

@testable import VisitorIdentity

/// Sixty configurations of a browser on one machine, which differ in two or more settings: as many visitors.
@Suite struct OneMachineTests {
    private static let languages = [
        ["de-DE", "en-US"], ["en-US"], ["fr-FR"], ["pt-BR", "en-US"], ["ja-JP"], ["es-ES"], ["pl-PL"], ["en-GB"],
        ["it-IT"],
    ]
    private static let zones = [
        "Europe/Berlin", "UTC", "America/New_York", "Asia/Tokyo", "America/Sao_Paulo", "Europe/Paris",
    ]
    private static let screens: [(Double, Double)] = [
        (1920, 1080), (1366, 768), (2560, 1440), (1280, 800), (1600, 900),
    ]

    private static func configuration(_ number: Int, zoom: Double = 1, fonts: [String] = []) -> Fingerprint {
        let fontsOfItsOwn = number % 3 == 0 ? [] : ["Font \(number % 3)"]
        return Looks.desktop(
            card: "SwiftShader by way \(number % 4)", languages: languages[number % 9], zone: zones[number / 2 % 6],
            screen: screens[number % 5], ratio: zoom * (number % 7 == 0 ? 2 : 1), depth: number % 11 == 0 ? 16 : 24,
            cores: [2, 4, 8][number / 3 % 3], extraFonts: fontsOfItsOwn + fonts)
    }

    @Test func eachIsAVisitorOfItsOwnAndFoundAgain() {
        var known = Acquaintances()
        var merged = 0
        for number in 0..<60 {
            if known.decide(Self.configuration(number), sharesAddress: true).visitor != nil { merged += 1 }
            known.meet(Self.configuration(number))
        }
        #expect(merged == 0)
        var found: [String: Int] = [:]
        var wrong = 0
        for number in 0..<60 {
            let returns = [
                ("as it was", Self.configuration(number), true), ("other address", Self.configuration(number), false),
                ("zoomed", Self.configuration(number, zoom: 1.25), true),
                ("another font", Self.configuration(number, fonts: ["Roboto"]), true),
            ]
            for (change, look, sharesAddress) in returns {
                let visitor = known.decide(look, sharesAddress: sharesAddress).visitor
                if visitor == known.visitors[number].visitor { found[change, default: 0] += 1 }
                if let visitor, visitor != known.visitors[number].visitor { wrong += 1 }
            }
        }
        #expect(wrong == 0)
        #expect(found.values.reduce(0, +) >= 228, "\(found)")
    }

    /// What was seen with real browsers: within half a minute, from one address, with everything else alike.
    @Test(arguments: [1, 2, 5, 20])
    func otherLanguagesAndAnotherColourDepthOutweighAllThatAgrees(_ visitors: Int) {
        func look(_ languages: [String], depth: Double, ratio: Double = 1.5) -> Fingerprint {
            Looks.desktop(
                card: "SwiftShader", languages: languages, zone: "America/Los_Angeles", screen: (1600, 900),
                ratio: ratio, depth: depth,
                cores: 2)
        }
        var known = Acquaintances()
        for number in 1..<visitors { known.meet(Self.configuration(number)) }
        known.meet(look(["en-US"], depth: 24))
        let decision = known.decide(look(["fr-FR"], depth: 16), after: 24, sharesAddress: true)
        #expect(decision.visitor == nil, "\(decision)")
        let onlyLanguages = known.decide(look(["fr-FR"], depth: 24), after: 24, sharesAddress: true)
        #expect(onlyLanguages.visitor == nil, "\(onlyLanguages)")
    }

    /// Firefox measures the screen in zoomed pixels, so that another scale may be a zoom. Other bits of a colour are not.
    @Test func aZoomOfFirefoxDoesNotExplainAnotherColourDepth() {
        func look(_ screen: (Double, Double), ratio: Double, depth: Double) -> Fingerprint {
            var look = Looks.desktop(screen: screen, ratio: ratio, depth: depth)
            look.set(.engineKind, 1)
            return look
        }
        let known = look((1600, 900), ratio: 1, depth: 24)
        let zoomed = Comparison(known: known, new: look((1280, 720), ratio: 1.25, depth: 24))
        #expect(zoomed.compare(.screen) == .adjusted(.zoom))
        let other = Comparison(known: known, new: look((1280, 720), ratio: 1.25, depth: 16))
        #expect(other.compare(.screen) == .changed)
        let larger = Comparison(known: known, new: look((1600, 900), ratio: 1.25, depth: 24))
        #expect(larger.compare(.screen) == .changed, "zoomed, the same screen has smaller sides")
    }

    /// In Firefox a zoom changes all that is drawn with letters, at once.
    @Test func aZoomOfFirefoxIsOneChange() {
        func look(_ screen: (Double, Double), ratio: Double) -> Fingerprint {
            var look = Looks.desktop(screen: screen, ratio: ratio)
            look.set(.engineKind, 1)
            look.set(.canvasText, ["text at \(ratio)"])
            look.set(.fontMetrics, ["metrics at \(ratio)"])
            return look
        }
        var known = Acquaintances()
        let visitor = known.meet(look((1600, 900), ratio: 1))
        let decision = known.decide(look((1280, 720), ratio: 1.25), sharesAddress: true, strangers: 500)
        #expect(decision.visitor == visitor, "\(decision)")
        let comparison = Comparison(known: look((1600, 900), ratio: 1), new: look((1280, 720), ratio: 1.25))
        for group in [FeatureGroup.canvas, .fonts] {
            guard case .drifted(_, isDue: true) = comparison.compare(group) else {
                Issue.record("\(group): \(comparison.compare(group))")
                continue
            }
        }
    }
}
