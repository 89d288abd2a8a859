/// Many ranges of addresses, each with a number that says what it means, kept small: 12 bytes for IPv4, 48 for IPv6.
///
/// As a collection it has the ranges of IPv4 first and those of IPv6 behind them, each in the order in which they were added.
public struct AddressRanges: Sendable {
    /// A range of one version's addresses as numbers.
    struct Entry<Bound: FixedWidthInteger & UnsignedInteger & Sendable>: Sendable {
        var first: Bound
        var last: Bound
        var value: UInt32
    }

    private(set) var ipv4: [Entry<UInt32>] = []
    private(set) var ipv6: [Entry<UInt128>] = []

    /// No ranges.
    public init() {}

    /// Adds a range.
    /// - Parameter value: what the range means to whoever looks it up; ``AddressTable/nothing`` cuts a hole into what is around it.
    public mutating func append(_ range: AddressRange, value: UInt32 = 0) {
        if range.first.isIPv4 {
            let first = UInt32(truncatingIfNeeded: range.first.value)
            append(ipv4: first, UInt32(truncatingIfNeeded: range.last.value), value: value)
        } else {
            ipv6.append(Entry(first: range.first.value, last: range.last.value, value: value))
        }
    }

    /// Adds a range of IPv4 addresses whose ends are in order.
    mutating func append(ipv4 first: UInt32, _ last: UInt32, value: UInt32) {
        ipv4.append(Entry(first: first, last: last, value: value))
    }

    /// Gives every range the same meaning.
    public mutating func setAll(to value: UInt32) {
        for index in ipv4.indices { ipv4[index].value = value }
        for index in ipv6.indices { ipv6[index].value = value }
    }
}

extension AddressRanges: RandomAccessCollection {
    /// The place of the first range.
    public var startIndex: Int { 0 }
    /// How many ranges there are.
    public var endIndex: Int { ipv4.count + ipv6.count }

    /// A range and what it means.
    public subscript(position: Int) -> (range: AddressRange, value: UInt32) {
        if position < ipv4.count {
            let entry = ipv4[position]
            return (AddressRange(ordered: IPAddress(ipv4: entry.first), IPAddress(ipv4: entry.last)), entry.value)
        }
        let entry = ipv6[position - ipv4.count]
        return (AddressRange(ordered: IPAddress(ipv6: entry.first), IPAddress(ipv6: entry.last)), entry.value)
    }
}

extension AddressRange {
    /// Ends that are known to be in order, of one version.
    fileprivate init(ordered first: IPAddress, _ last: IPAddress) {
        self.first = first
        self.last = last
    }
}
