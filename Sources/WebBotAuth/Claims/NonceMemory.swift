import Crypto
import Foundation
import Sessions
import Synchronization

/// The nonces that were used and could still be used again: until their signatures expire.
///
/// Only nonces of verified signatures are remembered: else anyone could use up those of others. What it holds is bounded; when it is full,
/// the signers with the most nonces lose their oldest, so that nobody can wash out the nonces of others. It knows one process only.
public final class NonceMemory: Sendable {
    private struct Digest: Hashable {
        var high: UInt64
        var low: UInt64

        init(_ parts: String...) {
            // Lengths keep what is joined apart.
            let joined = parts.map { "\($0.utf8.count):\($0)" }.joined()
            let bytes = SHA256.hash(data: Data(joined.utf8)).prefix(16)
            high = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
            low = bytes.suffix(8).reduce(0) { $0 << 8 | UInt64($1) }
        }
    }

    private struct Entry {
        var use: Digest
        var signer: Digest
        var expiresAt: Timestamp
    }

    /// The most nonces that are remembered.
    public let capacity: Int
    private let entries = Mutex<[Digest: Entry]>([:])

    /// An empty memory.
    /// - Parameter capacity: the most nonces that are remembered, at least 16; each takes about 100 bytes.
    public init(capacity: Int = 100_000) {
        self.capacity = max(capacity, 16)
    }

    /// How many nonces are remembered now, those whose time is over among them until room is needed.
    public var count: Int { entries.withLock(\.count) }

    /// Uses a nonce; false where another use had it before.
    /// - Parameters:
    ///   - nonce: the nonce.
    ///   - keyID: the key whose nonce it is.
    ///   - signer: who has it remembered, a domain or a key: what the bound is shared out by.
    ///   - use: what it is used for, such as a session; the same use may have it again, so that what was begun can be finished twice.
    ///   - expiry: from when on it need not be remembered.
    ///   - now: the moment.
    public func admit(
        _ nonce: String, of keyID: String, by signer: String, for use: String, until expiry: Timestamp,
        at now: Timestamp
    ) -> Bool {
        let digest = Digest(keyID, nonce)
        let entry = Entry(use: Digest(use), signer: Digest(signer), expiresAt: expiry)
        return entries.withLock { entries in
            if let former = entries[digest], former.expiresAt > now { return former.use == entry.use }
            if entries.count >= capacity { Self.makeRoom(in: &entries, for: capacity / 4, of: capacity, at: now) }
            entries[digest] = entry
            return true
        }
    }

    private static func makeRoom(
        in entries: inout [Digest: Entry], for room: Int, of capacity: Int, at now: Timestamp
    ) {
        entries = entries.filter { $0.value.expiresAt > now }
        let target = capacity - room
        guard entries.count > target else { return }
        let bySigner = Dictionary(grouping: entries, by: \.value.signer)
        let share = max(share(of: bySigner.values.map(\.count), target), 1)
        for group in bySigner.values where group.count > share {
            removeOldest(group.count - share, among: group, from: &entries)
        }
        // So many signers that there is not one for each.
        if entries.count > target { removeOldest(entries.count - target, among: Array(entries), from: &entries) }
    }

    private static func removeOldest(
        _ count: Int, among group: [(key: Digest, value: Entry)], from entries: inout [Digest: Entry]
    ) {
        let oldest = group.sorted { $0.value.expiresAt < $1.value.expiresAt }.prefix(count)
        for (digest, _) in oldest { entries[digest] = nil }
    }

    /// The most that each signer may keep so that all together keep no more than the target.
    private static func share(of counts: [Int], _ target: Int) -> Int {
        var remaining = target
        var others = counts.count
        for count in counts.sorted() {
            let share = remaining / others
            guard count <= share else { return share }
            remaining -= count
            others -= 1
        }
        return target
    }
}
