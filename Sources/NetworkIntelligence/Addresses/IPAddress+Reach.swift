extension IPAddress {
    /// Whether the address can be a stranger's on the public Internet.
    ///
    /// It can't be one of a private network, of this machine or its links, of a carrier's NAT, one that leads to such through a translator
    /// or a tunnel, or one that nobody has: the blocks of the IANA special-purpose registries (RFC 6890 and what came after), and the
    /// addresses under which clouds tell machines about themselves, where they are not in those.
    public var isPublic: Bool { !Self.specialBlocks.contains { $0.contains(self) } }

    private static let specialBlocks = [
        "0.0.0.0/8",  // this network (RFC 1122)
        "10.0.0.0/8",  // private (RFC 1918)
        "100.64.0.0/10",  // carrier NAT (RFC 6598)
        "127.0.0.0/8",  // this machine (RFC 1122)
        "168.63.129.16/32",  // a cloud's wire server, which answers like metadata
        "169.254.0.0/16",  // link-local (RFC 3927), metadata among them
        "172.16.0.0/12",  // private (RFC 1918)
        "192.0.0.0/24",  // protocol assignments (RFC 6890)
        "192.0.2.0/24",  // documentation (RFC 5737)
        "192.31.196.0/24",  // AS112 (RFC 7535)
        "192.52.193.0/24",  // AMT (RFC 7450)
        "192.88.99.0/24",  // 6to4 relays (RFC 7526)
        "192.168.0.0/16",  // private (RFC 1918)
        "192.175.48.0/24",  // AS112 (RFC 7534)
        "198.18.0.0/15",  // benchmarks (RFC 2544)
        "198.51.100.0/24",  // documentation (RFC 5737)
        "203.0.113.0/24",  // documentation (RFC 5737)
        "224.0.0.0/4",  // multicast (RFC 5771)
        "240.0.0.0/4",  // reserved, and broadcast (RFC 1112)
        "::/96",  // unspecified, this machine, IPv4-compatible (RFC 4291)
        "64:ff9b::/96",  // NAT64 (RFC 6052)
        "64:ff9b:1::/48",  // NAT64 of one network (RFC 8215)
        "100::/64",  // discard (RFC 6666)
        "2001::/23",  // protocol assignments, Teredo among them (RFC 2928, RFC 4380)
        "2001:db8::/32",  // documentation (RFC 3849)
        "2002::/16",  // 6to4 (RFC 3056)
        "3fff::/20",  // documentation (RFC 9637)
        "5f00::/16",  // segment routing (RFC 9602)
        "fc00::/7",  // private (RFC 4193)
        "fe80::/10",  // link-local (RFC 4291)
        "fec0::/10",  // site-local (RFC 3879)
        "ff00::/8",  // multicast (RFC 4291)
    ].map { AddressBlock($0)! }
}
