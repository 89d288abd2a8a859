import Hummingbird
import Logging
import NetworkIntelligence
import NIOCore
import Sessions

/// What belongs to one request: its id, and the connection it came by.
public struct ServerContext: RequestContext {
    /// What the router keeps.
    public var coreContext: CoreRequestContextStorage
    /// Names the request in answers and logs.
    public let requestID: Sessions.RequestID
    /// What the connection shows of the client.
    let connection: ClientConnection?
    private let remoteAddress: SocketAddress?

    /// The other end of the connection: a client or a proxy. A proxy that said by the PROXY protocol whose connection it hands on is
    /// not an end of it.
    public var peer: IPAddress? { connection?.proxiedAddress ?? remoteAddress.flatMap(IPAddress.init) }

    /// The context of a request that came in by this channel.
    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        requestID = RequestNames.next()
        remoteAddress = source.channel.remoteAddress
        connection = ClientConnection.current
    }
}
