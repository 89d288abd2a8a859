/// Makes an ``AddressTable`` out of layers.
///
/// Each layer is flattened when it is added, so that its ranges need not be kept: beside the finished table, the builder holds 8 bytes for
/// each change within a layer among IPv4 addresses, and 32 among IPv6.
public struct AddressTableBuilder: Sendable {
    /// How many layers a table can have.
    public static let layerLimit = Int(UInt16.max)

    private var ipv4: [[Run<UInt32>]] = []
    private var ipv6: [[Run<UInt128>]] = []

    /// No layers.
    public init() {}

    /// Adds a layer of ranges with their values. Where several of them hold an address, the smallest counts; of ranges of one
    /// size the one that begins higher, and of equal ones the later.
    /// - Returns: the number of the layer; they count from 0 in the order of adding.
    @discardableResult
    public mutating func addLayer(_ ranges: consuming AddressRanges) -> Int {
        precondition(ipv4.count < Self.layerLimit, "a table has at most \(Self.layerLimit) layers")
        ipv4.append(LayerSweep.runs(of: ranges.ipv4))
        ipv6.append(LayerSweep.runs(of: ranges.ipv6))
        return ipv4.count - 1
    }

    /// Adds a layer of ranges that all mean the same.
    @discardableResult
    public mutating func addLayer(_ ranges: consuming AddressRanges, value: UInt32) -> Int {
        var ranges = ranges
        ranges.setAll(to: value)
        return addLayer(ranges)
    }

    /// Adds a layer of blocks with their values: the longest match counts, and of equal blocks the later.
    @discardableResult
    public mutating func addLayer(_ blocks: some Sequence<(AddressBlock, UInt32)>) -> Int {
        var ranges = AddressRanges()
        for (block, value) in blocks { ranges.append(AddressRange(block), value: value) }
        return addLayer(ranges)
    }

    /// The table of all layers.
    public consuming func build() -> AddressTable {
        var register = MatchSetRegister()
        let ipv4 = LayerMerge(self.ipv4, register: &register)
        let ipv6 = LayerMerge(self.ipv6, register: &register)
        return AddressTable(
            ipv4: BoundaryIndex(starts: ipv4.starts, numbers: ipv4.numbers),
            ipv6: BoundaryIndex(starts: ipv6.starts, numbers: ipv6.numbers), sets: register.finished())
    }
}
