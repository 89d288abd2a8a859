/// What many lists say of addresses, flattened for looking up: immutable, and to be swapped whole.
///
/// The table is made of *layers*, one for each source (see ``AddressTableBuilder``). Within a layer the longest match counts; of all
/// layers the matches are gathered, so that one lookup answers what every source says. Addresses with the same matches share one set
/// of them, and the table holds where the sets change: 6.5 bytes for each change among IPv4 addresses and 18.5 among IPv6, 2 more when
/// there are more than 65,535 different sets. A block that stands alone has two changes.
///
/// ```swift
/// var builder = AddressTableBuilder()
/// let vpn = builder.addLayer(list.ranges, value: 0)
/// let table = builder.build()
/// for match in table.matches(address) where match.layer == vpn { … }
/// ```
public struct AddressTable: Sendable {
    /// The value that means nothing: a range that has it cuts a hole into the wider ranges of its layer.
    public static let nothing = UInt32.max

    /// What one layer says of an address.
    public struct Match: Hashable, Sendable {
        /// What the entry means in its layer.
        public let value: UInt32
        private let layerNumber: UInt16

        /// The layer, as ``AddressTableBuilder`` numbered it.
        public var layer: Int { Int(layerNumber) }

        init(layer: Int, value: UInt32) {
            self.value = value
            layerNumber = UInt16(layer)
        }
    }

    private let ipv4: BoundaryIndex<UInt32>
    private let ipv6: BoundaryIndex<UInt128>
    private let sets: MatchSets

    init(ipv4: BoundaryIndex<UInt32>, ipv6: BoundaryIndex<UInt128>, sets: MatchSets) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
        self.sets = sets
    }

    /// The number of the set of matches that an address has; 0 when no layer says anything of it. Allocates nothing.
    ///
    /// Two addresses with the same number have the same matches, so that what is made of them can be kept by number.
    public subscript(address: IPAddress) -> Int {
        if address.isIPv4 {
            ipv4.number(at: UInt32(truncatingIfNeeded: address.value))
        } else {
            ipv6.number(at: address.value)
        }
    }

    /// The matches of an address, at most one of each layer, in the order of the layers. Allocates nothing.
    public func matches(_ address: IPAddress) -> ArraySlice<Match> { sets[self[address]] }

    /// The matches of a set, by its number; empty for 0 and for numbers that are none.
    public func matches(ofSet number: Int) -> ArraySlice<Match> { sets[number] }

    /// How many different sets of matches there are, with the empty one; their numbers are below this.
    public var setCount: Int { sets.count }

    /// How often the set changes from the lowest address to the highest, in both versions.
    public var boundaryCount: Int { ipv4.count + ipv6.count }

    /// The memory that the table takes, in bytes.
    public var byteCount: Int { ipv4.byteCount + ipv6.byteCount + sets.byteCount }
}
