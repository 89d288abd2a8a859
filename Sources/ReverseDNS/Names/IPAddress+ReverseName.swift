import NetworkIntelligence

extension IPAddress {
    /// The name under which the names of the address are found: its bytes backwards under `in-addr.arpa` (RFC 1035, section 3.5), or its
    /// nibbles backwards under `ip6.arpa` (RFC 3596, section 2.5).
    var reverseName: DomainName {
        let labels =
            isIPv4
            ? bytes.reversed().map { String($0) } + ["in-addr"]
            : bytes.reversed().flatMap { [String($0 & 15, radix: 16), String($0 >> 4, radix: 16)] } + ["ip6"]
        // It always is one: letters and digits, 73 bytes at most.
        return DomainName(host: labels.joined(separator: ".") + ".arpa")!
    }
}
