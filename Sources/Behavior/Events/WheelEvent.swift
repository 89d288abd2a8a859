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
