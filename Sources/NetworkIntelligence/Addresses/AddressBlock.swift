/// A block of addresses, `192.0.2.0/24` or a single address.
public struct AddressBlock: Hashable, Sendable, CustomStringConvertible {
    /// The first address of the block.
    public let first: IPAddress
    /// How many leading bits its addresses share.
    public let prefixLength: Int

    /// The block that an address is in; bits behind the prefix are cleared. Nil when the prefix is longer than an address.
    public init?(_ address: IPAddress, prefixLength: Int) {
        guard (0...address.width).contains(prefixLength) else { return nil }
        let value = address.value & ~Self.hostMask(address.width - prefixLength)
        first = address.isIPv4 ? IPAddress(ipv4: UInt32(value)) : IPAddress(ipv6: value)
        self.prefixLength = prefixLength
    }

    /// Reads a block; nil when the text is none.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        guard parts.count == 2 else {
            self.init(address, prefixLength: address.width)
            return
        }
        guard let length = Int(parts[1]) else { return nil }
        self.init(address, prefixLength: length)
    }

    /// The last address of the block.
    public var last: IPAddress {
        let value = first.value | Self.hostMask(first.width - prefixLength)
        return first.isIPv4 ? IPAddress(ipv4: UInt32(value)) : IPAddress(ipv6: value)
    }

    /// Whether the address lies in the block.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && (address.value ^ first.value) >> UInt128(first.width - prefixLength) == 0
    }

    /// The block as it is usually written.
    public var description: String { "\(first)/\(prefixLength)" }

    private static func hostMask(_ bits: Int) -> UInt128 { bits == 128 ? .max : (1 << UInt128(bits)) - 1 }
}
