/// What can be said about the way a session was driven: measures of its event streams, with no judgement in them.
///
/// A measure is nil when there was not enough to measure. Times are milliseconds, lengths CSS pixels, unless a
/// declaration says otherwise. Only rows the page's visitor could have caused are measured here; what a value means
/// is for the signals to say.
public struct InteractionFeatures: Sendable, Equatable {
    /// How many events of each kind there were.
    public var counts = ChannelCounts()
    /// How many of them the browser did not vouch for.
    public var untrusted = UntrustedCounts()
    /// How the pointer moved.
    public var pointer = PointerFeatures()
    /// How much the pointer's movement looks generated; nil under five strokes that are long enough.
    public var movement: MovementScore?
    /// How the pointer speeds up and slows down.
    public var profiles = SpeedProfileFeatures()
    /// How long the pointer took to what was pressed.
    public var approaches = ApproachFeatures()
    /// How a mouse's buttons were pressed.
    public var presses = PressFeatures()
    /// What was clicked, and where in it.
    public var clicks = ClickFeatures()
    /// How keys were pressed.
    public var keyboard = KeyboardFeatures()
    /// When things happened.
    public var timing = TimingFeatures()
    /// How the page was scrolled.
    public var scrolling = ScrollFeatures()
    /// How the screen was touched.
    public var touch = TouchFeatures()
    /// How fields were filled.
    public var form = FormFeatures()
    /// How the clipboard was used.
    public var clipboard = ClipboardFeatures()
    /// Whether there was enough interaction to judge behavior by; see ``InteractionTrace/hasInteraction``.
    public var hasInteraction = false

    /// The features of a session in which nothing happened.
    public init() {}
}

extension InteractionTrace {
    /// Whether there is enough to judge behavior by: one deliberate act (a press, click, touch, key, wheel turn or
    /// change of a field), trusted or not, or at least ten pointer moves. Scrolling, focus and visibility alone are
    /// not enough, since pages cause them too.
    public var hasInteraction: Bool {
        if !clicks.isEmpty || !wheel.isEmpty || !inputs.isEmpty || !touches.isEmpty || !keys.isEmpty { return true }
        var moves = 0
        for event in pointer {
            if event.kind == .down { return true }
            if event.kind == .move { moves += 1 }
            if moves == 10 { return true }
        }
        return false
    }

    /// The features of this trace. They are computed anew at each call.
    public var features: InteractionFeatures {
        var features = InteractionFeatures()
        features.counts = ChannelCounts(self)
        features.untrusted = UntrustedCounts(self)
        features.pointer = PointerFeatures(self)
        let shapes = strokeShapes
        features.movement = MovementScore(shapes)
        features.profiles = SpeedProfileFeatures(shapes)
        features.approaches = ApproachFeatures(self)
        features.presses = PressFeatures(self)
        features.clicks = ClickFeatures(self)
        features.keyboard = KeyboardFeatures(self)
        features.timing = TimingFeatures(self)
        features.scrolling = ScrollFeatures(self)
        features.touch = TouchFeatures(self)
        features.form = FormFeatures(self)
        features.clipboard = ClipboardFeatures(self)
        features.hasInteraction = hasInteraction
        return features
    }
}
