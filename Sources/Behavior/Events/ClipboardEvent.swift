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
