import CollectProtocol
import Evidence
import NIOCore
import Sessions
import Storage
import Testing

@testable import Server

@Suite("WebSockets as the server takes them")
struct CheckSocketTests {
    private func without(_ name: String, _ more: [(String, String)] = []) -> [(String, String)] {
        TestSocket.handshake.filter { $0.0 != name } + more
    }

    @Test("Requests that are no good handshake are told what is wrong, and the connection ends")
    func handshakes() async throws {
        try await TestServer.run { server in
            let socket = TestSocket(port: server.client.port)
            let path = CheckSockets.path
            let wrongVersion = try await socket.talk(
                TestSocket.request("GET", path, without("Sec-WebSocket-Version", [("Sec-WebSocket-Version", "8")])))
            #expect(wrongVersion.status == 426)
            #expect(wrongVersion.header("sec-websocket-version") == "13")
            #expect(wrongVersion.header("upgrade") == "websocket")
            let noVersion = try await socket.talk(TestSocket.request("GET", path, without("Sec-WebSocket-Version")))
            #expect(noVersion.status == 426)
            let noKey = try await socket.talk(TestSocket.request("GET", path, without("Sec-WebSocket-Key")))
            #expect(noKey.status == 400)
            let body = try await socket.talk(
                TestSocket.request("GET", path, TestSocket.handshake + [("Content-Length", "3")]) + "abc")
            #expect(body.status == 400)
            let other = try await socket.talk(
                TestSocket.request("GET", path, without("Upgrade", [("Upgrade", "h2c")])))
            #expect(other.status == 426)
            for method in ["DELETE", "PUT", "OPTIONS", "HEAD"] {
                let talk = try await socket.talk(TestSocket.request(method, path))
                #expect(talk.status == ["DELETE": 405, "PUT": 405, "OPTIONS": 204, "HEAD": 426][method], "\(method)")
            }
            let posted = try await socket.talk(
                TestSocket.request(
                    "POST", path,
                    TestSocket.handshake + [("Content-Type", "application/octet-stream"), ("Content-Length", "0")]))
            #expect(posted.status == 400)
            let plain = try await server.client.get(path)
            #expect(plain.status == 426)
            #expect(plain["sec-websocket-version"] == "13")
            #expect(plain["upgrade"] == "websocket")
            #expect(plain["connection"] == "upgrade")
            #expect(try await socket.talk(TestSocket.request("GET", "/v1/collect/pings/x")).status == 204)
            #expect(
                try await socket.talk(TestSocket.request("GET", path + "?x=1"), sending: [0x88, 0x80, 0, 0, 0, 0])
                    .status == 101)
        }
    }

    @Test("A connection that asked for another protocol in vain is closed, however much it still sends")
    func vain() async throws {
        try await TestServer.run { server in
            let request = TestSocket.request(
                "GET", "/v1/collect/pings/x", [("Host", "x"), ("Upgrade", "h2c"), ("Connection", "Upgrade")])
            let talk = try await TestSocket(port: server.client.port)
                .talk(request + String(repeating: "x", count: 1 << 20))
            #expect(talk.status == 204)
            #expect(talk.header("connection") == "close")
        }
    }

    @Test("A request for a WebSocket behind one that is not answered yet does not overtake it")
    func pipelined() async throws {
        try await TestServer.run { server in
            let talk = try await TestSocket(port: server.client.port).talk(
                "GET /v1/collect/pings/x HTTP/1.1\r\nHost: x\r\n\r\n" + TestSocket.request())
            #expect(talk.status == 204)
            #expect(String(decoding: talk.rest, as: UTF8.self).hasPrefix("HTTP/1.1 503"))
        }
    }

    @Test("A WebSocket can follow requests on the same connection")
    func kept() async throws {
        try await TestServer.run { server in
            let first = "GET /v1/collect/pings/x HTTP/1.1\r\nHost: x\r\n\r\n"
            let channel = try await RawConnection.open(server.client.port)
            try await channel.send(first)
            #expect(try await channel.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 204"))
            try await channel.send(TestSocket.request())
            #expect(try await channel.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 101"))
            try await channel.close()
        }
    }

    @Test("What breaks the rules of the protocol is closed with the code for it")
    func frames() async throws {
        try await TestServer.run { server in
            let socket = TestSocket(port: server.client.port)
            let wrong: [(String, Int, [UInt8])] = [
                ("unmasked", 1002, TestSocket.frame(2, [1], isMasked: false)),
                ("reserved bit", 1002, TestSocket.frame(2, [1], reserved: 0x40)),
                ("unknown opcode", 1002, TestSocket.frame(5, [1])),
                ("continuation of nothing", 1002, TestSocket.frame(0, [1])),
                ("two beginnings", 1002, TestSocket.frame(2, [1], isLast: false) + TestSocket.frame(2, [1])),
                ("text", 1003, TestSocket.frame(1, Array("hello".utf8))),
                ("fragmented ping", 1002, TestSocket.frame(9, [1], isLast: false)),
                ("long ping", 1002, TestSocket.frame(9, [UInt8](repeating: 1, count: 126))),
                ("large", 1009, TestSocket.frame(2, [UInt8](repeating: 1, count: 4097))),
                (
                    "large in parts", 1009,
                    TestSocket.frame(2, [UInt8](repeating: 1, count: 4000), isLast: false)
                        + TestSocket.frame(0, [UInt8](repeating: 1, count: 97))
                ),
                ("endless length", 1009, [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
                ("negative length", 1009, [0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
                ("not a check", 1008, TestSocket.frame(2, [1, 2, 3])),
                ("farewell", 1000, TestSocket.frame(8, [3, 232])),
                ("farewell of nothing", 1000, TestSocket.frame(8, [])),
            ]
            for (name, code, bytes) in wrong {
                let talk = try await socket.talk(sending: bytes)
                #expect(talk.status == 101, "\(name)")
                #expect(talk.closure?.code == code, "\(name)")
            }
            let ping = try await socket.talk(sending: TestSocket.frame(9, [7]) + TestSocket.frame(8, [3, 232]))
            #expect(ping.frames.first == .init(opcode: 10, payload: [7]))
        }
    }

    @Test("A check may come in fragments and byte by byte")
    func fragments() async throws {
        try await TestServer.run { server in
            var agent = try await TestAgent(server)
            try await agent.send()
            let frame = try NetworkCheckFrame.encode(
                payload: Array(#"{"v":1}"#.utf8), key: agent.key, ticket: agent.ticket, transport: .socket,
                nonce: [UInt8](repeating: 1, count: 12))
            let parts =
                TestSocket.frame(2, Array(frame.prefix(10)), isLast: false) + TestSocket.frame(9, [7])
                + TestSocket.frame(0, Array(frame.dropFirst(10)))
            let talk = try await TestSocket(port: server.client.port).talk(sending: parts)
            #expect(talk.closure?.code == 1000)
            #expect(talk.pings == 3)
        }
    }

    private var hasty: ServerSettings {
        var settings = ServerSettings()
        settings.socketDeadlines.check = .milliseconds(200)
        settings.socketDeadlines.pong = .milliseconds(100)
        settings.socketDeadlines.farewell = .milliseconds(200)
        settings.socketDeadlines.whole = .seconds(300)
        return settings
    }

    @Test("A socket in which nothing is said is closed, with a farewell and without the client's")
    func silent() async throws {
        var settings = hasty
        // Read on a busy machine before the connection is gone.
        settings.socketDeadlines.farewell = .seconds(2)
        try await TestServer.run(settings) { server in
            let socket = TestSocket(port: server.client.port)
            for sending in [nil, [0x82], Array(TestSocket.frame(2, [UInt8](repeating: 1, count: 300)).dropLast())] {
                let talk = try await socket.talk(sending: sending, answersPings: false)
                #expect(talk.closure?.code == 1008)
                #expect(talk.closure?.reason == "no check came")
            }
        }
    }

    @Test("A client that answers no ping, or each too late, has its check kept without a round trip")
    func noPongs() async throws {
        var settings = hasty
        settings.socketDeadlines.check = .seconds(60)
        settings.socketDeadlines.farewell = .seconds(10)
        try await TestServer.run(settings) { server in
            for answers in [false, true] {
                var agent = try await TestAgent(server)
                try await agent.send()
                let frame = try NetworkCheckFrame.encode(
                    payload: Array(#"{"v":1}"#.utf8), key: agent.key, ticket: agent.ticket, transport: .socket,
                    nonce: [UInt8](repeating: 1, count: 12))
                let talk = try await TestSocket(port: server.client.port).talk(
                    sending: TestSocket.frame(2, frame), answersPings: answers, pause: .milliseconds(400))
                #expect(talk.pings == 1)
                #expect(talk.closure?.code == 1000)
                let state = try #require(
                    try await server.store.sessions.state(Tenant(server.organization, .live), agent.session))
                let seen = try #require(server.judge.evidence(state).secondTransports.first)
                #expect(seen.transport == .socket)
                #expect(seen.roundTrip == nil)
            }
        }
    }

    @Test("As many sockets as there may be are open, and then there is room again")
    func limit() async throws {
        var settings = ServerSettings()
        settings.socketDeadlines.check = .seconds(30)
        settings.socketDeadlines.whole = .seconds(60)
        settings.socketLimits = (2, 2)
        try await TestServer.run(settings) { server in
            let open = try await [RawConnection.open(server.client.port), RawConnection.open(server.client.port)]
            for connection in open {
                try await connection.send(TestSocket.request())
                #expect(try await connection.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 101"))
            }
            let socket = TestSocket(port: server.client.port)
            let third = try await socket.talk(sending: TestSocket.frame(8, []))
            #expect(third.status == 503)
            #expect(third.header("retry-after") == "5")
            try await open[0].close()
            var status = 503
            for _ in 0..<100 where status == 503 {
                try await Task.sleep(for: .milliseconds(50))
                status = try await socket.talk(sending: TestSocket.frame(8, [])).status
            }
            #expect(status == 101)
            try await open[1].close()
        }
    }

    @Test("The server ends in order while sockets are open", .timeLimit(.minutes(2)))
    func ending() async throws {
        var settings = ServerSettings()
        settings.socketDeadlines.check = .minutes(30)
        settings.socketDeadlines.whole = .minutes(30)
        try await TestServer.run(settings) { server in
            let channel = try await RawConnection.open(server.client.port)
            try await channel.send(TestSocket.request())
            #expect(try await channel.receive(until: "\r\n\r\n").hasPrefix("HTTP/1.1 101"))
        }
    }
}
