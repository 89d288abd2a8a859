import Evidence
import OrderedJSON
import Sessions

/// What is kept of a network check, and read again when the session is judged. No address is in it.
///
/// JSON: `{"transport", "address", "ip_version", "other_country", "connection": {…}, "rtt_us", "tcp_rtt_us", "reflexive": [[agreement,
/// version], …]}`; what is not known is absent.
struct NetworkCheckRecord {
    /// Which way it came.
    var transport: CheckedTransport
    /// How its address goes with the session's.
    var address: SecondTransportEvidence.AddressAgreement
    /// 4 or 6.
    var ipVersion: Int?
    /// Whether its address is in another country than the session's.
    var otherCountry: Bool?
    /// What its connection showed.
    var connection: ConnectionEvidence?
    /// The round trip of the WebSocket's frames, in microseconds.
    var roundTrip: Int?
    /// The round trip of its TCP connection, in microseconds.
    var tcpRoundTrip: Int?
    /// How the addresses go with the session's under which a STUN server saw the client.
    var reflexive: [SecondTransportEvidence.ReflexiveAddress] = []

    /// What is kept.
    var json: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object {
            $0.field("transport", transport.rawValue)
            $0.field("address", address.rawValue)
            if let ipVersion { $0.field("ip_version", ipVersion) }
            if let otherCountry { $0.field("other_country", otherCountry) }
            if let connection { $0.field("connection", object: connection.writeMembers) }
            if let roundTrip { $0.field("rtt_us", roundTrip) }
            if let tcpRoundTrip { $0.field("tcp_rtt_us", tcpRoundTrip) }
            if !reflexive.isEmpty {
                $0.key("reflexive")
                $0.array { list in
                    for address in reflexive {
                        list.array { pair in
                            pair.write(address.agreement.rawValue)
                            pair.write(address.ipVersion)
                        }
                    }
                }
            }
        }
        return writer.bytes
    }
}

extension NetworkCheckRecord {
    /// Reads what was kept; nil when it is no check.
    init?(_ json: [UInt8]) {
        guard let kept = try? JSONValue(parsing: json),
            let transport = kept["transport"]?.string.flatMap(CheckedTransport.init)
        else { return nil }
        self.init(
            transport: transport, address: Self.agreement(kept["address"]), ipVersion: kept["ip_version"]?.int,
            otherCountry: kept["other_country"]?.bool,
            connection: kept["connection"].flatMap(ConnectionEvidence.init(kept:)), roundTrip: kept["rtt_us"]?.int,
            tcpRoundTrip: kept["tcp_rtt_us"]?.int)
        reflexive = (kept["reflexive"]?.array ?? []).compactMap { pair in
            guard let pair = pair.array, pair.count == 2, let version = pair[1].int else { return nil }
            return .init(agreement: Self.agreement(pair[0]), ipVersion: version)
        }
    }

    private static func agreement(_ json: JSONValue?) -> SecondTransportEvidence.AddressAgreement {
        json?.string.flatMap(SecondTransportEvidence.AddressAgreement.init) ?? .unknown
    }
}

extension SecondTransportEvidence {
    /// What a check tells of a session.
    /// - Parameters:
    ///   - first: the connection of the session's first batch, with what was recognized in it.
    ///   - recognize: recognizes the check's connection likewise.
    init(
        _ record: NetworkCheckRecord, at moment: Timestamp, beside first: ConnectionEvidence?,
        recognize: (inout ConnectionEvidence) -> Void
    ) {
        let connection = record.connection.map { seen in
            var known = seen
            recognize(&known)
            return known
        }
        self.init(
            transport: record.transport, addressAgreement: record.address, ipVersion: record.ipVersion,
            otherCountry: record.otherCountry, tlsAgreement: TLSAgreement(first, connection), connection: connection,
            roundTrip: record.roundTrip.map { Double($0) / 1000 },
            tcpRoundTrip: record.tcpRoundTrip.map { Double($0) / 1000 }, reflexiveAddresses: record.reflexive,
            checkedAt: moment)
    }
}
