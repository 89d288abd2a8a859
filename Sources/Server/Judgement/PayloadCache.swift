import CollectProtocol
import Evidence
import Sessions
import Storage
import Synchronization

/// Payloads that came lately, decoded. A batch is decoded when it comes, to be checked; most sessions are judged soon after, and their
/// payloads need not be decoded again.
final class PayloadCache: Sendable {
    private struct Key: Hashable {
        var session: SessionKey
        var sequence: Int
    }

    private let payloads: Mutex<GenerationalCache<Key, Payload>>

    /// A cache of so many bytes of payloads, as they were sent inflated.
    init(capacity: Int = 16 << 20) {
        payloads = Mutex(GenerationalCache(capacity: capacity))
    }

    /// Keeps the payload of a batch that was taken.
    /// - Parameter size: its length in bytes when inflated.
    func insert(_ payload: Payload, size: Int, _ tenant: Tenant, _ session: SessionID) {
        let key = Key(session: SessionKey(tenant, session), sequence: payload.sequence)
        payloads.withLock { $0.insert(payload, cost: size, key) }
    }

    /// The payload of a batch that is kept; nil when it can't be read.
    func payload(_ compressed: [UInt8], sequence: Int, _ session: SessionKey) -> Payload? {
        let key = Key(session: session, sequence: sequence)
        return payloads.withLock { $0.value(key) } ?? Payload(kept: compressed)
    }

    /// Takes out the payloads of sessions that were erased.
    func forget(_ sessions: [SessionKey]) {
        let gone = Set(sessions)
        if !gone.isEmpty { payloads.withLock { $0.removeAll { gone.contains($0.session) } } }
    }
}

extension Payload {
    /// Reads the payload of a batch that is kept. It was read once when it came; were it unreadable now, the rest would still stand.
    init?(kept compressed: [UInt8]) {
        guard let bytes = try? BatchFrame.inflate(compressed), let payload = try? Payload(parsing: bytes) else {
            return nil
        }
        self = payload
    }
}
