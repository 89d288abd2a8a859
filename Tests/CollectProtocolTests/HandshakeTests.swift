import Crypto
import Foundation
import Sessions
import Testing

@testable import CollectProtocol

@Suite("The handshake")
struct HandshakeTests {
    private let session = SessionID("sid_0123456789abcdefghjkmnpqrs")!

    @Test("Both sides come to the key that the protocol derives")
    func agreement() throws {
        let agent = P256.KeyAgreement.PrivateKey()
        let client = agent.publicKey.x963Representation
        let handshake = try Handshake(clientPublicKey: client, session: session)
        #expect(handshake.serverPublicKey.count == 65)
        #expect(handshake.serverPublicKey.first == 4)
        let expected = try PageOfTheProtocol.batchKey(
            own: agent, client: client, server: handshake.serverPublicKey, session: session.text,
            from: handshake.serverPublicKey)
        #expect(handshake.batchKey.bytes == expected)
    }

    /// The expected key comes from another implementation: the curve in plain integer arithmetic.
    @Test("A key of fixed numbers", arguments: [true, false])
    func fixed(isClient: Bool) throws {
        let client = try P256.KeyAgreement.PrivateKey(rawRepresentation: Data(1...32))
        let server = try P256.KeyAgreement.PrivateKey(rawRepresentation: Data(33...64))
        let key = try BatchKey(
            own: isClient ? client : server, peer: isClient ? server.publicKey : client.publicKey,
            client: client.publicKey.x963Representation, server: server.publicKey.x963Representation, session: session)
        #expect(hexadecimal(key.bytes) == "17242af73751a47c1584831a663223e9316cfe5db1ff21700863ecac7fb4022e")
    }

    @Test("The session, both public keys and their order are bound into the key")
    func binding() throws {
        let client = P256.KeyAgreement.PrivateKey()
        let server = P256.KeyAgreement.PrivateKey()
        let sent = [client, server].map(\.publicKey.x963Representation)
        let keys = try [(sent[0], sent[1], session), (sent[1], sent[0], session), (sent[0], sent[1], .random())].map {
            try BatchKey(own: client, peer: server.publicKey, client: $0.0, server: $0.1, session: $0.2).bytes
        }
        #expect(Set(keys).count == 3)
    }

    @Test("Each handshake has a key of its own, for the same client too")
    func ephemeral() throws {
        let client = P256.KeyAgreement.PrivateKey().publicKey.x963Representation
        let both = try (0..<2).map { _ in try Handshake(clientPublicKey: client, session: session) }
        #expect(both[0].serverPublicKey != both[1].serverPublicKey)
        #expect(both[0].batchKey != both[1].batchKey)
    }

    /// Public keys that are none, made from one that is.
    enum BadPoint: CaseIterable, Sendable {
        case empty, infinity, zeros, ones, short, long, offTheCurve, otherX, compressed, hybrid, overTheField
        case bareCoordinates

        func bytes(from point: Data) -> Data {
            let coordinates = Array(point.dropFirst())
            return switch self {
            case .empty: Data()
            case .infinity: Data([0])
            case .zeros: Data(count: 65)
            case .ones: Data([4] + Array(repeating: 0xff, count: 64))
            case .short: point.dropLast()
            case .long: point + [0]
            case .offTheCurve: Data([4] + coordinates.dropLast() + [coordinates[63] ^ 1])
            case .otherX: Data([4] + coordinates.prefix(32).map { ~$0 } + coordinates.suffix(32))
            case .compressed: Data([2 + coordinates[63] % 2] + coordinates.prefix(32))
            case .hybrid: Data([6 + coordinates[63] % 2] + coordinates)
            // y is the square root of b for x = 0; x is written as the prime of the field, which is no number of it.
            case .overTheField:
                Data(
                    [4] + digits("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff")
                        + digits("66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4"))
            case .bareCoordinates: Data(coordinates)
            }
        }

        private func digits(_ text: String) -> [UInt8] {
            let text = Array(text)
            return stride(from: 0, to: text.count, by: 2).map { UInt8(String(text[$0...$0 + 1]), radix: 16)! }
        }
    }

    @Test("What is no uncompressed point of the curve is refused", arguments: BadPoint.allCases)
    func badPoints(kind: BadPoint) {
        let point = P256.KeyAgreement.PrivateKey().publicKey.x963Representation
        #expect(throws: (any Error).self) {
            try Handshake(clientPublicKey: kind.bytes(from: point), session: session)
        }
    }
}

@Suite("The master key")
struct MasterKeyTests {
    private func derived(_ key: MasterKey, _ purpose: String) -> [UInt8] {
        key.derivedKey(for: purpose).withUnsafeBytes(Array.init)
    }

    @Test("has 32 bytes, no more and no less", arguments: [0, 1, 31, 33, 64])
    func length(count: Int) {
        #expect(MasterKey(bytes: [UInt8](repeating: 1, count: count)) == nil)
        #expect(MasterKey(bytes: Array(1...32))?.bytes == Array(1...32))
    }

    @Test("gives another key for each purpose, and the same one for the same")
    func purposes() throws {
        let master = try #require(MasterKey(bytes: Array(1...32)))
        let again = try #require(MasterKey(bytes: Array(1...32)))
        let purposes = ["collect ticket v1", "collect ticket v2", "continuity", "", " ", "collect ticket v1 "]
        let keys = purposes.map { derived(master, $0) }
        #expect(Set(keys + [master.bytes]).count == purposes.count + 1)
        #expect(keys.allSatisfy { $0.count == 32 })
        #expect(purposes.map { derived(again, $0) } == keys)
    }

    @Test("of another installation gives other keys")
    func installations() {
        let masters = (0..<3).map { _ in MasterKey.random() }
        #expect(Set(masters.map(\.bytes)).count == 3)
        #expect(Set(masters.map { derived($0, "collect ticket v1") }).count == 3)
    }
}
