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
