/// How fields were filled.
public struct FormFeatures: Sendable, Equatable {
    /// Each field that took a change, a key or the focus, in the order of its first event.
    public var fields: [FieldFeatures] = []
    /// Fields that took text.
    public var filled = 0
    /// Fields that were typed into, wholly or in part.
    public var typed = 0
    /// Fields that were pasted or dropped into.
    public var pasted = 0
    /// Fields that a suggestion or the browser filled.
    public var replaced = 0
    /// Fields that a script changed by events of its own.
    public var scripted = 0
    /// Fields that took insertions or deletions of text while they did not have the focus.
    public var filledWithoutFocus = 0
    /// Fields that took trusted insertions of text and no key.
    public var filledWithoutKeys = 0
    /// Time from the first change of a field to the last, of fields that were typed into with five changes or more; nil
    /// without one.
    public var fillDuration: Distribution?

    /// No fields.
    public init() {}
}

/// How one field was filled.
public struct FieldFeatures: Sendable, Equatable {
    /// The agent's index of the field.
    public var index: Int
    /// The kind of the field; nil when the agent did not say.
    public var kind: FormField.Kind?
    /// The first event of the field, since the agent's start.
    public var firstEvent: Double
    /// The first change of its text; nil without one.
    public var firstChange: Double?
    /// The last change of its text; nil without one.
    public var lastChange: Double?
    /// How long it had the focus; nil when that was not seen.
    public var focused: Double?
    /// Times it gained the focus.
    public var focuses = 0
    /// Keys pressed in it, repeats included.
    public var keyDowns = 0
    /// Trusted insertions of text.
    public var insertions = 0
    /// Those with no key in the half second before.
    public var insertionsWithoutKey = 0
    /// Trusted deletions.
    public var deletions = 0
    /// Trusted pastes and drops.
    public var pastes = 0
    /// Trusted replacements by a suggestion or autofill.
    public var replacements = 0
    /// Trusted changes by an input method.
    public var compositions = 0
    /// Trusted changes that name no way, or another.
    public var unnamed = 0
    /// Changes that the browser did not vouch for.
    public var untrusted = 0
    /// Insertions, deletions and compositions while another field had the focus, or after it had lost it.
    public var changesWithoutFocus = 0

    /// Changes of its text in all.
    public var changes: Int {
        insertions + deletions + pastes + replacements + compositions + unnamed + untrusted
    }

    /// From its first change to its last; nil without one.
    public var fillDuration: Double? {
        guard let firstChange, let lastChange else { return nil }
        return lastChange - firstChange
    }

    /// A field in which nothing happened but its first event.
    public init(index: Int, kind: FormField.Kind?, firstEvent: Double) {
        self.index = index
        self.kind = kind
        self.firstEvent = firstEvent
    }
}
