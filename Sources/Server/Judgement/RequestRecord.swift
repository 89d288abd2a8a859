import Evidence
import HTTPTypes
import Hummingbird
import OrderedJSON
import Storage

/// What is kept of the request that brought a session's first batch, and read again when the session is judged.
///
/// JSON: `{"address": …, "headers": [[name, value], …]}`, in the order of the request. The value is null where only the name
/// is kept, as for cookies and credentials.
enum RequestRecord {
    /// The record of a request.
    static func record(_ request: Request, address: IPAddress?) -> ArrivedRequest {
        let evidence = RequestEvidence(
            clientAddress: address?.description,
            headers: request.headers.map { (name: $0.name.canonicalName, value: $0.value) })
        var writer = JSONWriter(capacity: 1024)
        writer.object {
            $0.field("address", evidence.clientAddress)
            $0.key("headers")
            $0.array { headers in
                for name in evidence.headerNames {
                    headers.array { pair in
                        pair.write(name)
                        evidence[name].write(to: &pair)
                    }
                }
            }
        }
        return ArrivedRequest(address: evidence.clientAddress, userAgent: evidence.userAgent, json: writer.bytes)
    }

    /// The evidence in a record.
    static func evidence(_ json: [UInt8]) -> RequestEvidence {
        guard let record = try? JSONValue(parsing: json) else { return RequestEvidence() }
        let headers = record["headers"]?.array?.compactMap { pair -> (name: String, value: String)? in
            guard let pair = pair.array, pair.count == 2, let name = pair[0].string else { return nil }
            return (name, pair[1].string ?? "")
        }
        return RequestEvidence(clientAddress: record["address"]?.string, headers: headers ?? [])
    }
}
