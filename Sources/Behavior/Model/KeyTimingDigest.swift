/// A few numbers that stand for when a session's keys were pressed and for how long they were held, by which the same typing is found
/// again when it is played back in another session. Which keys they were is in none of them.
///
/// Each is a hash of ten keys in a row, their times in cells that are wide enough for a few milliseconds to mostly change nothing.
/// The smallest hashes of a session are kept, as ``MovementDigest`` keeps those of strokes.
///
/// Source: A. Z. Broder, On the resemblance and containment of documents, SEQUENCES 1997.
public enum KeyTimingDigest {
    /// The most that a session has.
    public static let most = 16
    /// How many of them two sessions must share for the typing to be called the same.
    public static let leastShared = 3

    /// Keys in a row.
    private static let keys = 10
    /// Sides of the cells, ms.
    private static let intervalCell = 30.0
    private static let dwellCell = 24.0
    /// Rows whose times between presses vary by less have too few shapes; standard deviation, ms. A machine's beat is among them.
    private static let leastVariation = 45.0
    /// The same of the times that keys are held: far keyboards send keys as strokes, whose times are few.
    private static let leastDwellVariation = 10.0

    /// The digests of a trace's keys, in ascending order; none where the browser's clock is too coarse for them.
    public static func digests(of trace: InteractionTrace) -> [UInt64] {
        let strokes = trace.keyStrokes
        guard strokes.count >= keys, !strokes.haveCoarseClock else { return [] }
        var found: Set<UInt64> = []
        for start in 0...(strokes.count - keys) {
            if let digest = digest(of: strokes[start..<(start + keys)]) { found.insert(digest) }
        }
        return Array(found.sorted().prefix(most))
    }

    private static func digest(of row: ArraySlice<KeyStroke>) -> UInt64? {
        var hash = StableHash()
        // Apart from the digests of movements, which are kept beside them.
        hash.combine(keys)
        var intervals: [Double] = []
        var dwells: [Double] = []
        for (place, stroke) in row.enumerated() {
            guard let dwell = stroke.dwell else { return nil }
            hash.combine(Int((dwell / dwellCell).rounded()))
            dwells.append(dwell)
            if place == 0 { continue }
            guard let interval = stroke.interval else { return nil }
            hash.combine(Int((interval / intervalCell).rounded()))
            intervals.append(interval)
        }
        guard let between = Distribution(intervals), between.standardDeviation >= leastVariation,
            let held = Distribution(dwells), held.standardDeviation >= leastDwellVariation
        else { return nil }
        return hash.value
    }
}
