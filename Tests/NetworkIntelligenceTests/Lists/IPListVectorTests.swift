import NetworkIntelligence
import Testing

@Suite(.enabled(if: IPListVectors.areThere, "../shared/vectors is not beside the repository"))
struct IPListVectorTests {
    private func list(_ name: String) throws -> AddressList { try AddressListReader().read(IPListVectors.bytes(name)) }

    private func table(_ lists: [String]) throws -> AddressTable {
        var builder = AddressTableBuilder()
        for name in lists { builder.addLayer(try list(name).ranges, value: 0) }
        return builder.build()
    }

    @Test(
        "each list is read whole, in its format, without a problem",
        arguments: [
            ("amazon-ipv4.txt", 1_752, ListFormat.lines), ("google-ipv4.txt", 97, .lines),
            ("icloud-private-relay-ipv4.txt", 3_290, .lines),
            ("x4bnet-datacenter-ipv4.txt", 42_566, .lines), ("x4bnet-mullvad.txt", 566, .lines),
            ("x4bnet-vpn-ipv4.txt", 10_862, .lines),
            ("tor-exits.csv", 5_933, .commaSeparated),
        ])
    func whole(name: String, count: Int, format: ListFormat) throws {
        let list = try list(name)
        #expect(list.ranges.count == count)
        #expect(list.problems.count == 0, "\(list.problems.first)")
        #expect(list.format == format)
        #expect(try ListKind(of: IPListVectors.bytes(name)) == .addresses)
    }

    @Test(
        "samples of each list are found, and their neighbours are not",
        arguments: [
            ("amazon-ipv4.txt", "3.5.140.2", "1.1.1.1"), ("google-ipv4.txt", "8.8.8.8", "8.8.9.0"),
            ("icloud-private-relay-ipv4.txt", "104.28.28.79", "104.28.28.77"),
            ("x4bnet-datacenter-ipv4.txt", "1.12.0.0", "1.11.255.255"),
            ("x4bnet-mullvad.txt", "23.144.160.67", "23.144.160.68"),
            ("x4bnet-vpn-ipv4.txt", "2.58.241.74", "2.58.241.66"),
            ("tor-exits.csv", "204.8.96.141", "204.8.96.255"),
            ("tor-exits.csv", "2620:7:6003::141", "2620:7:6003::ffff"),
        ])
    func samples(name: String, inside: String, outside: String) throws {
        let table = try table([name])
        #expect(table[try #require(IPAddress(inside))] != 0, "\(inside)")
        #expect(table[try #require(IPAddress(outside))] == 0, "\(outside)")
    }

    @Test("every entry of every list is found in a table of all lists, in its own layer")
    func everyEntry() throws {
        let names = [
            "amazon-ipv4.txt", "google-ipv4.txt", "icloud-private-relay-ipv4.txt", "x4bnet-mullvad.txt",
            "x4bnet-vpn-ipv4.txt", "tor-exits.csv",
        ]
        let table = try table(names)
        for (layer, name) in names.enumerated() {
            for (range, _) in try list(name).ranges {
                let isFound = [range.first, range.last].allSatisfy { table.matches($0).contains { $0.layer == layer } }
                #expect(isFound, "\(name): \(range)")
            }
        }
    }

    @Test(
        "tables of the lists take at most twice the information in them",
        arguments: [
            "amazon-ipv4.txt", "icloud-private-relay-ipv4.txt", "x4bnet-datacenter-ipv4.txt", "x4bnet-mullvad.txt",
            "x4bnet-vpn-ipv4.txt",
            "tor-exits.csv",
        ])
    func memory(name: String) throws {
        let list = try list(name)
        var builder = AddressTableBuilder()
        builder.addLayer(list.ranges, value: 0)
        let information = list.ranges.reduce(0) { $0 + ($1.range.first.isIPv4 ? 7 : 19) }
        #expect(builder.build().byteCount <= 2 * information)
    }

    @Test("the VPN list holds Apple's relay too: both lists' matches are told, so that relay can win")
    func relayAmongVPNs() throws {
        let table = try table(["x4bnet-vpn-ipv4.txt", "icloud-private-relay-ipv4.txt"])
        let relays = try list("icloud-private-relay-ipv4.txt").ranges
        let both = relays.count { table.matches($0.range.first).map(\.layer) == [0, 1] }
        let relayAlone = relays.count { table.matches($0.range.first).map(\.layer) == [1] }
        #expect(both > 0)
        #expect(both + relayAlone == relays.count)
    }

    @Test("the list of hosting systems is read whole, names and all")
    func hostingSystems() throws {
        let bytes = try IPListVectors.bytes("datacenter-asns.csv")
        let list = try ASNListReader().read(bytes)
        #expect(list.entries.count == 742)
        #expect(list.problems.count == 0, "\(list.problems.first)")
        #expect(list.format == .commaSeparated)
        #expect(try ListKind(of: bytes) == .asns)
        let names = Dictionary(list.entries.map { ($0.asn, $0.name) }) { $1 }
        #expect(names[198_375] == "INULOGIC SARL, FR")
        #expect(names[51_447] == "RootLayer Web Services Ltd, NL")
        #expect(names[20_248] == "Take 2 Hosting, Inc.")
        #expect(names[395_978] == "UNKNOWN")
        #expect(list.entries.allSatisfy { $0.name?.isEmpty == false })
    }
}
