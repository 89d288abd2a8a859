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

    private struct State {
        var entries: GenerationalCache<SessionKey, Entry>
        var epoch = 0
    }

    private let state: Mutex<State>

    /// A cache of so many bytes of documents.
    init(capacity: Int = 64 << 20) {
        state = Mutex(State(entries: GenerationalCache(capacity: capacity)))
    }

    /// Which forgetting was the last. What was read or written before ``forget(_:)`` must not be put in after it.
    var epoch: Int { state.withLock { $0.epoch } }

    /// The newest document of a session, if it is here.
    func document(_ tenant: Tenant, _ session: SessionID) -> ByteBuffer? {
        state.withLock { $0.entries.value(SessionKey(tenant, session))?.document }
    }

    /// Puts in a document that was just written.
    /// - Parameters:
    ///   - ordinal: which of the session's decisions it tells.
    ///   - epoch: the epoch before it was written.
    func insert(_ document: ByteBuffer, ordinal: Int, since epoch: Int, _ tenant: Tenant, _ session: SessionID) {
        let key = SessionKey(tenant, session)
        state.withLock { state in
            guard state.epoch == epoch else {
                _ = state.entries.remove(key)
                return
            }
            if let known = state.entries.value(key) {
                guard let other = known.ordinal else {
                    // Nobody knows which of the two is newer: the next one who asks reads it.
                    _ = state.entries.remove(key)
                    return
                }
                if other > ordinal { return }
            }
            state.entries.insert(Entry(document: document, ordinal: ordinal), cost: document.readableBytes, key)
        }
    }

    /// Puts in a document that was read, unless one is there that was written meanwhile.
    /// - Parameter epoch: the epoch before it was read.
    func fill(_ document: ByteBuffer, since epoch: Int, _ tenant: Tenant, _ session: SessionID) {
        let key = SessionKey(tenant, session)
        state.withLock { state in
            if state.epoch != epoch || state.entries.contains(key) { return }
            state.entries.insert(Entry(document: document, ordinal: nil), cost: document.readableBytes, key)
        }
    }

    /// Takes out the documents of sessions that were changed or erased.
    func forget(_ sessions: [SessionKey]) {
        if sessions.isEmpty { return }
        state.withLock { state in
            state.epoch += 1
            for session in sessions { _ = state.entries.remove(session) }
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
