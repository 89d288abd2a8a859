import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOPosix
import OrderedJSON

/// A client for tests, over real sockets.
struct HTTPClient: Sendable {
    struct Answer: Sendable {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: [UInt8]

        subscript(header: String) -> String? {
            headers.first { $0.name.lowercased() == header.lowercased() }?.value
        }

        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
        var text: String { String(decoding: body, as: UTF8.self) }
        var errorCode: String? { json["error"]?["code"]?.string }
    }

    let port: Int

    func get(_ path: String, key: String? = nil, headers: [(String, String)] = []) async throws -> Answer {
        try await send(.GET, path, key: key, headers: headers)
    }

    func post(
        _ path: String, _ body: [UInt8], type: String, key: String? = nil, headers: [(String, String)] = []
    ) async throws -> Answer {
        try await send(.POST, path, key: key, headers: headers + [("content-type", type)], body: body)
    }

    private func authorized(_ key: String?, _ headers: [(String, String)]) -> [(String, String)] {
        headers + (key.map { [("authorization", "Bearer \($0)")] } ?? [])
    }

    func send(
        _ method: HTTPMethod, _ path: String, key: String? = nil, headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Answer {
        let headers = authorized(key, headers)
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var fields = HTTPHeaders([("host", "127.0.0.1:\(port)"), ("connection", "close")] + headers)
            if !body.isEmpty || method == .POST { fields.add(name: "content-length", value: String(body.count)) }
            try await outbound.write(
                .head(HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: fields)))
            if !body.isEmpty { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(.end(nil))
            var answer = Answer(status: 0, headers: [], body: [])
            for try await part in inbound {
                switch part {
                case .head(let head):
                    answer.status = Int(head.status.code)
                    answer.headers = head.headers.map { ($0.name, $0.value) }
                case .body(let bytes): answer.body += bytes.readableBytesView
                case .end: return answer
                }
            }
            return answer
        }
    }

    /// Sends bytes as they are and gives back everything that comes until the server closes.
    func raw(_ bytes: String) async throws -> String {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: bytes))
            var text = ""
            for try await part in inbound { text += String(buffer: part) }
            return text
        }
    }
}
