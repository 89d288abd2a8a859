import Foundation
import NIOCore
import NIOPosix

/// A connection on which a test sends and reads bytes in turn.
actor RawConnection {
    private let channel: any Channel
    private let parts: AsyncThrowingStream<ByteBuffer, any Error>
    private var text = ""

    private init(_ channel: any Channel, _ parts: AsyncThrowingStream<ByteBuffer, any Error>) {
        self.channel = channel
        self.parts = parts
    }

    /// Connects to a port of this machine.
    static func open(_ port: Int) async throws -> RawConnection {
        let (parts, continuation) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Collector(continuation))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        return RawConnection(channel, parts)
    }

    func send(_ text: String) async throws { try await channel.writeAndFlush(ByteBuffer(string: text)) }

    /// What comes up to the end of a text.
    func receive(until end: String) async throws -> String {
        for try await part in parts {
            text += String(buffer: part)
            if let range = text.range(of: end) {
                defer { text = String(text[range.upperBound...]) }
                return String(text[..<range.upperBound])
            }
        }
        return text
    }

    func close() async throws { try await channel.close() }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation

        init(_ continuation: AsyncThrowingStream<ByteBuffer, any Error>.Continuation) {
            self.continuation = continuation
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }

        func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    }
}
