import Sessions
import Storage
import Synchronization

/// The keys that were asked for lately, so that not every request asks the database.
///
/// An entry holds for two seconds: that long a key may work after a command beside the server revoked it.
final class KeyDirectory: Sendable {
    private struct Entry {
        var key: KeyRecord?
        var readAt: ContinuousClock.Instant
    }

    private struct State {
        var byHash: [String: Entry] = [:]
        var byID: [KeyID: Entry] = [:]
        var sealingHashes: [Tenant: (hashes: [String], readAt: ContinuousClock.Instant)] = [:]
        var uses: [KeyID: Timestamp] = [:]
    }

    private static let lifetime: Duration = .seconds(2)

    /// Unknown keys are remembered too; an attacker who makes them up must not fill the memory.
    private static let capacity = 10_000

    private let keys: Keys
    private let clock: any WallClock
    private let state = Mutex(State())

    init(keys: Keys, clock: any WallClock) {
        self.keys = keys
        self.clock = clock
    }

    /// The usable key with that hash.
    func key(secretHash: String) async throws -> KeyRecord? {
        try await usable(state.withLock { $0.byHash[secretHash] }) {
            let key = try await keys.key(secretHash: secretHash)
            state.withLock { state in
                if state.byHash.count >= Self.capacity { state.byHash.removeAll(keepingCapacity: true) }
                state.byHash[secretHash] = Entry(key: key, readAt: .now)
            }
            return key
        }
    }

    /// The usable key with that identifier.
    func key(_ id: KeyID) async throws -> KeyRecord? {
        try await usable(state.withLock { $0.byID[id] }) {
            let key = try await keys.key(id)
            state.withLock { $0.byID[id] = Entry(key: key, readAt: .now) }
            return key
        }
    }

    /// The hashes of a tenant's usable secret keys, the oldest first.
    func sealingHashes(of tenant: Tenant) async throws -> [String] {
        if let known = state.withLock({ $0.sealingHashes[tenant] }), known.readAt + Self.lifetime > .now {
            return known.hashes
        }
        let hashes = try await keys.secretHashes(of: tenant.organization, tenant.environment, at: clock.now)
        state.withLock { $0.sealingHashes[tenant] = (hashes, .now) }
        return hashes
    }

    /// Keeps the uses that were noted since the last time.
    func flushUses() async throws {
        let uses = state.withLock { state in
            defer { state.uses.removeAll() }
            return state.uses
        }
        if !uses.isEmpty { try await keys.noteUse(uses) }
    }

    private func usable(_ entry: Entry?, or read: () async throws -> KeyRecord?) async throws -> KeyRecord? {
        let now = clock.now
        let key: KeyRecord? =
            if let entry, entry.readAt + Self.lifetime > .now { entry.key } else { try await read() }
        guard let key, key.isUsable(at: now) else { return nil }
        state.withLock { $0.uses[key.id] = now }
        return key
    }
}

/// Tells the time of day. Tests bring their own, to let it jump.
public protocol WallClock: Sendable {
    /// The moment.
    var now: Timestamp { get }
}
