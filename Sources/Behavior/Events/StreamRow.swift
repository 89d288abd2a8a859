/// An event that a row of a stream stands for.
public protocol TimedEvent: Sendable, Equatable {
    /// Tenths of a millisecond since the agent's start; never less than that of the row before in the same stream.
    var time: Int { get }
}

extension TimedEvent {
    /// Milliseconds since the agent's start.
    public var milliseconds: Double { Double(time) / 10 }
}

/// An event that can be read from a row.
protocol StreamEvent: TimedEvent {
    /// Integers in a row.
    static var stride: Int { get }

    init(time: Int, row: StreamRow)
}

/// One row of a stream: integers that a stranger chose, bounded as they are read.
struct StreamRow {
    /// Beyond any screen, and small enough that differences and products of two such values never overflow.
    static let bound = 1_000_000_000
    /// A day in tenths of a millisecond; a session's ticket lives for two hours.
    static let latest = 864_000_000

    private let values: UnsafeBufferPointer<Int>

    init(_ values: UnsafeBufferPointer<Int>) {
        self.values = values
    }

    subscript(column: Int) -> Int {
        min(max(values[column], -Self.bound), Self.bound)
    }

    /// Whether the flags in a column hold one of them.
    func flag(_ mask: Int, column: Int) -> Bool {
        values[column] & mask != 0
    }

    static func clampTime(_ time: Int) -> Int {
        min(max(time, 0), latest)
    }
}
