import NIOCore
import NetworkIntelligence

extension IPAddress {
    /// The address of a socket; nil for sockets that have none.
    init?(_ socket: SocketAddress) {
        // The zone of a link-local address is no part of it.
        guard let text = socket.ipAddress?.prefix(while: { $0 != "%" }) else { return nil }
        self.init(String(text))
    }
}
