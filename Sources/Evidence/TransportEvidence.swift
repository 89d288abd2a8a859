import Sessions

/// What the server saw of a session's transport.
public struct TransportEvidence: Sendable, Equatable {
    /// The device's clock beside the server's, at one batch.
    public struct ClockSample: Sendable, Equatable {
        /// When the batch came in, by the server's clock.
        public var receivedAt: Timestamp
        /// The device's clock when it was sent, in milliseconds since 1970.
        public var wallMilliseconds: Int64
        /// The agent's monotonic clock at the same moment, in milliseconds.
        public var sentMilliseconds: Double?

        /// A sample of the clocks.
        public init(receivedAt: Timestamp, wallMilliseconds: Int64, sentMilliseconds: Double?) {
            self.receivedAt = receivedAt
            self.wallMilliseconds = wallMilliseconds
            self.sentMilliseconds = sentMilliseconds
        }
    }

    /// When the session began.
    public var handshakeAt: Timestamp?
    /// When the first batch came in.
    public var firstBatchAt: Timestamp?
    /// When the newest batch came in.
    public var lastBatchAt: Timestamp?
    /// How many batches were taken.
    public var batchCount = 0
    /// How many batches were refused, by error code such as `collect.batch_replayed`.
    public var refusals: [String: Int] = [:]
    /// How often the newest batch came again, as it does when an acknowledgement is lost.
    public var retransmissions = 0
    /// The clocks at each batch.
    public var clockSamples: [ClockSample] = []

    /// Nothing seen yet.
    public init() {}
}
