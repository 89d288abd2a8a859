import Evidence
import Foundation
import Sessions
import Testing

@testable import NetworkIntelligence

/// Debian's `libloc-database`, and the `location` command that reads it.
private enum Debian {
    static let hasDatabase = FileManager.default.fileExists(atPath: LocationDatabase.debianPath)
    static let hasCommand = hasDatabase && FileManager.default.isExecutableFile(atPath: "/usr/bin/location")

    /// What the command prints.
    static func location(_ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/location")
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return String(decoding: text, as: UTF8.self)
    }
}

@Suite(
    "Debian's location database",
    .enabled(if: Debian.hasDatabase, "Debian's package libloc-database is not installed"), .serialized)
struct DebianLocationDatabaseTests {
    private static let database = Result { try LocationDatabase() }

    @Test("What the database says of itself is read")
    func header() throws {
        let database = try Self.database.get()
        #expect(database.vendor == "IPFire Project")
        #expect(database.license == "CC BY-SA 4.0")
        #expect(database.description?.hasPrefix("This database has been obtained from") == true)
        #expect(database.createdAt.milliseconds > 1_600_000_000_000)
        #expect(database.systemCount > 50_000)
        #expect(database.networkCount > 100_000)
        #expect(database.countryCount > 200)
    }

    @Test(
        "Well-known addresses have their country, their system and its name",
        arguments: [
            ("8.8.8.8", "US", 15169, "GOOGLE"), ("::ffff:8.8.8.8", "US", 15169, "GOOGLE"),
            ("2001:4860:4860::8888", "US", 15169, "GOOGLE"), ("193.99.144.80", "DE", 12306, "PLUS.LINE"),
        ] as [(String, String, UInt32, String)])
    func known(address: String, country: String, asn: UInt32, name: String) throws {
        let record = try #require(try Self.database.get().lookup(try IPAddress(text: address)))
        #expect(record.location?.countryCode == country)
        #expect(record.asn == asn)
        #expect(record.organization?.uppercased().contains(name) == true, "\(record.organization ?? "none")")
    }

    @Test(
        "Addresses that nobody announces are not found",
        arguments: ["127.0.0.1", "10.1.2.3", "::1", "fe80::1", "240.0.0.1"])
    func unknown(address: String) throws {
        #expect(try Self.database.get().lookup(try IPAddress(text: address))?.asn == nil)
    }

    @Test(
        "The location command says the same of addresses drawn at random",
        .enabled(if: Debian.hasCommand, "Debian's package location is not installed"))
    func agreement() throws {
        let database = try Self.database.get()
        var random = SmallGenerator(seed: 5)
        var addresses = (0..<300).map { _ in IPAddress(ipv4: random.next(in: 1 << 24...223 << 24)) }
        let prefixes: [UInt128] = [0x2001, 0x2400, 0x2600, 0x2604, 0x2800, 0x2a00, 0x2a01, 0x2a02, 0x2c0f]
        addresses += (0..<300).map { index in
            let head = prefixes[index % prefixes.count] << 112
            return IPAddress(ipv6: head | UInt128(random.next() >> 16) << 64 | UInt128(random.next()))
        }
        let said = Said.parse(try Debian.location(["lookup"] + addresses.map(\.description)))
        #expect(said.count > 400)
        var found = 0
        for address in addresses {
            let record = database.lookup(address)
            // The command says nothing at all of addresses that are in no network.
            #expect(record.map { Said($0) } == said[address.description], "\(address)")
            if record != nil { found += 1 }
        }
        #expect(found > 200)
    }

    @Test(
        "Networks with flags are those that the location command lists",
        .enabled(if: Debian.hasCommand, "Debian's package location is not installed"),
        arguments: ["--anonymous-proxy", "--satellite-provider", "--anycast", "--drop"])
    func flags(option: String) throws {
        let database = try Self.database.get()
        let blocks = try Debian.location(["list-networks-by-flags", option]).split(separator: "\n")
            .compactMap { AddressBlock(String($0)) }
        #expect(blocks.count > 10)
        for block in blocks.enumerated().filter({ $0.offset % 97 == 0 }).map(\.element) {
            let record = try #require(database.lookup(block.first), "\(block)")
            let isFlagged =
                switch option {
                case "--anonymous-proxy": record.traits.contains(.proxy)
                case "--satellite-provider": record.flags.contains(.satellite)
                case "--anycast": record.flags.contains(.anycast)
                default: record.flags.contains(.hostile) && record.traits.contains(.listed)
                }
            #expect(isFlagged, "\(block)")
        }
    }
}

/// What the location command says of an address.
private struct Said: Equatable {
    var country: String?
    var system: String?
    var flags: Set<String> = []

    init(_ record: DatabaseRecord?) {
        country = record?.location?.country
        if let asn = record?.asn { system = "AS\(asn)" + (record?.organization.map { " - \($0)" } ?? "") }
        if record?.traits.contains(.proxy) == true { flags.insert("Anonymous Proxy") }
        if record?.flags.contains(.satellite) == true { flags.insert("Satellite Provider") }
        if record?.flags.contains(.anycast) == true { flags.insert("Anycast") }
        if record?.flags.contains(.hostile) == true { flags.insert("Hostile Network safe to drop") }
    }

    private init() {}

    /// Reads blocks of `name : value` lines, each block under its address.
    static func parse(_ output: String) -> [String: Said] {
        var said: [String: Said] = [:]
        var address = ""
        for line in output.split(separator: "\n") {
            if !line.hasPrefix(" ") {
                address = String(line.prefix { $0 != " " }.trimmingSuffix(":"))
                said[address] = Said()
                continue
            }
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "Country": said[address]?.country = parts[1]
            case "Autonomous System": said[address]?.system = parts[1]
            case "Network": break
            default: if parts[1] == "yes" { said[address]?.flags.insert(parts[0]) }
            }
        }
        return said
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> Substring { hasSuffix(suffix) ? dropLast(suffix.count) : self }
}
