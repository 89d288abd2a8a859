/// Reads addresses from bytes where they lie, without a string for each: lists hold millions of them.
///
/// It is as strict as `inet_pton` is: four decimal parts, or the groups of RFC 4291, section 2.2. A part with a leading zero is refused,
/// because some read it as octal and others don't; so are hexadecimal parts, fewer than four parts, and single numbers. Zones, ports and
/// brackets are not part of an address.
enum AddressText {
    /// The longest text of an address, with an IPv4 address in its last 32 bits.
    static let longestAddress = 45

    /// An address of either version.
    static func address(_ text: TextBytes) -> IPAddress? {
        if let ipv4 = ipv4(text) { return IPAddress(ipv4: ipv4) }
        return ipv6(text).map { IPAddress(ipv6: $0) }
    }

    /// `192.0.2.1`.
    static func ipv4(_ text: TextBytes) -> UInt32? {
        guard text.count >= 7, text.count <= 15 else { return nil }
        var address: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var parts = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            index += 1
            if let digit = byte.decimalDigit {
                guard digits == 0 || part != 0 else { return nil }
                part = part &* 10 &+ UInt32(digit)
                digits += 1
                guard part <= 255 else { return nil }
            } else {
                guard byte == 0x2e, digits > 0, parts < 3 else { return nil }
                address = address &<< 8 | part
                parts += 1
                part = 0
                digits = 0
            }
        }
        guard parts == 3, digits > 0 else { return nil }
        return address &<< 8 | part
    }

    /// `2001:db8::1`, also with an IPv4 address for the last two groups.
    static func ipv6(_ text: TextBytes) -> UInt128? {
        guard text.count >= 2, text.count <= longestAddress else { return nil }
        var groups = Groups()
        var index = 0
        if text[0] == 0x3a {
            guard text[1] == 0x3a else { return nil }
            groups.beginGap()
            index = 2
        }
        while index < text.count {
            let start = index
            var group: UInt16 = 0
            while index < text.count, index - start < 4, let digit = text[index].hexadecimalDigit {
                group = group &<< 4 | UInt16(digit)
                index += 1
            }
            if index < text.count, text[index] == 0x2e {
                guard let ipv4 = ipv4(text.from(start)), groups.append(UInt16(ipv4 &>> 16)),
                    groups.append(UInt16(truncatingIfNeeded: ipv4))
                else { return nil }
                return groups.address
            }
            guard index > start, groups.append(group) else { return nil }
            if index == text.count { break }
            guard text[index] == 0x3a, index + 1 < text.count else { return nil }
            index += 1
            if text[index] == 0x3a {
                guard groups.beginGap() else { return nil }
                index += 1
            }
        }
        return groups.address
    }

    /// `192.0.2.0/24`, or an address alone. Bits behind the prefix are cleared: people write a host's address with its network's prefix.
    static func block(_ text: TextBytes) -> AddressBlock? {
        guard let slash = text.place(of: 0x2f) else {
            return address(text).map { AddressBlock(single: $0) }
        }
        guard let length = prefixLength(text.from(slash + 1)) else { return nil }
        let head = text.part(0, slash)
        if let ipv4 = ipv4(head) { return AddressBlock(IPAddress(ipv4: ipv4), prefixLength: length) }
        return ipv6(head).flatMap { AddressBlock(ipv6: $0, prefixLength: length) }
    }

    /// Up to three digits, the first of which is no 0 unless it is alone.
    private static func prefixLength(_ text: TextBytes) -> Int? {
        guard (1...3).contains(text.count) else { return nil }
        return decimal(text).map { Int($0) }
    }

    /// A whole number without sign or leading zero; nil when it is longer than 39 digits or above what 128 bits hold.
    static func decimal(_ text: TextBytes) -> UInt128? {
        guard (1...39).contains(text.count), text.count == 1 || text[0] != 0x30 else { return nil }
        // Nineteen digits always fit in 64 bits, which are faster.
        guard text.count > 19 else { return shortDecimal(text).map { UInt128($0) } }
        var value: UInt128 = 0
        for byte in text {
            guard let digit = byte.decimalDigit else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt128(digit))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return value
    }

    /// A whole number of at most 32 bits without sign or leading zero.
    static func decimal32(_ text: TextBytes) -> UInt32? {
        guard text.count >= 1, text.count <= 10, text.count == 1 || text[0] != 0x30 else { return nil }
        guard let value = shortDecimal(text), value <= 0xffff_ffff else { return nil }
        return UInt32(truncatingIfNeeded: value)
    }

    /// At most nineteen digits.
    private static func shortDecimal(_ text: TextBytes) -> UInt64? {
        var value: UInt64 = 0
        var index = 0
        while index < text.count {
            guard let digit = text[index].decimalDigit else { return nil }
            value = value &* 10 &+ UInt64(digit)
            index += 1
        }
        return value
    }
}

/// The groups of an IPv6 address while it is read: those before `::` and those behind it.
private struct Groups {
    private var high: UInt64 = 0
    private var low: UInt64 = 0
    private var count = 0
    private var gap: Int?

    /// False when there are eight already.
    mutating func append(_ group: UInt16) -> Bool {
        guard count < 8 else { return false }
        high = high &<< 16 | low &>> 48
        low = low &<< 16 | UInt64(group)
        count += 1
        return true
    }

    /// False when there is a `::` already.
    @discardableResult
    mutating func beginGap() -> Bool {
        guard gap == nil else { return false }
        gap = count
        return true
    }

    /// Nil when groups are missing, or when `::` stands for none.
    var address: UInt128? {
        let value = UInt128(high) &<< 64 | UInt128(low)
        guard let gap else { return count == 8 ? value : nil }
        guard count < 8 else { return nil }
        let behind = UInt128(16 * (count - gap))
        // A gap behind nothing and before nothing is the address of zeros.
        guard count > 0 else { return 0 }
        let tail = value & ((1 &<< behind) &- 1)
        guard gap > 0 else { return tail }
        return (value &>> behind) &<< UInt128(16 * (8 - gap)) | tail
    }
}
