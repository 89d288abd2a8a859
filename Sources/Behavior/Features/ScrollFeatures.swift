/// How the page was scrolled.
public struct ScrollFeatures: Sendable, Equatable {
    /// Wheel events in pixels.
    public var wheels = 0
    /// Different sizes of a turn.
    public var distinctDeltas = 0
    /// The most frequent size of a turn; nil without wheel events.
    public var commonDelta: Int?
    /// The share of turns that are whole multiples of it; nil under three turns.
    public var quantisedShare: Double?
    /// The greatest size of a turn; nil without wheel events.
    public var maximumDelta: Int?
    /// Turns of 200 px or more with no other turn within half a second.
    public var loneLargeTurns = 0
    /// Time between turns, at most half a second; nil under five.
    public var interval: Distribution?
    /// Scrolling that neither a wheel nor a key, press, touch or change of focus within a second before it explains. That
    /// of the first second and a half is not counted: a browser restores the place of a page that was seen before.
    public var unexplained = 0
    /// Scroll movements in all: runs of scroll events with less than 150 ms between them.
    public var movements = 0

    /// No scrolling.
    public init() {}
}
