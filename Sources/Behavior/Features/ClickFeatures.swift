/// What was clicked, and where in it.
public struct ClickFeatures: Sendable, Equatable {
    /// Clicks made by the keyboard.
    public var byKeyboard = 0
    /// Clicks with neither a press nor a key before them. A label that passes a click on is not counted.
    public var withoutPress = 0
    /// Clicks by a pointer whose target the pointer was not over before.
    public var withoutHover = 0
    /// Clicks by a pointer whose place in the target is known.
    public var placed = 0
    /// Those within a thousandth of the target's exact centre.
    public var centred = 0
    /// Those within four hundredths of the target's centre, in both directions: half a pixel of a check box, which is as
    /// near as a tool that clicks at whole pixels gets.
    public var nearCentre = 0
    /// The distance of a click from its target's centre, in units of the target's size, the greater of both directions:
    /// 0 is the centre, 0.5 the edge; nil without placed clicks.
    public var centreDistance: Distribution?

    /// The share of placed clicks in the exact centre; nil without placed clicks.
    public var centredShare: Double? { share(centred, of: placed) }

    /// No clicks.
    public init() {}
}
