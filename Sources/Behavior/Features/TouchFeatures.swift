/// How the screen was touched.
public struct TouchFeatures: Sendable, Equatable {
    /// Touches that began.
    public var starts = 0
    /// Time from the start of a touch to its end, while one finger was down; nil without one.
    public var duration: Distribution?
    /// Moves within a touch; nil without touches.
    public var movesPerTouch: Distribution?
    /// The most fingers at once; nil without touches.
    public var maximumContacts: Int?
    /// Different radii among contacts; nil without touches.
    public var distinctRadii: Int?
    /// The share of contacts with a radius of 0; nil without touches.
    public var zeroRadiusShare: Double?
    /// The one radius that all contacts have; nil under three starts, or when there are several.
    public var constantRadius: Double?
    /// Different forces among contacts; nil without touches.
    public var distinctForces: Int?
    /// The share of contacts with a force of 0; nil without touches. Many devices do not measure it.
    public var zeroForceShare: Double?
    /// The share of touches of three moves or more, one finger alone, in which the radius or the force changes; nil without one. A
    /// finger that rolls over a screen that measures either changes it.
    public var changingShare: Double?
    /// Whether all contacts have a radius of 1 and a force of 1, which no known screen reports and the debugging protocol of Chromium
    /// does where it is told nothing else; nil without touches.
    public var isContactDefault: Bool?
    /// Touches that began with no pointer of kind touch pressed within 50 ms.
    public var withoutPointer = 0
    /// Presses by a pointer of kind touch.
    public var pointerDowns = 0
    /// Straightness of the strokes a finger made, of three moves and 30 px or more; nil without one.
    public var straightness: Distribution?

    /// No touches.
    public init() {}
}
