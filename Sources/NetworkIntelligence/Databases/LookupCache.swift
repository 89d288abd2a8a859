import Synchronization

/// What tells apart what a ``LookupCache`` keeps.
protocol LookupKey: Equatable, Sendable {
    /// The key in 64 bits; keys that differ should differ in it.
    var bits: UInt64 { get }
}

extension UInt64: LookupKey {
    var bits: UInt64 { self }
}

/// What was made last, by what it was made from: a database's records by where they stand in it, whole answers by their parts.
///
/// Many addresses share one. A key has a choice of a few slots; when they are taken, one of them is given up, in turn. So the memory is
/// bounded by the slots and the size of a value. With a single slot for a key, what a thousand busy addresses need would push each other out
/// all the time.
final class LookupCache<Key: LookupKey, Value: Sendable>: Sendable {
    private struct Slot {
        var key: Key
        var value: Value
    }

    private struct Slots {
        var slots: [Slot?]
        /// Which slot of a set is given up next, counted for all of a shard.
        var turn = 0
    }

    /// Slots under a lock of their own, so that threads seldom wait for each other.
    private final class Shard: Sendable {
        let slots: Mutex<Slots>

        init(slotCount: Int) {
            slots = Mutex(Slots(slots: Array(repeating: nil, count: slotCount)))
        }
    }

    private let shards: [Shard]
    private let setBits: Int

    /// How many are kept at most.
    var capacity: Int { LookupCacheShape.shardCount * (1 << setBits) * LookupCacheShape.slotsPerSet }

    /// An empty cache.
    /// - Parameter setBits: the binary logarithm of how many sets of slots a shard has; 10 keeps 65,536 values.
    init(setBits: Int = 10) {
        self.setBits = setBits
        shards = (0..<LookupCacheShape.shardCount).map { _ in
            Shard(slotCount: (1 << setBits) * LookupCacheShape.slotsPerSet)
        }
    }

    /// The value of a key; made unless it is kept.
    func value(_ key: Key, make: () -> Value) -> Value {
        // Multiplying by 2⁶⁴ divided by the golden ratio spreads keys that lie side by side.
        let hash = key.bits &* 0x9e37_79b9_7f4a_7c15
        let shard = shards[Int(hash >> UInt64(64 - LookupCacheShape.shardBits))]
        let set = Int(hash >> UInt64(64 - LookupCacheShape.shardBits - setBits)) & ((1 << setBits) - 1)
        let slots = set * LookupCacheShape.slotsPerSet..<(set + 1) * LookupCacheShape.slotsPerSet
        let kept = shard.slots.withLock { shard -> Value? in
            for index in slots where shard.slots[index]?.key == key { return shard.slots[index]?.value }
            return nil
        }
        if let kept { return kept }
        let value = make()
        shard.slots.withLock { shard in
            let free = slots.first { shard.slots[$0] == nil }
            shard.turn &+= 1
            let given = slots.lowerBound + shard.turn % LookupCacheShape.slotsPerSet
            shard.slots[free ?? given] = Slot(key: key, value: value)
        }
        return value
    }
}

/// How every cache is divided.
private enum LookupCacheShape {
    static let shardBits = 4
    static let shardCount = 1 << shardBits
    static let slotsPerSet = 4
}
