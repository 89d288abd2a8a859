import Crypto
import Deflate
import Foundation
import Sessions

/// A link of the chain that ties a session's batches together: 32 bytes.
public struct ChainLink: Sendable, Equatable {
    /// The link's bytes.
    public let bytes: [UInt8]

    /// The link before the first batch.
    public static func root(of session: SessionID) -> ChainLink {
        ChainLink(Array(SHA256.hash(data: Data("tripline-collect-v1 chain\0\(session.text)".utf8))))
    }

    /// The link with these 32 bytes, as stored or sent.
    public init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The link after a batch.
    /// - Parameter sealed: the batch's ciphertext and tag.
    public func next(after sealed: some Collection<UInt8>) -> ChainLink {
        var hash = SHA256()
        hash.update(data: bytes)
        hash.update(data: Data(sealed))
        return ChainLink(Array(hash.finalize()))
    }
}

/// One batch as it stands on the wire.
///
/// `version(1) ‖ ticket length(2) ‖ ticket ‖ sequence(4) ‖ chain(32) ‖ nonce(12) ‖ ciphertext ‖ tag(16)`
public struct BatchFrame: Sendable {
    private static let fixedLength = 1 + 2 + 4 + 32 + 12 + 16

    private let bytes: [UInt8]
    private let ticketLength: Int

    /// Reads the frame's layout; nothing is decrypted.
    /// - Throws: ``CollectRefusal``: `bodyEmpty`, `batchTooLarge`, `upgradeRequired` or `batchTruncated`.
    public init(_ bytes: [UInt8]) throws(CollectRefusal) {
        guard bytes.count <= CollectProtocol.batchBytes else { throw .batchTooLarge }
        ticketLength = try Self.ticketRange(in: bytes).count
        guard bytes.count >= Self.fixedLength + ticketLength else { throw .batchTruncated }
        self.bytes = bytes
    }

    /// The sealed ticket in what came of a batch, which may have been cut behind it.
    /// - Throws: ``CollectRefusal``: `bodyEmpty`, `upgradeRequired`, or `batchTruncated` when the ticket itself is not whole.
    public static func ticket(in bytes: [UInt8]) throws(CollectRefusal) -> ArraySlice<UInt8> {
        let range = try ticketRange(in: bytes)
        guard range.upperBound <= bytes.count else { throw .batchTruncated }
        return bytes[range]
    }

    private static func ticketRange(in bytes: [UInt8]) throws(CollectRefusal) -> Range<Int> {
        guard let version = bytes.first else { throw .bodyEmpty }
        guard version == CollectProtocol.version else { throw .upgradeRequired }
        guard bytes.count >= 3 else { throw .batchTruncated }
        return 3..<3 + (Int(bytes[1]) << 8 | Int(bytes[2]))
    }

    /// Writes a frame as an agent does.
    /// - Throws: never for a nonce of 12 bytes.
    public static func encode(
        payload: [UInt8], key: BatchKey, ticket: [UInt8], sequence: UInt32, chain: ChainLink, nonce: [UInt8]
    ) throws -> (frame: [UInt8], next: ChainLink) {
        var frame = [CollectProtocol.version, UInt8(ticket.count >> 8), UInt8(ticket.count & 0xff)]
        frame += ticket
        withUnsafeBytes(of: sequence.bigEndian) { frame += $0 }
        frame += chain.bytes + nonce
        let sealed = try key.seal(Zlib.deflate(payload), nonce: nonce, authenticating: frame)
        return (frame + sealed, chain.next(after: sealed))
    }

    /// The batch's number; the first is 0.
    public var sequence: Int {
        bytes[3 + ticketLength..<7 + ticketLength].reduce(0) { $0 << 8 | Int($1) }
    }

    /// The link of the batch before, as the client knows it.
    public var chain: ChainLink { ChainLink(Array(bytes[7 + ticketLength..<39 + ticketLength])) }

    /// Ciphertext and tag.
    public var sealed: ArraySlice<UInt8> { bytes[(51 + ticketLength)...] }

    /// Decrypts the payload; it is still compressed.
    /// - Throws: ``CollectRefusal/batchForged``.
    public func open(with key: BatchKey) throws(CollectRefusal) -> [UInt8] {
        let start = 39 + ticketLength
        guard let box = try? AES.GCM.SealedBox(combined: bytes[start...]),
            let plaintext = try? AES.GCM.open(box, using: key.key, authenticating: bytes[..<(51 + ticketLength)])
        else { throw .batchForged }
        return Array(plaintext)
    }

    /// Inflates a payload that was decrypted or kept.
    /// - Throws: ``CollectRefusal/payloadInvalid`` or ``CollectRefusal/batchTooLarge``.
    public static func inflate(_ compressed: [UInt8]) throws(CollectRefusal) -> [UInt8] {
        do {
            return try Zlib.inflate(compressed, limit: CollectProtocol.payloadBytes)
        } catch .malformed {
            throw .payloadInvalid
        } catch {
            throw .batchTooLarge
        }
    }
}
