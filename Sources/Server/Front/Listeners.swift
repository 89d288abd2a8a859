import Hummingbird
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Where a server listens.
public struct ListeningPorts: Sendable, Equatable {
    /// The port of plain HTTP.
    public var http: Int
    /// The port of TLS; nil where it is not served.
    public var https: Int?
    /// The UDP port of STUN; nil where it is not served.
    public var stun: Int?
}

/// A port that can't be listened on.
public struct PortUnavailable: Error {
    /// The port.
    public var port: Int
    /// Why, as the system numbers it (`errno`).
    public var error: Int32
    /// Whether it is a port of UDP.
    public var isDatagram = false
}

/// The ports that a server listens on, and how connections are served there.
struct Listeners {
    private let settings: ServerSettings
    private let logger: Logger
    private let tls: TLSConfiguration?
    private let sockets: CheckSockets

    /// - Throws: when the certificate can't be used.
    init(settings: ServerSettings, sockets: CheckSockets, logger: Logger) throws {
        self.settings = settings
        self.sockets = sockets
        self.logger = logger
        tls = try settings.tls?.certificate.configuration()
    }

    /// The services that listen, one for each port.
    /// - Parameter onReady: called once, when all of them do.
    func applications(
        responder: some HTTPResponder<ServerContext>, onReady: @escaping @Sendable (ListeningPorts) async -> Void
    ) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        let board = PortBoard(
            expected: [tls != nil, settings.stunPort != nil].count { $0 } + 1, onReady: onReady)
        var services = [
            ServiceGroupConfiguration.ServiceConfiguration(
                service: application(responder, port: settings.port, server: plain) { await board.note(http: $0) })
        ]
        if let tls, let port = settings.tls?.port {
            services.append(
                .init(
                    service: application(responder, port: port, server: encrypted(tls)) {
                        await board.note(https: $0)
                    }))
        }
        if let port = settings.stunPort {
            services.append(
                .init(
                    service: STUNListener(host: settings.host, port: port) {
                        await board.note(stun: $0)
                    }))
        }
        return services
    }

    /// Whether the ports are free.
    /// - Throws: ``PortUnavailable``.
    func check() async throws {
        for port in [settings.port, settings.tls?.port ?? 0] where port != 0 {
            do {
                let socket = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                    .serverChannelOption(ChannelOptions.socketOption(.so_reuseaddr), value: 1)
                try await socket.bind(host: settings.host, port: port).get().close()
            } catch let error as IOError {
                throw PortUnavailable(port: port, error: error.errnoCode)
            }
        }
        if let port = settings.stunPort, port != 0 {
            try await STUNListener.bind(host: settings.host, port: port).close()
        }
    }

    /// What looks after the certificate.
    func watches(logger: Logger) -> [ServiceGroupConfiguration.ServiceConfiguration] {
        guard let certificate = settings.tls?.certificate else { return [] }
        return [
            .init(service: certificate.watch(logger: logger)), .init(service: HangUpWatch(certificate: certificate)),
        ]
    }

    private func application(
        _ responder: some HTTPResponder<ServerContext>, port: Int, server: HTTPServerBuilder,
        onReady: @escaping @Sendable (Int) async -> Void
    ) -> some Service {
        Application(
            responder: responder, server: server,
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: port), serverName: nil,
                backlog: 1024, availableConnectionsDelegate: MaximumAvailableConnections(settings.maximumConnections)),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? 0) },
            logger: logger)
    }

    // MARK: Channels

    private var http1: HTTP1Channel.Configuration {
        let (deadlines, sockets) = (settings.deadlines, sockets)
        return HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                SocketUpgrade(sockets, farewell: deadlines.farewell), ConnectionDeadlines(deadlines),
            ],
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: 16_384, maxHeaderListSize: 32_768, maxHeaderFieldCount: 100))
    }

    private var plain: HTTPServerBuilder {
        let http1 = http1
        return HTTPServerBuilder { responder in
            observed(HTTP1Channel(responder: responder, configuration: http1), isEncrypted: false)
        }
    }

    private func encrypted(_ tls: TLSConfiguration) -> HTTPServerBuilder {
        var http2 = HTTP2ChannelConfiguration(
            idleTimeout: .nanoseconds(settings.deadlines.keepAlive.nanoseconds), gracefulCloseTimeout: .seconds(10),
            streamConfiguration: http1)
        // The initializer drops this one.
        http2.maxAgeTimeout = .seconds(3600)
        let configuration = http2
        return HTTPServerBuilder { responder in
            observed(
                try HTTP2UpgradeChannel(tlsConfiguration: tls, configuration: configuration, responder: responder),
                isEncrypted: true)
        }
    }

    private func observed(_ base: some ServerChildChannel, isEncrypted: Bool) -> any ServerChildChannel {
        func observed<Base: ServerChildChannel>(_ base: Base) -> any ServerChildChannel {
            ObservedChannel(
                base: EventLoopChannel(base: base), proxies: settings.expectsProxyHeader ? settings.proxies : nil,
                deadlines: settings.deadlines, isEncrypted: isEncrypted,
                readsFingerprints: settings.readsConnections)
        }
        return observed(base)
    }
}

/// Gathers the ports until all are known.
private final class PortBoard: Sendable {
    private let expected: Int
    private let onReady: @Sendable (ListeningPorts) async -> Void
    private let known = Mutex((count: 0, ports: ListeningPorts(http: 0)))

    init(expected: Int, onReady: @escaping @Sendable (ListeningPorts) async -> Void) {
        self.expected = expected
        self.onReady = onReady
    }

    func note(http: Int) async { await note { $0.http = http } }

    func note(https: Int) async { await note { $0.https = https } }

    func note(stun: Int) async { await note { $0.stun = stun } }

    private func note(_ change: (inout ListeningPorts) -> Void) async {
        let all = known.withLock { known -> ListeningPorts? in
            change(&known.ports)
            known.count += 1
            return known.count == expected ? known.ports : nil
        }
        if let all { await onReady(all) }
    }
}

/// Reads the certificate again when the process is told to by SIGHUP.
private struct HangUpWatch: Service {
    let certificate: ServerCertificate

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() { certificate.reload() }
    }
}
