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

    /// The block that an IPv6 number is in. One within `::ffff:0:0/96` is the IPv4 block that it stands for (RFC 4291,
    /// section 2.5.5.2). Nil when the prefix is longer than an address.
    init?(ipv6 value: UInt128, prefixLength: Int) {
        guard (0...128).contains(prefixLength) else { return nil }
        let address = IPAddress(ipv6: value)
        if address.isIPv4, prefixLength >= 96 {
            self.init(address, prefixLength: prefixLength - 96)
        } else {
            // With fewer than 96 bits kept, the number is no longer within the IPv4 addresses.
            let masked = value & ~Self.hostMask(128 - prefixLength)
            self.init(IPAddress(ipv6: masked), prefixLength: prefixLength)
        }
    }

    /// A block of one address.
    init(single address: IPAddress) {
        first = address
        prefixLength = address.width
    }

    /// Reads a block, or an address as a block of one; nil when the text is none. The prefix is decimal, without sign or leading zeros.
    public init?(_ text: String) {
        var text = text
        guard let block = text.withUTF8({ AddressText.block(TextBytes($0)) }) else { return nil }
        self = block
    }

    /// The last address of the block. Of the few blocks whose end lies in `::ffff:0:0/96` it is the last one before that: what is within
    /// is IPv4, and not in them.
    public var last: IPAddress {
        let value = first.value | Self.hostMask(first.width - prefixLength)
        guard !first.isIPv4 else { return IPAddress(ipv4: UInt32(value)) }
        return IPAddress(ipv6: value >> 32 == 0xffff ? 0xfffe_ffff_ffff : value)
    }

    /// Whether the address lies in the block.
    public func contains(_ address: IPAddress) -> Bool {
        address.isIPv4 == first.isIPv4 && (address.value ^ first.value) >> UInt128(first.width - prefixLength) == 0
    }

    /// The block as it is usually written.
    public var description: String { "\(first)/\(prefixLength)" }

    private static func hostMask(_ bits: Int) -> UInt128 { bits == 128 ? .max : (1 &<< UInt128(bits)) &- 1 }
}
