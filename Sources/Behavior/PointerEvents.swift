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

/// A row of the `wheel` stream.
///
/// Source: UI Events, W3C, section 5.4.
public struct WheelEvent: StreamEvent {
    static let stride = 5

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// `deltaX`, in the unit that `deltaMode` names.
    public var deltaX: Int
    /// `deltaY`, in the unit that `deltaMode` names.
    public var deltaY: Int
    /// `deltaMode`: 0 pixels, 1 lines, 2 pages.
    public var deltaMode: Int
    /// `isTrusted`.
    public var isTrusted: Bool

    init(time: Int, row: StreamRow) {
        self.time = time
        deltaX = row[1]
        deltaY = row[2]
        deltaMode = row[3]
        isTrusted = row.flag(1, column: 4)
    }
}

/// A row of the `scroll` stream: where the page was scrolled to, in whole pixels.
public struct ScrollEvent: StreamEvent {
    static let stride = 3

    /// Tenths of a millisecond since the agent's start.
    public var time: Int
    /// From the left, whole pixels.
    public var x: Int
    /// From the top, whole pixels.
    public var y: Int

    init(time: Int, row: StreamRow) {
        self.time = time
        x = row[1]
        y = row[2]
    }
}

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
    /// The contact's radius along x, hundredths of a CSS pixel.
    public var radiusX: Int
    /// The contact's radius along y, hundredths of a CSS pixel.
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
