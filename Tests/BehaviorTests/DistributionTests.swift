import Testing

@testable import Behavior

@Suite("Distributions")
struct DistributionTests {
    @Test("Known values")
    func known() throws {
        let distribution = try #require(Distribution([4, 1, 3, 2, 5, 7, 6, 9, 8, 10, 11]))
        #expect(distribution.count == 11)
        #expect(distribution.minimum == 1 && distribution.maximum == 11)
        #expect(distribution.p10 == 2 && distribution.median == 6 && distribution.p90 == 10)
        #expect(distribution.mean == 6)
        #expect(abs(distribution.standardDeviation - 10.0.squareRoot()) < 1e-12)
        #expect(abs((distribution.variation ?? 0) - 10.0.squareRoot() / 6) < 1e-12)
    }

    @Test("Too few values have none")
    func few() {
        #expect(Distribution([]) == nil)
        #expect(Distribution([1, 2], least: 3) == nil)
        #expect(Distribution([7])?.median == 7)
        #expect(Distribution([0, 0])?.variation == nil)
    }

    @Test("Quantiles are those of the sorted values", arguments: 1...80)
    func quantiles(count: Int) throws {
        var random = SplitMix(seed: UInt64(count))
        let isCoarse = count % 3 == 0
        let values = (0..<(count * count / 4 + 1)).map { _ in
            isCoarse ? Double(Int.random(in: 0...3, using: &random)) : Double.random(in: -5...5, using: &random)
        }
        let sorted = values.sorted()
        func expected(_ fraction: Double) -> Double {
            let place = fraction * Double(sorted.count - 1)
            let below = Int(place)
            guard below + 1 < sorted.count else { return sorted[below] }
            return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
        }
        let distribution = try #require(Distribution(values))
        #expect(abs(distribution.p10 - expected(0.1)) < 1e-12)
        #expect(abs(distribution.median - expected(0.5)) < 1e-12)
        #expect(abs(distribution.p90 - expected(0.9)) < 1e-12)
    }

    @Test("The densest window")
    func density() {
        #expect(densestShare([1, 2, 10, 11, 12, 30], within: 2, least: 5) == 0.5)
        #expect(densestShare([5, 5, 5, 5], within: 2, least: 5) == nil)
    }

    @Test("Correlation")
    func pearson() throws {
        let up = try #require(correlation([1, 2, 3, 4], [2, 4, 6, 8], least: 4))
        let down = try #require(correlation([1, 2, 3, 4], [8, 6, 4, 2], least: 4))
        #expect(abs(up - 1) < 1e-12 && abs(down + 1) < 1e-12)
        #expect(correlation([1, 2, 3, 4], [5, 5, 5, 5], least: 4) == nil)
        #expect(correlation([1, 2], [1, 2], least: 3) == nil)
    }
}
