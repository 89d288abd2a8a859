import NIOCore
import NIOPosix

/// A WebSocket client for tests that says what a test wants it to say, byte for byte.
struct TestSocket: Sendable {
    /// A frame that came from the server.
    struct Frame: Equatable {
        var opcode: UInt8
        var payload: [UInt8]
    }

    /// All that came back until the server closed the connection.
    struct Talk {
        /// The answer to the handshake.
        var head: String
        /// What came after it, when that was frames.
        var frames: [Frame]
        /// What came after it.
        var rest: [UInt8]

        var status: Int { head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0 }

        func header(_ name: String) -> String? {
            head.split(separator: "\r\n").dropFirst().first { $0.lowercased().hasPrefix(name.lowercased() + ":") }
                .map { String($0.drop { $0 != ":" }.dropFirst().drop { $0 == " " }) }
        }

        var pings: Int { frames.count { $0.opcode == 9 } }

        /// The code and the reason by which the server closed.
        var closure: (code: Int, reason: String)? {
            frames.last { $0.opcode == 8 }.map {
                (
                    $0.payload.prefix(2).reduce(0) { $0 << 8 | Int($1) },
                    String(decoding: $0.payload.dropFirst(2), as: UTF8.self)
                )
            }
        }
    }

    static let handshake = [
        ("Host", "localhost"), ("Upgrade", "websocket"), ("Connection", "Upgrade"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), ("Sec-WebSocket-Version", "13"),
    ]

    let port: Int

    /// A request for a WebSocket.
    static func request(
        _ method: String = "GET", _ path: String = "/v1/collect/network-checks", _ headers: [(String, String)]? = nil
    ) -> String {
        "\(method) \(path) HTTP/1.1\r\n" + (headers ?? handshake).map { "\($0): \($1)\r\n" }.joined() + "\r\n"
    }

    /// A frame of a client.
    static func frame(
        _ opcode: UInt8, _ payload: [UInt8], isLast: Bool = true, isMasked: Bool = true, reserved: UInt8 = 0
    ) -> [UInt8] {
        var bytes: [UInt8] = [(isLast ? 0x80 : 0) | reserved | opcode]
        let masked: UInt8 = isMasked ? 0x80 : 0
        if payload.count < 126 {
            bytes.append(masked | UInt8(payload.count))
        } else {
            bytes += [masked | 126, UInt8(payload.count >> 8 & 0xff), UInt8(payload.count & 0xff)]
        }
        let mask: [UInt8] = isMasked ? [1, 2, 3, 4] : [0, 0, 0, 0]
        if isMasked { bytes += mask }
        return bytes + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    /// Asks for a WebSocket, sends bytes once it is there, and reads until the server closes.
    /// - Parameters:
    ///   - answersPings: whether pings are answered, and the server's farewell.
    ///   - pause: how long pongs are held back.
    func talk(
        _ request: String = TestSocket.request(), sending bytes: [UInt8]? = nil, answersPings: Bool = true,
        pause: Duration = .zero
    ) async throws -> Talk {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var received: [UInt8] = []
            var headLength: Int?
            var answered = 0
            do {
                for try await part in inbound {
                    received += part.readableBytesView
                    if headLength == nil, let end = Self.endOfHead(received) {
                        headLength = end
                        if let bytes, received.starts(with: "HTTP/1.1 101".utf8) {
                            try await outbound.write(ByteBuffer(bytes: bytes))
                        }
                    }
                    guard answersPings, let headLength else { continue }
                    let frames = Self.frames(received[headLength...])
                    for frame in frames.dropFirst(answered) where frame.opcode == 9 || frame.opcode == 8 {
                        try await Task.sleep(for: pause)
                        try await outbound.write(
                            ByteBuffer(bytes: Self.frame(frame.opcode == 9 ? 10 : 8, frame.payload)))
                    }
                    answered = frames.count
                }
            } catch is IOError {
                // Closed while we were reading or writing.
            } catch is ChannelError {
                // Likewise.
            }
            let end = headLength ?? received.count
            return Talk(
                head: String(decoding: received[..<end], as: UTF8.self), frames: Self.frames(received[end...]),
                rest: Array(received[end...]))
        }
    }

    private static func endOfHead(_ bytes: [UInt8]) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        guard bytes.count >= 4 else { return nil }
        return (0...bytes.count - 4).first { Array(bytes[$0..<$0 + 4]) == end }.map { $0 + 4 }
    }

    private static func frames(_ bytes: ArraySlice<UInt8>) -> [Frame] {
        var frames: [Frame] = []
        var rest = bytes
        while rest.count >= 2 {
            let length = Int(rest[rest.startIndex + 1] & 0x7f)
            guard length < 126, rest.count >= 2 + length else { break }
            frames.append(Frame(opcode: rest[rest.startIndex] & 0x0f, payload: Array(rest.dropFirst(2).prefix(length))))
            rest = rest.dropFirst(2 + length)
        }
        return frames
    }
}
