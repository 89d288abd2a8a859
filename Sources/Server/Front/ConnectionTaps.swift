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
        timer = context.scheduleClose(in: deadline)
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

/// Reads the beginning of an HTTP/2 connection between the TLS handler and what serves it, and ends connections on which nothing happens.
/// Every byte goes on at once and unchanged.
///
/// What serves HTTP/2 asks idle clients to leave, and waits for their word. A client that says nothing would stay for ever.
final class HTTP2Tap: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let connection: ClientConnection
    private let hello: ClientHelloTap
    private let deadlines: Deadlines
    private var reader: HTTP2PrefaceReader?
    /// When the connection is closed, unless something happens.
    private var deadline: NIODeadline?
    /// Whether the connection is to end, and nothing that the client sends puts that off.
    private var isEnding = false
    private var timer: RepeatedTask?

    /// - Parameters:
    ///   - hello: the tap before the TLS handler, whose work ends with the handshake.
    ///   - isReading: whether anything is read, beside the time.
    init(_ connection: ClientConnection, after hello: ClientHelloTap, deadlines: Deadlines, isReading: Bool) {
        self.connection = connection
        self.hello = hello
        self.deadlines = deadlines
        reader = isReading ? HTTP2PrefaceReader() : nil
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if reader != nil { read(unwrapInboundIn(data)) }
        if reader == nil, !isEnding { deadline = .now() + deadlines.keepAlive }
        context.fireChannelRead(data)
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
        // A handler that is gone hands nothing on, so this comes first.
        context.fireUserInboundEventTriggered(event)
        if case .handshakeCompleted(let agreed)? = event as? TLSUserEvent {
            context.pipeline.syncOperations.removeHandler(hello, promise: nil)
            if agreed == "h2" {
                begin(context)
            } else {
                // HTTP/1.1 has its own deadlines.
                context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
            }
        } else if event is ChannelShouldQuiesceEvent, timer != nil {
            isEnding = true
            deadline = .now() + deadlines.head
        }
    }

    /// The first request must be there as soon as it must with HTTP/1.1.
    private func begin(_ context: ChannelHandlerContext) {
        deadline = .now() + deadlines.head
        let interval = deadlines.checkInterval
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            let (tap, context) = bound.value
            if let deadline = tap.deadline, deadline <= .now() { context.close(promise: nil) }
        }
    }
}
