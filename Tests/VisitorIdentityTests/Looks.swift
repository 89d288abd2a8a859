import Foundation
import Sessions

@testable import VisitorIdentity

/// Fingerprints of which only what a test is about needs to be said.
enum Looks {
    static let start = Timestamp(milliseconds: 1_770_000_000_000)

    /// A desktop with a Chromium.
    static func desktop(
        card: String = "GeForce RTX 3060", languages: [String] = ["de-DE", "en-US"], zone: String = "Europe/Berlin",
        screen: (Double, Double) = (1920, 1080), ratio: Double = 1, depth: Double = 24, cores: Double = 12,
        extraFonts: [String] = [], version: Double = 156
    ) -> Fingerprint {
        var look = Fingerprint()
        software(&look, system: "Windows", version: version)
        look.set(.formFactor, 0)
        look.set(.gpuVendor, ["Google Inc. (\(card.prefix(3)))"])
        look.set(.gpuRenderer, [card])
        look.set(.webglParameters, [card])
        look.set(.webglExtensions, [card])
        look.set(.webglImage, [card])
        look.set(.canvasGeometry, ["geometry"])
        look.set(.canvasText, ["text"])
        look.set(.canvasImage, ["image"])
        look.set(.audioRendering, ["124.04"])
        look.set(.audioOutput, ["44100", "2"])
        let fonts =
            ["Arial", "Calibri", "Cambria", "Consolas", "Georgia", "Segoe UI", "Tahoma", "Verdana"] + extraFonts
        look.set(.fontSet, fonts.sorted())
        look.set(fonts: fonts)
        look.set(.fontMetrics, ["metrics"])
        place(&look, languages: languages, zone: zone)
        show(&look, screen: screen, ratio: ratio, depth: depth)
        look.set(.cores, cores)
        look.set(.memory, 8)
        look.set(.touchPoints, 0)
        return look
    }

    /// A phone, of which millions were sold.
    static func phone() -> Fingerprint {
        var look = Fingerprint()
        software(&look, system: "iOS", version: 26)
        look.set(.formFactor, 1)
        look.set(.gpuVendor, ["Apple Inc."])
        look.set(.gpuRenderer, ["Apple GPU"])
        look.set(.webglParameters, ["phone"])
        look.set(.webglImage, ["phone"])
        look.set(.canvasText, ["phone"])
        look.set(.canvasImage, ["phone"])
        look.set(.audioRendering, ["phone"])
        look.set(.fontSet, ["Helvetica"])
        look.set(fonts: ["Helvetica"])
        place(&look, languages: ["de-DE"], zone: "Europe/Berlin")
        show(&look, screen: (844, 390), ratio: 3, depth: 24)
        look.set(.cores, 4)
        look.set(.touchPoints, 5)
        return look
    }

    private static func software(_ look: inout Fingerprint, system: String, version: Double) {
        look.set(.engineKind, system == "iOS" ? 2 : 0)
        look.set(.browser, [system == "iOS" ? "Safari" : "Chrome"])
        look.set(.browserVersion, version)
        look.set(.system, [system])
        look.set(.systemVersion, 11000)
        look.set(.platformText, [system])
        look.set(.math, [system])
        look.set(.engineFeatures, ["\(version)"])
        look.set(.codecs, [system])
    }

    private static func place(_ look: inout Fingerprint, languages: [String], zone: String) {
        look.set(.language, [languages[0]])
        look.set(.languages, languages)
        look.set(.timeZone, [zone])
        look.set(.conventions, [languages[0]])
    }

    private static func show(_ look: inout Fingerprint, screen: (Double, Double), ratio: Double, depth: Double) {
        look.set(.screenLong, screen.0)
        look.set(.screenShort, screen.1)
        look.set(.pixelRatio, ratio)
        look.set(.colorDepth, depth)
        look.set(.colorRange, ["srgb"])
        look.set(.screenInsets, ["48"])
    }
}

/// A tenant's visitors in memory, found and counted as the store does it.
struct Acquaintances {
    private(set) var visitors: [LinkCandidate] = []
    private var keys: [UInt64: Set<Int>] = [:]
    private var seen: [FeatureTally: Int] = [:]

    /// How often values occur, beside so many others who are as the starting table expects them.
    func counts(of fingerprint: Fingerprint, strangers: Int = 0) -> FeatureCounts {
        var counts: [FeatureTally: Int] = [:]
        for tally in fingerprint.tallies {
            let bits = FeatureGroup(rawValue: tally.feature)?.startingBits(fingerprint) ?? 20
            counts[tally] =
                seen[tally, default: 0] + Int(Double(strangers) * exp2(-bits))
        }
        return FeatureCounts(visitors: visitors.count + strangers, counts: counts)
    }

    func decide(
        _ fingerprint: Fingerprint, after seconds: Int = 600, sharesAddress: Bool = false, strangers: Int = 0
    ) -> LinkDecision {
        let numbers = fingerprint.blockingKeys.reduce(into: Set<Int>()) { $0.formUnion(keys[$1] ?? []) }
        let found = numbers.sorted().map { visitors[$0] }
        let candidates = found.prefix(Linking.maximumCandidates).map { candidate in
            var candidate = candidate
            candidate.sharesAddress = sharesAddress
            candidate.sharesNetwork = sharesAddress
            return candidate
        }
        return Linking.decide(
            fingerprint, candidates: candidates, isCut: found.count > candidates.count,
            counts: counts(of: fingerprint, strangers: strangers), at: Looks.start + .seconds(seconds))
    }

    /// A new visitor.
    @discardableResult
    mutating func meet(_ fingerprint: Fingerprint, after seconds: Int = 0) -> VisitorID {
        let id = VisitorID(high: 1, low: UInt64(visitors.count))
        for key in fingerprint.blockingKeys { keys[key, default: []].insert(visitors.count) }
        for tally in fingerprint.tallies { seen[tally, default: 0] += 1 }
        visitors.append(
            LinkCandidate(
                visitor: id, history: FingerprintHistory(fingerprint), lastSeenAt: Looks.start + .seconds(seconds)))
        return id
    }
}
