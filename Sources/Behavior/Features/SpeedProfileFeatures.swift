/// How the mouse speeds up and slows down along its strokes, with their length, duration and shape taken out.
///
/// A stroke's profile is how much of its way is behind it after each tenth of its time. A program that eases its movement by one
/// function has one profile for all its strokes; a hand makes a first, ballistic part and corrects it by submovements that are never
/// the same.
///
/// Sources: T. Flash & N. Hogan, The coordination of arm movements, J. Neurosci. 5 (1985): the symmetric bell of a single movement;
/// D. E. Meyer et al., Optimality in human motor performance, Psychol. Rev. 95 (1988): submovements, which make the second half the
/// longer one.
public struct SpeedProfileFeatures: Sendable, Equatable {
    /// Strokes that were measured: of 100 px and 140 ms or more, no button down, the earliest sixty.
    public var count = 0
    /// The share of the way that is behind after half of the time; nil under five strokes, as are all that follow. A symmetric
    /// profile has 0.5, people 0.55 to 0.89.
    public var halfway: Distribution?
    /// How far a stroke's profile is from the same profile run backwards, as a mean over its tenths: 0 is symmetric.
    public var asymmetry: Distribution?
    /// How much profiles differ from stroke to stroke: the standard deviation of the share of the way, over all tenths. People: 0.06 or
    /// more over eight strokes, 0.1 over a minute. One easing for all strokes: under 0.04.
    public var spread: Double?

    /// No strokes.
    public init() {}

    init(_ shapes: [StrokeShape]) {
        count = shapes.count
        guard count >= MovementVector.leastStrokes else { return }
        halfway = Distribution(shapes.map(\.halfway))
        asymmetry = Distribution(shapes.map(\.asymmetry))
        spread = shapes[...].profileSpread
    }
}

extension StrokeShape {
    /// The share of the way that is behind after half of the time.
    var halfway: Double { profile[profile.count / 2] }

    /// How far the profile is from itself run backwards.
    var asymmetry: Double {
        var sum = 0.0
        for (place, share) in profile.enumerated() { sum += abs(share + profile[profile.count - 1 - place] - 1) }
        return sum / Double(profile.count)
    }
}

extension ArraySlice<StrokeShape> {
    /// The standard deviation of profiles from their mean, over all tenths; there is at least one.
    var profileSpread: Double {
        let strokes = Double(count)
        var variance = 0.0
        for tenth in 0..<StrokeShape.tenths {
            var mean = 0.0
            for shape in self { mean += shape.profile[tenth] / strokes }
            for shape in self {
                variance += (shape.profile[tenth] - mean) * (shape.profile[tenth] - mean) / strokes
            }
        }
        return (variance / Double(StrokeShape.tenths)).squareRoot()
    }
}
