import ConnectionFingerprint

/// What looks at a connection's bytes as they come in.
protocol ConnectionReader {
    associatedtype State: Equatable

    var state: State { get }
    init()
    @discardableResult mutating func read(_ bytes: some Collection<UInt8>) -> State
}

extension ClientHelloReader: ConnectionReader {}
extension HTTP2PrefaceReader: ConnectionReader {}

extension ConnectionReader {
    /// What it makes of the bytes, which must not depend on how they are cut.
    static func checked(_ bytes: [UInt8]) -> State {
        let whole = state(after: [bytes[...]])
        // Somewhere, and always at the same place for the same input.
        let place = bytes.isEmpty ? 0 : bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff } % bytes.count
        mustHold(
            state(after: [bytes[..<place], [], bytes[place...]]) == whole, "two pieces are read as one is",
            "cut at \(place)")
        mustHold(
            state(after: bytes.indices.map { bytes[$0...$0] }) == whole, "single bytes are read as one piece is",
            "\(whole)")
        return whole
    }

    private static func state(after pieces: [ArraySlice<UInt8>]) -> State {
        var reader = Self()
        for piece in pieces { reader.read(piece) }
        return reader.state
    }
}
