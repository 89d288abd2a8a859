import NIOCore
import Sessions
import Storage
import Synchronization

/// The documents that were written or read lately, as the bytes that will be answered.
///
/// The server is the only writer of documents, and puts each new one in here. Two that are written at the same time may arrive
/// in the wrong order, so each has the number of its decision.
final class DocumentCache: Sendable {
    private struct Entry {
        var document: ByteBuffer
        /// Which of the session's decisions it tells; nil when it was read and not written.
        var ordinal: Int?
    }

    private let entries: Mutex<GenerationalCache<SessionKey, Entry>>

    /// A cache of so many bytes of documents.
    init(capacity: Int = 64 << 20) {
        entries = Mutex(GenerationalCache(capacity: capacity))
    }

    /// The newest document of a session, if it is here.
    func document(_ tenant: Tenant, _ session: SessionID) -> ByteBuffer? {
        entries.withLock { $0.value(SessionKey(tenant, session))?.document }
    }

    /// Puts in a document that was just written.
    /// - Parameter ordinal: which of the session's decisions it tells.
    func insert(_ document: ByteBuffer, ordinal: Int, _ tenant: Tenant, _ session: SessionID) {
        let key = SessionKey(tenant, session)
        entries.withLock { entries in
            if let known = entries.value(key) {
                guard let other = known.ordinal else {
                    // Nobody knows which of the two is newer: the next one who asks reads it.
                    _ = entries.remove(key)
                    return
                }
                if other > ordinal { return }
            }
            entries.insert(Entry(document: document, ordinal: ordinal), cost: document.readableBytes, key)
        }
    }

    /// Puts in a document that was read, unless one is there that was written meanwhile.
    func fill(_ document: ByteBuffer, _ tenant: Tenant, _ session: SessionID) {
        let key = SessionKey(tenant, session)
        entries.withLock { entries in
            if entries.contains(key) { return }
            entries.insert(Entry(document: document, ordinal: nil), cost: document.readableBytes, key)
        }
    }
}

/// A session of a tenant.
struct SessionKey: Hashable {
    var tenant: Tenant
    var session: SessionID

    init(_ tenant: Tenant, _ session: SessionID) {
        self.tenant = tenant
        self.session = session
    }
}
