import Crypto
import Foundation
import Sessions

/// What the server would have to remember of a handshake, carried by the client instead.
public struct Ticket: Sendable, Equatable {
    /// The session.
    public var session: SessionID
    /// The publishable key under which the session was opened.
    public var key: KeyID
    /// The key of its batches.
    public var batchKey: BatchKey
    /// When the handshake was.
    public var issuedAt: Timestamp
    /// When the ticket stops working.
    public var expiresAt: Timestamp
    /// The client's address at the handshake, 4 or 16 bytes in network order; empty when there was none. It is nowhere else: what comes
    /// later by another transport is held against it, and only what came of that is kept.
    public var address: [UInt8]

    /// A ticket that works from now on for ``CollectProtocol/ticketLifetime``.
    /// - Parameter address: the client's address, 4 or 16 bytes; anything else reads as none.
    public init(session: SessionID, key: KeyID, batchKey: BatchKey, issuedAt: Timestamp, address: [UInt8] = []) {
        self.session = session
        self.key = key
        self.batchKey = batchKey
        self.issuedAt = issuedAt
        self.address = [4, 16].contains(address.count) ? address : []
        expiresAt = issuedAt + CollectProtocol.ticketLifetime
    }

    /// Refuses the ticket when its time is over.
    /// - Throws: ``CollectRefusal/ticketExpired``.
    public func check(at now: Timestamp) throws(CollectRefusal) {
        guard now < expiresAt else { throw .ticketExpired }
    }
}

/// Seals tickets and opens them again, under a key that only the server's nodes have.
///
/// `0x02 ‖ nonce(12) ‖ ciphertext ‖ tag(16)`, AES-256-GCM. The plaintext is the session id, the key id (30 characters
/// each), the batch key (32 bytes), the two times (milliseconds, 8 bytes each, big-endian), and the client's address: its length (0, 4 or
/// 16) and 16 bytes that begin with it. Version 1 is the same without an address; sessions that were opened before an update go on with it.
public struct TicketSealer: Sendable {
    private static let version: UInt8 = 2
    private static let lengthWithoutAddress = 1 + 12 + (30 + 30 + 32 + 8 + 8) + 16

    /// How long a sealed ticket is.
    public static let sealedLength = lengthWithoutAddress + 1 + 16

    private let key: SymmetricKey

    /// Seals under a key derived from the master key.
    public init(masterKey: MasterKey) {
        key = masterKey.derivedKey(for: "collect ticket v1")
    }

    /// Seals a ticket.
    public func seal(_ ticket: Ticket) -> [UInt8] {
        var plaintext = Data(capacity: Self.sealedLength)
        plaintext.append(contentsOf: ticket.session.text.utf8)
        plaintext.append(contentsOf: ticket.key.text.utf8)
        ticket.batchKey.key.withUnsafeBytes { plaintext.append(contentsOf: $0) }
        for moment in [ticket.issuedAt, ticket.expiresAt] {
            withUnsafeBytes(of: moment.milliseconds.bigEndian) { plaintext.append(contentsOf: $0) }
        }
        plaintext.append(UInt8(ticket.address.count))
        plaintext.append(contentsOf: ticket.address + [UInt8](repeating: 0, count: 16 - ticket.address.count))
        let box = try! AES.GCM.seal(plaintext, using: key, authenticating: [Self.version])
        return [Self.version] + box.combined!
    }

    /// Opens a sealed ticket. Whether its time is over is for ``Ticket/check(at:)`` to say: an expired one still tells whose it was.
    /// - Throws: ``CollectRefusal/ticketInvalid``.
    public func open(_ sealed: some Collection<UInt8>) throws(CollectRefusal) -> Ticket {
        guard let version = sealed.first, let length = Self.length(of: version), sealed.count == length,
            let box = try? AES.GCM.SealedBox(combined: Data(sealed.dropFirst())),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: [version]),
            let session = SessionID(String(decoding: plaintext.prefix(30), as: UTF8.self)),
            let keyID = KeyID(String(decoding: plaintext.dropFirst(30).prefix(30), as: UTF8.self))
        else { throw .ticketInvalid }
        var ticket = Ticket(
            session: session, key: keyID, batchKey: BatchKey(bytes: plaintext.dropFirst(60).prefix(32)),
            issuedAt: Self.moment(plaintext.dropFirst(92).prefix(8)), address: Self.address(plaintext.dropFirst(108)))
        ticket.expiresAt = Self.moment(plaintext.dropFirst(100).prefix(8))
        return ticket
    }

    private static func length(of version: UInt8) -> Int? {
        switch version {
        case 1: lengthWithoutAddress
        case self.version: sealedLength
        default: nil
        }
    }

    private static func address(_ bytes: Data) -> [UInt8] {
        guard let length = bytes.first else { return [] }
        return Array(bytes.dropFirst().prefix(Int(length)))
    }

    private static func moment(_ bytes: Data) -> Timestamp {
        Timestamp(milliseconds: bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
}
