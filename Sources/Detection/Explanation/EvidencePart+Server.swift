import Behavior
import Evidence
import OrderedJSON
import Sessions

extension EvidencePart {
    /// What the server itself saw and knows.
    static func server(in copy: EvidenceCopy) -> [EvidencePart] {
        let evidence = copy.evidence
        var parts: [EvidencePart] = []
        func add(_ path: String, _ value: Any?, change: @escaping @Sendable (inout Evidence) -> Void) {
            guard let value else { return }
            parts.append(EvidencePart(path: path, value: JSONValue(reflecting: value)) { change(&$0.evidence) })
        }
        add("request", evidence.request.asked) {
            $0.request.asked = nil
            $0.origin = .agent
        }
        if !evidence.skipped.isEmpty { add("skipped", evidence.skipped) { $0.skipped = [:] } }
        addConnection(evidence, add)
        add("network", evidence.network) { $0.network = nil }
        add("crawler", evidence.crawler) { $0.crawler = nil }
        add("signature", evidence.webBotAuth) { $0.webBotAuth = nil }
        add("visitor", evidence.visitor) { $0.visitor = nil }
        add("visitor_pace", evidence.visitorPace) { $0.visitorPace = nil }
        add("address_company", evidence.addressCompany) { $0.addressCompany = nil }
        add("movement_seen_before", evidence.movementSeenBefore) { $0.movementSeenBefore = nil }
        add("typing_seen_before", evidence.typingSeenBefore) { $0.typingSeenBefore = nil }
        add("policy", evidence.listing) { $0.listing = nil }
        add("tcp_round_trip_ms", evidence.tcpRoundTrip) { $0.tcpRoundTrip = nil }
        if !evidence.secondTransports.isEmpty {
            add("second_transports", evidence.secondTransports) { $0.secondTransports = [] }
        }
        addTransport(evidence.transport, add)
        return parts
    }

    private typealias Add = (String, Any?, @escaping @Sendable (inout Evidence) -> Void) -> Void

    private static func addConnection(_ evidence: Evidence, _ add: Add) {
        guard let connection = evidence.connection else { return }
        add("connection.observer", connection.observer) { $0.connection = nil }
        add("connection.ja4", connection.ja4) {
            $0.connection?.ja4 = nil
            $0.connection?.tlsMatch = nil
        }
        add("connection.ja4_match", connection.tlsMatch) { $0.connection?.tlsMatch = nil }
        add("connection.http2", connection.http2) {
            $0.connection?.http2 = nil
            $0.connection?.http2Match = nil
        }
        add("connection.http2_match", connection.http2Match) { $0.connection?.http2Match = nil }
        add("connection.headers_weight", connection.headersWeight) { $0.connection?.headersWeight = nil }
        if !connection.tlsContradictions.isEmpty {
            add("connection.tls_contradictions", connection.tlsContradictions) { $0.connection?.tlsContradictions = [] }
        }
        if !connection.http2Contradictions.isEmpty {
            add("connection.http2_contradictions", connection.http2Contradictions) {
                $0.connection?.http2Contradictions = []
            }
        }
    }

    private static func addTransport(_ transport: TransportEvidence, _ add: Add) {
        add("transport.first_batch_at", transport.firstBatchAt?.description) { $0.transport.firstBatchAt = nil }
        add("transport.last_batch_at", transport.lastBatchAt?.description) { $0.transport.lastBatchAt = nil }
        add("transport.batch_count", transport.batchCount) { $0.transport.batchCount = 0 }
        if !transport.refusals.isEmpty {
            add("transport.refusals", transport.refusals) { $0.transport.refusals = [:] }
        }
        if transport.retransmissions > 0 {
            add("transport.retransmissions", transport.retransmissions) { $0.transport.retransmissions = 0 }
        }
        if !transport.clockSamples.isEmpty {
            add("transport.clock_samples", transport.clockSamples) { $0.transport.clockSamples = [] }
        }
    }

    /// What can be said of the interaction: the measures that signals read, and no event of its own.
    static func interaction(in copy: EvidenceCopy) -> [EvidencePart] {
        guard copy.features != InteractionFeatures() else { return [] }
        let features = copy.features
        func part<Group: Equatable & Sendable>(
            _ name: String, _ group: any WritableKeyPath<InteractionFeatures, Group> & Sendable
        ) -> EvidencePart? {
            let empty = InteractionFeatures()[keyPath: group]
            guard features[keyPath: group] != empty else { return nil }
            return EvidencePart(
                path: "interaction.\(name)", value: JSONValue(reflecting: features[keyPath: group]),
                change: { $0.features[keyPath: group] = empty })
        }
        let groups = [
            part("counts", \.counts), part("untrusted", \.untrusted), part("pointer", \.pointer),
            part("presses", \.presses), part("clicks", \.clicks), part("keyboard", \.keyboard),
            part("timing", \.timing), part("scrolling", \.scrolling), part("touch", \.touch), part("form", \.form),
            part("clipboard", \.clipboard), part("movement", \.movement), part("profiles", \.profiles),
            part("approaches", \.approaches), part("has_interaction", \.hasInteraction),
        ]
        let latest = copy.evidence.interaction.latestMilliseconds.map { latest in
            EvidencePart(path: "interaction.latest_ms", value: .number(latest)) {
                $0.evidence.interaction = InteractionTrace()
            }
        }
        return groups.compactMap(\.self) + [latest].compactMap(\.self)
    }
}
