import HTTPTypes
import NetworkIntelligence
import NIOCore

/// The WebSockets that bring network checks, and what they share.
struct CheckSockets: Sendable {
    /// How long things may take in a socket.
    struct Deadlines: Sendable {
        /// Until the first message.
        var check: TimeAmount = .seconds(5)
        /// From a ping to its pong.
        var pong: TimeAmount = .seconds(1)
        /// From our farewell to the other side's.
        var farewell: TimeAmount = .seconds(1)
        /// All of it.
        var whole: TimeAmount = .seconds(10)
    }

    /// Where they are asked for.
    static let path = "/v1/collect/network-checks"

    let checks: NetworkChecks
    let open: OpenSockets
    let deadlines: Deadlines

    init(checks: NetworkChecks, settings: ServerSettings) {
        self.checks = checks
        open = OpenSockets(limit: settings.socketLimits.all, limitByAddress: settings.socketLimits.byAddress)
        deadlines = settings.socketDeadlines
    }

    /// The client's address behind a connection.
    func address(_ request: HTTPRequest, _ connection: ClientConnection, _ remote: SocketAddress?) -> IPAddress? {
        checks.access.proxies.client(
            peer: connection.proxiedAddress ?? remote.flatMap(IPAddress.init), headers: request.headerFields)
    }
}
