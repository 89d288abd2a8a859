/// A value that is counted: of a group of features or of a combination, by its number, as a hash.
public struct FeatureTally: Hashable, Sendable {
    /// Which group or combination.
    public var feature: Int
    /// A hash of its value, below 2⁶³.
    public var value: UInt64

    /// A value that is counted.
    public init(feature: Int, value: UInt64) {
        self.feature = feature
        self.value = value
    }

    /// The number of browsers' versions.
    static let version = 40
}

/// How often values occur among a tenant's visitors: what is learned.
public struct FeatureCounts: Sendable {
    /// How many visitors were counted.
    public var visitors: Int
    /// How many of them have a value.
    public var counts: [FeatureTally: Int]

    /// What was counted.
    /// - Parameters:
    ///   - visitors: how many visitors were counted; at least 0.
    ///   - counts: of the tallies of the fingerprint that is to be linked; those that are missing were not seen.
    public init(visitors: Int, counts: [FeatureTally: Int]) {
        self.visitors = max(0, visitors)
        self.counts = counts
    }

    /// How many visitors have a value; 0...``visitors``.
    func count(_ tally: FeatureTally) -> Int { min(max(0, counts[tally] ?? 0), visitors) }
}
