import NetworkIntelligence
import Testing

@Suite struct SpecialPurposeTests {
    @Test(
        "a special address is not public, and it is said what it is for",
        arguments: [
            ("0.0.0.0", "this network"), ("10.255.255.255", "private network"), ("172.16.0.1", "private network"),
            ("172.31.255.255", "private network"), ("192.168.0.1", "private network"), ("fd00::1", "private network"),
            ("fec0::1", "private network"), ("127.0.0.1", "this machine"), ("::1", "this machine"),
            ("::ffff:127.0.0.1", "this machine"), ("::", "unspecified"), ("::192.0.2.1", "IPv4-compatible"),
            ("100.64.0.1", "carrier-grade NAT"), ("169.254.169.254", "link-local"), ("fe80::1", "link-local"),
            ("168.63.129.16", "cloud metadata"), ("192.0.2.1", "documentation"), ("198.51.100.7", "documentation"),
            ("203.0.113.7", "documentation"), ("2001:db8::1", "documentation"), ("3fff::1", "documentation"),
            ("198.18.0.1", "benchmarks"), ("2001:2::1", "benchmarks"), ("224.0.0.1", "multicast"),
            ("ff02::1", "multicast"),
            ("240.0.0.1", "reserved"), ("255.255.255.255", "broadcast"), ("64:ff9b::a00:1", "NAT64"),
            ("2001::1", "Teredo"),
            ("2001:1::1", "protocol assignments"), ("2002:a00:1::", "6to4"), ("100::1", "discard"),
            ("::ffff:0:a00:1", "IPv4-translated"),
        ])
    func special(text: String, purpose: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.specialPurpose == purpose)
        #expect(!address.isPublic)
    }

    @Test(
        "addresses just outside of special blocks are public",
        arguments: [
            "1.0.0.0", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
            "168.63.129.15",
            "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.0", "192.0.3.0",
            "192.167.255.255", "192.169.0.0",
            "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0", "223.255.255.255", "2001:200::1",
            "2001:db7:ffff::1", "2001:db9::1",
            "2003::1", "2606:4700::1111", "2a00:1450::1", "64:ff9c::1", "8.8.8.8",
        ])
    func publicOnes(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.isPublic)
        #expect(address.specialPurpose == nil)
    }

    @Test("an address is public exactly when it has no special purpose")
    func agreement() {
        var random = SteadyRandom(seed: 2)
        for _ in 0..<20_000 {
            let v4 = IPAddress(ipv4: UInt32(truncatingIfNeeded: random.next()))
            #expect(v4.isPublic == (v4.specialPurpose == nil))
            let v6 = IPAddress(ipv6: random.uint128() >> UInt128(random.next() % 128))
            #expect(v6.isPublic == (v6.specialPurpose == nil))
        }
    }
}
