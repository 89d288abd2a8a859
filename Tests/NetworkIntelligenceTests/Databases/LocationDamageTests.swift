import Evidence
import Foundation
import Sessions
import Testing

@testable import NetworkIntelligence

/// Writes libloc databases for tests.
struct LocationWriter {
    var systems: [(UInt32, String)] = [(64496, "Example One"), (64500, "Example Two")]
    var countries: [(String, String)] = [("DE", "Germany"), ("FR", "France")]
    /// Country, system, flags.
    var networks: [(String, UInt32, UInt16)] = [("DE", 64496, 0), ("FR", 64500, 0b1111)]
    /// The nodes behind 0 and 1, and the network.
    var nodes: [(UInt32, UInt32, UInt32)] = []
    var createdAt: UInt64 = 1_700_000_000

    /// A tree in which `2000::/3` is the first network, `2001:db8::/32` the second, and `192.0.2.0/24` too.
    static func sound() throws -> LocationWriter {
        var writer = LocationWriter()
        writer.nodes = [(0, 0, .max)]
        try writer.insert("2000::/3", 0)
        try writer.insert("2001:db8::/32", 1)
        try writer.insert("192.0.2.0/24", 1)
        return writer
    }

    mutating func insert(_ block: String, _ network: UInt32) throws {
        guard let block = AddressBlock(block) else { throw IPAddress.NotAnAddress(text: block) }
        let value = block.first.isIPv4 ? 0xffff << 32 | block.first.value : block.first.value
        var node = 0
        for bit in 0..<(block.prefixLength + (block.first.isIPv4 ? 96 : 0)) {
            let isOne = value >> UInt128(127 - bit) & 1 == 1
            var next = isOne ? nodes[node].1 : nodes[node].0
            if next == 0 {
                next = UInt32(nodes.count)
                nodes.append((0, 0, .max))
                if isOne { nodes[node].1 = next } else { nodes[node].0 = next }
            }
            node = Int(next)
        }
        nodes[node].2 = network
    }

    func file() -> [UInt8] {
        var pool: [UInt8] = []
        func text(_ text: String) -> UInt32 {
            defer { pool += Array(text.utf8) + [0] }
            return UInt32(pool.count)
        }
        let about = [text("Example Vendor"), text("For\ntests"), text("CC0-1.0")]
        var tables: [[UInt8]] = [[], [], [], []]
        for (number, name) in systems { tables[0] += bytes(number) + bytes(text(name)) }
        for (country, system, flags) in networks {
            tables[1] += Array(country.utf8) + [0, 0] + bytes(system)
            tables[1] += bytes(flags) + [0, 0]
        }
        for (zero, one, network) in nodes { tables[2] += bytes(zero) + bytes(one) + bytes(network) }
        for (code, name) in countries { tables[3] += Array(code.utf8) + Array("EU".utf8) + bytes(text(name)) }
        tables.append(pool)
        var header = Array("LOCDBXX".utf8) + [1] + bytes(createdAt) + about.flatMap { bytes($0) }
        var body: [UInt8] = []
        for table in tables {
            header += bytes(UInt32(LocationHeader.size + body.count)) + bytes(UInt32(table.count))
            body += table
        }
        return header + [UInt8](repeating: 0, count: LocationHeader.size - header.count) + body
    }

    private func bytes(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }
}

@Suite("Location databases, sound, damaged and hostile")
struct LocationDamageTests {
    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    private func open(_ bytes: [UInt8]) throws -> LocationDatabase {
        try LocationDatabase(path: scratch.write(bytes, "location.db"), scratchFolder: scratch.path)
    }

    private func refusal(_ bytes: [UInt8]) throws -> DatabaseError.Code? {
        do {
            _ = try open(bytes)
            return nil
        } catch let error as DatabaseError {
            return error.code
        }
    }

    @Test("The smallest network around an address counts, in both versions of IP")
    func lookup() throws {
        let database = try open(try LocationWriter.sound().file())
        #expect(database.createdAt.milliseconds == 1_700_000_000_000)
        #expect(database.vendor == "Example Vendor")
        #expect(database.description == "For tests")
        #expect(database.license == "CC0-1.0")
        #expect(database.systemCount == 2)
        #expect(database.countryCount == 2)
        let germany = try #require(database.lookup(try IPAddress(text: "2001:db7::1")))
        #expect(germany.location?.countryCode == "DE")
        #expect(germany.location?.country == "Germany")
        #expect(germany.asn == 64496)
        #expect(germany.organization == "Example One")
        #expect(germany.traits.isEmpty)
        #expect(germany.flags.isEmpty)
        for text in ["2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "192.0.2.0", "::ffff:192.0.2.255"] {
            let france = try #require(database.lookup(try IPAddress(text: text)), "\(text)")
            #expect(france.location?.countryCode == "FR")
            #expect(france.organization == "Example Two")
            #expect(france.traits == [.proxy, .listed])
            #expect(france.flags == [.satellite, .anycast, .hostile])
        }
        for text in ["192.0.1.255", "192.0.3.0", "::", "4000::", "::192.0.2.1", "1fff:ffff::"] {
            #expect(database.lookup(try IPAddress(text: text)) == nil, "\(text)")
        }
    }

    @Test("A network of IPv6 that covers the mapped addresses counts for IPv4 as well")
    func covering() throws {
        var writer = try LocationWriter.sound()
        try writer.insert("::/8", 0)
        let database = try open(writer.file())
        #expect(database.lookup(try IPAddress(text: "1.2.3.4"))?.location?.countryCode == "DE")
        #expect(database.lookup(try IPAddress(text: "192.0.2.1"))?.location?.countryCode == "FR")
    }

    @Test("An empty tree answers nothing")
    func empty() throws {
        var writer = LocationWriter()
        writer.nodes = []
        let database = try open(writer.file())
        #expect(database.lookup(try IPAddress(text: "1.2.3.4")) == nil)
        #expect(database.lookup(try IPAddress(text: "2001:db8::")) == nil)
    }

    @Test("Cut anywhere, a file is refused")
    func cut() throws {
        let whole = try LocationWriter.sound().file()
        for end in stride(from: 0, to: whole.count, by: 64) {
            let code = try #require(try refusal(Array(whole[..<end])))
            #expect([.notADatabase, .unsupportedVersion, .cutShort].contains(code), "\(end): \(code)")
        }
        #expect(try refusal([]) == .notADatabase)
        #expect(try refusal(Array("<!DOCTYPE html>".utf8)) == .notADatabase)
        #expect(try refusal(Array("LOCDBXX".utf8) + [2] + whole.dropFirst(8)) == .unsupportedVersion)
    }

    @Test("Trees with cycles, too deep, or leading out of the file are refused")
    func trees() throws {
        var cyclic = try LocationWriter.sound()
        cyclic.nodes[cyclic.nodes.count - 1].1 = 1
        #expect(try refusal(cyclic.file()) == .inconsistent)
        var itself = try LocationWriter.sound()
        itself.nodes[1].1 = 1
        #expect(try refusal(itself.file()) == .inconsistent)
        var stray = try LocationWriter.sound()
        stray.nodes[2].0 = UInt32(stray.nodes.count)
        #expect(try refusal(stray.file()) == .inconsistent)
        var foreign = try LocationWriter.sound()
        foreign.nodes[2].2 = 2
        #expect(try refusal(foreign.file()) == .inconsistent)
        var deep = LocationWriter()
        deep.nodes = (1...128).map { (UInt32($0), 0, .max) } + [(0, 0, 0)]
        #expect(try refusal(deep.file()) == nil)
        deep.nodes = (1...129).map { (UInt32($0), 0, .max) } + [(0, 0, 0)]
        #expect(try refusal(deep.file()) == .inconsistent)
    }

    @Test("Systems that are not sorted are refused; a name that lies nowhere is none")
    func systems() throws {
        var writer = try LocationWriter.sound()
        writer.systems.reverse()
        #expect(try refusal(writer.file()) == .inconsistent)
        writer.systems = [(64500, "Two"), (64500, "Two again")]
        #expect(try refusal(writer.file()) == .inconsistent)
        writer.systems = []
        #expect(try open(writer.file()).lookup(try IPAddress(text: "192.0.2.1"))?.asn == 64500)
        #expect(try open(writer.file()).lookup(try IPAddress(text: "192.0.2.1"))?.organization == nil)
        writer.systems = [(64500, String(repeating: "x", count: 70_000))]
        #expect(
            try open(writer.file()).lookup(try IPAddress(text: "192.0.2.1"))?.organization?.utf8.count
                == DatabaseText.limit)
    }

    @Test("Codes that are no countries' are none, and a date beyond all dates is none")
    func values() throws {
        var writer = try LocationWriter.sound()
        writer.networks[1] = ("A1", 0, 0)
        writer.createdAt = .max
        let database = try open(writer.file())
        #expect(database.createdAt.milliseconds == 0)
        #expect(database.lookup(try IPAddress(text: "192.0.2.1")) == nil, "nothing is left of that network")
    }

    @Test("With bytes changed at random, a file is refused or answers, and nothing worse happens")
    func mutations() throws {
        let whole = try LocationWriter.sound().file()
        var random = SmallGenerator(seed: 3)
        let rounds = ProcessInfo.processInfo.environment["TRIPLINE_MUTATIONS"].flatMap { Int($0) } ?? 400
        var opened = 0
        for _ in 0..<rounds {
            var bytes = whole
            for _ in 0...random.next(in: 0...3) {
                // Not the signatures, which nobody reads.
                let place =
                    random.next(in: 0...1) == 0
                    ? random.next(in: 0...75) : random.next(in: LocationHeader.size...(whole.count - 1))
                bytes[place] = random.next(in: 0...2) == 0 ? 0xff : UInt8(truncatingIfNeeded: random.next())
            }
            guard let database = try? open(bytes) else { continue }
            opened += 1
            for text in ["192.0.2.1", "2001:db8::1", "2001:db7::1", "::"] {
                _ = database.lookup(try IPAddress(text: text))
            }
            _ = database.vendor
            _ = database.license
        }
        #expect(opened > 0)
        #expect(opened < rounds)
        #expect(scratch.files == ["location.db"])
    }

    @Test("A database goes on when its file is shortened under it")
    func shortened() throws {
        let database = try open(try LocationWriter.sound().file())
        truncate("\(scratch.path)/location.db", 0)
        #expect(database.lookup(try IPAddress(text: "192.0.2.1"))?.location?.countryCode == "FR")
    }
}
