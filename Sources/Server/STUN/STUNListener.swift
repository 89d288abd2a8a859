import NIOCore
import NIOPosix
import NetworkIntelligence
import ServiceLifecycle

/// Answers STUN clients on a UDP port until the server ends.
struct STUNListener: Service {
    let host: String
    let port: Int
    /// Told the port once datagrams are taken.
    let onReady: @Sendable (Int) async -> Void

    func run() async throws {
        let channel = try await Self.bind(host: host, port: port)
        await onReady(channel.localAddress?.port ?? 0)
        try? await gracefulShutdown()
        try? await channel.close()
    }

    /// Opens the port.
    /// - Throws: ``PortUnavailable``.
    static func bind(host: String, port: Int) async throws -> any Channel {
        do {
            return try await DatagramBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                // Longer ones are cut, and what is cut is no request.
                .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2048))
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(STUNResponder())
                    }
                }
                .bind(host: host, port: port).get()
        } catch let error as IOError {
            throw PortUnavailable(port: port, error: error.errnoCode, isDatagram: true)
        }
    }
}

/// Answers each datagram that is a question, and no other.
private final class STUNResponder: ChannelInboundHandler {
    typealias InboundIn = AddressedEnvelope<ByteBuffer>
    typealias OutboundOut = AddressedEnvelope<ByteBuffer>

    private var rate = DatagramRate()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let envelope = unwrapInboundIn(data)
        let client = envelope.remoteAddress
        guard let address = IPAddress(client), let port = client.port.flatMap(UInt16.init(exactly:)), port > 0,
            let request = STUNRequest(Array(envelope.data.readableBytesView)), rate.admits(address, at: .now())
        else { return }
        let answer = context.channel.allocator.buffer(bytes: request.answer(to: address, port: port))
        context.writeAndFlush(wrapOutboundOut(AddressedEnvelope(remoteAddress: client, data: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // One client that can't be reached is no reason to be deaf to the others.
    }
}
