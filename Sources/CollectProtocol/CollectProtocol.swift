/// The numbers of the collect protocol, version 1 (`docs/protocol.md`).
public enum CollectProtocol {
    /// The version that this server speaks.
    public static let version: UInt8 = 1
    /// How long a ticket works.
    public static let ticketLifetime: Duration = .seconds(2 * 60 * 60)
    /// The most bytes of one batch, framing included.
    public static let batchBytes = 65_536
    /// The most bytes of one payload when it is inflated.
    public static let payloadBytes = 262_144
    /// The most batches of one session.
    public static let batchesPerSession = 512
    /// The most that all batches of one session may cost: see ``cost(compressed:inflated:)``.
    public static let sessionBytes = 2_097_152
    /// The most bytes of a handshake.
    public static let handshakeBytes = 4096
    /// The most bytes of a network check.
    public static let networkCheckBytes = 4096
    /// The most network checks of one session that are kept.
    public static let networkChecksPerSession = 8

    /// What a payload counts against ``sessionBytes``: its compressed bytes, or a quarter of its inflated ones if that is more.
    /// Honest payloads shrink to about a quarter; what shrinks to a thousandth would else make a session of a hundred megabytes,
    /// which is read again for each judgement.
    public static func cost(compressed: Int, inflated: Int) -> Int { max(compressed, inflated / 4) }
}

/// Why a batch is refused. The raw value is the error code that the client gets.
public enum CollectRefusal: String, Error, Sendable, CaseIterable {
    /// No bytes at all.
    case bodyEmpty = "collect.body_empty"
    /// Shorter than its own header says.
    case batchTruncated = "collect.batch_truncated"
    /// More bytes than allowed, before or after inflating.
    case batchTooLarge = "collect.batch_too_large"
    /// A version that this server does not speak.
    case upgradeRequired = "transport.upgrade_required"
    /// Not a ticket of this server.
    case ticketInvalid = "collect.ticket_invalid"
    /// A ticket whose time is over.
    case ticketExpired = "collect.ticket_expired"
    /// A ticket for another session than the path names.
    case sessionMismatch = "collect.session_mismatch"
    /// The tag does not authenticate the batch.
    case batchForged = "collect.batch_forged"
    /// A sequence number that was taken already.
    case batchReplayed = "collect.batch_replayed"
    /// A sequence number ahead of the next one.
    case batchOutOfOrder = "collect.batch_out_of_order"
    /// The right number, but not the link of the batch before.
    case chainBroken = "collect.chain_broken"
    /// The payload does not inflate, or is not what the protocol says.
    case payloadInvalid = "collect.payload_invalid"
    /// More batches or bytes than a session may have.
    case sessionFull = "collect.session_full"
}
