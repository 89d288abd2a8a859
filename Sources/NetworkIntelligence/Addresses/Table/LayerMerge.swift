/// Lays the layers over each other: wherever one of them changes, the set of all their values is looked at, and where it differs from the
/// one before, the table has a boundary.
struct LayerMerge<Bound: FixedWidthInteger & UnsignedInteger & Sendable> {
    /// Where a layer changes next.
    private struct Cursor: Comparable {
        let start: Bound
        let layer: Int

        static func < (left: Self, right: Self) -> Bool { left.start < right.start }
    }

    /// Where the sets change, in order.
    private(set) var starts: [Bound] = []
    /// The number of the set from each start on.
    private(set) var numbers = SetNumbers()

    /// - Parameters:
    ///   - layers: the runs of each layer.
    ///   - register: where the sets are kept; it is left without a current set.
    init(_ layers: [[Run<Bound>]], register: inout MatchSetRegister) {
        var heap = Heap<Cursor>()
        for (layer, runs) in layers.enumerated() {
            if let first = runs.first { heap.insert(Cursor(start: first.start, layer: layer)) }
        }
        var positions = [Int](repeating: 0, count: layers.count)
        var last = 0
        while let cursor = heap.least {
            let position = positions[cursor.layer]
            register.set(cursor.layer, to: layers[cursor.layer][position].value)
            positions[cursor.layer] = position + 1
            if position + 1 < layers[cursor.layer].count {
                heap.replaceLeast(with: Cursor(start: layers[cursor.layer][position + 1].start, layer: cursor.layer))
            } else {
                heap.removeLeast()
            }
            // Others may change at the same address.
            if let next = heap.least, next.start == cursor.start { continue }
            let number = register.number()
            guard number != last else { continue }
            starts.append(cursor.start)
            numbers.append(number)
            last = number
        }
        // Layers that go on to the highest address end with the version.
        for layer in layers.indices { register.set(layer, to: AddressTable.nothing) }
        starts = starts.trimmed
        numbers.trim()
    }
}
