import NIOCore

/// What is said in a WebSocket that brings a network check: the check, three pings with their pongs, and farewell.
///
/// A value that is told what happened and answers what to do; it neither reads nor writes, and has no clock.
struct CheckConversation {
    /// What to do next.
    enum Action: Equatable {
        case nothing
        /// Find out whether these bytes are a good check, and tell by ``opened()`` or ``refused(_:)``.
        case check([UInt8])
        /// Send this ping.
        case ping([UInt8])
        /// Send this pong.
        case pong([UInt8])
        /// Keep the check with this round trip, in microseconds, and tell by ``kept()`` or ``refused(_:)``.
        case keep(roundTrip: Int?)
        /// Say farewell, and wait for the other side's.
        case close(SocketClosure)
        /// Say farewell, which the other side did already, and end the connection.
        case end(SocketClosure)
        /// End the connection.
        case hangUp
    }

    private enum State: Equatable {
        case awaiting
        case checking
        case measuring(ping: Int, payload: [UInt8], sentAt: NIODeadline)
        case keeping
        case closing
        case over
    }

    /// How many pings are sent.
    static let pings = 3
    /// The most frames of a client that are neither messages nor pongs to pings of ours.
    static let maximumExtras = 16

    private var state = State.awaiting
    private var extras = 0
    private var shortest: Int?
    private var isPeerClosing = false

    /// The ping that is under way, from 1; nil when none is.
    var pingUnderWay: Int? {
        if case .measuring(let ping, _, _) = state { ping } else { nil }
    }

    /// The client sent something.
    mutating func receive(_ event: SocketMessages.Event, at now: NIODeadline) -> Action {
        switch (state, event) {
        case (.over, _): return .nothing
        case (.closing, .close):
            state = .over
            return .hangUp
        case (.closing, _), (_, .more): return .nothing
        case (_, .wrong(let closure)): return close(closure)
        case (_, .ping(let bytes)): return extra(.pong(bytes))
        case (.measuring(let ping, let payload, let sentAt), .pong(let answer)) where answer == payload:
            let passed = Int((now - sentAt).nanoseconds / 1000)
            shortest = min(shortest ?? passed, passed)
            return ping < Self.pings ? send(ping + 1, at: now) : keep()
        case (_, .pong): return extra(.nothing)
        case (.measuring, .close):
            isPeerClosing = true
            return keep()
        case (_, .close):
            isPeerClosing = true
            return state == .awaiting ? close(.done) : .nothing
        case (.awaiting, .message(let bytes)):
            state = .checking
            return .check(bytes)
        case (_, .message): return close(.refused("one check is enough"))
        }
    }

    /// The check is good.
    mutating func opened(at now: NIODeadline) -> Action {
        guard state == .checking else { return .nothing }
        return isPeerClosing ? keep() : send(1, at: now)
    }

    /// The check is not good, or could not be kept.
    mutating func refused(_ code: String) -> Action {
        state == .checking || state == .keeping ? close(.refused(code)) : .nothing
    }

    /// The check is kept.
    mutating func kept() -> Action { state == .keeping ? close(.done) : .nothing }

    /// A pong takes too long.
    mutating func pongMissing(of ping: Int) -> Action { pingUnderWay == ping ? keep() : .nothing }

    /// The first message takes too long.
    mutating func checkMissing() -> Action { state == .awaiting ? close(.refused("no check came")) : .nothing }

    /// The connection is gone. What was found good is kept nevertheless.
    mutating func ended() -> Action {
        defer { state = .over }
        return pingUnderWay != nil ? keep() : .nothing
    }

    private mutating func send(_ ping: Int, at now: NIODeadline) -> Action {
        // Nobody can answer before it has come.
        let payload = (0..<8).map { _ in UInt8.random(in: .min ... .max) }
        state = .measuring(ping: ping, payload: payload, sentAt: now)
        return .ping(payload)
    }

    private mutating func keep() -> Action {
        state = .keeping
        return .keep(roundTrip: shortest)
    }

    private mutating func close(_ closure: SocketClosure) -> Action {
        state = isPeerClosing ? .over : .closing
        return isPeerClosing ? .end(closure) : .close(closure)
    }

    private mutating func extra(_ action: Action) -> Action {
        extras += 1
        return extras > Self.maximumExtras ? close(.refused("too many frames")) : action
    }
}
