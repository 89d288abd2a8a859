/// A row of the `keys` stream: that a key went down or up, and of which class it was; never which key.
///
/// Source: UI Events, W3C, section 5.5.
public struct KeyEvent: StreamEvent {
    /// What happened.
    public enum Kind: Int, Sendable {
        /// `keydown`.
        case down = 0
        /// `keyup`.
        case up = 1
        /// `keypress`.
        case press = 2
        /// A kind this version does not know.
        case other = -1
    }

    /// The class of a key.
    public enum Class: Int, Sendable {
        /// A letter.
        case letter = 0
        /// A digit.
        case digit = 1
        /// The space bar.
        case space = 2
        /// Punctuation and symbols.
        case punctuation = 3
        /// Enter.
        case enter = 4
        /// Tab.
        case tab = 5
        /// Backspace.
        case backspace = 6
        /// Delete.
        case delete = 7
        /// An arrow.
        case arrow = 8
        /// Shift, control, alt, meta and their like.
        case modifier = 9
        /// Page up, page down, home, end.
        case navigation = 10
        /// A function key.
        case function = 11
        /// Any other.
        case other = 12

        /// Whether a key of this class writes a character.
        public var writesCharacter: Bool { rawValue <= Self.punctuation.rawValue }
    }

    static let stride = 6

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What happened.
    public var kind: Kind
    /// The class of the key.
    public var keyClass: Class
    /// The press it belongs to, counted from 0; nil for none.
    public var press: Int?
    /// The index of the field that has the focus; nil for none.
    public var field: Int?
    /// `isTrusted`.
    public var isTrusted: Bool
    /// Whether a held key made it.
    public var isRepeat: Bool
    /// Whether an input method was composing.
    public var isComposing: Bool
    /// Whether control, alt or meta was held.
    public var isShortcut: Bool
    /// Whether no physical key was named (`code` is empty), as with a keyboard on a screen.
    public var lacksPhysicalKey: Bool
    /// Whether the key wrote what it writes with shift, and shift was neither held nor locked.
    public var lacksShift: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        kind = Kind(rawValue: row[1]) ?? .other
        keyClass = Class(rawValue: row[2]) ?? .other
        press = row[3] < 0 ? nil : row[3]
        field = row[4] < 0 ? nil : row[4]
        isTrusted = row.flag(1, column: 5)
        isRepeat = row.flag(2, column: 5)
        isComposing = row.flag(4, column: 5)
        isShortcut = row.flag(8, column: 5)
        lacksPhysicalKey = row.flag(16, column: 5)
        lacksShift = row.flag(32, column: 5)
    }
}
