/// A row of the `touches` stream.
///
/// Source: Touch Events Level 2, W3C.
public struct TouchEvent: StreamEvent {
    /// What happened.
    public enum Kind: Int, Sendable {
        /// `touchstart`.
        case start = 0
        /// `touchmove`.
        case move = 1
        /// `touchend`.
        case end = 2
        /// `touchcancel`.
        case cancel = 3
        /// A kind this version does not know.
        case other = -1
    }

    static let stride = 9

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What happened.
    public var kind: Kind
    /// Place in the viewport, hundredths of a CSS pixel.
    public var x: Int
    /// Place in the viewport, hundredths of a CSS pixel.
    public var y: Int
    /// The contact's radius along x, whole CSS pixels.
    public var radiusX: Int
    /// The contact's radius along y, whole CSS pixels.
    public var radiusY: Int
    /// Force in thousandths.
    public var force: Int
    /// How many contacts there were.
    public var contacts: Int
    /// `isTrusted`.
    public var isTrusted: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        kind = Kind(rawValue: row[1]) ?? .other
        x = row[2]
        y = row[3]
        radiusX = row[4]
        radiusY = row[5]
        force = row[6]
        contacts = row[7]
        isTrusted = row.flag(1, column: 8)
    }
}
