/// How a mouse moved: the rows of the `pointer` stream whose device is a mouse or is not named.
public struct PointerFeatures: Sendable, Equatable {
    /// Moves.
    public var moves = 0
    /// The length of the whole path.
    public var pathLength = 0.0
    /// Time between one move and the next, pauses included; nil under ten of them.
    public var interval: Distribution?
    /// Time between one move and the next within strokes, pauses left out; nil under ten of them.
    public var strokeInterval: Distribution?
    /// Speed from one move to the next within strokes, pixels a millisecond; nil under ten of them.
    public var speed: Distribution?
    /// Times the pointer rested for 100 ms or more between two moves.
    public var pauses = 0
    /// The share of moves that more than one event was coalesced into; nil under ten moves, or where the browser does
    /// not say.
    public var coalescedShare: Double?
    /// The share of moves whose place is whole pixels; nil under ten moves.
    public var wholePixelShare: Double?
    /// Lone jumps: moves of 50 px or more with no other move within 100 ms on either side, nothing coalesced into them,
    /// and no departure from the document before them. A hand can't do that; a script that sets a position does.
    public var teleports = 0
    /// The share of moves of 4 px or more whose `movementX` and `movementY` differ from the way the pointer went on
    /// the screen, by more than rounding and a constant scale explain; nil under ten of them.
    public var movementMismatchShare: Double?
    /// The share of moves of 4 px or more that state no movement at all; nil under ten of them.
    public var zeroMovementShare: Double?
    /// `screenX − clientX` in the middle of all rows, whole pixels; nil without rows.
    public var screenOffsetX: Int?
    /// `screenY − clientY` in the middle of all rows, whole pixels; nil without rows.
    public var screenOffsetY: Int?
    /// By how much `screen − client` varies, whole pixels, the greater of both axes; nil under two rows. Moving the window or
    /// zooming the page varies it too.
    public var screenOffsetSpread: Int?
    /// Strokes: runs of moves with no pause and no press between them.
    public var strokes = StrokeFeatures()

    /// No movement.
    public init() {}
}

/// The shape and the dynamics of strokes: runs of moves with less than 100 ms between them and no press inside. Those
/// that are shorter than 50 px or have fewer than five moves are left out.
///
/// Sources: T. Flash & N. Hogan, The coordination of arm movements, J. Neurosci. 5 (1985): the minimum-jerk profile;
/// D. E. Meyer et al., Optimality in human motor performance, Psychol. Rev. 95 (1988): submovements;
/// H. Gamboa & A. Fred, A behavioral biometric system based on human-computer interaction, SPIE 5404 (2004):
/// straightness, curvature and jerk of strokes; A. Acien et al., BeCAPTCHA-Mouse (2021): velocity profiles of
/// synthetic and human paths.
public struct StrokeFeatures: Sendable, Equatable {
    /// How many strokes were measured.
    public var count = 0
    /// Strokes of ten moves and 120 px or more that equal an earlier one in every step, wherever they begin; plain lines
    /// are not counted. A hand never does that.
    public var repeats = 0
    /// The distance between a stroke's ends in units of its path; 1 is a straight line. Nil under three strokes, as
    /// are all that follow unless they say otherwise.
    public var straightness: Distribution?
    /// The share of strokes that are straight lines to a thousandth.
    public var straightShare: Double?
    /// How far a stroke strays from the straight line between its ends, in units of that line.
    public var deviation: Distribution?
    /// The variation of speed within a stroke: 0 is constant speed.
    public var speedVariation: Distribution?
    /// The share of strokes whose speed varies by less than a twentieth.
    public var constantSpeedShare: Double?
    /// The mean turn between one move and the next within a stroke, radians.
    public var turning: Distribution?
    /// The natural logarithm of one more than a stroke's dimensionless jerk: 0 is constant speed, 5.3 the minimum-jerk
    /// profile, more is rougher.
    ///
    /// Source: N. Hogan & D. Sternad, Sensitivity of smoothness measures to movement duration, amplitude, and
    /// arrests, J. Motor Behav. 41 (2009).
    public var logJerk: Distribution?
    /// When a stroke is fastest, as a fraction of its time.
    public var peakPlace: Distribution?
    /// How often speed peaks within a stroke.
    public var peaks: Distribution?
    /// The share of strokes ended by a press that went beyond the place of the press, along the way there, by more than
    /// 2 px; nil under three of them.
    public var overshootShare: Double?
    /// Time that strokes took.
    public var duration: Distribution?
    /// Pearson's correlation between the time of a stroke and the logarithm of its length; a hand takes longer for a
    /// longer way. Nil under eight strokes, or when either does not vary.
    ///
    /// Source: P. M. Fitts, The information capacity of the human motor system, J. Exp. Psychol. 47 (1954).
    public var fittsCorrelation: Double?

    /// No strokes.
    public init() {}
}
