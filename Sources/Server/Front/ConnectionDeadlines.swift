import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// How long a client may take.
public struct Deadlines: Sendable {
    /// From the connection to the end of the first request's headers, and between requests.
    public var head: TimeAmount = .seconds(10)
    /// From the end of a request's headers to the end of its body.
    public var body: TimeAmount = .seconds(30)
    /// From the end of an answer to the end of the next request's headers.
    public var keepAlive: TimeAmount = .seconds(75)
    /// From a refusal of what is no request until the connection is closed, whatever the client still sends.
    public var farewell: TimeAmount = .seconds(2)

    /// How often a connection is looked at; a deadline is kept to within this.
    var checkInterval: TimeAmount { .nanoseconds(min(head.nanoseconds, body.nanoseconds, keepAlive.nanoseconds) / 4) }

    /// The usual times.
    public init() {}
}

/// Closes connections of clients that take too long, and answers what the decoder refuses.
///
/// A timer for each request would cost more than it is worth: each connection has one that looks now and then whether
/// the deadline of the moment has passed.
final class ConnectionDeadlines: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let deadlines: Deadlines
    /// When the connection is closed, unless something happens; nil while the server is at work.
    private var deadline: NIODeadline?
    /// Whether a request has begun and not ended.
    private var isReadingRequest = false
    private var timer: RepeatedTask?

    init(_ deadlines: Deadlines) {
        self.deadlines = deadlines
    }

    func handlerAdded(context: ChannelHandlerContext) {
        deadline = .now() + deadlines.head
        let interval = deadlines.checkInterval
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { _ in
            let (handler, context) = bound.value
            if let deadline = handler.deadline, deadline <= .now() { context.close(promise: nil) }
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head:
            isReadingRequest = true
            deadline = .now() + deadlines.body
        case .body: break
        case .end:
            isReadingRequest = false
            deadline = nil
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // A client that is answered before it has sent its body still has that to send, in the same time.
        if case .end = unwrapOutboundIn(data), !isReadingRequest { deadline = .now() + deadlines.keepAlive }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard case .headerOverflow? = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        let head = HTTPResponse(
            status: .requestHeaderFieldsTooLarge, headerFields: [.connection: "close", .contentLength: "0"])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        // A connection that is closed while its client still sends is reset, and the answer is lost on the way.
        context.close(mode: .output, promise: nil)
        isReadingRequest = true
        deadline = .now() + deadlines.farewell
    }
}

extension ChannelHandlerContext {
    /// Closes the connection after a while, unless that is cancelled before.
    func scheduleClose(in delay: TimeAmount) -> Scheduled<Void> {
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        return eventLoop.scheduleTask(in: delay) { bound.value.close(promise: nil) }
    }
}
