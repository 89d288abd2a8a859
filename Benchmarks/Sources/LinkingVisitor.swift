import VisitorIdentity

/// Numbers that are the same in every run.
struct BenchmarkDice: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64 (Steele, Lea and Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// One of some values; the first ones are common, the last ones rare.
    mutating func rank(of count: Int) -> Int {
        let share = Double(next() >> 11) / Double(1 << 53)
        return min(count - 1, Int(Double(count) * share * share * share))
    }
}

/// A browser as the store meets many: machines of some 20,000 kinds, on which what people choose differs.
enum LinkingVisitor {
    /// Texts that go with the kind of machine, and how many values each has.
    private static let machine: [(Feature, Int)] = [
        (.gpuVendor, 6), (.gpuRenderer, 300), (.webglParameters, 400), (.webglExtensions, 60), (.webglImage, 500),
        (.audioRendering, 40), (.canvasGeometry, 300), (.canvasText, 900), (.canvasImage, 1200), (.platformText, 8),
        (.architecture, 3), (.voices, 200), (.codecs, 20), (.math, 8), (.emoji, 30),
    ]
    /// Texts that differ from one browser of a kind to the next.
    private static let choices: [(Feature, Int)] = [
        (.fontSet, 4000), (.languages, 300), (.language, 80), (.timeZone, 120), (.mediaDevices, 12), (.browser, 12),
        (.system, 6), (.connection, 60), (.preferences, 20),
    ]

    /// A browser; the same number is always the same one.
    static func fingerprint(_ number: Int) -> Fingerprint {
        var dice = BenchmarkDice(state: UInt64(number))
        let kind = dice.rank(of: 20_000)
        var machineDice = BenchmarkDice(state: UInt64(kind) &* 0x1234_5678_9abc_def1)
        var fingerprint = Fingerprint()
        for (feature, count) in machine { fingerprint.set(feature, ["\(machineDice.rank(of: count))"]) }
        for (feature, count) in choices { fingerprint.set(feature, ["\(dice.rank(of: count))"]) }
        fingerprint.set(.cores, Double([4, 8, 6, 12, 16, 2][machineDice.rank(of: 6)]))
        fingerprint.set(.memory, Double([8, 4, 16, 2][machineDice.rank(of: 4)]))
        fingerprint.set(.screenLong, Double([1920, 1366, 1536, 2560, 1440, 3840][dice.rank(of: 6)]))
        fingerprint.set(.screenShort, Double([1080, 768, 864, 1440, 900, 2160][dice.rank(of: 6)]))
        fingerprint.set(.pixelRatio, [1, 1.25, 2, 1.5][dice.rank(of: 4)])
        fingerprint.set(.colorDepth, 24)
        fingerprint.set(fonts: (0..<40).map { "font \($0 + dice.rank(of: 60))" })
        return fingerprint
    }

    /// The same browser with another zoom.
    static func returning(_ number: Int) -> Fingerprint {
        var fingerprint = fingerprint(number)
        fingerprint.set(.pixelRatio, 1.1)
        return fingerprint
    }
}
