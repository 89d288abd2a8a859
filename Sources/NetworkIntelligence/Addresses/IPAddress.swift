#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An IPv4 or IPv6 address. An IPv4 address that is written as IPv6 (`::ffff:192.0.2.1`) is taken for what it is.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as a number: 32 bits of IPv4, 128 of IPv6.
    public let value: UInt128
    /// Whether this is IPv4.
    public let isIPv4: Bool

    /// The IPv4 address with that number.
    public init(ipv4 value: UInt32) {
        self.value = UInt128(value)
        isIPv4 = true
    }

    /// The IPv6 address with that number, or the IPv4 address in it (`::ffff:0:0/96`, RFC 4291, section 2.5.5.2).
    public init(ipv6 value: UInt128) {
        isIPv4 = value >> 32 == 0xffff
        self.value = isIPv4 ? value & 0xffff_ffff : value
    }

    /// Reads an address; nil when the text is none.
    ///
    /// It is as strict as `inet_pton` is. Zones, ports and brackets are not part of an address (``init(endpoint:)`` reads the latter two);
    /// leading zeros, which some read as octal, hexadecimal parts and single numbers are refused.
    public init?(_ text: String) {
        var text = text
        guard let address = text.withUTF8({ AddressText.address(TextBytes($0)) }) else { return nil }
        self = address
    }

    /// An address in network order; nil unless there are four or sixteen bytes.
    public init?(networkBytes bytes: [UInt8]) {
        let value = bytes.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
        switch bytes.count {
        case 4: self.init(ipv4: UInt32(value))
        case 16: self.init(ipv6: value)
        default: return nil
        }
    }

    /// How many bits an address of this version has: 32 or 128.
    public var width: Int { isIPv4 ? 32 : 128 }

    /// Four or sixteen bytes, in network order.
    public var bytes: [UInt8] {
        stride(from: width - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> UInt128($0)) }
    }

    /// Whether the address names this machine: `127.0.0.0/8` or `::1`.
    public var isLoopback: Bool { isIPv4 ? value >> 24 == 127 : value == 1 }

    /// The address in its usual form (RFC 5952 for IPv6).
    public var description: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        return bytes.withUnsafeBytes { raw in
            let family = isIPv4 ? AF_INET : AF_INET6
            guard inet_ntop(family, raw.baseAddress, &buffer, socklen_t(buffer.count)) != nil else { return "" }
            return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
