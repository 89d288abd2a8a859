/// From an address on, up to the next run, a layer has this value.
struct Run<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable, Equatable {
    var start: Bound
    var value: UInt32
}

/// Flattens the ranges of one layer into runs that don't overlap: where several ranges hold an address, the smallest counts; of ranges of one
/// size the one that begins higher, and of equal ones the later.
///
/// It goes through the starts in order and keeps the ranges that are open in a heap, the one that counts on top. A range that ended below
/// the top is dropped when it comes to the top, so that each is pushed and popped once, whatever the nesting.
struct LayerSweep<Bound: FixedWidthInteger & UnsignedInteger & Sendable> {
    private typealias Entry = AddressRanges.Entry<Bound>

    /// A range that has begun. The smaller comes first, then the later in the order of starts.
    private struct Open: Comparable {
        let size: Bound
        let order: Int
        let last: Bound
        let value: UInt32

        static func < (left: Self, right: Self) -> Bool {
            left.size != right.size ? left.size < right.size : left.order > right.order
        }
    }

    private var open = Heap<Open>()
    private var runs: [Run<Bound>] = []

    /// The runs of a layer, in order; before the first there is nothing, and neighbours differ in value.
    static func runs(of entries: consuming [AddressRanges.Entry<Bound>]) -> [Run<Bound>] {
        sortByStart(&entries)
        var sweep = Self()
        sweep.runs.reserveCapacity(entries.count * 2)
        var order = 0
        while order < entries.count {
            let entry = entries[order]
            sweep.close(before: entry.first)
            sweep.open.insert(
                Open(size: entry.last - entry.first, order: order, last: entry.last, value: entry.value))
            sweep.emit(entry.first)
            order += 1
        }
        sweep.close(before: nil)
        return sweep.runs
    }

    /// Sorts unless it is sorted: lists mostly are. The sort is stable, so that of equal ranges the later stays behind.
    private static func sortByStart(_ entries: inout [AddressRanges.Entry<Bound>]) {
        var index = 1
        while index < entries.count {
            guard entries[index - 1].first <= entries[index].first else {
                entries.sort { $0.first < $1.first }
                return
            }
            index += 1
        }
    }

    /// Ends the ranges that end before an address, or all of them.
    private mutating func close(before limit: Bound?) {
        while let top = open.least, limit.map({ top.last < $0 }) ?? true {
            open.removeLeast()
            // Behind the highest address there is nothing to say, and whatever is still open ended before or ends there too.
            guard top.last < Bound.max else { return }
            let next = top.last + 1
            while let below = open.least, below.last < next { open.removeLeast() }
            emit(next)
        }
    }

    /// From here on the range on top counts.
    private mutating func emit(_ start: Bound) {
        let value = open.least?.value ?? AddressTable.nothing
        if let last = runs.last, last.start == start { runs.removeLast() }
        guard (runs.last?.value ?? AddressTable.nothing) != value else { return }
        runs.append(Run(start: start, value: value))
    }
}
