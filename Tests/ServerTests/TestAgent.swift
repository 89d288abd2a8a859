import CollectProtocol
import Crypto
import Foundation
import OrderedJSON
import Sessions
import Testing
import VisitorIdentity

@testable import Server

/// An agent that says what a test wants it to say.
struct TestAgent {
    let client: HTTPClient
    let session: SessionID
    let ticket: [UInt8]
    let key: BatchKey
    var headers: [(String, String)]
    var sequence: UInt32 = 0
    var chain: ChainLink

    /// Opens a session.
    init(_ server: TestServer, headers: [(String, String)] = []) async throws {
        let own = P256.KeyAgreement.PrivateKey()
        let answer = try await Self.open(server, own, headers)
        let data = try #require(answer.json["data"])
        session = try #require(data["session_id"]?.string.flatMap { SessionID($0) })
        let publicKey = Data(try #require(data["server_public_key"]?.string.flatMap(Base64URL.decode)))
        ticket = try #require(data["ticket"]?.string.flatMap(Base64URL.decode))
        key = try BatchKey(
            own: own, peer: P256.KeyAgreement.PublicKey(x963Representation: publicKey),
            client: own.publicKey.x963Representation, server: publicKey, session: session)
        chain = .root(of: session)
        client = server.client
        self.headers = headers
    }

    static func open(
        _ server: TestServer, _ own: P256.KeyAgreement.PrivateKey = .init(), _ headers: [(String, String)] = [],
        key: String? = nil
    ) async throws -> HTTPClient.Answer {
        let body = #"{"protocol":1,"client_public_key":"\#(Base64URL.encode(own.publicKey.x963Representation))"}"#
        return try await server.client.post(
            "/v1/collect/sessions", Array(body.utf8), type: "application/json", key: key ?? server.publishableKey,
            headers: headers)
    }

    /// A frame with the next number, as an honest agent makes it.
    func frame(_ payload: String? = nil) throws -> (frame: [UInt8], next: ChainLink) {
        try BatchFrame.encode(
            payload: Array((payload ?? Self.payload(sequence)).utf8), key: key, ticket: ticket, sequence: sequence,
            chain: chain, nonce: (0..<12).map { _ in .random(in: 0...255) })
    }

    /// Sends the next batch; it counts as sent when the server takes it.
    @discardableResult
    mutating func send(_ payload: String? = nil, to endpoint: String = "batches") async throws -> HTTPClient.Answer {
        let (frame, next) = try frame(payload)
        let answer = try await post(frame, to: endpoint)
        if answer.status < 300 {
            sequence += 1
            chain = next
        }
        return answer
    }

    /// Sends bytes as a batch.
    func post(_ frame: [UInt8], to endpoint: String = "batches", session: SessionID? = nil) async throws
        -> HTTPClient.Answer
    {
        try await client.post(
            "/v1/collect/sessions/\(session ?? self.session)/\(endpoint)", frame, type: "application/octet-stream",
            headers: headers)
    }

    static func payload(_ sequence: UInt32, _ more: String = "") -> String {
        #"{"v":1,"sequence":\#(sequence),"sent_ms":10,"wall_ms":1,"observations":{"page":{"url":"https://shop.example/signup"},"navigator":{"user_agent":"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0","webdriver":false}}\#(more)}"#
    }
}
