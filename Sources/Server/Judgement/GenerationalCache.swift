/// What was used lately, within a bound. When the younger half is full, it becomes the older one, and what was in that and was not
/// asked for since is gone.
struct GenerationalCache<Key: Hashable, Value> {
    private var younger: [Key: (value: Value, cost: Int)] = [:]
    private var older: [Key: (value: Value, cost: Int)] = [:]
    private var youngerCost = 0
    private let capacity: Int

    /// An empty cache.
    /// - Parameter capacity: what all values together may cost.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// The value, if it is here; one that is asked for stays.
    mutating func value(_ key: Key) -> Value? {
        if let entry = younger[key] { return entry.value }
        guard let entry = older.removeValue(forKey: key) else { return nil }
        insert(entry.value, cost: entry.cost, key)
        return entry.value
    }

    /// Whether there is a value.
    func contains(_ key: Key) -> Bool { younger[key] != nil || older[key] != nil }

    /// Puts in a value, in the place of another under the same key.
    mutating func insert(_ value: Value, cost: Int, _ key: Key) {
        older.removeValue(forKey: key)
        let replaced = younger.updateValue((value, cost), forKey: key)
        youngerCost += cost - (replaced?.cost ?? 0)
        if youngerCost > capacity / 2 {
            older = younger
            younger = [:]
            youngerCost = 0
        }
    }

    /// Takes a value out.
    mutating func remove(_ key: Key) -> Value? {
        if let entry = younger.removeValue(forKey: key) {
            youngerCost -= entry.cost
            return entry.value
        }
        return older.removeValue(forKey: key)?.value
    }

    /// Takes out every value whose key is such.
    mutating func removeAll(where isGone: (Key) -> Bool) {
        for key in Array(younger.keys) + Array(older.keys) where isGone(key) { _ = remove(key) }
    }
}
