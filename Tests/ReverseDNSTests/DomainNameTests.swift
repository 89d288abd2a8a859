import NetworkIntelligence
import Testing

@testable import ReverseDNS

@Suite("A domain name")
struct DomainNameTests {
    @Test("of a host has letters, digits and hyphens, in labels of 63 and 253 altogether")
    func hosts() {
        let longest = [63, 63, 63, 61].map { String(repeating: "a", count: $0) }.joined(separator: ".")
        for name in ["a", "googlebot.com", "xn--bcher-kva.example", "1.2.3.4", "a--b.c", longest] {
            #expect(DomainName(host: name)?.host == name)
        }
        let label = String(repeating: "a", count: 64)
        for name in ["", ".", "a.", ".a", "a..b", "-a", "a-", "a_b", "a b", "é", "a\u{0}", label, longest + "a", "*.a"]
        {
            #expect(DomainName(host: name) == nil, "\(name)")
        }
    }

    @Test("is within another at the edges of labels")
    func within() throws {
        let suffix = try #require(DomainName(host: "googlebot.com"))
        for (name, isWithin) in [
            ("googlebot.com", true), ("a.googlebot.com", true), ("a.b.GOOGLEBOT.com", true),
            ("evilgooglebot.com", false),
            ("com", false), ("googlebot.com.evil", false), ("a.googlebot.con", false), ("x", false),
        ] {
            let name = try #require(DomainName(host: name))
            #expect(name.isWithin(suffix) == isWithin, "\(name)")
        }
    }

    @Test("of an address has its parts backwards")
    func reverse() {
        #expect(IPAddress("192.0.2.1")!.reverseName.host == "1.2.0.192.in-addr.arpa")
        #expect(IPAddress("::ffff:192.0.2.1")!.reverseName.host == "1.2.0.192.in-addr.arpa")
        // The example of RFC 3596, section 2.5.
        #expect(
            IPAddress("4321:0:1:2:3:4:567:89ab")!.reverseName.host
                == "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa")
    }

    @Test("of a name server is none: it is an address, perhaps with a port")
    func servers() {
        for (text, written) in [
            ("192.0.2.1", "192.0.2.1:53"), ("192.0.2.1:5353", "192.0.2.1:5353"), ("2001:db8::1", "[2001:db8::1]:53"),
            ("[2001:db8::1]:5353", "[2001:db8::1]:5353"), ("::1", "[::1]:53"),
        ] {
            #expect(NameServer(text)?.description == written)
        }
        for text in [
            "", ":", "dns.example", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:+53", "[192.0.2.1]:53",
            "[2001:db8::1]", "[2001:db8::1", "192.0.2.1:53:53", "192.0.2", "192.0.2.1:53 ", "192.0.2.1:53,192.0.2.2",
        ] {
            #expect(NameServer(text) == nil, "\(text)")
        }
    }
}
