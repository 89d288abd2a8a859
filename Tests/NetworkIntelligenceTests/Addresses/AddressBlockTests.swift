import NetworkIntelligence
import Testing

@Suite struct AddressBlockTests {
    @Test(
        "a block is read, and bits behind its prefix are cleared",
        arguments: [
            ("192.0.2.77/24", "192.0.2.0/24"), ("192.0.2.77", "192.0.2.77/32"), ("0.0.0.0/0", "0.0.0.0/0"),
            ("2001:db8:ffff::1/32", "2001:db8::/32"), ("::/0", "::/0"), ("2001:db8::1", "2001:db8::1/128"),
            ("::ffff:192.0.2.77/120", "192.0.2.0/24"), ("::ffff:0:0/96", "0.0.0.0/0"),
            ("::ffff:192.0.2.1", "192.0.2.1/32"),
            ("::ffff:192.0.2.1/80", "::/80"),
        ])
    func read(text: String, expected: String) { #expect(AddressBlock(text)?.description == expected) }

    @Test(
        "what is no block is refused",
        arguments: [
            "", "/", "/24", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+24", "192.0.2.0/024",
            "192.0.2.0/ 24", "192.0.2.0/24/24",
            "192.0.2.0/255.255.255.0", "10/8", "2001:db8::/129", "2001:db8::/999999999999999999999",
            "::ffff:192.0.2.1/129", "192.0.2.0 /24",
        ])
    func refused(text: String) { #expect(AddressBlock(text) == nil) }

    @Test("a block ends where its last address is")
    func ends() throws {
        #expect(AddressBlock("192.0.2.0/24")?.last == IPAddress("192.0.2.255"))
        #expect(AddressBlock("0.0.0.0/0")?.last == IPAddress("255.255.255.255"))
        #expect(AddressBlock("::/0")?.last == IPAddress("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"))
        #expect(AddressBlock("2001:db8::/32")?.last == IPAddress("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"))
    }

    @Test("a block of IPv6 that would end among IPv4 addresses ends before them")
    func endsBeforeMapped() throws {
        let block = try #require(AddressBlock("::/80"))
        #expect(block.last == IPAddress(ipv6: 0xfffe_ffff_ffff))
        #expect(!block.contains(IPAddress(ipv4: 1)))
        let range = AddressRange(block)
        #expect(!range.first.isIPv4 && !range.last.isIPv4)
    }

    @Test("a range needs two addresses of one version in order")
    func ranges() throws {
        let low = try #require(IPAddress("192.0.2.1"))
        let high = try #require(IPAddress("192.0.2.9"))
        let other = try #require(IPAddress("2001:db8::1"))
        let range = try #require(AddressRange(low, high))
        #expect(range.contains(low) && range.contains(high) && !range.contains(other))
        #expect(range.description == "192.0.2.1-192.0.2.9")
        #expect(AddressRange(high, low) == nil)
        #expect(AddressRange(low, other) == nil)
        #expect(AddressRange(low, low) == AddressRange(low))
    }

    @Test(
        "an endpoint is read with a port, IPv6 in brackets then",
        arguments: [
            ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:8080", "192.0.2.1"), ("192.0.2.1:0", "192.0.2.1"),
            ("2001:db8::1", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"), ("[2001:db8::1]:65535", "2001:db8::1"),
            ("[::ffff:192.0.2.1]:80", "192.0.2.1"),
            ("::1", "::1"),
        ])
    func endpoints(text: String, expected: String) { #expect(IPAddress(endpoint: text)?.description == expected) }

    @Test(
        "an endpoint with a zone, a broken bracket or no port is refused",
        arguments: [
            "", "fe80::1%eth0", "[fe80::1%25eth0]:80", "192.0.2.1:", "192.0.2.1:65536", "192.0.2.1:http",
            "192.0.2.1:-1", "192.0.2.1:000080",
            "[2001:db8::1", "2001:db8::1]", "[2001:db8::1]80", "[2001:db8::1]:", "[192.0.2.1]:80", "[]", "[]:80",
            "192.0.2.1:80:80", "localhost:80",
            "010.0.0.1:80",
        ])
    func noEndpoints(text: String) { #expect(IPAddress(endpoint: text) == nil) }
}
