import CollectProtocol
import Evidence
import HTTPTypes
import NetworkIntelligence

/// What one transport shows of the client that uses it.
struct SeenTransport: Sendable {
    /// The client's address, a trusted proxy's word taken into account.
    var address: IPAddress?
    /// What is known of the client's connection; nil where nobody could look.
    var connection: ConnectionEvidence?
    /// The round trip of its TCP connection, in microseconds; nil where the peer is a proxy.
    var tcpRoundTrip: Int?

    /// What a request showed.
    /// - Parameters:
    ///   - peer: the other end of the connection.
    ///   - headers: of the request, or of the one that became a WebSocket.
    ///   - connection: what was seen of the connection.
    init(peer: IPAddress?, headers: HTTPFields, connection: ClientConnection?, proxies: ProxyTrust) async {
        address = proxies.client(peer: peer, headers: headers)
        self.connection = proxies.connection(peer: peer, headers: headers, own: connection?.evidence)
        tcpRoundTrip = await connection?.clientRoundTrip(peer: peer, proxies: proxies)
    }
}

extension ClientConnection {
    /// The round trip to the client, in microseconds; nil where the peer is a proxy, whose round trip says nothing of its client.
    func clientRoundTrip(peer: IPAddress?, proxies: ProxyTrust) async -> Int? {
        proxiedAddress == nil && !proxies.trusts(peer) ? await roundTrip() : nil
    }
}
