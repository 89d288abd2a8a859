import NIOCore
import Sessions

/// Runs one session after another on one connection.
final class SessionDriver: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let plan: SessionPlan
    private let tally: SessionTally
    private var session: AgreedSession?
    private var received = ByteBuffer()

    init(_ plan: SessionPlan, _ tally: SessionTally) {
        self.plan = plan
        self.tally = tally
    }

    func channelActive(context: ChannelHandlerContext) { begin(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        received.writeBuffer(&part)
        do {
            guard let answer = try HTTPAnswer(reading: &received) else { return }
            guard (200..<300).contains(answer.status) else {
                return fail("status \(answer.status), \(String(buffer: answer.body))", context)
            }
            try proceed(answer, context)
        } catch {
            fail("\(error)", context)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if session != nil { tally.failed("the server closed the connection") }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail("\(error)", context) }

    private func begin(_ context: ChannelHandlerContext) {
        session = nil
        guard tally.goesOn else { return context.close(promise: nil) }
        send(plan.handshake, context)
    }

    private func proceed(_ answer: HTTPAnswer, _ context: ChannelHandlerContext) throws {
        if session == nil {
            session = try plan.agreed(answer.body)
        } else if session!.sequence == plan.payloads.count {
            tally.done(session!.id.text, answer.body)
            return begin(context)
        }
        guard var agreed = session else { return fail("no handshake", context) }
        let number = Int(agreed.sequence)
        let frame = try agreed.seal(plan.payloads[number])
        session = agreed
        send(plan.request(number == plan.payloads.count - 1 ? "results" : "batches", agreed, frame), context)
    }

    private func send(_ request: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    private func fail(_ reason: String, _ context: ChannelHandlerContext) {
        tally.failed(reason)
        session = nil
        context.close(promise: nil)
    }
}

/// One answer of an HTTP/1.1 server that says how long it is.
struct HTTPAnswer {
    /// Its status.
    var status: Int
    /// Its body.
    var body: ByteBuffer

    private struct Unreadable: Error {}

    /// Takes an answer off the front of what was received; nil while it is not all there.
    init?(reading received: inout ByteBuffer) throws {
        let view = received.readableBytesView
        guard let end = view.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: view[..<end.lowerBound], as: UTF8.self).lowercased()
        let lines = head.split(separator: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let length = lines.first(where: { $0.hasPrefix("content-length:") })?.split(separator: " ").last
                .flatMap({ Int($0) })
        else { throw Unreadable() }
        let headLength = end.upperBound - view.startIndex
        guard received.readableBytes >= headLength + length else { return nil }
        received.moveReaderIndex(forwardBy: headLength)
        self.status = status
        body = received.readSlice(length: length)!
        received.discardReadBytes()
    }
}
