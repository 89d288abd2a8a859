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
