/// The different sets of matches that addresses of a table have; each is kept once. Set 0 is the empty one.
struct MatchSets: Sendable {
    private var matches: [AddressTable.Match] = []
    /// Where each set ends in `matches`; it begins where the one before it ends.
    private var ends: [UInt32] = [0]

    /// How many sets there are, with the empty one.
    var count: Int { ends.count }

    /// The matches of a set, by layer. Empty for a number that is none.
    subscript(index: Int) -> ArraySlice<AddressTable.Match> {
        guard index > 0, index < ends.count else { return [] }
        return matches[Int(ends[index - 1])..<Int(ends[index])]
    }

    /// Bytes of memory.
    var byteCount: Int {
        matches.capacity * MemoryLayout<AddressTable.Match>.stride + ends.capacity * MemoryLayout<UInt32>.stride
    }

    /// Adds a set, and answers its number.
    fileprivate mutating func append(_ set: [AddressTable.Match]) -> Int {
        matches.append(contentsOf: set)
        ends.append(UInt32(matches.count))
        return ends.count - 1
    }

    /// Gives back what was reserved for more.
    fileprivate mutating func trim() {
        matches = matches.trimmed
        ends = ends.trimmed
    }
}

extension Array {
    /// The array with no more memory than it needs, within a sixteenth.
    var trimmed: Self { capacity - count > count / 16 ? withUnsafeBufferPointer { Array($0) } : self }
}

/// Follows the layers' values from address to address, and finds the number of the set that they make.
///
/// The set's hash is the exclusive or of its matches' hashes, so that a change costs the same however many layers there are.
struct MatchSetRegister {
    private var sets = MatchSets()
    private var current: [AddressTable.Match] = []
    private var currentHash: UInt64 = 0
    /// The hash of each set, by its number.
    private var hashes: [UInt64] = [0]
    /// An open-addressed table of numbers of sets; 0 is a free slot. Its size is a power of two.
    private var slots = [UInt32](repeating: 0, count: 64)

    /// A layer has another value from here on.
    mutating func set(_ layer: Int, to value: UInt32) {
        var place = 0
        while place < current.count, current[place].layer < layer { place += 1 }
        let isThere = place < current.count && current[place].layer == layer
        if isThere { currentHash ^= Self.hash(current[place]) }
        guard value != AddressTable.nothing else {
            if isThere { current.remove(at: place) }
            return
        }
        let match = AddressTable.Match(layer: layer, value: value)
        currentHash ^= Self.hash(match)
        if isThere { current[place] = match } else { current.insert(match, at: place) }
    }

    /// The number of the set that the layers have now.
    mutating func number() -> Int {
        guard !current.isEmpty else { return 0 }
        var slot = Int(truncatingIfNeeded: currentHash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot])
            if hashes[number] == currentHash, sets[number].elementsEqual(current) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        let number = sets.append(current)
        hashes.append(currentHash)
        slots[slot] = UInt32(number)
        if sets.count * 2 > slots.count { grow() }
        return number
    }

    /// What was found.
    consuming func finished() -> MatchSets {
        var sets = sets
        sets.trim()
        return sets
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for number in 1..<hashes.count {
            var slot = Int(truncatingIfNeeded: hashes[number]) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(number)
        }
    }

    /// Spreads a match over 64 bits (the finalizer of SplitMix64).
    private static func hash(_ match: AddressTable.Match) -> UInt64 {
        var bits = UInt64(match.value) &+ (UInt64(match.layer) &+ 1) &<< 32
        bits = (bits ^ bits &>> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits &>> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits &>> 31
    }
}
