/// How a set of measured values lies: its extremes, quantiles and moments.
public struct Distribution: Sendable, Equatable {
    /// How many values there were; at least one.
    public var count: Int
    /// The least value.
    public var minimum: Double
    /// The value that a tenth of them do not exceed.
    public var p10: Double
    /// The middle value.
    public var median: Double
    /// The value that nine tenths of them do not exceed.
    public var p90: Double
    /// The greatest value.
    public var maximum: Double
    /// The arithmetic mean.
    public var mean: Double
    /// The standard deviation of these values, not an estimate of a larger population's.
    public var standardDeviation: Double

    /// The standard deviation in units of the mean (coefficient of variation); nil when the mean is not positive.
    public var variation: Double? { mean > 0 ? standardDeviation / mean : nil }

    /// The distribution of some values; nil for fewer than `least`.
    ///
    /// Quantiles between two values are interpolated (Hyndman & Fan 1996, definition 7).
    public init?(_ values: [Double], least: Int = 1) {
        guard values.count >= max(least, 1) else { return nil }
        var low = values[0]
        var high = values[0]
        var sum = 0.0
        for value in values {
            low = min(low, value)
            high = max(high, value)
            sum += value
        }
        let mean = sum / Double(values.count)
        var squares = 0.0
        for value in values {
            squares += (value - mean) * (value - mean)
        }
        count = values.count
        minimum = low
        maximum = high
        self.mean = mean
        standardDeviation = (squares / Double(values.count)).squareRoot()

        var selection = Selection(values)
        (p10, median, p90) = selection.decilesAndMedian
    }
}

/// The share of rows that have a property; nil when there are none.
func share(_ part: Int, of whole: Int, least: Int = 1) -> Double? {
    whole >= least ? Double(part) / Double(whole) : nil
}
