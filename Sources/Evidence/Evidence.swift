import Behavior

/// Everything that was observed about one session, as plain values: decoded, held to limits and normalised once.
public struct Evidence: Sendable {
    /// Where a session comes from.
    public enum Origin: String, Sendable {
        /// A page's agent, which sends observations.
        case agent
        /// A request alone, as a backend or a proxy saw it. There is no page to look at.
        case request
    }

    /// Where the session comes from.
    public var origin = Origin.agent
    /// The request that opened the session.
    public var request: RequestEvidence
    /// What the agent observed.
    public var observations: Observations
    /// What the agent could not look at, by source.
    public var skipped: [String: SkipReason]
    /// What the person, or whatever it is, did.
    public var interaction: InteractionTrace
    /// What the server saw of the transport.
    public var transport: TransportEvidence
    /// What is known of the visitor; nil when nobody looked.
    public var visitor: VisitorContext?
    /// What the connection showed; nil when nobody could see it.
    public var connection: ConnectionEvidence?
    /// What came of the request's signature as an agent; nil when it had none.
    public var webBotAuth: WebBotAuthEvidence?
    /// What is known of the client's address; nil when nobody looked.
    public var network: NetworkEvidence?
    /// What came of a crawler's name in the user agent; nil when there is none.
    public var crawler: CrawlerEvidence?
    /// Who else comes from the address, and where else the visitor comes from; nil where the address is not told apart.
    public var addressCompany: AddressCompany?
    /// What the operator's own lists say of the session; nil where they don't name it.
    public var listing: PolicyListing?
    /// What was seen of the client over other transports, in the order of time; empty when it did not come by any.
    public var secondTransports: [SecondTransportEvidence] = []
    /// The round trip of the first batch's TCP connection, in milliseconds; nil where the peer was a proxy, or nobody looked.
    public var tcpRoundTrip: Double?

    /// How quickly the visitor's sessions follow each other; nil before its fingerprint is frozen.
    public var visitorPace: VisitorPace?
    /// In how many sessions of other visitors the mouse moved as in this one, by their ``MovementDigest``; nil when nobody looked.
    public var movementSeenBefore: Int?
    /// In how many sessions of other visitors keys were typed in the times of this one, by their ``KeyTimingDigest``; nil when nobody
    /// looked.
    public var typingSeenBefore: Int?

    /// The evidence of one session.
    /// - Parameter payloads: the session's payloads in the order of their sequence.
    public init(
        request: RequestEvidence = RequestEvidence(), payloads: some Sequence<Payload> = [],
        transport: TransportEvidence = TransportEvidence(), visitor: VisitorContext? = nil
    ) {
        self.request = request
        observations = Observations()
        skipped = [:]
        interaction = InteractionTrace()
        self.transport = transport
        self.visitor = visitor
        for payload in payloads { append(payload) }
    }

    /// Adds the next payload of the session.
    public mutating func append(_ payload: Payload) {
        observations.merge(payload.observations)
        skipped.merge(payload.skipped) { _, later in later }
        interaction.append(fields: payload.fields.map { ($0.index, $0.hash, $0.kind) })
        interaction.append(streams: payload.streams)
    }
}

extension InteractionTrace {
    /// When the last event happened, in milliseconds since the agent's start; nil without events.
    public var latestMilliseconds: Double? {
        let latest = [
            pointer.last?.milliseconds, clicks.last?.milliseconds, wheel.last?.milliseconds, scroll.last?.milliseconds,
            keys.last?.milliseconds, inputs.last?.milliseconds, touches.last?.milliseconds, focus.last?.milliseconds,
            page.last?.milliseconds, clipboard.last?.milliseconds, samples.last?.milliseconds,
        ]
        return latest.compactMap { $0 }.max()
    }
}
