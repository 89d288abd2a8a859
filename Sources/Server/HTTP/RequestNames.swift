import Sessions
import Synchronization

/// Names requests. A request's id is no secret and has to be unique alone, so it takes no random bits of its own: 64 bits name the
/// process, and 64 count its requests, mixed so that ids don't look alike.
enum RequestNames {
    private static let process = UInt64.random(in: .min ... .max)
    private static let count = Atomic<UInt64>(UInt64.random(in: .min ... .max))

    /// The next id.
    static func next() -> Sessions.RequestID {
        // The finalizer of SplitMix64 (Steele, Lea and Flood, 2014) maps no two numbers to the same.
        var number = count.wrappingAdd(0x9e37_79b9_7f4a_7c15, ordering: .relaxed).newValue
        number = (number ^ number >> 30) &* 0xbf58_476d_1ce4_e5b9
        number = (number ^ number >> 27) &* 0x94d0_49bb_1331_11eb
        return Sessions.RequestID(high: process, low: number ^ number >> 31)
    }
}
