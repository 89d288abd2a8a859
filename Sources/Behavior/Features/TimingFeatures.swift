/// When things happened, since the agent's start. Acts are presses of a pointer or a key and turns of a wheel.
public struct TimingFeatures: Sendable, Equatable {
    /// The first act, click, touch or change of a field; nil without one.
    public var firstInteraction: Double?
    /// The first move of a pointer; nil without one.
    public var firstMovement: Double?
    /// The first submission of a form; nil without one.
    public var firstSubmission: Double?
    /// From the first interaction or movement to the last; nil without one.
    public var activeSpan: Double?
    /// From the first interaction or movement to the first submission after it; nil without one.
    public var timeToSubmit: Double?
    /// Time between one act and the next, at most ten seconds; nil under five.
    public var spacing: Distribution?
    /// The share of the spacing that is 100, 250, 500 or 1,000 ms, or up to 4 ms more: a script that sleeps; nil under
    /// five.
    public var quantisedShare: Double?
    /// The one of these that is the most frequent; nil when there is none.
    public var quantum: Double?
    /// The step of the clock, when all times are multiples of one that is coarser than 2 ms; nil when they are not, or
    /// under twenty intervals. Browsers that guard against timing attacks round to 16.7 or 100 ms; measures of time
    /// mean little then.
    public var clockStep: Double?
    /// Pointer, key and touch events while the page was hidden, from 100 ms after it was.
    public var eventsWhileHidden = 0
    /// Key events while the window did not have the focus, from 100 ms after it lost it.
    public var keysWhileUnfocused = 0
    /// Rows whose time was more than a millisecond before that of the row before.
    public var reversals = 0

    /// Nothing happened.
    public init() {}
}
