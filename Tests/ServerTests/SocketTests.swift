import HTTPTypes
import NetworkIntelligence
import NIOCore
import NIOWebSocket
import Testing

@testable import Server

@Suite("A request for a WebSocket")
struct SocketHandshakeTests {
    private func request(_ change: (inout HTTPRequest) -> Void = { _ in }) -> HTTPRequest {
        var request = HTTPRequest(
            method: .get, scheme: "http", authority: "localhost", path: "/",
            headerFields: [
                .upgrade: "websocket", .connection: "Upgrade", .secWebSocketKey: "dGhlIHNhbXBsZSBub25jZQ==",
                .secWebSocketVersion: "13",
            ])
        change(&request)
        return request
    }

    @Test("is answered as RFC 6455 has it in its example")
    func example() throws {
        #expect(try SocketHandshake(request()).accept == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    @Test("may say more beside, in any case")
    func lenient() throws {
        _ = try SocketHandshake(request { $0.headerFields[.connection] = "keep-alive , UPGRADE" })
        _ = try SocketHandshake(request { $0.headerFields[.upgrade] = "h2c, WebSocket" })
        _ = try SocketHandshake(request { $0.headerFields[.contentLength] = "0" })
    }

    @Test("with a flaw is refused for it")
    func flaws() {
        let flawed: [(SocketHandshake.Flaw, (inout HTTPRequest) -> Void)] = [
            (.noUpgrade, { $0.method = .post }), (.noUpgrade, { $0.method = .head }),
            (.noUpgrade, { $0.headerFields[.upgrade] = nil }),
            (.noUpgrade, { $0.headerFields[.upgrade] = "websockets" }),
            (.noUpgrade, { $0.headerFields[.connection] = nil }),
            (.noUpgrade, { $0.headerFields[.connection] = "close" }),
            (.version, { $0.headerFields[.secWebSocketVersion] = nil }),
            (.version, { $0.headerFields[.secWebSocketVersion] = "8" }),
            (.version, { $0.headerFields.append(.init(name: .secWebSocketVersion, value: "8")) }),
            (.key, { $0.headerFields[.secWebSocketKey] = nil }), (.key, { $0.headerFields[.secWebSocketKey] = "" }),
            (.key, { $0.headerFields[.secWebSocketKey] = "c2hvcnQ=" }),
            (.key, { $0.headerFields[.secWebSocketKey] = "dGhlIHNhbXBsZSBub25j!Q==" }),
            (.key, { $0.headerFields.append(.init(name: .secWebSocketKey, value: "dGhlIHNhbXBsZSBub25jZQ==")) }),
            (.body, { $0.headerFields[.contentLength] = "5" }),
            (.body, { $0.headerFields[.transferEncoding] = "chunked" }),
        ]
        for (index, (flaw, change)) in flawed.enumerated() {
            #expect(throws: flaw, "\(index)") { try SocketHandshake(request(change)) }
        }
    }
}

@Suite("Messages of a WebSocket")
struct SocketMessagesTests {
    private func frame(
        _ opcode: WebSocketOpcode, _ bytes: [UInt8] = [1], isLast: Bool = true, isMasked: Bool = true, rsv: Int = 0
    ) -> WebSocketFrame {
        let mask: WebSocketMaskingKey? = isMasked ? [9, 8, 7, 6] : nil
        var data = ByteBuffer(bytes: bytes)
        if let mask { data.webSocketMask(mask) }
        return WebSocketFrame(
            fin: isLast, rsv1: rsv == 1, rsv2: rsv == 2, rsv3: rsv == 3, opcode: opcode, maskKey: mask, data: data)
    }

    private func read(_ frames: [WebSocketFrame], limit: Int = 10) -> [SocketMessages.Event] {
        var messages = SocketMessages(maximumLength: limit)
        return frames.map { messages.read($0) }
    }

    @Test("are read whole and in fragments, with control frames in between")
    func whole() {
        #expect(read([frame(.binary, [1, 2])]) == [.message([1, 2])])
        #expect(
            read([
                frame(.binary, [1], isLast: false), frame(.ping, [7]), frame(.continuation, [], isLast: false),
                frame(.pong, [8]), frame(.continuation, [2]), frame(.binary, [3]), frame(.connectionClose, [3, 232]),
            ]) == [.more, .ping([7]), .more, .pong([8]), .message([1, 2]), .message([3]), .close])
    }

    @Test("that break the rules are wrong")
    func wrong() {
        let broken = SocketMessages.Event.wrong(.protocolError)
        #expect(read([frame(.binary, isMasked: false)]) == [broken])
        for bit in 1...3 { #expect(read([frame(.binary, rsv: bit)]) == [broken]) }
        #expect(read([frame(.continuation)]) == [broken])
        #expect(read([frame(.binary, isLast: false), frame(.binary)]) == [.more, broken])
        #expect(read([frame(.binary, isLast: false), frame(.text)]) == [.more, broken])
        #expect(read([frame(.text)]) == [.wrong(.unacceptable)])
        for code in [3, 7, 11, 15] as [UInt8] {
            #expect(read([frame(WebSocketOpcode(encodedWebSocketOpcode: code)!)]) == [broken], "\(code)")
        }
    }

    @Test("are bounded in bytes and in fragments")
    func bounded() {
        let ten = [UInt8](repeating: 1, count: 10)
        #expect(read([frame(.binary, ten)]) == [.message(ten)])
        #expect(read([frame(.binary, ten + [1])]) == [.wrong(.tooLarge)])
        #expect(read([frame(.binary, ten, isLast: false), frame(.continuation)]) == [.more, .wrong(.tooLarge)])
        let endless =
            [frame(.binary, [], isLast: false)] + (1..<20).map { _ in frame(.continuation, [], isLast: false) }
        #expect(read(endless).firstIndex(of: .wrong(.tooLarge)) == SocketMessages.maximumFragments)
    }
}

@Suite("The conversation of a network check")
struct CheckConversationTests {
    private let start = NIODeadline.now()
    private func after(_ milliseconds: Int64) -> NIODeadline { start + .milliseconds(milliseconds) }

    private func payload(_ action: CheckConversation.Action) throws -> [UInt8] {
        guard case .ping(let payload) = action else { throw NoPing(action: action) }
        return payload
    }

    struct NoPing: Error { var action: CheckConversation.Action }

    @Test("checks, sends three pings that can't be foretold, keeps the shortest round trip, and closes")
    func whole() throws {
        var conversation = CheckConversation()
        #expect(conversation.receive(.message([1, 2]), at: start) == .check([1, 2]))
        let first = try payload(conversation.opened(at: start))
        let second = try payload(conversation.receive(.pong(first), at: after(30)))
        let third = try payload(conversation.receive(.pong(second), at: after(50)))
        #expect(Set([first, second, third]).count == 3)
        #expect(conversation.receive(.pong(third), at: after(90)) == .keep(roundTrip: 20_000))
        #expect(conversation.kept() == .close(.done))
        #expect(conversation.receive(.close, at: after(91)) == .hangUp)
        #expect(conversation.receive(.message([1]), at: after(92)) == .nothing)
    }

    @Test("takes no pong that answers another ping")
    func strayPongs() throws {
        var conversation = CheckConversation()
        _ = conversation.receive(.message([1]), at: start)
        let first = try payload(conversation.opened(at: start))
        #expect(conversation.receive(.pong([0]), at: after(1)) == .nothing)
        let second = try payload(conversation.receive(.pong(first), at: after(10)))
        #expect(conversation.receive(.pong(first), at: after(11)) == .nothing)
        #expect(conversation.pingUnderWay == 2)
        #expect(try payload(conversation.receive(.pong(second), at: after(20))) != second)
    }

    @Test("keeps what it has when a pong does not come, the client closes, or the connection is gone")
    func unfinished() throws {
        for end in 0..<3 {
            var conversation = CheckConversation()
            _ = conversation.receive(.message([1]), at: start)
            let first = try payload(conversation.opened(at: start))
            _ = conversation.receive(.pong(first), at: after(7))
            #expect(conversation.pongMissing(of: 1) == .nothing)
            let action =
                switch end {
                case 0: conversation.pongMissing(of: 2)
                case 1: conversation.receive(.close, at: after(8))
                default: conversation.ended()
                }
            #expect(action == .keep(roundTrip: 7000))
            #expect(conversation.kept() == [.close(.done), .end(.done), .nothing][end])
        }
        var silent = CheckConversation()
        _ = silent.receive(.message([1]), at: start)
        _ = silent.opened(at: start)
        #expect(silent.pongMissing(of: 1) == .keep(roundTrip: nil))
    }

    @Test("is closed with the reason when the check is refused, or can't be kept")
    func refused() {
        var conversation = CheckConversation()
        _ = conversation.receive(.message([1]), at: start)
        #expect(conversation.refused("collect.ticket_expired") == .close(.refused("collect.ticket_expired")))
        #expect(conversation.opened(at: start) == .nothing)
        #expect(conversation.pongMissing(of: 1) == .nothing)
    }

    @Test("is closed when no check comes, and not when one came")
    func missing() {
        var conversation = CheckConversation()
        #expect(conversation.checkMissing() == .close(.refused("no check came")))
        var prompt = CheckConversation()
        _ = prompt.receive(.message([1]), at: start)
        #expect(prompt.checkMissing() == .nothing)
    }

    @Test("has one check, few other frames, and no end without a farewell")
    func bounded() {
        var twice = CheckConversation()
        _ = twice.receive(.message([1]), at: start)
        #expect(twice.receive(.message([2]), at: start) == .close(.refused("one check is enough")))
        var chatty = CheckConversation()
        for _ in 0..<CheckConversation.maximumExtras { #expect(chatty.receive(.ping([5]), at: start) == .pong([5])) }
        #expect(chatty.receive(.pong([5]), at: start) == .close(.refused("too many frames")))
        #expect(chatty.receive(.ping([5]), at: start) == .nothing)
        var brief = CheckConversation()
        #expect(brief.receive(.close, at: start) == .end(.done))
        #expect(brief.ended() == .nothing)
    }

    @Test("goes on for a client that closed as soon as it had sent its check")
    func closedEarly() {
        var conversation = CheckConversation()
        _ = conversation.receive(.message([1]), at: start)
        #expect(conversation.receive(.close, at: start) == .nothing)
        #expect(conversation.opened(at: start) == .keep(roundTrip: nil))
        #expect(conversation.kept() == .end(.done))
    }
}

@Suite("Places among the open sockets")
struct OpenSocketsTests {
    @Test("are bounded for all and for each address, and free again when they are left")
    func bounded() {
        let sockets = OpenSockets(limit: 3, limitByAddress: 2)
        let (one, other) = (IPAddress("192.0.2.1"), IPAddress("192.0.2.2"))
        var places = [sockets.enter(one), sockets.enter(one)]
        #expect(places.allSatisfy { $0 != nil })
        #expect(sockets.enter(one) == nil)
        places.append(sockets.enter(other))
        #expect(places.last! != nil)
        #expect(sockets.enter(nil) == nil)
        #expect(sockets.count == 3)
        places = []
        #expect(sockets.count == 0)
        #expect(sockets.enter(one) != nil)
    }
}
