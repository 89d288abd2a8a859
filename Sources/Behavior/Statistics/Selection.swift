/// Order statistics of a set of values without sorting all of it.
///
/// Sources: C. A. R. Hoare, Algorithm 65: Find, Communications of the ACM 4 (1961); D. R. Musser, Introspective sorting
/// and selection algorithms, Software: Practice and Experience 27 (1997).
struct Selection {
    private var values: [Double]

    /// Holds at least one value.
    init(_ values: [Double]) {
        self.values = values
    }

    /// The middle value.
    var median: Double {
        mutating get { quantile(0.5, within: values.indices) }
    }

    /// The tenth, fiftieth and ninetieth hundredth.
    var decilesAndMedian: (p10: Double, median: Double, p90: Double) {
        mutating get {
            // What is below the middle holds the one, what is above it the other.
            let middle = Int(0.5 * Double(values.count - 1))
            let median = median
            let p10 = quantile(0.1, within: 0..<(middle + 1))
            let p90 = quantile(0.9, within: middle..<values.count)
            return (p10, median, p90)
        }
    }

    /// The value at a fraction of the way from the least to the greatest, interpolated, when the places beside it are
    /// known to belong within a range.
    private mutating func quantile(_ fraction: Double, within range: Range<Int>) -> Double {
        let place = fraction * Double(values.count - 1)
        let below = min(Int(place), range.upperBound - 1)
        let rest = place - Double(below)
        return values.withUnsafeMutableBufferPointer { values in
            Self.select(below, in: values, within: range)
            let lower = values[below]
            guard rest > 0, below + 1 < values.count else { return lower }
            // Values behind the place are at least as great as the one at it; the least of them comes next.
            var upper = values[below + 1]
            for index in (below + 1)..<max(range.upperBound, below + 2) {
                upper = min(upper, values[index])
            }
            return lower + rest * (upper - lower)
        }
    }

    private static func select(
        _ target: Int, in values: UnsafeMutableBufferPointer<Double>, within range: Range<Int>
    ) {
        var left = range.lowerBound
        var right = range.upperBound
        var rounds = 0
        while right - left > 1 {
            rounds += 1
            // Values made to defeat the choice of pivot end here; any others end long before.
            guard rounds <= 40 else { return values[left..<right].sort() }
            let pivot = values[left + (right - left) / 2]
            let equal = partition(values, left..<right) { $0 < pivot }
            if target < equal {
                right = equal
                continue
            }
            let greater = partition(values, equal..<right) { $0 <= pivot }
            if target < greater { return }
            left = greater
        }
    }

    /// Moves the values that belong to the front, and answers where the others begin. It has no branch that depends on
    /// a value, which is worth more than fewer moves.
    @inline(__always)
    private static func partition(
        _ values: UnsafeMutableBufferPointer<Double>, _ range: Range<Int>, isFront: (Double) -> Bool
    ) -> Int {
        var front = range.lowerBound
        for index in range {
            let value = values[index]
            values[index] = values[front]
            values[front] = value
            front += isFront(value) ? 1 : 0
        }
        return front
    }
}
