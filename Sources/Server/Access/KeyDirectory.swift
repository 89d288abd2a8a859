import Crypto
import Sessions
import Storage
import Synchronization

/// The keys that were asked for lately, so that not every request asks the database.
///
/// An entry holds for two seconds: that long a key may work after a command beside the server revoked it.
final class KeyDirectory: Sendable {
    private struct Entry {
        var key: KnownKey?
        var readAt: ContinuousClock.Instant
    }

    private struct State {
        var byDigest: [SHA256.Digest: Entry] = [:]
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

    /// The usable key of that secret.
    func key(_ secret: APIKeySecret) async throws -> KnownKey? {
        var text = secret.text
        let digest = text.withUTF8 { bytes in
            var hash = SHA256()
            hash.update(bufferPointer: UnsafeRawBufferPointer(bytes))
            return hash.finalize()
        }
        return try await usable(state.withLock { $0.byDigest[digest] }) {
            let key = try await keys.key(secretHash: secret.hash).map(KnownKey.init)
            state.withLock { state in
                if state.byDigest.count >= Self.capacity { state.byDigest.removeAll(keepingCapacity: true) }
                state.byDigest[digest] = Entry(key: key, readAt: .now)
            }
            return key
        }
    }

    /// The usable key with that identifier.
    func key(_ id: KeyID) async throws -> KnownKey? {
        try await usable(state.withLock { $0.byID[id] }) {
            let key = try await keys.key(id).map(KnownKey.init)
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

    /// Forgets what was read: a change that this server made holds from here on. A read that is under way may bring the old state back,
    /// for as long as an entry holds.
    func refresh() {
        state.withLock { state in
            state.byDigest.removeAll(keepingCapacity: true)
            state.byID.removeAll(keepingCapacity: true)
            state.sealingHashes.removeAll(keepingCapacity: true)
        }
    }

    /// Keeps the uses that were noted since the last time.
    func flushUses() async throws {
        let uses = state.withLock { state in
            defer { state.uses.removeAll() }
            return state.uses
        }
        if !uses.isEmpty { try await keys.noteUse(uses) }
    }

    private func usable(_ entry: Entry?, or read: () async throws -> KnownKey?) async throws -> KnownKey? {
        let now = clock.now
        let key: KnownKey? =
            if let entry, entry.readAt + Self.lifetime > .now { entry.key } else { try await read() }
        guard let key, key.record.isUsable(at: now) else { return nil }
        if key.noteUse(now) { state.withLock { $0.uses[key.record.id] = now } }
        return key
    }
}

/// A key as all requests share it: one object, because a record is many fields to copy.
final class KnownKey: Sendable {
    let record: KeyRecord
    let tenant: Tenant
    private let notedAt = Atomic<Int64>(.min)

    init(_ record: KeyRecord) {
        self.record = record
        tenant = Tenant(record.organization, record.environment)
    }

    /// Whether a use is worth noting: once a second is enough for what is told to the minute.
    func noteUse(_ now: Timestamp) -> Bool {
        let second = now.milliseconds / 1000
        return notedAt.exchange(second, ordering: .relaxed) != second
    }
}

/// Tells the time of day. Tests bring their own, to let it jump.
public protocol WallClock: Sendable {
    /// The moment.
    var now: Timestamp { get }
}
