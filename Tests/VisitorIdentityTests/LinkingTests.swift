import Sessions
import Testing

@testable import VisitorIdentity

@Suite struct LinkingTests {
    private static let day = 86_400

    private static func acquainted(_ looks: Fingerprint...) -> Acquaintances {
        var known = Acquaintances()
        for look in looks { known.meet(look) }
        return known
    }

    @Test func aDesktopThatComesBackUnchangedIsKnownAgain() {
        let known = Self.acquainted(Looks.desktop())
        let decision = known.decide(Looks.desktop(), strangers: 500)
        #expect(decision.visitor == known.visitors[0].visitor)
        #expect(decision.source == .fingerprint)
        #expect(decision.confidence >= 95)
        #expect(decision.changed.isEmpty)
        #expect(decision.matched.contains("graphics"))
    }

    @Test func nobodyIsKnownAmongNobody() {
        let decision = Acquaintances().decide(Looks.desktop())
        #expect(decision == LinkDecision(visitor: nil, source: .new, confidence: 100))
    }

    @Test(arguments: [
        ("an upgrade", Looks.desktop(version: 157), 28),
        ("zoom", Looks.desktop(ratio: 1.25), 1),
        ("a new font", Looks.desktop(extraFonts: ["Roboto"]), 20),
        ("another language added", Looks.desktop(languages: ["de-DE", "en-US", "fr-FR"]), 20),
    ])
    func smallChangesAreEvolution(_ change: String, _ look: Fingerprint, _ days: Int) {
        let known = Self.acquainted(Looks.desktop())
        let decision = known.decide(look, after: days * Self.day, sharesAddress: true, strangers: 500)
        #expect(decision.visitor == known.visitors[0].visitor, "\(change): \(decision)")
        #expect(decision.source == .fingerprintEvolution, "\(change)")
    }

    @Test(arguments: [
        ("card and zone", Looks.desktop(card: "Radeon 6600", zone: "Asia/Tokyo")),
        ("card and languages", Looks.desktop(card: "Radeon 6600", languages: ["ja-JP"])),
        ("screen and cores", Looks.desktop(screen: (2560, 1440), cores: 16)),
        ("languages and zone", Looks.desktop(languages: ["ja-JP"], zone: "Asia/Tokyo")),
    ])
    func twoIndependentDifferencesWithinMinutesAreAnotherBrowser(_ differences: String, _ look: Fingerprint) {
        let known = Self.acquainted(Looks.desktop())
        let decision = known.decide(look, sharesAddress: true, strangers: 500)
        #expect(decision.visitor == nil, "\(differences): \(decision)")
    }

    @Test func aVersionThatWentDownIsAnotherBrowser() {
        var known = Acquaintances()
        known.meet(Looks.desktop(version: 156))
        let decision = known.decide(Looks.desktop(version: 150), after: 2 * Self.day, strangers: 500)
        #expect(decision.visitor == nil, "\(decision)")
    }

    @Test(arguments: [1, 20, 500, 100_000])
    func twoIdenticalPhonesBehindOneAddressStayTwo(_ strangers: Int) {
        var known = Self.acquainted(Looks.phone())
        let second = known.decide(Looks.phone(), sharesAddress: true, strangers: strangers)
        #expect(second.visitor == nil, "\(second)")
        #expect(second.rivals >= 1)
        known.meet(Looks.phone())
        let again = known.decide(Looks.phone(), sharesAddress: true, strangers: strangers)
        #expect(again.visitor == nil, "\(again)")
        if strangers <= 500 { #expect(again.confidence < 60) }
        #expect(again.rivals == 2)
    }

    @Test func aFleetOfClonesIsSoonSeenToBeOne() {
        var known = Acquaintances()
        for _ in 0..<5 { known.meet(Looks.desktop()) }
        let decision = known.decide(Looks.desktop(), sharesAddress: true, strangers: 1000)
        #expect(decision.visitor == nil)
        #expect(decision.rivals == 5)
    }

    @Test func candidatesOfOneVisitorAreNoRivals() {
        let known = Self.acquainted(Looks.desktop())
        var older = known.visitors[0]
        older.history = FingerprintHistory(Looks.desktop(ratio: 1.5))
        let decision = Linking.decide(
            Looks.desktop(), candidates: [older, known.visitors[0]], isCut: false,
            counts: known.counts(of: Looks.desktop(), strangers: 500), at: Looks.start + .seconds(60))
        #expect(decision.visitor == known.visitors[0].visitor)
        #expect(decision.source == .fingerprint)
        #expect(decision.rivals == 0)
    }

    @Test func aMachineThatWasTakenForTwoOnceIsNotSplitFurther() {
        var known = Self.acquainted(Looks.desktop())
        var hasty = Looks.desktop()
        for feature in [
            Feature.fontSet, .fontMetrics, .gpuVendor, .gpuRenderer, .webglParameters, .webglExtensions, .webglImage,
        ] {
            hasty.set(feature, .nan)
        }
        hasty.set(fonts: [])
        let second = known.meet(hasty.filled(from: Looks.desktop()), after: 60)
        let decision = known.decide(Looks.desktop(), strangers: 500)
        #expect(decision.visitor == second, "\(decision)")
    }

    /// A bare machine has one font or none that pages look for.
    @Test(arguments: [[], ["DejaVu Sans"]])
    func oneFontMoreIsOneFontHoweverFewThereWere(_ fonts: [String]) {
        func look(_ fonts: [String]) -> Fingerprint {
            var look = Looks.desktop()
            look.set(.fontSet, fonts)
            look.set(fonts: fonts)
            return look
        }
        func compared(_ known: [String], _ new: [String]) -> GroupComparison {
            Comparison(known: look(known), new: look(new)).compare(.fonts)
        }
        #expect(compared(fonts, fonts + ["Roboto"]) == .adjusted(.oneFont))
        #expect(compared(fonts + ["Roboto"], fonts) == .adjusted(.oneFont))
        #expect(compared(fonts, fonts + ["Liberation Mono", "Courier New", "Courier"]) == .adjusted(.oneFont))
        #expect(compared(fonts, fonts + ["Roboto", "Inter", "Lato", "Fira Sans"]) == .changed)
        #expect(compared(fonts + ["Lato"], fonts + ["Roboto"]) == .changed)
        #expect(compared(["A", "B", "C", "Lato"], ["A", "B", "C", "Roboto"]) == .adjusted(.fonts))
    }

    @Test func textIsDrawnAnewWithAnotherFontAndShapesAreNot() {
        var look = Looks.desktop(extraFonts: ["Roboto"])
        look.set(.canvasText, ["with signs of Roboto"])
        look.set(.canvasImage, ["with signs of Roboto"])
        func canvas(_ look: Fingerprint) -> GroupComparison {
            Comparison(known: Looks.desktop(), new: look).compare(.canvas)
        }
        guard case .drifted = canvas(look) else {
            Issue.record("\(canvas(look))")
            return
        }
        look.set(.canvasGeometry, ["other circles"])
        #expect(canvas(look) == .changed)
        var withoutReason = Looks.desktop()
        withoutReason.set(.canvasText, ["with signs of Roboto"])
        #expect(canvas(withoutReason) == .changed)
    }

    /// Whatever made two visitors of it: they differ in a font, and each later visit would fit both.
    @Test func aMachineThatWasTakenForTwoForAFontIsOneAgain() {
        var known = Self.acquainted(Looks.desktop())
        let second = known.meet(Looks.desktop(extraFonts: ["Roboto"]), after: 60)
        for look in [Looks.desktop(ratio: 1.25), Looks.desktop(extraFonts: ["Roboto"])] {
            let decision = known.decide(look, sharesAddress: true, strangers: 500)
            #expect(decision.visitor == second, "\(decision)")
            #expect(!decision.changed.contains("fonts"), "what either of them showed counts")
        }
    }

    @Test func rivalsThatWereCutAwayCount() {
        let look = Looks.desktop()
        let known = Self.acquainted(look)
        var counts = known.counts(of: look, strangers: 500)
        for tally in look.tallies { counts.counts[tally] = 200 }
        let decision = Linking.decide(
            look, candidates: known.visitors, isCut: true, counts: counts, at: Looks.start + .seconds(60))
        #expect(decision.visitor == nil)
        #expect(decision.rivals >= 100)
    }

    @Test func whatIsAbsentSaysNothing() {
        let known = Self.acquainted(Looks.desktop())
        var hasty = Looks.desktop()
        for feature in [Feature.fontSet, .fontMetrics, .codecs, .mediaDevices] { hasty.set(feature, .nan) }
        hasty.set(fonts: [])
        let decision = known.decide(hasty, sharesAddress: true, strangers: 500)
        #expect(decision.visitor == known.visitors[0].visitor, "\(decision)")
        #expect(!decision.changed.contains("fonts"))
        #expect(hasty.filled(from: Looks.desktop()) == Looks.desktop())
    }

    @Test func anEmptyFingerprintIsNobody() {
        let known = Self.acquainted(Fingerprint())
        let decision = Linking.decide(
            Fingerprint(), candidates: known.visitors, isCut: false, counts: FeatureCounts(visitors: 1, counts: [:]),
            at: Looks.start)
        #expect(decision.visitor == nil)
        #expect(Fingerprint().blockingKeys.isEmpty)
        #expect(Fingerprint().tallies.isEmpty)
    }

    @Test func countsThatCannotBeTrapNothing() {
        let look = Looks.desktop()
        let known = Self.acquainted(look)
        var counts: [FeatureTally: Int] = [:]
        for (tally, count) in zip(look.tallies, [Int.min, .max, -1, 0, 7].cycled()) { counts[tally] = count }
        for visitors in [Int.min, -1, 0, 1, .max] {
            for now in [Int64.min / 4, 0, Int64.max / 4] {
                let decision = Linking.decide(
                    look, candidates: known.visitors, isCut: true,
                    counts: FeatureCounts(visitors: visitors, counts: counts),
                    at: Timestamp(milliseconds: now))
                #expect((0...100).contains(decision.confidence))
            }
        }
    }
}

extension Array {
    fileprivate func cycled() -> UnfoldSequence<Element, Int> {
        sequence(state: 0) { place in
            defer { place = (place + 1) % count }
            return self[place]
        }
    }
}
