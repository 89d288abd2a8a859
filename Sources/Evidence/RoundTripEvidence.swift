/// How long it takes to the client and back, measured at three heights. A proxy in between lengthens the upper ones alone.
public struct RoundTripEvidence: Sendable, Equatable {
    /// By TCP, of the connection that brought the first batch, in milliseconds; nil where a proxy's connection is in front.
    public var tcpMilliseconds: Double?
    /// By requests that ask for nothing, as the agent measured them: the shortest, in milliseconds. A busy page lengthens it.
    public var pingMilliseconds: Double?
    /// By frames of a WebSocket that the client's program answers itself: the shortest, in milliseconds.
    public var socketMilliseconds: Double?

    /// Round trips.
    public init(tcpMilliseconds: Double? = nil, pingMilliseconds: Double? = nil, socketMilliseconds: Double? = nil) {
        self.tcpMilliseconds = tcpMilliseconds
        self.pingMilliseconds = pingMilliseconds
        self.socketMilliseconds = socketMilliseconds
    }
}

extension Evidence {
    /// How long it takes to the client and back.
    public var roundTrips: RoundTripEvidence {
        RoundTripEvidence(
            tcpMilliseconds: tcpRoundTrip,
            pingMilliseconds: observations.timing?.pingMs?.filter { $0 >= 0 }.min(),
            socketMilliseconds: secondTransports.compactMap(\.roundTrip).min())
    }
}
