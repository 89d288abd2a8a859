/// How the page was scrolled.
///
/// Source: UI Events, W3C, section 5.4. How pages ease and coast was measured in Chromium 156 and Firefox 153, see docs/behavior.md.
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
    /// The greatest number that all turns are multiples of; nil under three turns. A wheel with notches has 10 or more, as 100 or 120
    /// or what the zoom of the page makes of it; touchpads and wheels that turn freely have 1.
    public var wheelQuantum: Int?
    /// Turns of a notch or more, alone within 0.4 s, that the page followed in one step, the whole way.
    public var turnsAtOnce = 0
    /// Such turns that it followed in several steps, as browsers do that ease scrolling.
    public var turnsEased = 0
    /// Runs of sixteen small turns or more, as touchpads make them, whose speed hardly varies from quarter to quarter.
    public var steadyRuns = 0
    /// Time between turns, at most half a second; nil under five.
    public var interval: Distribution?
    /// Scrolling that neither a wheel nor a key, press, touch or change of focus within a second before it explains. That
    /// of the first second and a half is not counted: a browser restores the place of a page that was seen before.
    public var unexplained = 0
    /// Scroll movements in all: runs of scroll events with less than 150 ms between them.
    public var movements = 0

    /// Times a finger that moved the page was lifted while it was still moving, and the page was not touched again for 0.3 s.
    public var flings = 0
    /// Flings after which the page went on, slower and slower.
    public var flingsWithInertia = 0
    /// The different places at which the page stood still at once after a fling, its beginning left out. Its end is one place.
    public var deadStops = 0
    /// How far the page went on after a fling; nil without one.
    public var coast: Distribution?

    /// No scrolling.
    public init() {}
}
