import Sessions
import Testing

@testable import VisitorIdentity

@Suite struct FingerprintHistoryTests {
    private static let plain = Looks.desktop()
    private static let zoomed = Looks.desktop(ratio: 1.25)
    private static let withFont = Looks.desktop(extraFonts: ["Roboto"])

    @Test func bytesReadAsWhatTheyWereWrittenFrom() throws {
        let history = FingerprintHistory(Self.plain).adding(Self.zoomed).adding(Self.withFont)
        #expect(history.fingerprints == [Self.withFont, Self.zoomed, Self.plain])
        let earlier = history.earlier.flatMap(\.bytes)
        #expect(FingerprintHistory(bytes: history.latest.bytes, earlier: earlier) == history)
        let one = FingerprintHistory(bytes: Self.plain.bytes, earlier: [UInt8]())
        #expect(one == FingerprintHistory(Self.plain))
    }

    @Test func ofBytesOfAnotherLayoutOrNoneOrTooManyNothingIsTaken() {
        let one = Self.plain.bytes
        let other = [1] + Self.zoomed.bytes.dropFirst()
        #expect(FingerprintHistory(bytes: [UInt8](), earlier: one) == nil)
        #expect(FingerprintHistory(bytes: other, earlier: one) == nil)
        #expect(FingerprintHistory(bytes: one + one, earlier: one) == nil)
        let plain = FingerprintHistory(Self.plain)
        #expect(FingerprintHistory(bytes: one, earlier: other) == plain)
        #expect(FingerprintHistory(bytes: one, earlier: Self.zoomed.bytes.dropLast()) == plain)
        let read = FingerprintHistory(
            bytes: one, earlier: Array(repeating: Self.zoomed.bytes, count: 50).flatMap(\.self))
        #expect(read?.fingerprints == [Self.plain, Self.zoomed, Self.zoomed])
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
