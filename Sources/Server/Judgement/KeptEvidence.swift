import CollectProtocol
import ConnectionFingerprint
import Evidence
import Sessions
import Storage

/// Puts together the evidence in what is kept of a session.
///
/// Little of it is looked up again each time, and that is handed in: the server has it at hand, while a replay goes by what is kept.
struct KeptEvidence: Sendable {
    /// What of a session counts.
    enum Extent: Sendable {
        /// Everything.
        case whole
        /// What was known before any interaction with the page.
        case beforeInteraction
        /// What browser, machine and connection showed all along, without what was done with them.
        case withoutInteraction
    }

    /// The payload of a batch, by its number; nil when it can't be read.
    let payload: @Sendable (_ compressed: [UInt8], _ sequence: Int, SessionKey) -> Payload?
    /// What was learned of connections.
    let learned: @Sendable () -> LearnedClients
    /// What is known of the client's address.
    let network: @Sendable (RequestRecord) -> NetworkEvidence?
    /// What came of the request's signature.
    let signature: @Sendable (AgentSignature, SessionKey) -> WebBotAuthEvidence

    /// The evidence in what is kept of a session.
    func evidence(_ state: SessionState, _ extent: Extent = .whole) -> Evidence {
        let payloads = payloads(of: state, extent)
        let record = RequestRecord(state.request)
        var evidence = Evidence(
            request: record.request, payloads: payloads.map(\.payload),
            transport: transport(of: state, payloads, extent),
            visitor: state.tie.map {
                VisitorContext(
                    returning: $0.source != .new, seenCount: state.visitor?.seenCount ?? 1,
                    conflictingTokens: $0.isConflicting,
                    replayedToken: state.tieEvidence?.isTokenReplayed ?? false)
            })
        evidence.visitorPace = (state.tieEvidence?.pace).map(VisitorPace.init)
        evidence.origin = record.request.asked == nil ? .agent : .request
        let learned = learned()
        evidence.connection = record.connection
        evidence.connection?.recognize(learned: learned)
        evidence.network = network(record)
        evidence.crawler = record.crawler
        // Whoever is behind an address of no place of its own, as a private one is, is not in one place.
        if let counts = state.addressCounts, record.network?.standing != .special {
            evidence.addressCompany = AddressCompany(
                visitorsBehindAddress: counts.visitorsBehindAddress, networksOfVisitor: counts.networksOfVisitor)
        }
        evidence.tcpRoundTrip = record.tcpRoundTrip.map { Double($0) / 1000 }
        evidence.secondTransports = state.checks.compactMap { check in
            NetworkCheckRecord(check.seen).map {
                SecondTransportEvidence($0, at: check.checkedAt, beside: evidence.connection) {
                    $0.recognize(learned: learned)
                }
            }
        }
        evidence.webBotAuth = record.signature.map { signature($0, SessionKey(state.tenant, state.id)) }
        return evidence
    }

    private typealias Arrival = (payload: Payload, receivedAt: Timestamp)

    private func payloads(of state: SessionState, _ extent: Extent) -> [Arrival] {
        let key = SessionKey(state.tenant, state.id)
        let arrivals = state.batches.enumerated().compactMap { sequence, batch in
            payload(batch.payload, sequence, key).map { (payload: $0, receivedAt: batch.receivedAt) }
        }
        switch extent {
        case .whole: return arrivals
        case .beforeInteraction:
            return zip(arrivals.map(\.payload).beforeInteraction, arrivals).map { ($0, $1.receivedAt) }
        case .withoutInteraction:
            return zip(arrivals.map(\.payload).withoutInteraction, arrivals).map { ($0, $1.receivedAt) }
        }
    }

    private func transport(of state: SessionState, _ payloads: [Arrival], _ extent: Extent) -> TransportEvidence {
        var transport = TransportEvidence()
        transport.handshakeAt = state.createdAt
        transport.firstBatchAt = state.firstBatchAt
        transport.lastBatchAt = extent != .beforeInteraction ? state.lastBatchAt : payloads.last?.receivedAt
        transport.batchCount = extent != .beforeInteraction ? state.nextSequence : payloads.count
        transport.refusals = state.refusals
        transport.retransmissions = transport.refusals.removeValue(forKey: CollectTally.retransmission) ?? 0
        transport.clockSamples = payloads.compactMap { arrival in
            arrival.payload.wallMilliseconds.map {
                .init(
                    receivedAt: arrival.receivedAt, wallMilliseconds: $0,
                    sentMilliseconds: arrival.payload.sentMilliseconds)
            }
        }
        return transport
    }
}

/// Names under which a session's refused batches are counted, beside the codes of refusals.
enum CollectTally {
    /// The newest batch came again, as it does when its acknowledgement was lost.
    static let retransmission = "retransmission"
}

extension VisitorPace {
    /// The pace that is kept with a session.
    fileprivate init(_ kept: VisitPace) {
        self.init(
            fiveMinutes: Counts(kept.fiveMinutes), hour: Counts(kept.hour), day: Counts(kept.day), isCut: kept.isCut,
            previousSessions: kept.previousSessions,
            pastVerdicts: Verdicts(
                bot: kept.pastVerdicts.bot, human: kept.pastVerdicts.human,
                inconclusive: kept.pastVerdicts.inconclusive),
            secondsSinceFirst: kept.millisecondsSinceFirst.map { Double($0) / 1000 },
            secondsSinceLast: kept.millisecondsSinceLast.map { Double($0) / 1000 })
    }
}

extension VisitorPace.Counts {
    fileprivate init(_ kept: VisitCounts) {
        self.init(
            addresses: kept.addresses, networks: kept.networks, countries: kept.countries, sessions: kept.sessions)
    }
}
