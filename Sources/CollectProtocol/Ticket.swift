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

    /// A ticket that works from now on for ``CollectProtocol/ticketLifetime``.
    public init(session: SessionID, key: KeyID, batchKey: BatchKey, issuedAt: Timestamp) {
        self.session = session
        self.key = key
        self.batchKey = batchKey
        self.issuedAt = issuedAt
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
/// `0x01 ‖ nonce(12) ‖ ciphertext ‖ tag(16)`, AES-256-GCM. The plaintext is the session id, the key id (30 characters
/// each), the batch key (32 bytes) and the two times (milliseconds, 8 bytes each, big-endian).
public struct TicketSealer: Sendable {
    private static let version: UInt8 = 1
    private static let plaintextLength = 30 + 30 + 32 + 8 + 8

    /// How long a sealed ticket is.
    public static let sealedLength = 1 + 12 + plaintextLength + 16

    private let key: SymmetricKey

    /// Seals under a key derived from the master key.
    public init(masterKey: MasterKey) {
        key = masterKey.derivedKey(for: "collect ticket v1")
    }

    /// Seals a ticket.
    public func seal(_ ticket: Ticket) -> [UInt8] {
        var plaintext = Data(capacity: Self.plaintextLength)
        plaintext.append(contentsOf: ticket.session.text.utf8)
        plaintext.append(contentsOf: ticket.key.text.utf8)
        ticket.batchKey.key.withUnsafeBytes { plaintext.append(contentsOf: $0) }
        for moment in [ticket.issuedAt, ticket.expiresAt] {
            withUnsafeBytes(of: moment.milliseconds.bigEndian) { plaintext.append(contentsOf: $0) }
        }
        let box = try! AES.GCM.seal(plaintext, using: key, authenticating: [Self.version])
        return [Self.version] + box.combined!
    }

    /// Opens a sealed ticket. Whether its time is over is for ``Ticket/check(at:)`` to say: an expired one still tells whose it was.
    /// - Throws: ``CollectRefusal/ticketInvalid``.
    public func open(_ sealed: some Collection<UInt8>) throws(CollectRefusal) -> Ticket {
        guard sealed.count == Self.sealedLength, sealed.first == Self.version,
            let box = try? AES.GCM.SealedBox(combined: Data(sealed.dropFirst())),
            let plaintext = try? AES.GCM.open(box, using: key, authenticating: [Self.version]),
            let session = SessionID(String(decoding: plaintext.prefix(30), as: UTF8.self)),
            let keyID = KeyID(String(decoding: plaintext.dropFirst(30).prefix(30), as: UTF8.self))
        else { throw .ticketInvalid }
        var ticket = Ticket(
            session: session, key: keyID, batchKey: BatchKey(bytes: plaintext.dropFirst(60).prefix(32)),
            issuedAt: Self.moment(plaintext.dropFirst(92).prefix(8)))
        ticket.expiresAt = Self.moment(plaintext.dropFirst(100))
        return ticket
    }

    private static func moment(_ bytes: Data) -> Timestamp {
        Timestamp(milliseconds: bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
}
