/// A few numbers that stand for how a session's mouse moved, by which the same movement is found again when it is played
/// back in another session, even on another clock and a pixel off.
///
/// Each is a hash of one long stroke in coarse cells: where it ends, how far it bends at three places, and when it passes
/// them. The cells are wide enough that a pixel and a few milliseconds mostly change nothing, and so many that one digest may
/// be shared by chance, and two of one session hardly can: docs/behavior.md has how often it was seen.
///
/// Of the strokes of a session those with the smallest hashes are kept, so that two sessions with the same strokes among
/// others keep the same ones.
///
/// Source: A. Z. Broder, On the resemblance and containment of documents, SEQUENCES 1997.
public enum MovementDigest {
    /// The most that a session has.
    public static let most = 16
    /// How many of them two sessions must share for the movement to be called the same.
    public static let leastShared = 2

    /// Sides of the cells.
    private static let pixels = 12.0
    private static let milliseconds = 40.0
    /// Shorter strokes have too few shapes.
    private static let leastChord = 160.0
    private static let leastDuration = 240.0
    private static let leastMoves = 14

    /// The digests of a trace's strokes, in ascending order.
    public static func digests(of trace: InteractionTrace) -> [UInt64] {
        var found: Set<UInt64> = []
        trace.forEachPlainStroke { stroke in
            if let digest = digest(of: stroke) { found.insert(digest) }
            return true
        }
        return Array(found.sorted().prefix(most))
    }

    static func digest(of stroke: Stroke) -> UInt64? {
        let chord = stroke.chord
        guard chord >= leastChord, stroke.duration >= leastDuration, stroke.times.count >= leastMoves else {
            return nil
        }
        let endX = stroke.x[stroke.x.count - 1] - stroke.x[0]
        let endY = stroke.y[stroke.y.count - 1] - stroke.y[0]
        var hash = StableHash()
        hash.combine(cell(endX, pixels))
        hash.combine(cell(endY, pixels))
        hash.combine(cell(stroke.duration, 2 * milliseconds))

        var next = 0.25
        var before = (along: 0.0, across: 0.0, time: 0.0)
        for index in stroke.x.indices.dropFirst() {
            let x = stroke.x[index] - stroke.x[0]
            let y = stroke.y[index] - stroke.y[0]
            let here = (
                along: (x * endX + y * endY) / (chord * chord), across: (x * endY - y * endX) / chord,
                time: stroke.times[index] - stroke.times[0]
            )
            while next < 0.8, here.along >= next {
                let share = (next - before.along) / max(here.along - before.along, 1e-9)
                hash.combine(cell(before.across + share * (here.across - before.across), pixels))
                hash.combine(cell(before.time + share * (here.time - before.time), milliseconds))
                next += 0.25
            }
            before = here
        }
        return hash.value
    }

    private static func cell(_ value: Double, _ side: Double) -> Int { Int((value / side).rounded()) }
}
