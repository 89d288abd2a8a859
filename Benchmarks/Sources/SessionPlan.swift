import CollectProtocol
import Crypto
import Foundation
import NIOCore
import OrderedJSON
import Sessions
import VisitorIdentity

/// All of a session's requests that can be known before its handshake.
struct SessionPlan: Sendable {
    /// The agent's key pair.
    let privateKey = P256.KeyAgreement.PrivateKey()
    /// The payloads to send, compressed, in order; the last goes with the request for the result.
    let payloads: [[UInt8]]
    /// The whole request of the handshake.
    let handshake: ByteBuffer

    private let publicKey: Data
    private let commonHeaders: String

    /// Plans the sessions that go like a recorded one.
    init(_ recording: RecordedSession, key: String, host: String) {
        payloads = recording.payloads.map(\.compressed)
        publicKey = privateKey.publicKey.x963Representation
        let own = ["authorization", "connection", "content-length", "content-type", "host"]
        let headers = recording.headers.filter { !own.contains($0.name.lowercased()) }
        commonHeaders = "Host: \(host)\r\n" + headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let body = """
            {"protocol":1,"client_public_key":"\(Base64URL.encode(publicKey))",\
            "agent":{"name":"tripline-benchmark","version":"1"}}
            """
        handshake = ByteBuffer(
            string: "POST /v1/collect/sessions HTTP/1.1\r\n\(commonHeaders)Authorization: Bearer \(key)\r\n"
                + "Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    /// What the server's answer to the handshake makes of it.
    func agreed(_ answer: ByteBuffer) throws -> AgreedSession? {
        let data = try JSONValue(parsing: answer.readableBytesView)["data"]
        guard let session = data?["session_id"]?.string.flatMap({ SessionID($0) }),
            let server = data?["server_public_key"]?.string.flatMap(Base64URL.decode),
            let ticket = data?["ticket"]?.string.flatMap(Base64URL.decode)
        else { return nil }
        let key = try BatchKey(
            own: privateKey, peer: P256.KeyAgreement.PublicKey(x963Representation: server), client: publicKey,
            server: Data(server), session: session)
        return AgreedSession(id: session, key: key, ticket: ticket, chain: .root(of: session))
    }

    /// The request with a batch.
    /// - Parameter path: what follows the session's path.
    func request(_ path: String, _ session: AgreedSession, _ frame: [UInt8]) -> ByteBuffer {
        var request = ByteBuffer()
        request.reserveCapacity(frame.count + 1536)
        request.writeString(
            "POST /v1/collect/sessions/\(session.id.text)/\(path) HTTP/1.1\r\n\(commonHeaders)"
                + "Content-Type: application/octet-stream\r\nContent-Length: \(frame.count)\r\n\r\n")
        request.writeBytes(frame)
        return request
    }
}

/// The client's side of one session after its handshake.
struct AgreedSession {
    let id: SessionID
    let key: BatchKey
    let ticket: [UInt8]
    var chain: ChainLink
    var sequence: UInt32 = 0

    /// The frame of the next batch.
    /// - Parameter compressed: its payload in the zlib format.
    mutating func seal(_ compressed: [UInt8]) throws -> [UInt8] {
        var frame = [CollectProtocol.version, UInt8(ticket.count >> 8), UInt8(ticket.count & 0xff)]
        frame += ticket
        withUnsafeBytes(of: sequence.bigEndian) { frame += $0 }
        let nonce = Array(AES.GCM.Nonce())
        frame += chain.bytes + nonce
        let sealed = try key.seal(compressed, nonce: nonce, authenticating: frame)
        chain = chain.next(after: sealed)
        sequence += 1
        return frame + sealed
    }
}
