/// Counts runs of keys that were typed in the same times before.
///
/// Source: F. Monrose & A. D. Rubin, Keystroke dynamics as a biometric for authentication, Future Generation Computer Systems 16
/// (2000): one person's times for the same text differ from one time to the next by tens of milliseconds.
enum RepeatedRuns {
    /// Keys in a run.
    static let length = 8
    /// What a clock and a busy computer add, ms.
    private static let tolerance = 3.0
    /// Runs whose times between presses vary by less are a machine's beat, which other measures see; standard deviation, ms.
    private static let leastVariation = 12.0
    /// Runs whose keys are all held as long are a far keyboard's, whose times are few; standard deviation, ms.
    private static let leastDwellVariation = 6.0

    static func count(in strokes: [KeyStroke]) -> Int {
        guard strokes.count >= 2 * length, !strokes.haveCoarseClock else { return 0 }
        var count = 0
        var start = length
        while start + length <= strokes.count {
            let isRepeat =
                isUneven(strokes, at: start)
                && (0...(start - length)).contains { areAlike(strokes, $0, start) }
            count += isRepeat ? 1 : 0
            start += isRepeat ? length : 1
        }
        return count
    }

    private static func isUneven(_ strokes: [KeyStroke], at start: Int) -> Bool {
        var intervals: [Double] = []
        var dwells: [Double] = []
        for (place, stroke) in strokes[start..<(start + length)].enumerated() {
            guard let dwell = stroke.dwell else { return false }
            dwells.append(dwell)
            if place == 0 { continue }
            guard let interval = stroke.interval else { return false }
            intervals.append(interval)
        }
        guard let between = Distribution(intervals), let held = Distribution(dwells) else { return false }
        return between.standardDeviation >= leastVariation && held.standardDeviation >= leastDwellVariation
    }

    private static func areAlike(_ strokes: [KeyStroke], _ one: Int, _ other: Int) -> Bool {
        for place in 0..<length {
            let (a, b) = (strokes[one + place], strokes[other + place])
            guard let held = a.dwell, let heldAgain = b.dwell, abs(held - heldAgain) <= tolerance else { return false }
            // What came before the run is not part of it.
            if place == 0 { continue }
            guard let passed = a.interval, let passedAgain = b.interval, abs(passed - passedAgain) <= tolerance else {
                return false
            }
        }
        return true
    }
}
