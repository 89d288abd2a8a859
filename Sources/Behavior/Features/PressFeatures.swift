/// How a mouse's buttons were pressed: presses of a mouse, or of a device that is not named.
public struct PressFeatures: Sendable, Equatable {
    /// Presses.
    public var count = 0
    /// Time from press to release, drags included; nil without a press that was released. People: 61–156 ms; a tap on a
    /// touchpad, whose driver makes the press, 6–8 ms.
    public var duration: Distribution?
    /// Whether press to release always took the same time, to 1 ms; nil under four of them.
    public var isDurationConstant: Bool?
    /// Releases with no press before them.
    public var releasesWithoutPress = 0
    /// Moves between one press and the next (for the first: since the start); nil without presses.
    public var movesBefore: Distribution?
    /// Presses farther than 3 px from where the pointer last was, or with no place known before: nothing moved there.
    public var withoutApproach = 0
    /// Presses that exactly one move came before, of 10 px or more or from no known place.
    public var afterOneMove = 0
    /// The share of presses whose place is not whole pixels; nil without presses. Displays that scale can show it for
    /// people.
    public var fractionalShare: Double?
    /// The share of presses with a pressure of 0; nil without presses. A mouse has 0.5 while a button is down.
    ///
    /// Source: Pointer Events Level 3, W3C, section 4.1.
    public var zeroPressureShare: Double?
    /// The least pressure of a press, 0–1; nil without presses.
    public var minimumPressure: Double?
    /// The greatest pressure of a press, 0–1; nil without presses.
    public var maximumPressure: Double?
    /// Rest between the last move and the press, where the press was at the place of that move; nil without such a pair.
    /// People: 18–203 ms in the middle, each of 39; drivers about 1 ms.
    public var restBefore: Distribution?

    /// No presses.
    public init() {}
}
