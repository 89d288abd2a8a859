extension AddressText {
    /// One entry of a list: an address, a block, or a range with a hyphen (`192.0.2.7-192.0.2.9`); an address also with a port, in
    /// brackets, or behind a scheme (`socks5://192.0.2.1:1080`), as lists of proxies have it.
    static func range(_ text: TextBytes) -> AddressRange? {
        if let ipv4 = ipv4(text) { return AddressRange(IPAddress(ipv4: ipv4)) }
        if text.place(of: 0x2f) != nil {
            if let block = block(text) { return AddressRange(block) }
            return behindScheme(text).flatMap(endpoint).map { AddressRange($0) }
        }
        if let hyphen = text.place(of: 0x2d) {
            guard let first = address(text.part(0, hyphen).trimmed),
                let last = address(text.from(hyphen + 1).trimmed)
            else { return nil }
            return AddressRange(first, last)
        }
        return endpoint(text).map { AddressRange($0) }
    }

    /// An end of a range: an address, or its number as it stands in databases of ranges; from 2³² on that of IPv6.
    static func bound(_ text: TextBytes) -> IPAddress? {
        guard let number = decimal(text) else { return address(text) }
        return UInt32(exactly: number).map { IPAddress(ipv4: $0) } ?? IPAddress(ipv6: number)
    }

    /// The authority of a URL of nothing more.
    private static func behindScheme(_ text: TextBytes) -> TextBytes? {
        guard let colon = text.place(of: 0x3a), (1...16).contains(colon), text.from(colon).begins(with: "://"),
            text.part(0, colon).allSatisfy({ $0.decimalDigit != nil || (0x61...0x7a).contains($0 | 0x20) })
        else { return nil }
        let authority = text.from(colon + 3)
        return authority.last == 0x2f ? authority.part(0, authority.count - 1) : authority
    }

    /// Why a text is no entry, in a few words. Only asked for what could not be read.
    static func reasonNotRead(_ text: TextBytes) -> String {
        guard text.count > 0 else { return "no address" }
        if text.place(of: 0x25) != nil { return "a zone, which means nothing in a list" }
        if let hyphen = text.place(of: 0x2d), let first = address(text.part(0, hyphen).trimmed),
            let last = address(text.from(hyphen + 1).trimmed)
        {
            return first.isIPv4 == last.isIPv4 ? "a range that runs backwards" : "a range of two versions"
        }
        if let slash = text.place(of: 0x2f), let address = address(text.part(0, slash)) {
            let length = decimal(text.from(slash + 1))
            return length == nil ? "a prefix that is no number" : "a prefix of more than \(address.width) bits"
        }
        return reasonNoAddress(text.place(of: 0x2f).map { text.part(0, $0) } ?? text)
    }

    private static func reasonNoAddress(_ text: TextBytes) -> String {
        if text.allSatisfy({ $0.decimalDigit != nil }) { return "a number, not an address" }
        if ASNText.number(text) != nil { return "an AS number, not an address" }
        let parts = text.split(separator: 0x2e, omittingEmptySubsequences: false)
        guard parts.count == 4, parts.allSatisfy({ $0.allSatisfy { $0.decimalDigit != nil } }) else {
            return "no address"
        }
        let isPadded = parts.contains { $0.count > 1 && $0.first == 0x30 }
        return isPadded ? "a leading zero, which some read as octal" : "no address: a part is missing or above 255"
    }
}
