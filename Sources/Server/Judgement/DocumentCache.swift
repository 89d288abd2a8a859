import NIOCore
import Sessions
import Storage
import Synchronization

/// The documents that were written or read lately, as the bytes that will be answered.
///
/// The server is the only writer of documents, and puts each new one in here. Two that are written at the same time may arrive
/// in the wrong order, so each has the number of its decision. When the cache is full, the older half goes.
final class DocumentCache: Sendable {
    private struct Key: Hashable {
        var tenant: Tenant
        var session: SessionID
    }

    private struct Entry {
        var document: ByteBuffer
        /// Which of the session's decisions it tells; nil when it was read and not written.
        var ordinal: Int?
    }

    private struct State {
        var recent: [Key: Entry] = [:]
        var older: [Key: Entry] = [:]
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
            if let entry = state.recent[key] { return entry.document }
            guard let entry = state.older.removeValue(forKey: key) else { return nil }
            insert(entry, key, &state)
            return entry.document
        }
    }

    /// Puts in a document that was just written.
    /// - Parameter ordinal: which of the session's decisions it tells.
    func insert(_ document: ByteBuffer, ordinal: Int, _ tenant: Tenant, _ session: SessionID) {
        let key = Key(tenant: tenant, session: session)
        state.withLock { state in
            let known = state.older.removeValue(forKey: key) ?? remove(key, &state)
            switch known {
            case nil: insert(Entry(document: document, ordinal: ordinal), key, &state)
            // Nobody knows which of the two is newer: the next one who asks reads it.
            case .some(let known) where known.ordinal == nil: return
            case .some(let known):
                insert(known.ordinal! > ordinal ? known : Entry(document: document, ordinal: ordinal), key, &state)
            }
        }
    }

    /// Puts in a document that was read, unless one is there that was written meanwhile.
    func fill(_ document: ByteBuffer, _ tenant: Tenant, _ session: SessionID) {
        let key = Key(tenant: tenant, session: session)
        state.withLock { state in
            if state.recent[key] == nil, state.older[key] == nil {
                insert(Entry(document: document, ordinal: nil), key, &state)
            }
        }
    }

    private func insert(_ entry: Entry, _ key: Key, _ state: inout State) {
        let replaced = state.recent.updateValue(entry, forKey: key)
        state.recentBytes += entry.document.readableBytes - (replaced?.document.readableBytes ?? 0)
        if state.recentBytes > capacity / 2 {
            state.older = state.recent
            state.recent = [:]
            state.recentBytes = 0
        }
    }

    private func remove(_ key: Key, _ state: inout State) -> Entry? {
        let removed = state.recent.removeValue(forKey: key)
        state.recentBytes -= removed?.document.readableBytes ?? 0
        return removed
    }
}
