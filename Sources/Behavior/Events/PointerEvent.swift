/// A row of the `pointer` stream: a pointer event of the page.
///
/// Source: Pointer Events Level 3, W3C.
public struct PointerEvent: StreamEvent {
    /// What happened.
    public enum Kind: Int, Sendable {
        /// `pointermove`.
        case move = 0
        /// `pointerdown`.
        case down = 1
        /// `pointerup`.
        case up = 2
        /// `pointercancel`.
        case cancel = 3
        /// The pointer left the document.
        case leave = 4
        /// A kind this version does not know.
        case other = -1
    }

    /// What kind of device it says it was.
    public enum Device: Int, Sendable {
        /// A mouse, a touchpad or a trackball.
        case mouse = 0
        /// A finger.
        case touch = 1
        /// A pen.
        case pen = 2
        /// None was named, or one this version does not know.
        case unknown = 3
    }

    static let stride = 13

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// What happened.
    public var kind: Kind
    /// What kind of device it says it was.
    public var device: Device
    /// Place in the viewport, hundredths of a CSS pixel.
    public var x: Int
    /// Place in the viewport, hundredths of a CSS pixel.
    public var y: Int
    /// `screenX − clientX`, whole pixels.
    public var screenOffsetX: Int
    /// `screenY − clientY`, whole pixels.
    public var screenOffsetY: Int
    /// `movementX`, whole pixels.
    public var movementX: Int
    /// `movementY`, whole pixels.
    public var movementY: Int
    /// The buttons that were down, as the event's bit set.
    public var buttons: Int
    /// Pressure in thousandths.
    public var pressure: Int
    /// How many events the browser had gathered into this one.
    public var coalesced: Int
    /// `isTrusted`.
    public var isTrusted: Bool
    /// `isPrimary`.
    public var isPrimary: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        kind = Kind(rawValue: row[1]) ?? .other
        device = Device(rawValue: row[2]) ?? .unknown
        x = row[3]
        y = row[4]
        screenOffsetX = row[5]
        screenOffsetY = row[6]
        movementX = row[7]
        movementY = row[8]
        buttons = row[9]
        pressure = row[10]
        coalesced = row[11]
        isTrusted = row.flag(1, column: 12)
        isPrimary = row.flag(2, column: 12)
    }
}

/// A row of the `samples` stream: a position inside a coalesced move.
public struct PointerSample: StreamEvent {
    static let stride = 3

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// Place in the viewport, hundredths of a CSS pixel.
    public var x: Int
    /// Place in the viewport, hundredths of a CSS pixel.
    public var y: Int

    init(time: Int, row: StreamRow) {
        self.time = time
        x = row[1]
        y = row[2]
    }
}
