import Synchronization

/// The records that were decoded last, by where they stand in the file.
///
/// Many addresses share one record. A place has a choice of a few slots; when they are taken, one of them is given up, in turn. So the memory is
/// bounded by the slots and the size of a record. With a single slot for a place, the records of a thousand busy addresses would push each other
/// out all the time.
final class RecordCache: Sendable {
    /// How many records are kept at most.
    static let capacity = shardCount * setsPerShard * slotsPerSet

    private static let shardBits = 4
    private static let setBits = 8
    private static let shardCount = 1 << shardBits
    private static let setsPerShard = 1 << setBits
    private static let slotsPerSet = 4

    private struct Slot {
        var place: UInt32 = 0
        var isTaken = false
        var record: DatabaseRecord?
    }

    private struct Slots {
        var slots = [Slot](repeating: Slot(), count: RecordCache.setsPerShard * RecordCache.slotsPerSet)
        /// Which slot of a set is given up next, counted for all of a shard.
        var turn = 0
    }

    /// Slots under a lock of their own, so that threads seldom wait for each other.
    private final class Shard: Sendable {
        let slots = Mutex(Slots())
    }

    private let shards = (0..<RecordCache.shardCount).map { _ in Shard() }

    /// The record at a place; decoded unless it is kept. That nothing can be decoded there is kept too.
    func record(at place: UInt32, decode: () -> DatabaseRecord?) -> DatabaseRecord? {
        // Multiplying by 2³² divided by the golden ratio spreads places that lie side by side.
        let hash = place &* 0x9e37_79b9
        let shard = shards[Int(hash >> UInt32(32 - Self.shardBits))]
        let set = Int(hash >> UInt32(32 - Self.shardBits - Self.setBits)) & (Self.setsPerShard - 1)
        let first = set * Self.slotsPerSet
        let kept = shard.slots.withLock { shard -> Slot? in
            for index in first..<first + Self.slotsPerSet where shard.slots[index].place == place {
                if shard.slots[index].isTaken { return shard.slots[index] }
            }
            return nil
        }
        if let kept { return kept.record }
        let record = decode()
        shard.slots.withLock { shard in
            let free = (first..<first + Self.slotsPerSet).first { !shard.slots[$0].isTaken }
            shard.turn &+= 1
            shard.slots[free ?? first + shard.turn % Self.slotsPerSet] = Slot(
                place: place, isTaken: true, record: record)
        }
        return record
    }
}
