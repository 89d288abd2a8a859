extension IPAddress {
    /// Reads the address of an endpoint as proxies and lists write it: an address alone, or with a port, IPv6 in brackets then
    /// (`192.0.2.1`, `192.0.2.1:8080`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:443`).
    ///
    /// Nil when the address is none, when the port is none (1 to 5 digits, at most 65,535), or when there is a zone (`fe80::1%eth0`):
    /// a zone names a link of the machine that wrote it, and means nothing here.
    public init?(endpoint text: String) {
        var text = text
        guard let address = text.withUTF8({ AddressText.endpoint(TextBytes($0)) }) else { return nil }
        self = address
    }
}

extension AddressText {
    /// An address, with a port or without.
    static func endpoint(_ text: TextBytes) -> IPAddress? {
        guard text.count > 0 else { return nil }
        if text[0] == 0x5b { return bracketed(text) }
        if let address = address(text) { return address }
        // One colon separates an IPv4 address from a port; more are IPv6.
        guard let colon = text.place(of: 0x3a), isPort(text.from(colon + 1)) else { return nil }
        return ipv4(text.part(0, colon)).map { IPAddress(ipv4: $0) }
    }

    /// Brackets hold IPv6 (RFC 3986, section 3.2.2).
    private static func bracketed(_ text: TextBytes) -> IPAddress? {
        guard let end = text.place(of: 0x5d), let value = ipv6(text.part(1, end)) else { return nil }
        let rest = text.from(end + 1)
        guard rest.count == 0 || rest[0] == 0x3a && isPort(rest.from(1)) else { return nil }
        return IPAddress(ipv6: value)
    }

    private static func isPort(_ text: TextBytes) -> Bool {
        guard (1...5).contains(text.count) else { return false }
        var port = 0
        for byte in text {
            guard let digit = byte.decimalDigit else { return false }
            port = port * 10 + Int(digit)
        }
        return port <= 65_535
    }
}
