/// A logistic model of a few named terms, small enough to be read: each value, counted in standard deviations from the
/// mean of people, adds a slope and a bow, and the sum is the logarithm of the odds.
public struct AdditiveModel: Sendable, Equatable {
    /// What one value adds.
    public struct Term: Sendable, Equatable {
        /// The value's name.
        public var name: String
        /// The mean over people's windows.
        public var mean: Double
        /// The standard deviation over people's windows.
        public var scale: Double
        /// Added for each standard deviation above the mean.
        public var slope: Double
        /// Added for the square of the standard deviations from the mean, above or below.
        public var bow: Double
    }

    /// Values are counted as no further from the mean than this many standard deviations, so that no one of them decides.
    public static let reach = 4.0

    /// The terms, in the order of the values.
    public var terms: [Term]
    /// The logarithm of the odds where all values are people's means.
    public var intercept: Double

    /// The logarithm of the odds that a generator made the values; nil when their number is not that of the terms.
    public func logOdds(of values: [Double]) -> Double? {
        guard values.count == terms.count else { return nil }
        var sum = intercept
        for (value, term) in zip(values, terms) {
            let z = min(max((value - term.mean) / term.scale, -Self.reach), Self.reach)
            sum += term.slope * z + term.bow * z * z
        }
        return sum
    }
}
