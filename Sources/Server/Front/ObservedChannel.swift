import HummingbirdCore
import Logging
import NetworkIntelligence
import NIOCore
import NIOSSL

/// Serves connections, and looks at what each shows of its client on the way.
struct ObservedChannel<Base: ServerChildChannel>: ServerChildChannel {
    /// A connection with what was seen of it.
    struct Value: ServerChildChannelValue {
        let base: Base.Value
        let connection: ClientConnection
        var channel: any Channel { base.channel }
    }

    let base: Base
    /// Proxies whose connections begin with a PROXY header; nil where that is not asked for.
    let proxies: ProxyTrust?
    /// How long clients may take: a PROXY header as long as the first request's headers, and so a handshake.
    let deadlines: Deadlines
    /// Whether the base ends TLS.
    let isEncrypted: Bool
    /// Whether what TLS and HTTP/2 show of clients is read.
    let readsFingerprints: Bool

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let connection = ClientConnection(isEncrypted: isEncrypted, channel: channel)
        do {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ConnectionBearer(connection))
            if let proxies, proxies.trusts(channel.remoteAddress.flatMap(IPAddress.init)) {
                try pipeline.addHandler(ProxyHeaderHandler(connection, deadline: deadlines.head))
            }
            let hello =
                isEncrypted ? ClientHelloTap(connection, deadline: deadlines.head, isReading: readsFingerprints) : nil
            if let hello { try pipeline.addHandler(hello) }
            let served = base.setup(channel: channel, logger: logger)
            if let hello {
                // The base has just added the TLS handler; what it decrypts is read right behind it.
                let tls = try pipeline.handler(type: NIOSSLServerHandler.self)
                try pipeline.addHandler(
                    HTTP2Tap(connection, after: hello, deadlines: deadlines, isReading: readsFingerprints),
                    position: .after(tls))
            }
            return served.map { Value(base: $0, connection: connection) }
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await ClientConnection.$current.withValue(value.connection) {
            await base.handle(value: value.base, logger: logger)
        }
    }
}

/// Stands at the head of a connection's pipeline, so that handlers behind it find what was seen of the connection. The streams of HTTP/2
/// have pipelines of their own, without it.
final class ConnectionBearer: ChannelInboundHandler {
    typealias InboundIn = Any

    /// What was seen of the connection.
    let connection: ClientConnection

    init(_ connection: ClientConnection) {
        self.connection = connection
    }
}
