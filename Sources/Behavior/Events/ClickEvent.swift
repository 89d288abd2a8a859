/// A row of the `clicks` stream.
public struct ClickEvent: StreamEvent {
    /// What was clicked.
    public enum Target: Int, Sendable {
        /// Anything not named below.
        case other = 0
        /// A button.
        case button = 1
        /// A link.
        case link = 2
        /// A field that takes text.
        case textField = 3
        /// A check box or a radio button.
        case choice = 4
        /// A list to select from.
        case select = 5
    }

    static let stride = 7

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What was clicked.
    public var target: Target
    /// Place in the target, thousandths of its width; nil when unknown.
    public var placeX: Int?
    /// Place in the target, thousandths of its height; nil when unknown.
    public var placeY: Int?
    /// `detail`: how many clicks in a row; 0 when no pointer made it.
    public var detail: Int
    /// The index of the field that was clicked; nil for none.
    public var field: Int?
    /// `isTrusted`.
    public var isTrusted: Bool
    /// Whether the pointer was over the target before.
    public var wasHovered: Bool
    /// Whether the keyboard made it.
    public var isByKeyboard: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        target = Target(rawValue: row[1]) ?? .other
        placeX = row[2] < 0 ? nil : row[2]
        placeY = row[3] < 0 ? nil : row[3]
        detail = row[4]
        field = row[5] < 0 ? nil : row[5]
        isTrusted = row.flag(1, column: 6)
        wasHovered = row.flag(2, column: 6)
        isByKeyboard = row.flag(4, column: 6)
    }
}
