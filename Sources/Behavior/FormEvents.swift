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
    }
}

/// A row of the `inputs` stream: that a field's text changed, and in which way; never the text.
///
/// Source: Input Events Level 2, W3C.
public struct InputEvent: StreamEvent {
    /// The way a text changed.
    public enum Change: Int, Sendable {
        /// Text was inserted.
        case insertText = 0
        /// Text was deleted.
        case delete = 1
        /// The clipboard was pasted.
        case paste = 2
        /// A dragged text was dropped.
        case drop = 3
        /// A suggestion or the browser's autofill replaced it.
        case replacement = 4
        /// An input method composed it.
        case composition = 5
        /// Another way that was named.
        case other = 6
        /// No way was named, as with an event that a script makes and with some autofill.
        case unnamed = 7
    }

    static let stride = 4

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// The way the text changed.
    public var change: Change
    /// The index of the field; nil for none.
    public var field: Int?
    /// `isTrusted`.
    public var isTrusted: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        change = Change(rawValue: row[1]) ?? .other
        field = row[2] < 0 ? nil : row[2]
        isTrusted = row.flag(1, column: 3)
    }
}

/// A row of the `focus` stream.
public struct FocusEvent: StreamEvent {
    /// What happened.
    public enum Kind: Int, Sendable {
        /// The field gained the focus.
        case focus = 0
        /// The field lost the focus.
        case blur = 1
        /// A kind this version does not know.
        case other = -1
    }

    static let stride = 4

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What happened.
    public var kind: Kind
    /// The index of the field; nil for none.
    public var field: Int?
    /// `isTrusted`.
    public var isTrusted: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        kind = Kind(rawValue: row[1]) ?? .other
        field = row[2] < 0 ? nil : row[2]
        isTrusted = row.flag(1, column: 3)
    }
}

/// A row of the `page` stream.
public struct PageEvent: StreamEvent {
    /// What happened.
    public enum Kind: Int, Sendable {
        /// The page was hidden.
        case hidden = 0
        /// The page became visible.
        case visible = 1
        /// The window lost the focus.
        case windowBlur = 2
        /// The window gained the focus.
        case windowFocus = 3
        /// `pagehide`.
        case pageHide = 4
        /// `pageshow`.
        case pageShow = 5
        /// The browser froze the page.
        case freeze = 6
        /// A form was submitted.
        case submit = 7
        /// A kind this version does not know.
        case other = -1
    }

    static let stride = 3

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What happened.
    public var kind: Kind
    /// `isTrusted`.
    public var isTrusted: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        kind = Kind(rawValue: row[1]) ?? .other
        isTrusted = row.flag(1, column: 2)
    }
}

/// A row of the `clipboard` stream: that something was copied, cut or pasted; never what.
public struct ClipboardEvent: StreamEvent {
    /// What happened.
    public enum Kind: Int, Sendable {
        /// `copy`.
        case copy = 0
        /// `cut`.
        case cut = 1
        /// `paste`.
        case paste = 2
        /// A kind this version does not know.
        case other = -1
    }

    static let stride = 4

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What happened.
    public var kind: Kind
    /// The index of the field; nil for none.
    public var field: Int?
    /// `isTrusted`.
    public var isTrusted: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        kind = Kind(rawValue: row[1]) ?? .other
        field = row[2] < 0 ? nil : row[2]
        isTrusted = row.flag(1, column: 3)
    }
}

/// A form field that rows refer to: a hash of its name and its kind.
public struct FormField: Sendable, Equatable {
    /// The kind of a field, as its element says.
    public enum Kind: String, Sendable {
        case text, email, password, tel, number, search, url, date, checkbox, radio, select, textarea, submit, button
        case other

        /// Whether a person types into it.
        public var takesText: Bool {
            switch self {
            case .text, .email, .password, .tel, .number, .search, .url, .date, .textarea: true
            case .checkbox, .radio, .select, .submit, .button, .other: false
            }
        }
    }

    /// 8 or 16 lowercase hex digits that stand for the field's name or id.
    public var hash: String
    /// The kind of the field.
    public var kind: Kind

    init?(hash: String, kind: String) {
        let digits = hash.utf8
        guard digits.count == 8 || digits.count == 16 else { return nil }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        self.hash = hash
        self.kind = Kind(rawValue: kind) ?? .other
    }
}
