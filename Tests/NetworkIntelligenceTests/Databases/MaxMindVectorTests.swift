import Evidence
import Foundation
import OrderedJSON
import Sessions
import Testing

@testable import NetworkIntelligence

@Suite(
    "MaxMind's test databases and the records that they were made from",
    .enabled(if: DatabaseVectors.areThere, "../shared/vectors is not beside the repository"))
struct MaxMindVectorTests {
    private static let databases = [
        "GeoIP2-Anonymous-IP-Test", "GeoIP2-City-Test", "GeoIP2-Connection-Type-Test", "GeoIP2-Country-Test",
        "GeoIP2-ISP-Test", "GeoLite2-ASN-Test", "GeoLite2-City-Test", "GeoLite2-Country-Test",
    ]

    @Test(
        "Every record is found at the first and the last address of its network, and all its fields",
        arguments: databases)
    func everyRecord(name: String) throws {
        let database = try MaxMindDatabase(path: DatabaseVectors.path(name))
        let source = try DatabaseVectors.source(name)
        #expect(source.count > 10)
        var compared = 0
        let networks = Networks(source)
        for (network, _) in source {
            for address in [network.first, network.last] {
                // The smallest network around the address is the one that counts.
                let expected = ExpectedRecord(try #require(networks.record(of: address)))
                for form in address.allForms {
                    #expect(ExpectedRecord(database.lookup(form)) == expected, "\(name): \(form)")
                    compared += 1
                }
            }
        }
        #expect(compared >= source.count * 2)
    }

    @Test("Addresses that no record covers are not found", arguments: databases)
    func gaps(name: String) throws {
        let database = try MaxMindDatabase(path: DatabaseVectors.path(name))
        let source = try DatabaseVectors.source(name)
        let networks = Networks(source)
        for address in source.compactMap({ $0.network.last.next })
            + ["0.0.0.1", "255.255.255.255", "ffff::1"].compactMap({ IPAddress($0) })
        {
            guard networks.record(of: address) == nil else { continue }
            #expect(database.lookup(address) == nil, "\(name): \(address)")
        }
    }

    @Test("What a database says of itself is read")
    func metadata() throws {
        let database = try MaxMindDatabase(path: DatabaseVectors.path("GeoLite2-City-Test"))
        #expect(database.metadata.databaseType == "GeoLite2-City")
        #expect(database.metadata.buildDate.description == "2026-02-04T22:49:29.000Z")
        #expect(database.metadata.ipVersion == 6)
        #expect(database.metadata.nodeCount == 1465)
        #expect(database.metadata.recordSize == 28)
        #expect(database.metadata.languages == ["en"])
        #expect(database.metadata.description?.contains("GeoLite2") == true)
        #expect(database.size == 21_088)
        #expect(database.dialect == .maxMind)
        #expect(database.recordCount == 55)
    }

    @Test(
        "What sorts of facts a database has is seen in its records",
        arguments: [
            ("GeoIP2-Anonymous-IP-Test", [.anonymity]), ("GeoIP2-Connection-Type-Test", [.clientType]),
            ("GeoLite2-Country-Test", [.country]), ("GeoLite2-ASN-Test", [.autonomousSystem, .organization]),
            ("GeoIP2-ISP-Test", [.autonomousSystem, .organization]),
            ("GeoIP2-City-Test", [.country, .city, .coordinates, .timeZone]),
        ] as [(String, Set<DatabaseRecord.Content>)])
    func contents(name: String, contents: Set<DatabaseRecord.Content>) throws {
        #expect(try MaxMindDatabase(path: DatabaseVectors.path(name)).contents == contents)
    }

    @Test(
        "A sound database of another kind is refused with its type's name",
        arguments: [
            ("MaxMind-DB-string-value-entries", "MaxMind DB String Value Entries"),
            ("MaxMind-DB-test-decoder", "MaxMind DB Decoder Test"), ("MaxMind-DB-test-ipv4-24", "Test"),
            ("MaxMind-DB-test-ipv4-28", "Test"), ("MaxMind-DB-test-ipv4-32", "Test"),
            ("MaxMind-DB-test-ipv6-24", "Test"),
            ("MaxMind-DB-test-ipv6-28", "Test"), ("MaxMind-DB-test-ipv6-32", "Test"),
            ("MaxMind-DB-test-mixed-24", "Test"),
            ("MaxMind-DB-test-mixed-32", "Test"), ("MaxMind-DB-test-nested", "MaxMind DB Nested Data Structures"),
            ("MaxMind-DB-test-pointer-decoder", "MaxMind DB Decoder Test"),
        ])
    func otherKinds(name: String, type: String) throws {
        do {
            _ = try MaxMindDatabase(path: DatabaseVectors.path(name))
            Issue.record("\(name) was opened")
        } catch {
            #expect(error.code == .unknownKind)
            #expect(error.detail.contains("\"\(type)\""), "\(error)")
        }
    }

    @Test("All widths of records lead to the same places, in IPv4, IPv6 and mixed trees", arguments: [24, 28, 32])
    func widths(bits: Int) throws {
        let v4 = try file("MaxMind-DB-test-ipv4-\(bits)")
        for (address, first) in [
            ("1.1.1.1", "1.1.1.1"), ("1.1.1.3", "1.1.1.2"), ("1.1.1.15", "1.1.1.8"), ("1.1.1.32", "1.1.1.32"),
        ] {
            #expect(try ip(v4, address) == first)
        }
        #expect(try ip(v4, "1.1.1.33") == nil)
        #expect(try ip(v4, "::1:ffff:ffff") == nil, "an IPv4 tree has no IPv6 addresses")
        let v6 = try file("MaxMind-DB-test-ipv6-\(bits)")
        for (address, first) in [("::1:ffff:ffff", "::1:ffff:ffff"), ("::2:0:1", "::2:0:0"), ("::2:0:59", "::2:0:58")] {
            #expect(try ip(v6, address) == first)
        }
        #expect(try ip(v6, "1.1.1.1") == nil)
    }

    @Test("In a mixed tree, IPv4 is found as such, as mapped, and where 6to4 and Teredo alias it", arguments: [24, 32])
    func aliases(bits: Int) throws {
        let mixed = try file("MaxMind-DB-test-mixed-\(bits)")
        for address in ["1.1.1.3", "::ffff:1.1.1.3", "::1.1.1.3", "2002:101:103::1", "2001:0:101:103::1"] {
            #expect(try ip(mixed, address) == "::1.1.1.2", "\(address)")
        }
        #expect(try ip(mixed, "::2:0:1") == "::2:0:0")
    }

    @Test(
        "Every type of value is read as what it is",
        arguments: ["MaxMind-DB-test-decoder", "MaxMind-DB-test-pointer-decoder"])
    func decoder(name: String) throws {
        let file = try file(name)
        let records = try file.recordOffsets().map { try summary(file, $0) }
        let seen = try #require(records.first { $0["utf8_string"] == "unicode! ☯ - ♫" })
        #expect(seen["double"] == "42.123456")
        #expect(seen["float"]?.hasPrefix("1.1") == true)
        #expect(seen["int32"] == "-268435456.0")
        #expect(seen["uint16"] == "100.0")
        #expect(seen["uint32"] == "268435456.0")
        #expect(seen["uint64"] == "1.152921504606847e+18")
        #expect(seen["uint128"] == "uint128 16")
        #expect(seen["bytes"] == "bytes 4")
        #expect(seen["boolean"] == "yes")
        #expect(seen["array"] == "array 3")
        #expect(seen["map"] == "map 1")
        #expect(seen.count >= 12)
    }

    /// The entries of a record, each in words.
    private func summary(_ file: MaxMindFile, _ offset: UInt32) throws -> [String: String] {
        var walk = MaxMindData(file.data)
        let record = try walk.value(at: Int(offset))
        try walk.checkAll(record)
        var seen: [String: String] = [:]
        try walk.forEachEntry(of: record) { (walk, key, value) in
            let name = String(decoding: key.bytes, as: UTF8.self)
            if case "boolean" = key {
                seen[name] = walk.isTrue(value) ? "yes" : "no"
            } else {
                seen[name] = walk.text(value) ?? walk.number(value).map { "\($0)" } ?? "\(value.kind) \(value.size)"
            }
        }
        return seen
    }

    private func file(_ name: String) throws -> MaxMindFile {
        try MaxMindFile(path: DatabaseVectors.path(name), limit: 1 << 20, scratchFolder: MaxMindDatabase.scratchFolder)
    }

    /// The `ip` of the record that an address leads to.
    private func ip(_ file: MaxMindFile, _ text: String) throws -> String? {
        guard let offset = file.offset(of: try #require(IPAddress(text))) else { return nil }
        var walk = MaxMindData(file.data)
        var found: String?
        let map = try walk.value(at: Int(offset))
        try walk.forEachEntry(of: map) { (walk, key, value) in
            if case "ip" = key { found = walk.text(value) }
        }
        return found
    }
}

/// The networks of a source by their lengths, as they stand in a tree of IPv6: most IPv4 networks are written as `::192.0.2.0/120` already.
private struct Networks {
    private var byLength: [Int: [UInt128: JSONValue]] = [:]

    init(_ source: [(network: AddressBlock, record: JSONValue)]) {
        for (network, record) in source {
            let length = network.first.isIPv4 ? network.prefixLength + 96 : network.prefixLength
            byLength[length, default: [:]][network.first.value] = record
        }
    }

    func record(of address: IPAddress) -> JSONValue? {
        for length in byLength.keys.sorted(by: >) {
            let mask = length == 0 ? 0 : UInt128.max << UInt128(128 - length)
            if let record = byLength[length]?[address.value & mask] { return record }
        }
        return nil
    }
}

extension IPAddress {
    /// The address as it stands in the source, and as IPv4 or IPv6 where it is the same place in the tree.
    fileprivate var allForms: [IPAddress] {
        guard let low = UInt32(exactly: value) else { return [self] }
        // ::/96 is read as IPv6 by whoever writes it so.
        return [IPAddress(ipv4: low), IPAddress(ipv6: value)]
    }

    fileprivate var next: IPAddress? {
        value < (isIPv4 ? UInt128(UInt32.max) : .max)
            ? (isIPv4 ? IPAddress(ipv4: UInt32(value + 1)) : IPAddress(ipv6: value + 1)) : nil
    }
}

/// The fields of a record, as the source has them and as the database gives them.
private struct ExpectedRecord: Equatable {
    var texts: [String: String] = [:]
    var numbers: [String: Double] = [:]
    var traits: Set<NetworkEvidence.Trait> = []
    var clients: Set<NetworkEvidence.ClientType> = []

    init(_ record: DatabaseRecord?) {
        guard let record else { return }
        texts["city"] = record.location?.city
        texts["region"] = record.location?.region
        texts["country"] = record.location?.country
        texts["code"] = record.location?.countryCode
        texts["zone"] = record.location?.timeZone
        texts["postal"] = record.location?.postalCode
        texts["organization"] = record.organization
        texts["holder"] = record.holder
        texts["isp"] = record.isp
        numbers["latitude"] = record.location?.latitude
        numbers["longitude"] = record.location?.longitude
        numbers["radius"] = record.location?.accuracyRadius
        numbers["asn"] = record.asn.map { Double($0) }
        traits = Set(record.traits)
        clients = Set(record.clientTypes)
    }

    init(_ source: JSONValue) {
        func english(_ value: JSONValue?) -> String? {
            value?["names"]?["en"]?.string ?? value?["names"]?.object?.first?.value.string
        }
        texts["city"] = english(source["city"])
        texts["region"] = english(source["subdivisions"]?.array?.first)
        texts["country"] = english(source["country"])
        texts["code"] = source["country"]?["iso_code"]?.string
        texts["zone"] = source["location"]?["time_zone"]?.string
        texts["postal"] = source["postal"]?["code"]?.string
        texts["holder"] = source["organization"]?.string
        texts["organization"] = source["autonomous_system_organization"]?.string ?? texts["holder"]
        texts["isp"] = source["isp"]?.string
        numbers["latitude"] = source["location"]?["latitude"]?.double
        numbers["longitude"] = source["location"]?["longitude"]?.double
        numbers["radius"] = source["location"]?["accuracy_radius"]?.double
        numbers["asn"] = source["autonomous_system_number"]?.double
        let flags: [(String, NetworkEvidence.Trait)] = [
            ("is_anonymous_vpn", .vpn), ("is_public_proxy", .proxy), ("is_tor_exit_node", .tor),
            ("is_hosting_provider", .hosting),
            ("is_residential_proxy", .residentialProxy),
        ]
        traits = Set(flags.filter { source[$0.0]?.bool == true || source["traits"]?[$0.0]?.bool == true }.map(\.1))
        switch source["connection_type"]?.string {
        case "Cable/DSL", "Dialup", "Satellite": clients = [.consumer]
        case "Cellular": clients = [.mobile]
        case "Corporate": clients = [.business]
        default: break
        }
    }
}
