/// Counts strokes that equal an earlier one of the same session, move for move, but for the place where they begin.
///
/// Two strokes of a hand never agree in all their steps: the noise of the motor system grows with its force (C. M. Harris
/// & D. M. Wolpert, Signal-dependent noise determines motor planning, Nature 394, 1998). A recording that is played again,
/// or a program that draws nothing at random, does agree. Strokes in a plain line are left out, since keys that move the
/// pointer make them.
struct RepeatedStrokes {
    /// Fewer moves than this may agree by chance.
    static let leastMoves = 10
    /// Shorter ways have few shapes at whole pixels.
    static let leastPath = 120.0

    private var seen: Set<UInt64> = []
    /// Strokes that equal an earlier one.
    private(set) var count = 0

    mutating func add(_ stroke: Stroke) {
        guard stroke.times.count >= Self.leastMoves, stroke.path >= Self.leastPath else { return }
        var hash = StableHash()
        var directions: Set<Int> = []
        for index in stroke.x.indices.dropFirst() {
            // Hundredths of a pixel, as they came.
            let x = Int(((stroke.x[index] - stroke.x[index - 1]) * 100).rounded())
            let y = Int(((stroke.y[index] - stroke.y[index - 1]) * 100).rounded())
            hash.combine(x)
            hash.combine(y)
            if directions.count < 4, x != 0 || y != 0 {
                directions.insert(Int((angle(x: Double(x), y: Double(y)) * 16).rounded()))
            }
        }
        guard directions.count >= 4 else { return }
        if !seen.insert(hash.value).inserted { count += 1 }
    }
}
