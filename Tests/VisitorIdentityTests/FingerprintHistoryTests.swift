import Sessions
import Testing

@testable import VisitorIdentity

@Suite struct FingerprintHistoryTests {
    private static let plain = Looks.desktop()
    private static let zoomed = Looks.desktop(ratio: 1.25)
    private static let withFont = Looks.desktop(extraFonts: ["Roboto"])

    @Test func bytesReadAsWhatTheyWereWrittenFrom() throws {
        var history = FingerprintHistory(Self.plain)
        #expect(FingerprintHistory(bytes: history.bytes) == history)
        #expect(history.bytes == Self.plain.bytes)
        history = history.adding(Self.zoomed).adding(Self.withFont)
        let read = try #require(FingerprintHistory(bytes: history.bytes))
        #expect(read == history)
        #expect(read.fingerprints == [Self.withFont, Self.zoomed, Self.plain])
    }

    @Test func bytesOfAnotherLayoutOrNoneOrTooManyAreRefused() {
        let one = Self.plain.bytes
        #expect(FingerprintHistory(bytes: [UInt8]()) == nil)
        #expect(FingerprintHistory(bytes: [1] + one.dropFirst()) == nil)
        #expect(FingerprintHistory(bytes: one + [1] + one.dropFirst()) == nil)
        #expect(FingerprintHistory(bytes: one + one.dropLast()) == nil)
        #expect(FingerprintHistory(bytes: one + one + one) != nil)
        #expect(FingerprintHistory(bytes: one + one + one + one) == nil)
    }

    @Test func theLatestThatDifferAreKeptTheNewestFirst() {
        let history = FingerprintHistory(Self.plain).adding(Self.zoomed).adding(Self.plain)
        #expect(history.fingerprints == [Self.plain, Self.zoomed])
        let grown = history.adding(Self.withFont).adding(Looks.desktop(ratio: 1.5))
        #expect(grown.fingerprints == [Looks.desktop(ratio: 1.5), Self.withFont, Self.plain])
    }

    @Test func whatAVersionChangedIsNotKeptTwice() {
        var upgraded = Looks.desktop(version: 157)
        upgraded.set(.canvasText, ["drawn by the new version"])
        #expect(FingerprintHistory(Self.plain).adding(upgraded).fingerprints == [upgraded])
        let zoomedBefore = FingerprintHistory(Self.zoomed).adding(Self.plain).adding(upgraded)
        #expect(zoomedBefore.fingerprints == [upgraded, Self.zoomed])
    }

    @Test func aVisitInHasteForgetsNothing() {
        var hasty = Self.plain
        for feature in [Feature.fontSet, .fontMetrics] { hasty.set(feature, .nan) }
        hasty.set(fonts: [])
        #expect(FingerprintHistory(Self.plain).adding(hasty).fingerprints == [Self.plain])
    }

    @Test func aVisitorIsFoundByAllThatItShowed() {
        let moved = Looks.desktop(zone: "Asia/Tokyo", extraFonts: ["Roboto"])
        let history = FingerprintHistory(Self.plain).adding(moved)
        #expect(Set(history.blockingKeys) == Set(Self.plain.blockingKeys).union(moved.blockingKeys))
        #expect(history.blockingKeys.count <= 18)
    }

    /// A person zooms for one visit, installs a font the day after, and comes back without the zoom.
    @Test func aChangeThatIsTakenBackIsNoSecondChange() {
        let history = FingerprintHistory(Self.plain).adding(Looks.desktop(ratio: 1.25, extraFonts: ["Roboto"]))
        var known = Acquaintances()
        known.meet(history.latest)
        func decide(_ history: FingerprintHistory, _ look: Fingerprint) -> LinkDecision {
            let visitor = LinkCandidate(
                visitor: known.visitors[0].visitor, history: history, lastSeenAt: Looks.start, sharesAddress: true,
                sharesNetwork: true)
            return Linking.decide(
                look, candidates: [visitor], isCut: false, counts: known.counts(of: look, strangers: 500),
                at: Looks.start + .seconds(600))
        }
        let back = decide(history, Self.plain)
        #expect(back.visitor == known.visitors[0].visitor)
        #expect(back.source == .fingerprintEvolution)
        #expect(back.changed.isEmpty)
        let alone = decide(FingerprintHistory(history.latest), Self.plain)
        #expect(back.confidence > alone.confidence)
        // The one that fits best is said to be compared, and settings that never were are still another browser's.
        #expect(decide(history, Looks.desktop(languages: ["ja-JP"], zone: "Asia/Tokyo")).visitor == nil)
    }
}
