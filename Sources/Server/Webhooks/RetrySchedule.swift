import Sessions

/// When a delivery that failed is tried again.
public struct RetrySchedule: Sendable, Equatable {
    /// The least time before each further try; after the last one a delivery is given up.
    public var delays: [Duration]

    /// The longest that a receiver may ask to be left alone.
    static let longestWait: Duration = .days(1)

    /// Ten tries in about three days: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h.
    public static let usual = RetrySchedule(delays: [
        .seconds(5), .seconds(300), .seconds(1800), .seconds(7200), .seconds(18_000), .seconds(36_000),
        .seconds(50_400), .seconds(72_000), .seconds(86_400),
    ])

    /// A schedule.
    public init(delays: [Duration]) {
        self.delays = delays
    }

    /// How long to wait after a try that failed; nil when it was the last.
    ///
    /// Up to a fifth is added by chance, so that what failed together does not come back together.
    /// - Parameters:
    ///   - attempts: how often it was tried.
    ///   - asked: how long the receiver asked to wait; it is never waited shorter than the schedule says.
    func wait(after attempts: Int, asked: Duration?) -> Duration? {
        guard attempts >= 1, attempts <= delays.count else { return nil }
        let delay = delays[attempts - 1] * Double.random(in: 1...1.2)
        return max(delay, min(asked ?? .zero, Self.longestWait))
    }
}
