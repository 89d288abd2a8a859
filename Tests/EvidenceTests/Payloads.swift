import OrderedJSON

@testable import Evidence

/// Payloads as text, in which only what a test is about needs to be written.
enum Payloads {
    /// A payload with more members after those that must be there.
    static func parse(_ members: String = "") throws(PayloadError) -> Payload {
        try Payload(parsing: Array(#"{"v":1,"sequence":0\#(members.isEmpty ? "" : ",\(members)")}"#.utf8))
    }

    static func observing(_ observations: String) throws -> Observations {
        try parse(#""observations":{\#(observations)}"#).observations
    }

    /// The fields of a recorded payload and the headers of the request that brought it.
    static func recorded(_ name: String) throws -> (request: RequestEvidence, payload: Payload, json: JSONValue) {
        let json = try JSONValue(parsing: try Workspace.fixture(name))
        let headers = (json["request"]?["headers"]?.array ?? []).compactMap(\.array)
        let request = RequestEvidence(
            clientAddress: "198.51.100.7",
            headers: headers.map { ($0.first?.string ?? "", $0.last?.string ?? "") })
        let members = (json.object ?? []) + [.init("v", .integer(1)), .init("sequence", .integer(0))]
        return (request, try Payload(JSONValue.object(members)), json)
    }

    static func evidence(_ name: String) throws -> Evidence {
        let recorded = try recorded(name)
        return Evidence(request: recorded.request, payloads: [recorded.payload])
    }
}

extension JSONWritable {
    /// What a reader of the written text would see.
    func read() throws -> JSONValue { try JSONValue(parsing: jsonBytes()) }
}
