import Testing

@testable import NetworkIntelligence

@Suite struct NetworkOperatorsTests {
    @Test(arguments: [
        (16509, "Amazon Web Services"), (14618, "Amazon Web Services"), (396982, "Google Cloud"),
        (8075, "Microsoft Azure"),
        (16276, "OVHcloud"), (24940, "Hetzner"), (14061, "DigitalOcean"), (20473, "Vultr"), (51167, "Contabo"),
        (31898, "Oracle Cloud"), (9009, "M247"), (212238, "DataCamp"), (39351, "31173 Services"),
    ])
    func aCloudHosts(asn: UInt32, name: String) throws {
        let found = try #require(NetworkOperators.operator(asn: asn))
        #expect(found.name == name)
        #expect(found.roles == .hosting)
    }

    @Test(arguments: [
        (209103, "Proton VPN"), (216025, "Mullvad VPN"), (136787, "NordVPN (Tefincom)"), (209854, "Surfshark"),
    ])
    func aProviderOfTunnelsIsVPN(asn: UInt32, name: String) throws {
        let found = try #require(NetworkOperators.operator(asn: asn))
        #expect(found.name == name)
        #expect(found.roles.contains(.vpn))
    }

    @Test func applesRelayIsARelayAndNoVPN() {
        #expect(NetworkOperators.operator(asn: 36183)?.roles == .relay)
    }

    /// Deutsche Telekom, Comcast, Lumen and what was Savvis, Orange, China Telecom and Mobile, Cox, Charter, BT, Free, Vodafone Germany,
    /// Telefónica Germany; content networks that relays share with other traffic; Apple.
    @Test(arguments: [
        3320, 7922, 3356, 3561, 209, 3215, 4134, 9808, 22773, 20115, 2856, 12322, 3209, 6805, 13335, 54113, 20940, 714,
        0,
        4_294_967_295,
    ])
    func whoServesPeopleAtHomeOrSharesItsNumberIsNotInTheTable(asn: UInt32) {
        #expect(NetworkOperators.operator(asn: asn) == nil)
    }

    @Test func everyRowIsFoundByItsNumber() {
        let all = NetworkOperators.all
        #expect(all.filter { $0.roles.contains(.hosting) }.count >= 250)
        #expect(all.filter { $0.roles.contains(.vpn) }.count >= 15)
        #expect(Set(all.map(\.asn)).count == all.count)
        #expect(
            all.allSatisfy { NetworkOperators.operator(asn: $0.asn) == $0 && !$0.roles.isEmpty && !$0.name.isEmpty })
    }

    @Test func noNumberBetweenRowsIsFound() {
        let known = Set(NetworkOperators.all.map(\.asn))
        for asn in known.flatMap({ [$0 - 1, $0 + 1] }) where !known.contains(asn) {
            #expect(NetworkOperators.operator(asn: asn) == nil)
        }
    }

    @Test func everyLineOfTheTableIsARow() {
        #expect(NetworkOperators.table.split(separator: "\n").count == NetworkOperators.all.count)
    }
}
