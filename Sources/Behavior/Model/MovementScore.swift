/// What the pointer model makes of a session's movement: a measure like the others, and no verdict.
public struct MovementScore: Sendable, Equatable {
    /// How many strokes it rests on, at least ``MovementVector/leastStrokes``.
    public var strokes: Int
    /// The logarithm of the odds that a generator made the movement, where as many generators as people are expected:
    /// above 0 it looks generated.
    public var logOdds: Double

    /// The score of a trace by ``AdditiveModel/pointer``; nil under five strokes that are long enough.
    public init?(_ trace: InteractionTrace) {
        self.init(trace.strokeShapes)
    }

    init?(_ shapes: [StrokeShape]) {
        guard let vector = MovementVector(shapes[...]), let logOdds = AdditiveModel.pointer.logOdds(of: vector.values)
        else {
            return nil
        }
        strokes = vector.strokes
        self.logOdds = logOdds
    }
}
