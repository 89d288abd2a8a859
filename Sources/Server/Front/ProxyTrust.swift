import ConnectionFingerprint
import Evidence
import HTTPTypes
import NetworkIntelligence

/// Which peers are proxies that are believed, and what they are asked for.
public struct ProxyTrust: Sendable {
    private let blocks: [AddressBlock]
    private let address: ForwardedAddress
    private let ja4: HTTPField.Name?
    private let http2: HTTPField.Name?

    /// Trusts the proxies in these blocks.
    /// - Parameters:
    ///   - address: the header by which they name the client.
    ///   - ja4: the header by which they hand on the JA4 of the client's connection; nil for none.
    ///   - http2: the header by which they hand on its HTTP/2 string; nil for none.
    public init(
        _ blocks: [AddressBlock], address: ForwardedAddress = .forwardedFor, ja4: HTTPField.Name? = nil,
        http2: HTTPField.Name? = nil
    ) {
        self.blocks = blocks
        self.address = address
        self.ja4 = ja4
        self.http2 = http2
    }

    /// Whether the peer is a proxy that is believed.
    public func trusts(_ peer: IPAddress?) -> Bool {
        guard let peer else { return false }
        return blocks.contains { $0.contains(peer) }
    }

    /// The client's address.
    ///
    /// The list that proxies add to is read from its end: each trusted proxy added the address it saw, and the last one that is no
    /// trusted proxy is the client. What stands before it anybody could have written.
    public func client(peer: IPAddress?, headers: HTTPFields) -> IPAddress? {
        guard trusts(peer) else { return peer }
        var client = peer
        for entry in address.addresses(in: headers).reversed() {
            guard let entry else { break }
            client = entry
            if !trusts(entry) { break }
        }
        return client
    }

    /// What is known of the client's connection.
    ///
    /// What a trusted proxy's own connection shows is the proxy's, and never the client's.
    /// - Parameter own: what the connection to this server showed.
    func connection(
        peer: IPAddress?, headers: HTTPFields, own: @autoclosure () -> ConnectionEvidence?
    ) -> ConnectionEvidence? {
        guard trusts(peer) else { return own() }
        let hash = ja4.flatMap { headers[$0] }.flatMap { JA4(parsing: $0) }
        let settings = http2.flatMap { headers[$0] }.flatMap { AkamaiText(parsing: $0) }
        guard hash != nil || settings != nil else { return nil }
        return ConnectionEvidence(observer: .proxy, ja4: hash?.description, http2: settings?.text)
    }
}
