import Foundation

/// Random numbers that are the same for the same seed: SplitMix64 (Steele, Lea and Flood 2014).
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }

    /// Whether something of this chance happens.
    mutating func happens(_ chance: Double) -> Bool { Double.random(in: 0..<1, using: &self) < chance }

    /// Whether something that happens so many times a year on average happened in so many days.
    mutating func happens(yearly rate: Double, in days: Double) -> Bool { happens(1 - exp(-rate * days / 365)) }

    /// A waiting time of this mean.
    mutating func waiting(_ mean: Double) -> Double { -mean * log(1 - Double.random(in: 0..<1, using: &self)) }

    mutating func below(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &self) }
}

/// Values with their shares.
struct Shares<Value: Sendable>: Sendable {
    private let values: [Value]
    private let sums: [Double]

    init(_ shares: [(Value, Double)]) {
        values = shares.map(\.0)
        var sum = 0.0
        sums = shares.map { share in
            sum += share.1
            return sum
        }
    }

    /// Values that get rarer by their rank (Zipf).
    init(zipf values: [Value], exponent: Double = 1) {
        self.init(values.enumerated().map { ($1, 1 / pow(Double($0 + 1), exponent)) })
    }

    func draw(_ dice: inout Dice) -> Value {
        let point = Double.random(in: 0..<sums[sums.count - 1], using: &dice)
        var low = 0
        var high = sums.count - 1
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > point { high = middle } else { low = middle + 1 }
        }
        return values[low]
    }
}
