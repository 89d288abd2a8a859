import ConnectionFingerprint
import NIOCore
import NIOTLS

/// Reads the ClientHello ahead of the TLS handler. Every byte goes on at once and unchanged.
///
/// It also ends handshakes that take too long: nothing else does until a protocol has been agreed on.
final class ClientHelloTap: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let deadline: TimeAmount
    private var reader: ClientHelloReader?
    private var timer: Scheduled<Void>?

    /// - Parameters:
    ///   - deadline: how long the handshake may take.
    ///   - isReading: whether anything is read, beside the time.
    init(_ connection: ClientConnection, deadline: TimeAmount, isReading: Bool) {
        self.connection = connection
        self.deadline = deadline
        reader = isReading ? ClientHelloReader() : nil
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: deadline) { bound.value.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if reader != nil { read(unwrapInboundIn(data)) }
        context.fireChannelRead(data)
    }

    private func read(_ bytes: ByteBuffer) {
        switch reader?.read(bytes.readableBytesView) {
        case .complete(let hello):
            connection.note(hello: hello)
            reader = nil
        case .notTLS, .givenUp: reader = nil
        case .needsMore, nil: break
        }
    }
}

/// Reads the beginning of an HTTP/2 connection between the TLS handler and what serves it. Every byte goes on at once and unchanged.
final class HTTP2PrefaceTap: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let hello: ClientHelloTap
    private var reader: HTTP2PrefaceReader?

    /// - Parameters:
    ///   - hello: the tap before the TLS handler, whose work ends with the handshake.
    ///   - isReading: whether anything is read, beside that end.
    init(_ connection: ClientConnection, after hello: ClientHelloTap, isReading: Bool) {
        self.connection = connection
        self.hello = hello
        reader = isReading ? HTTP2PrefaceReader() : nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard reader != nil else { return context.fireChannelRead(data) }
        read(unwrapInboundIn(data))
        context.fireChannelRead(data)
        if reader == nil { context.pipeline.syncOperations.removeHandler(context: context, promise: nil) }
    }

    private func read(_ bytes: ByteBuffer) {
        switch reader?.read(bytes.readableBytesView) {
        case .complete(let preface):
            connection.note(preface: preface)
            reader = nil
        case .notHTTP2, .givenUp: reader = nil
        case .needsMore, nil: break
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent {
            context.pipeline.syncOperations.removeHandler(hello, promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }
}
