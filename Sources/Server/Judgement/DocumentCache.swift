import NIOCore
import Sessions
import Storage
import Synchronization

/// The documents that were written or read lately, as the bytes that will be answered.
///
/// The server is the only writer of documents, and puts each new one in here, so that an entry is never stale. When the
/// cache is full, the older half goes.
final class DocumentCache: Sendable {
    private struct Key: Hashable {
        var tenant: Tenant
        var session: SessionID
    }

    private struct State {
        var recent: [Key: ByteBuffer] = [:]
        var older: [Key: ByteBuffer] = [:]
        var recentBytes = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// A cache of so many bytes of documents.
    init(capacity: Int = 64 << 20) {
        self.capacity = capacity
    }

    /// The newest document of a session, if it is here.
    func document(_ tenant: Tenant, _ session: SessionID) -> ByteBuffer? {
        let key = Key(tenant: tenant, session: session)
        return state.withLock { state in
            if let document = state.recent[key] { return document }
            guard let document = state.older.removeValue(forKey: key) else { return nil }
            insert(document, key, &state)
            return document
        }
    }

    /// Puts in a document that was just written.
    func insert(_ document: ByteBuffer, _ tenant: Tenant, _ session: SessionID) {
        let key = Key(tenant: tenant, session: session)
        state.withLock { state in
            state.older.removeValue(forKey: key)
            insert(document, key, &state)
        }
    }

    /// Puts in a document that was read, unless a newer one was written meanwhile.
    func fill(_ document: ByteBuffer, _ tenant: Tenant, _ session: SessionID) {
        let key = Key(tenant: tenant, session: session)
        state.withLock { state in
            if state.recent[key] == nil, state.older[key] == nil { insert(document, key, &state) }
        }
    }

    private func insert(_ document: ByteBuffer, _ key: Key, _ state: inout State) {
        let replaced = state.recent.updateValue(document, forKey: key)
        state.recentBytes += document.readableBytes - (replaced?.readableBytes ?? 0)
        if state.recentBytes > capacity / 2 {
            state.older = state.recent
            state.recent = [:]
            state.recentBytes = 0
        }
    }
}
