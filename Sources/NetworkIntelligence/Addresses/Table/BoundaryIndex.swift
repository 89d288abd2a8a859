/// Where the sets of one version's addresses change, with an index that leads near the place.
///
/// The span from the first boundary to the last is cut into equal pieces, one for eight to sixteen boundaries. The index knows how many
/// boundaries lie before each piece, so that a lookup is one step and a search among a few; where boundaries crowd, among more.
struct BoundaryIndex<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
    private let starts: [Bound]
    private let numbers: SetNumbers
    /// How many boundaries lie before each piece, and at the end how many there are.
    private let before: [UInt32]
    /// A piece is two to the power of this many addresses.
    private let shift: Bound

    /// Boundaries in order, and the number of the set from each on.
    init(starts: [Bound], numbers: SetNumbers) {
        self.starts = starts
        self.numbers = numbers
        guard let first = starts.first, let last = starts.last else {
            before = []
            shift = 0
            return
        }
        // At least two pieces: a shift by the whole width would be one by nothing.
        let pieceLimit = Bound(starts.count / 8 + 2)
        var bits = 0
        while (last - first) >> Bound(bits) >= pieceLimit { bits += 1 }
        shift = Bound(bits)
        before = Self.count(starts, first: first, shift: shift)
    }

    private static func count(_ starts: [Bound], first: Bound, shift: Bound) -> [UInt32] {
        var before: [UInt32] = []
        before.reserveCapacity(starts.count / 8 + 3)
        for (index, start) in starts.enumerated() {
            let piece = Int((start - first) &>> shift)
            while before.count <= piece { before.append(UInt32(index)) }
        }
        before.append(UInt32(starts.count))
        return before
    }

    /// Bytes of memory.
    var byteCount: Int {
        starts.capacity * MemoryLayout<Bound>.stride + numbers.byteCount
            + before.capacity * MemoryLayout<UInt32>.stride
    }

    /// How many boundaries there are.
    var count: Int { starts.count }

    /// The number of the set that an address has.
    func number(at address: Bound) -> Int {
        guard let first = starts.first, address >= first else { return 0 }
        let pieces = before.count - 1
        let exact = (address - first) &>> shift
        let piece = exact < Bound(pieces) ? Int(exact) : pieces - 1
        var low = Int(before[piece])
        var high = exact < Bound(pieces) ? Int(before[piece + 1]) : starts.count
        // The last start that is not above the address: the number of those that aren't, less one.
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= address { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? numbers[low - 1] : 0
    }
}
