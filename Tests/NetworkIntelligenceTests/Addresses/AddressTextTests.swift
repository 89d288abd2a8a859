import Testing

@testable import NetworkIntelligence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite struct AddressTextTests {
    @Test(
        "the usual forms of both versions are read",
        arguments: [
            ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("192.0.2.1", "192.0.2.1"),
            ("::", "::"), ("::1", "::1"), ("2001:DB8::A", "2001:db8::a"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
            ("1::8", "1::8"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
            ("::ffff:192.0.2.1", "192.0.2.1"), ("::ffff:c000:201", "192.0.2.1"),
            ("64:ff9b::192.0.2.1", "64:ff9b::c000:201"),
            ("1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201"),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ])
    func usualForms(text: String, expected: String) { #expect(IPAddress(text)?.description == expected) }

    @Test(
        "what is no address, or more than one, is refused",
        arguments: [
            "", " ", "1", "1.2", "1.2.3", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4.", "1.2.3.4.5", "1.2.3.256",
            "1.2.3.1000",
            "1.2.3.-4", "+1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "1.2.3.4\0", "١.٢.٣.٤", "localhost",
            "3221225985", "0x7f.0.0.1",
            "0x7f.1", "127.1", "2130706433", ":", ":::", "::1::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
            "1:2:3:4:5:6:7:8::",
            "::1:2:3:4:5:6:7:8", ":1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:", "12345::", "g::", "::1.2.3", "::1.2.3.4.5",
            "::1.2.3.4:5",
            "1:2:3:4:5:6:7:1.2.3.4", "::01.2.3.4",
        ])
    func refused(text: String) { #expect(IPAddress(text) == nil) }

    @Test(
        "a leading zero is refused, since some read it as octal",
        arguments: [
            "010.001.000.001", "010.0.0.1", "10.0.0.01", "00.0.0.0", "192.168.1.007",
        ])
    func leadingZeros(text: String) {
        #expect(IPAddress(text) == nil)
        #expect(IPAddress(endpoint: text) == nil)
        #expect(AddressBlock(text) == nil)
    }

    @Test(
        "zones, ports and brackets are not part of an address",
        arguments: [
            "fe80::1%eth0", "fe80::1%1", "192.0.2.1:80", "[2001:db8::1]", "[2001:db8::1]:443", "192.0.2.1%lo",
        ])
    func decorated(text: String) { #expect(IPAddress(text) == nil) }

    @Test("every text is read as inet_pton reads it")
    func agreesWithTheSystem() {
        var random = SteadyRandom(seed: 1)
        let alphabet = Array("0123456789abcdefABCDEFg:.:.:.%/ ".utf8)
        var accepted = 0
        for round in 0..<20_000 {
            let address = round % 2 == 0 ? IPAddress(ipv4: UInt32(truncatingIfNeeded: random.next())) : sparse(&random)
            var text = Array(address.description.utf8)
            for _ in 0..<(round % 5) {
                let byte = alphabet.randomElement(using: &random) ?? 0x30
                let place = Int.random(in: 0...text.count, using: &random)
                switch random.next() % 3 {
                case 0: text.insert(byte, at: place)
                case 1 where place < text.count: text[place] = byte
                case 2 where place < text.count: text.remove(at: place)
                default: break
                }
            }
            let written = String(decoding: text, as: UTF8.self)
            let expected = systemReading(written)
            #expect(IPAddress(written) == expected, "\(written)")
            if expected != nil { accepted += 1 }
        }
        #expect(accepted > 6_000)
    }

    /// An IPv6 address with many zero groups, as real ones have.
    private func sparse(_ random: inout SteadyRandom) -> IPAddress {
        var value: UInt128 = 0
        for _ in 0..<8 {
            let group: UInt64 = random.next() % 3 == 0 ? random.next() & 0xffff : random.next() % 2
            value = value << 16 | UInt128(group)
        }
        return IPAddress(ipv6: value)
    }

    private func systemReading(_ text: String) -> IPAddress? {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, text, &v4) == 1 { return IPAddress(ipv4: UInt32(bigEndian: v4.s_addr)) }
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        return IPAddress(networkBytes: withUnsafeBytes(of: v6) { Array($0) })
    }

    @Test("numbers are read up to the highest that 128 bits hold, and no further")
    func decimals() {
        #expect(decimal("0") == 0)
        #expect(decimal("16777216") == 16_777_216)
        #expect(decimal("9999999999999999999") == 9_999_999_999_999_999_999)
        #expect(decimal("340282366920938463463374607431768211455") == UInt128.max)
        for text in [
            "", "-1", "+1", "01", "1x", "340282366920938463463374607431768211456", String(repeating: "9", count: 400),
        ] {
            #expect(decimal(text) == nil, "\(text)")
        }
    }

    private func decimal(_ text: String) -> UInt128? {
        var text = text
        return text.withUTF8 { AddressText.decimal(TextBytes($0)) }
    }
}
