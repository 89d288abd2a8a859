/// How keys were pressed. Modifiers and repeats of held keys are left out of times.
///
/// Sources: F. Monrose & A. D. Rubin, Keystroke dynamics as a biometric for authentication, Future Generation
/// Computer Systems 16 (2000): dwell and flight; V. Dhakal et al., Observations on typing from 136 million keystrokes,
/// CHI 2018: rollover.
public struct KeyboardFeatures: Sendable, Equatable {
    /// Presses of keys that are no modifiers.
    public var presses = 0
    /// Presses of keys that write a character.
    public var characters = 0
    /// Presses of modifiers.
    public var modifiers = 0
    /// Presses with control, alt or meta.
    public var shortcuts = 0
    /// Presses of backspace and delete.
    public var corrections = 0
    /// Repeats of held keys.
    public var repeats = 0
    /// Presses while an input method was composing.
    public var composing = 0
    /// The share of presses that name no physical key; nil without presses. Keyboards on screens name none.
    public var withoutPhysicalKeyShare: Double?
    /// Time a key was down; nil under five. People: 41, 64, 104 and 167 ms at the first, tenth, fiftieth and ninetieth
    /// hundredth.
    public var dwell: Distribution?
    /// Time between the presses of two characters in one field, at most two seconds; nil under five. People: 53, 96, 192
    /// and 579 ms at the first, tenth, fiftieth and ninetieth hundredth.
    public var interval: Distribution?
    /// Time from a release to the next press, below 0 where the next key was down first; nil under five.
    public var flight: Distribution?
    /// The share of presses whose key was still down at the next press; nil under five pairs. People: 14 %.
    public var rolloverShare: Double?
    /// The greatest share of intervals that lie within 2 ms of each other; nil under five.
    public var constantIntervalShare: Double?
    /// The greatest share of dwell times that lie within 2 ms of each other; nil under five.
    public var constantDwellShare: Double?
    /// Characters a minute while typing; nil under five intervals.
    public var charactersPerMinute: Double?
    /// Characters a minute over the fastest ten intervals in a row; nil under ten.
    public var peakCharactersPerMinute: Double?
    /// Runs of eight keys whose times between presses and times held are, each to 3 ms, those of an earlier run in the session;
    /// runs that are even, and clocks that are coarse, are left out. A hand never types so twice.
    public var repeatedRuns = 0
    /// `keyup` events of keys that were not down. A key pressed before the page had the focus makes one.
    public var upsWithoutDown = 0
    /// Presses whose release never came, the last one of each key not counted.
    public var downsWithoutUp = 0
    /// `keypress` events of keys that were not down.
    public var pressesWithoutDown = 0
    /// Trusted insertions of text with no key in the half second before; pasting, dropping, suggestions, autofill and
    /// composition are not counted.
    public var insertionsWithoutKey = 0
    /// The share of them among insertions of text; nil without insertions.
    public var insertionsWithoutKeyShare: Double?

    /// No keys.
    public init() {}
}
