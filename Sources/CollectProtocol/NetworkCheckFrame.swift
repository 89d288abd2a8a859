import Crypto
import Foundation
import Sessions

/// A network check as it stands on the wire, in the body of a request or in the first message of a WebSocket.
///
/// `version(1) ‖ ticket length(2) ‖ ticket ‖ nonce(12) ‖ ciphertext ‖ tag(16)`, AES-256-GCM under the session's batch key.
public struct NetworkCheckFrame: Sendable {
    private static let fixedLength = 1 + 2 + 12 + 16

    private let bytes: [UInt8]
    private let ticketLength: Int

    /// Reads the frame's layout; nothing is decrypted.
    /// - Throws: ``CollectRefusal``: `bodyEmpty`, `batchTooLarge`, `upgradeRequired` or `batchTruncated`.
    public init(_ bytes: [UInt8]) throws(CollectRefusal) {
        guard bytes.count <= CollectProtocol.networkCheckBytes else { throw .batchTooLarge }
        ticketLength = try BatchFrame.ticket(in: bytes).count
        guard bytes.count >= Self.fixedLength + ticketLength else { throw .batchTruncated }
        self.bytes = bytes
    }

    /// Writes a frame as an agent does.
    /// - Throws: never for a nonce of 12 bytes.
    public static func encode(
        payload: [UInt8], key: BatchKey, ticket: [UInt8], transport: CheckedTransport, nonce: [UInt8]
    ) throws -> [UInt8] {
        let header = [CollectProtocol.version, UInt8(ticket.count >> 8), UInt8(ticket.count & 0xff)] + ticket + nonce
        return header
            + (try key.seal(payload, nonce: nonce, authenticating: authenticated(header, over: transport)))
    }

    /// The sealed ticket.
    public var ticket: ArraySlice<UInt8> { bytes[3..<3 + ticketLength] }

    /// What tells this check from the session's others: 12 bytes that an agent makes anew for each.
    public var nonce: ArraySlice<UInt8> { bytes[3 + ticketLength..<15 + ticketLength] }

    /// Decrypts the payload.
    /// - Parameter transport: how the frame came. One that was sealed for another does not open: what was meant for one way can't be
    ///   brought by another.
    /// - Throws: ``CollectRefusal/batchForged``.
    public func open(with key: BatchKey, over transport: CheckedTransport) throws(CollectRefusal) -> [UInt8] {
        let header = bytes[..<(15 + ticketLength)]
        guard let box = try? AES.GCM.SealedBox(combined: bytes[(3 + ticketLength)...]),
            let plaintext = try? AES.GCM.open(
                box, using: key.key, authenticating: Self.authenticated(header, over: transport))
        else { throw .batchForged }
        return Array(plaintext)
    }

    /// No batch authenticates these bytes, whose begin with the version: neither can be taken for the other.
    private static func authenticated(_ header: some Collection<UInt8>, over transport: CheckedTransport) -> [UInt8] {
        Array("tripline-collect-v1 network check by \(transport.rawValue)\0".utf8) + header
    }
}
