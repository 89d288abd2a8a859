import Testing

/// Bytes of every kind that compression treats differently.
struct Sample: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]

    var testDescription: String { name }

    static let all = [
        Sample(name: "nothing", bytes: []),
        Sample(name: "one byte", bytes: [0]),
        Sample(name: "a text", bytes: Array(#"{"v":1,"sequence":0,"events":{"keys":[0,1,0,0]}}"#.utf8)),
        Sample(name: "every byte", bytes: Array(0...255)),
        Sample(name: "a long run", bytes: Array(repeating: 7, count: 300_000)),
        Sample(name: "noise", bytes: noise(100_000)),
    ]

    /// Bytes that don't compress, the same ones each time.
    static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}
