import Evidence
import OrderedJSON

/// A connection as it is kept: what it showed, and nothing of what is recognized in it.
extension ConnectionEvidence {
    /// Writes the members of the object that is kept.
    func writeMembers(to writer: inout JSONWriter) {
        writer.field("observer", observer.rawValue)
        writer.field("ja4", ja4)
        // Of a hello that was made to be long the beginning tells enough.
        writer.field("ja4_r", ja4Raw.map { String($0.prefix(2048)) })
        writer.field("ja4_stable", ja4Stable)
        writer.field("http2", http2)
        writer.field("headers_weight", headersWeight)
        writer.field("tls_contradictions", tlsContradictions)
        writer.field("http2_contradictions", http2Contradictions)
    }

    /// Reads what was kept; nil when it is no connection.
    init?(kept json: JSONValue) {
        guard let observer = json["observer"]?.string.flatMap(Observer.init) else { return nil }
        self.init(
            observer: observer, ja4: json["ja4"]?.string, ja4Raw: json["ja4_r"]?.string,
            ja4Stable: json["ja4_stable"]?.string, http2: json["http2"]?.string,
            headersWeight: json["headers_weight"]?.int)
        let texts = { (name: String) in json[name]?.array?.compactMap(\.string) ?? [] }
        tlsContradictions = texts("tls_contradictions")
        http2Contradictions = texts("http2_contradictions")
    }
}
