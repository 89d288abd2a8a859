import ConnectionFingerprint
import Evidence
import HTTPTypes
import Hummingbird
import NetworkIntelligence
import OrderedJSON
import Storage

/// What is kept of the request that a session begins with, and read again when the session is judged.
///
/// JSON: `{"address": …, "headers": [[name, value], …], "connection": {…}, "tcp_rtt_us": …, "signature": {…}, "network": {…},
/// "crawler": {…}, "asked": {"method", "url"}}`, the headers in the order of the request. The address is what is kept of it. The value of a
/// header is null where only the name is kept, as for cookies and credentials. `connection` is there when somebody saw it, `tcp_rtt_us`
/// when the client was the peer, `signature` when the request had one of an agent, `crawler` when it named one, and `asked` when the session
/// is of a request alone.
struct RequestRecord {
    /// What the request showed.
    var request: RequestEvidence
    /// What the connection showed; nothing is recognized in it yet.
    var connection: ConnectionEvidence?
    /// What is known of the request's signature.
    var signature: AgentSignature?
    /// The round trip of its TCP connection, in microseconds; nil where the peer was a proxy, or nobody looked.
    var tcpRoundTrip: Int?
    /// What was known of the client's address when the request came.
    var network: NetworkEvidence?
    /// What came of the crawler that the client claims to be.
    var crawler: CrawlerEvidence?
    /// What tells the client's address apart; kept beside the record.
    var digests: AddressDigests?

    /// What is kept.
    var arrived: ArrivedRequest {
        var writer = JSONWriter(capacity: 1024)
        writer.object {
            $0.field("address", request.clientAddress)
            $0.key("headers")
            $0.array { headers in
                for name in request.headerNames {
                    headers.array { pair in
                        pair.write(name)
                        request[name].write(to: &pair)
                    }
                }
            }
            if let connection { $0.field("connection", object: connection.writeMembers) }
            if let tcpRoundTrip { $0.field("tcp_rtt_us", tcpRoundTrip) }
            if let signature { $0.field("signature", signature) }
            if let network { $0.field("network", network) }
            if let crawler { $0.field("crawler", crawler) }
            if let asked = request.asked {
                $0.field(
                    "asked",
                    object: {
                        $0.field("method", asked.method)
                        $0.field("url", asked.url)
                    })
            }
        }
        return ArrivedRequest(
            address: request.clientAddress, userAgent: request.userAgent, json: writer.bytes, digests: digests,
            country: network?.location?.countryCode)
    }
}

extension RequestRecord {
    /// Reads what was kept.
    init(_ json: [UInt8]) {
        guard let record = try? JSONValue(parsing: json) else {
            self.init(request: RequestEvidence())
            return
        }
        let headers = record["headers"]?.array?.compactMap { pair -> (name: String, value: String)? in
            guard let pair = pair.array, pair.count == 2, let name = pair[0].string else { return nil }
            return (name, pair[1].string ?? "")
        }
        self.init(
            request: RequestEvidence(clientAddress: record["address"]?.string, headers: headers ?? []),
            connection: record["connection"].flatMap(ConnectionEvidence.init(kept:)),
            signature: record["signature"].flatMap(AgentSignature.init), tcpRoundTrip: record["tcp_rtt_us"]?.int,
            network: record["network"].flatMap(NetworkEvidence.init),
            crawler: record["crawler"].flatMap(CrawlerEvidence.init))
        if let asked = record["asked"], let method = asked["method"]?.string, let url = asked["url"]?.string {
            request.asked = .init(method: method, url: url)
        }
    }
}

extension RequestEvidence {
    /// What a request showed that came in here.
    /// - Parameter address: what is kept of the client's address.
    init(_ request: Request, address: String?) {
        self.init(
            clientAddress: address,
            headers: request.headers.map { (name: $0.name.canonicalName, value: $0.value) })
    }
}
