import CollectProtocol
import HTTPTypes
import NetworkIntelligence
import NIOCore
import NIOWebSocket
import Sessions

/// Holds the conversation of one WebSocket, and ends it within seconds whatever the client does.
///
/// Nothing goes on to the handlers behind it: they served the connection's HTTP, which is over, and only hear when it ends.
final class CheckSocket: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let sockets: CheckSockets
    private let request: HTTPRequest
    private let connection: ClientConnection
    private var place: OpenSockets.Place?
    private var messages = SocketMessages(maximumLength: CollectProtocol.networkCheckBytes)
    private var conversation = CheckConversation()
    private var check: NetworkChecks.Opened?
    private var timers: [Scheduled<Void>] = []

    /// - Parameters:
    ///   - request: what became of this socket.
    ///   - place: is free again when the socket is gone.
    init(_ sockets: CheckSockets, request: HTTPRequest, connection: ClientConnection, place: OpenSockets.Place) {
        self.sockets = sockets
        self.request = request
        self.connection = connection
        self.place = place
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timers.append(context.scheduleClose(in: sockets.deadlines.whole))
        schedule(in: sockets.deadlines.check, context) { $0.conversation.checkMissing() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        for timer in timers { timer.cancel() }
        timers = []
        place = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        perform(conversation.receive(messages.read(unwrapInboundIn(data)), at: .now()), context)
    }

    func channelReadComplete(context: ChannelHandlerContext) {}

    func channelInactive(context: ChannelHandlerContext) {
        perform(conversation.ended(), context)
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that sends no more has gone, and would not hear a ping.
        if case .inputClosed? = event as? ChannelEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? NIOWebSocketError else { return context.close(promise: nil) }
        let closure: SocketClosure = error == .invalidFrameLength ? .tooLarge : .protocolError
        perform(conversation.receive(.wrong(closure), at: .now()), context)
    }

    // MARK: Doing

    private func perform(_ action: CheckConversation.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .nothing: break
        case .check(let bytes): open(bytes, context)
        case .ping(let payload):
            send(.ping, payload, context)
            guard let ping = conversation.pingUnderWay else { return }
            schedule(in: sockets.deadlines.pong, context) { $0.conversation.pongMissing(of: ping) }
        case .pong(let payload): send(.pong, payload, context)
        case .keep(let roundTrip): keep(roundTrip, context)
        case .close(let closure):
            send(.connectionClose, closure.bytes, context)
            timers.append(context.scheduleClose(in: sockets.deadlines.farewell))
        case .end(let closure):
            send(.connectionClose, closure.bytes, context)
            context.close(promise: nil)
        case .hangUp: context.close(promise: nil)
        }
    }

    private func send(_ opcode: WebSocketOpcode, _ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: context.channel.allocator.buffer(bytes: bytes))
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    private func open(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        let (checks, headers) = (sockets.checks, request.headerFields)
        whenDone(context) {
            try await checks.open(bytes, over: .socket, headers: headers)
        } then: { socket, result in
            do {
                socket.check = try result.get()
                return socket.conversation.opened(at: .now())
            } catch {
                return socket.conversation.refused(Self.code(error))
            }
        }
    }

    private func keep(_ roundTrip: Int?, _ context: ChannelHandlerContext) {
        guard let check else { return }
        let (checks, headers, connection) = (sockets.checks, request.headerFields, connection)
        let peer = connection.proxiedAddress ?? context.remoteAddress.flatMap(IPAddress.init)
        whenDone(context) {
            let seen = await SeenTransport(
                peer: peer, headers: headers, connection: connection, proxies: checks.access.proxies)
            try await checks.keep(check, seen: seen, roundTrip: roundTrip)
        } then: { socket, result in
            do {
                try result.get()
                return socket.conversation.kept()
            } catch {
                return socket.conversation.refused(Self.code(error))
            }
        }
    }

    private static func code(_ error: any Error) -> String { (error as? APIError)?.code ?? APIError.internal.code }

    // MARK: Waiting

    /// Does what takes time elsewhere, and goes on here.
    private func whenDone<Value: Sendable>(
        _ context: ChannelHandlerContext, _ work: @escaping @Sendable () async throws -> Value,
        then next: @escaping (CheckSocket, Result<Value, any Error>) -> CheckConversation.Action
    ) {
        context.eventLoop.makeFutureWithTask(work).assumeIsolated().whenComplete { [self] result in
            perform(next(self, result), context)
        }
    }

    private func schedule(
        in delay: TimeAmount, _ context: ChannelHandlerContext,
        _ next: @escaping (CheckSocket) -> CheckConversation.Action
    ) {
        let scheduled = context.eventLoop.assumeIsolated().scheduleTask(in: delay) { [self] in
            perform(next(self), context)
        }
        timers.append(scheduled)
    }
}
