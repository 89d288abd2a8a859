extension IPAddress {
    /// Whether the address can be a stranger's on the public Internet.
    ///
    /// It can't be one of a private network, of this machine or its links, of a carrier's NAT, one that leads to such through a translator
    /// or a tunnel, or one that nobody has: the blocks of the IANA special-purpose registries (RFC 6890 and what came after), and the
    /// addresses under which clouds tell machines about themselves, where they are not in those.
    public var isPublic: Bool { SpecialPurposes.table[self] == 0 }

    /// What the address is set aside for, in a few words such as `private network`; nil for public addresses.
    public var specialPurpose: String? {
        SpecialPurposes.table.matches(self).first.map { SpecialPurposes.blocks[Int($0.value)].purpose }
    }
}

/// The blocks that are set aside. Of nested ones the inner says more.
private enum SpecialPurposes {
    static let blocks: [(block: String, purpose: String)] = [
        ("0.0.0.0/8", "this network"),  // RFC 1122
        ("10.0.0.0/8", "private network"),  // RFC 1918
        ("100.64.0.0/10", "carrier-grade NAT"),  // RFC 6598
        ("127.0.0.0/8", "this machine"),  // RFC 1122
        ("168.63.129.16/32", "cloud metadata"),  // a cloud's wire server, which answers like metadata
        ("169.254.0.0/16", "link-local"),  // RFC 3927, metadata among them
        ("172.16.0.0/12", "private network"),  // RFC 1918
        ("192.0.0.0/24", "protocol assignments"),  // RFC 6890
        ("192.0.2.0/24", "documentation"),  // RFC 5737
        ("192.31.196.0/24", "AS112 name servers"),  // RFC 7535
        ("192.52.193.0/24", "multicast tunnels"),  // RFC 7450
        ("192.88.99.0/24", "6to4 relays"),  // RFC 7526
        ("192.168.0.0/16", "private network"),  // RFC 1918
        ("192.175.48.0/24", "AS112 name servers"),  // RFC 7534
        ("198.18.0.0/15", "benchmarks"),  // RFC 2544
        ("198.51.100.0/24", "documentation"),  // RFC 5737
        ("203.0.113.0/24", "documentation"),  // RFC 5737
        ("224.0.0.0/4", "multicast"),  // RFC 5771
        ("240.0.0.0/4", "reserved"),  // RFC 1112
        ("255.255.255.255/32", "broadcast"),  // RFC 919
        ("::/96", "IPv4-compatible"),  // RFC 4291
        ("::/128", "unspecified"),  // RFC 4291
        ("::1/128", "this machine"),  // RFC 4291
        ("::ffff:0:0:0/96", "IPv4-translated"),  // RFC 2765
        ("64:ff9b::/96", "NAT64"),  // RFC 6052
        ("64:ff9b:1::/48", "NAT64"),  // of one network, RFC 8215
        ("100::/64", "discard"),  // RFC 6666
        ("100:0:0:1::/64", "dummy prefix"),  // RFC 9780
        ("2001::/23", "protocol assignments"),  // RFC 2928
        ("2001::/32", "Teredo"),  // RFC 4380
        ("2001:2::/48", "benchmarks"),  // RFC 5180
        ("2001:db8::/32", "documentation"),  // RFC 3849
        ("2002::/16", "6to4"),  // RFC 3056
        ("2620:4f:8000::/48", "AS112 name servers"),  // RFC 7534
        ("3fff::/20", "documentation"),  // RFC 9637
        ("5f00::/16", "segment routing"),  // RFC 9602
        ("fc00::/7", "private network"),  // RFC 4193
        ("fe80::/10", "link-local"),  // RFC 4291
        ("fec0::/10", "private network"),  // site-local, RFC 3879
        ("ff00::/8", "multicast"),  // RFC 4291
    ]

    static let table: AddressTable = {
        var builder = AddressTableBuilder()
        builder.addLayer(blocks.enumerated().map { (AddressBlock($1.block)!, UInt32($0)) })
        return builder.build()
    }()
}
