import Sessions

@testable import Detection

/// Findings without evidence, for what is made of them.
enum Hits {
    static func of(_ slug: String, extent: Double = 1) -> Hit {
        let signal = SignalCatalogue.all.first { $0.slug == slug }
        return Hit(signal: signal!, finding: Finding(extent: extent))
    }

    static func of(_ slugs: [String]) -> [Hit] { slugs.map { of($0) } }

    /// Every signal that meets a condition, fired fully.
    static func all(where condition: (Signal) -> Bool) -> [Hit] {
        SignalCatalogue.all.filter(condition).map { Hit(signal: $0, finding: Finding()) }
    }

    /// A few signals, each fired to some extent.
    static func random(_ count: ClosedRange<Int>, using random: inout SplitMix64) -> [Hit] {
        SignalCatalogue.all.shuffled(using: &random).prefix(Int.random(in: count, using: &random)).map {
            Hit(signal: $0, finding: Finding(extent: Bool.random(using: &random) ? 1 : 0.6))
        }
    }
}

/// A generator with a fixed seed, so that a failure can be seen again.
///
/// Source: G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
