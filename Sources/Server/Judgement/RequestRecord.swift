import ConnectionFingerprint
import Evidence
import HTTPTypes
import Hummingbird
import NetworkIntelligence
import OrderedJSON
import Storage

/// What is kept of the request that a session begins with, and read again when the session is judged.
///
/// JSON: `{"address": …, "headers": [[name, value], …], "connection": {…}, "signature": {…}, "asked": {"method", "url"}}`, the headers in
/// the order of the request. The value is null where only the name is kept, as for cookies and credentials. `connection` is there when
/// somebody saw it, `signature` when the request had one of an agent, and `asked` when the session is of a request alone.
struct RequestRecord {
    /// What the request showed.
    var request: RequestEvidence
    /// What the connection showed; nothing is recognized in it yet.
    var connection: ConnectionEvidence?
    /// What is known of the request's signature.
    var signature: AgentSignature?

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
            if let connection { $0.field("connection", object: { Self.write(connection, to: &$0) }) }
            if let signature { $0.field("signature", signature) }
            if let asked = request.asked {
                $0.field(
                    "asked",
                    object: {
                        $0.field("method", asked.method)
                        $0.field("url", asked.url)
                    })
            }
        }
        return ArrivedRequest(address: request.clientAddress, userAgent: request.userAgent, json: writer.bytes)
    }

    private static func write(_ connection: ConnectionEvidence, to writer: inout JSONWriter) {
        writer.field("observer", connection.observer.rawValue)
        writer.field("ja4", connection.ja4)
        // Of a hello that was made to be long the beginning tells enough.
        writer.field("ja4_r", connection.ja4Raw.map { String($0.prefix(2048)) })
        writer.field("ja4_stable", connection.ja4Stable)
        writer.field("http2", connection.http2)
        writer.field("headers_weight", connection.headersWeight)
        writer.field("tls_contradictions", connection.tlsContradictions)
        writer.field("http2_contradictions", connection.http2Contradictions)
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
            connection: record["connection"].flatMap(Self.connection),
            signature: record["signature"].flatMap(AgentSignature.init))
        if let asked = record["asked"], let method = asked["method"]?.string, let url = asked["url"]?.string {
            request.asked = .init(method: method, url: url)
        }
    }

    private static func connection(_ json: JSONValue) -> ConnectionEvidence? {
        guard let observer = json["observer"]?.string.flatMap(ConnectionEvidence.Observer.init) else { return nil }
        var connection = ConnectionEvidence(
            observer: observer, ja4: json["ja4"]?.string, ja4Raw: json["ja4_r"]?.string,
            ja4Stable: json["ja4_stable"]?.string, http2: json["http2"]?.string,
            headersWeight: json["headers_weight"]?.int)
        let texts = { (name: String) in json[name]?.array?.compactMap(\.string) ?? [] }
        connection.tlsContradictions = texts("tls_contradictions")
        connection.http2Contradictions = texts("http2_contradictions")
        return connection
    }
}

extension RequestEvidence {
    /// What a request showed that came in here.
    init(_ request: Request, address: IPAddress?) {
        self.init(
            clientAddress: address?.description,
            headers: request.headers.map { (name: $0.name.canonicalName, value: $0.value) })
    }
}
