/// Numbers of sets in two bytes each, and in four when there are more than 65,535 sets.
struct SetNumbers: Sendable {
    private var low: [UInt16] = []
    /// Empty until a number needs it.
    private var high: [UInt16] = []

    var count: Int { low.count }

    /// Bytes of memory.
    var byteCount: Int { (low.capacity + high.capacity) * MemoryLayout<UInt16>.stride }

    subscript(index: Int) -> Int {
        high.isEmpty ? Int(low[index]) : Int(high[index]) &<< 16 | Int(low[index])
    }

    /// Adds a number below 2³².
    mutating func append(_ number: Int) {
        if number > 0xffff, high.isEmpty { high = [UInt16](repeating: 0, count: low.count) }
        let isWide = number > 0xffff || !high.isEmpty
        low.append(UInt16(truncatingIfNeeded: number))
        if isWide { high.append(UInt16(truncatingIfNeeded: number &>> 16)) }
    }

    /// Gives back what was reserved for more.
    mutating func trim() {
        low = low.trimmed
        high = high.trimmed
    }
}
