import CollectProtocol
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

/// Makes a WebSocket of an HTTP/1.1 connection that asks for one at the right place, and ends connections that ask for another protocol
/// in vain once they are answered.
///
/// Handshakes that are not good, or come while as many sockets are open as there may be, go on to the router, which says what is wrong.
/// Streams of HTTP/2 pass untouched: their clients have no way to ask.
final class SocketUpgrade: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private enum State {
        case serving
        /// The handshake is good; its request is not at its end.
        case taking(HTTPRequest, SocketHandshake, OpenSockets.Place)
        /// The connection is being made another.
        case taken
        /// The parser reads no further request, and this one is the last.
        case ending
    }

    private let sockets: CheckSockets
    private let farewell: TimeAmount
    private var state = State.serving
    private var unanswered = 0

    /// - Parameter farewell: how long a client that asked in vain has to read the answer.
    init(_ sockets: CheckSockets, farewell: TimeAmount) {
        self.sockets = sockets
        self.farewell = farewell
    }

    // MARK: Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (state, unwrapInboundIn(data)) {
        case (.serving, .head(let request)): begin(request, data, context)
        case (.taking(let request, let handshake, let place), .end): take(request, handshake, place, context)
        case (.taking, _), (.taken, _): break
        case (.ending, .end):
            // What still comes is no HTTP, and nobody would read it.
            context.channel.setOption(.autoRead, value: false).whenFailure { _ in }
            context.fireChannelRead(data)
        default: context.fireChannelRead(data)
        }
    }

    private func begin(_ request: HTTPRequest, _ data: NIOAny, _ context: ChannelHandlerContext) {
        if SocketHandshake.endsHTTP(request), let connection = Self.connection(context) {
            if let (handshake, place) = accepted(request, connection, context) {
                state = .taking(request, handshake, place)
                return
            }
            state = .ending
        }
        unanswered += 1
        context.fireChannelRead(data)
    }

    /// - Returns: nil when the router is to answer.
    private func accepted(
        _ request: HTTPRequest, _ connection: ClientConnection, _ context: ChannelHandlerContext
    ) -> (SocketHandshake, OpenSockets.Place)? {
        // A switch of protocols can't overtake the answers to requests before it.
        guard unanswered == 0, request.path?.prefix(while: { $0 != "?" }) ?? "" == CheckSockets.path,
            let handshake = try? SocketHandshake(request),
            let place = sockets.open.enter(sockets.address(request, connection, context.remoteAddress))
        else { return nil }
        return (handshake, place)
    }

    private static func connection(_ context: ChannelHandlerContext) -> ClientConnection? {
        try? context.pipeline.syncOperations.handler(type: ConnectionBearer.self).connection
    }

    // MARK: Answers

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let response) where isLastAnswer || response.headerFields[.secWebSocketVersion] != nil:
            context.write(wrapOutboundOut(.head(aboutConnection(response, context))), promise: promise)
        case .end:
            let isLast = isLastAnswer
            unanswered -= 1
            context.write(data, promise: promise)
            if isLast { sayFarewell(context) }
        default: context.write(data, promise: promise)
        }
    }

    /// Says in an answer what becomes of this connection, and what it could become (RFC 9110, section 15.5.22).
    private func aboutConnection(_ response: HTTPResponse, _ context: ChannelHandlerContext) -> HTTPResponse {
        var response = response
        var options = isLastAnswer ? ["close"] : []
        if response.headerFields[.secWebSocketVersion] != nil, Self.connection(context) != nil {
            response.headerFields[.upgrade] = "websocket"
            options.append("upgrade")
        }
        if !options.isEmpty { response.headerFields[.connection] = options.joined(separator: ", ") }
        return response
    }

    private var isLastAnswer: Bool {
        if case .ending = state { unanswered == 1 } else { false }
    }

    /// A connection that is closed while its client still sends is reset, and the answer is lost on the way.
    private func sayFarewell(_ context: ChannelHandlerContext) {
        context.flush()
        context.close(mode: .output, promise: nil)
        _ = context.scheduleClose(in: farewell)
    }

    // MARK: The switch

    private func take(
        _ request: HTTPRequest, _ handshake: SocketHandshake, _ place: OpenSockets.Place,
        _ context: ChannelHandlerContext
    ) {
        guard let connection = Self.connection(context) else { return context.close(promise: nil) }
        state = .taken
        let pipeline = context.pipeline.syncOperations
        do {
            // Before the answer goes out, so that no frame can come while the parser is still there to swallow it.
            let parser = try pipeline.context(handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
            pipeline.removeHandler(context: parser).assumeIsolated().whenComplete { [self] _ in
                guard context.channel.isActive else { return }
                do {
                    answer(handshake, context)
                    try replaceHandlers(
                        by: CheckSocket(sockets, request: request, connection: connection, place: place), context)
                } catch {
                    context.close(promise: nil)
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    private func answer(_ handshake: SocketHandshake, _ context: ChannelHandlerContext) {
        let head = HTTPResponse(
            status: .switchingProtocols,
            headerFields: [.upgrade: "websocket", .connection: "upgrade", .secWebSocketAccept: handshake.accept])
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    private func replaceHandlers(by socket: CheckSocket, _ context: ChannelHandlerContext) throws {
        let pipeline = context.pipeline.syncOperations
        pipeline.removeHandler(try pipeline.handler(type: HTTP1ToHTTPServerCodec.self), promise: nil)
        pipeline.removeHandler(try pipeline.handler(type: HTTPResponseEncoder.self), promise: nil)
        pipeline.removeHandler(try pipeline.handler(type: ConnectionDeadlines.self), promise: nil)
        try pipeline.addHandlers(
            [
                WebSocketFrameEncoder(),
                ByteToMessageHandler(WebSocketFrameDecoder(maxFrameSize: CollectProtocol.networkCheckBytes)), socket,
            ], position: .before(self))
        pipeline.removeHandler(context: context, promise: nil)
    }
}
