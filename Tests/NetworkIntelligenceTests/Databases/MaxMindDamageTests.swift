import Evidence
import Foundation
import Sessions
import Testing

@testable import NetworkIntelligence

@Suite("MMDB files that are damaged or hostile")
struct MaxMindDamageTests {
    private typealias Value = MaxMindWriter.Value
    private typealias Branch = MaxMindWriter.Branch

    private let scratch: ScratchFolder

    init() throws { scratch = try ScratchFolder() }

    /// A small sound database.
    private func sound(_ recordSize: Int = 28) -> MaxMindWriter {
        var writer = MaxMindWriter("GeoIP2-Country", recordSize: recordSize)
        for (index, code) in ["DE", "FR", "VN"].enumerated() {
            writer.insert("\(20 + index).0.0.0/8", .map([("country", .map([("iso_code", .text(code))]))]))
        }
        return writer
    }

    /// Why a database of one record is refused.
    private func refusal(of record: Value, before: [Value] = []) throws -> DatabaseError? {
        var writer = MaxMindWriter("GeoIP2-Country")
        for value in before { writer.append(value) }
        writer.insert("192.0.2.0/24", record)
        return try scratch.refusal(writer.file())
    }

    @Test("Cut anywhere, a file is refused as what is left of it")
    func cut() throws {
        let whole = sound().file()
        for end in 0..<whole.count {
            let error = try #require(try scratch.refusal(Array(whole[..<end])), "\(end) of \(whole.count)")
            #expect(
                [.notADatabase, .cutShort, .inconsistent, .unsupportedVersion].contains(error.code), "\(end): \(error)")
        }
    }

    @Test(
        "Cut at every 64th byte, a published database is refused",
        .enabled(if: DatabaseVectors.areThere, "../shared/vectors is not beside the repository"))
    func cutPublished() throws {
        let whole = try DatabaseVectors.bytes("GeoLite2-City-Test")
        for end in stride(from: 0, to: whole.count, by: 64) {
            #expect(try scratch.refusal(Array(whole[..<end])) != nil, "\(end)")
        }
    }

    @Test(
        "With its middle missing, a published database is refused",
        .enabled(if: DatabaseVectors.areThere, "../shared/vectors is not beside the repository"))
    func holes() throws {
        let whole = try DatabaseVectors.bytes("GeoIP2-Anonymous-IP-Test")
        for start in stride(from: 0, to: whole.count - 700, by: 64) {
            #expect(try scratch.refusal(Array(whole[..<start] + whole[(start + 64)...])) != nil, "\(start)")
        }
    }

    @Test(
        "With bytes changed at random, a published database is refused or answers, and nothing worse happens",
        .enabled(if: DatabaseVectors.areThere, "../shared/vectors is not beside the repository"),
        arguments: ["GeoIP2-Anonymous-IP-Test", "GeoIP2-Connection-Type-Test", "GeoLite2-City-Test"])
    func mutations(name: String) throws {
        let whole = try DatabaseVectors.bytes(name)
        var random = SmallGenerator(seed: UInt64(whole.count))
        let addresses = ["1.124.213.1", "81.2.69.160", "2001:480:3a::1", "::", "255.255.255.255"].compactMap {
            IPAddress($0)
        }
        let metadata = whole.count - 500
        var opened = 0
        for round in 0..<MaxMindDamageTests.rounds {
            var bytes = whole
            for _ in 0...random.next(in: 0...3) {
                // Every other round aims at the metadata, of which there is little.
                let place = random.next(in: (round % 2 == 0 ? 0 : metadata)...(whole.count - 1))
                bytes[place] = random.next(in: 0...2) == 0 ? 0xff : UInt8(truncatingIfNeeded: random.next())
            }
            guard let database = try? scratch.open(bytes) else { continue }
            opened += 1
            for address in addresses { _ = database.lookup(address) }
            for _ in 0..<20 { _ = database.lookup(IPAddress(ipv4: random.next(in: 0...UInt32.max))) }
        }
        #expect(opened > 0)
        #expect(opened < MaxMindDamageTests.rounds)
        #expect(scratch.files == ["test.mmdb"], "no copy is left behind")
    }

    /// How many changed files are tried of each database; `TRIPLINE_MUTATIONS` for longer runs, as under a sanitizer.
    private static let rounds = ProcessInfo.processInfo.environment["TRIPLINE_MUTATIONS"].flatMap { Int($0) } ?? 400

    @Test("A search tree that leads to itself is refused", arguments: [24, 28, 32])
    func cyclicTrees(recordSize: Int) throws {
        for target in [0, 1, 3] {
            var writer = sound(recordSize)
            let last = writer.nodes.count - 1
            writer.nodes[last][1] = .node(target)
            #expect(try scratch.refusal(writer.file())?.code == .inconsistent)
        }
        var alone = sound(recordSize)
        alone.nodes = [[.node(0), .node(0)]]
        #expect(try scratch.refusal(alone.file())?.code == .inconsistent)
    }

    @Test("A search tree deeper than addresses is refused, and one that is as deep is not")
    func deepTrees() throws {
        for (version, bits) in [(4, 32), (6, 128)] {
            var writer = MaxMindWriter("GeoIP2-Country", ipVersion: version)
            let place = writer.append(.map([("country", .map([("iso_code", .text("DE"))]))]))
            writer.nodes = (1..<bits).map { [.node($0), .record(place)] } + [[.record(place), .record(place)]]
            #expect(try scratch.refusal(writer.file()) == nil)
            writer.nodes = (1...bits).map { [.node($0), .record(place)] } + [[.record(place), .record(place)]]
            #expect(try scratch.refusal(writer.file())?.code == .inconsistent)
        }
    }

    @Test("A search tree whose branches meet in every node is checked in no time")
    func latticeTrees() throws {
        var writer = MaxMindWriter("GeoIP2-Country")
        let place = writer.append(.map([("country", .map([("iso_code", .text("DE"))]))]))
        writer.nodes = (1..<128).map { [.node($0), .node($0)] } + [[.record(place), .nothing]]
        let database = try scratch.open(writer.file())
        #expect(database.lookup(try IPAddress(text: "2001:db8::2"))?.location?.countryCode == "DE")
        #expect(database.lookup(try IPAddress(text: "2001:db8::1")) == nil)
    }

    @Test("Branches that lead between the tree and the data, or out of the file, are refused")
    func strayBranches() throws {
        for place in [-15, -1, 1 << 20] {
            var writer = sound()
            writer.nodes[0][1] = .record(place)
            #expect(try scratch.refusal(writer.file())?.code == .inconsistent, "\(place)")
        }
    }

    @Test("Pointers that lead to themselves, to pointers, or out of the data are refused")
    func pointers() throws {
        #expect(try refusal(of: .pointer(0))?.code == .inconsistent)
        #expect(try refusal(of: .map([("country", .pointer(1 << 20))]))?.code == .inconsistent)
        #expect(try refusal(of: .map([("country", .pointer(0xffff_ffff))]))?.code == .inconsistent)
        #expect(
            try refusal(of: .map([("country", .pointer(0))]), before: [.pointer(5), .pointer(0)])?.code == .inconsistent
        )
    }

    @Test("A map that holds itself ends where nothing more is asked of it")
    func cyclicRecords() throws {
        var writer = MaxMindWriter("GeoIP2-Country")
        let place = writer.data.count
        writer.insert(
            "192.0.2.0/24",
            .map([("country", .pointer(place)), ("traits", .pointer(place)), ("iso_code", .text("DE"))]))
        let database = try scratch.open(writer.file())
        #expect(database.lookup(try IPAddress(text: "192.0.2.1"))?.location?.countryCode == "DE")
    }

    @Test("Maps and arrays nested a million deep end a record, not the process")
    func deepRecords() throws {
        for unit in [[0xe1, 0x40], [0x01, 0x04]] as [[UInt8]] {
            let deep = Value.raw((0..<1_000_000).flatMap { _ in unit })
            #expect(try refusal(of: .map([("x", deep), ("y", .text(""))]))?.code == .inconsistent)
            #expect(try refusal(of: .map([("country", deep)])) != nil)
        }
    }

    @Test("Records with more values than any record has are refused")
    func largeRecords() throws {
        let many = Value.array((0..<5000).map { _ in .boolean(true) })
        #expect(try refusal(of: .map([("x", many), ("y", .text(""))]))?.code == .inconsistent)
        let entries = (0..<3000).map { ("key\($0)", Value.boolean(true)) }
        #expect(try refusal(of: .map(entries))?.code == .inconsistent)
        // Sixteen million entries, of which there are none.
        #expect(try refusal(of: .raw([0xff, 0xff, 0xff, 0xff]))?.code == .inconsistent)
    }

    @Test("Values of sizes that their types can't have are refused")
    func wrongSizes() throws {
        let wrong: [[UInt8]] = [
            [0x64, 0, 0, 0, 0], [0xa3, 0, 0, 0], [0xc5, 0, 0, 0, 0, 0], [0x09, 0x02] + Array(repeating: 0, count: 9),
            [0x03, 0x08, 0, 0, 0],
            [0x02, 0x07], [0x05, 0x01, 0, 0, 0, 0, 0], [0x00, 0x05], [0x00, 0x06], [0x00, 0x09], [0x00, 0xff],
            [0x00, 0x00],
        ]
        for bytes in wrong {
            #expect(try refusal(of: .map([("country", .raw(bytes))]))?.code == .inconsistent, "\(bytes)")
        }
        #expect(try refusal(of: .text("a record that is no map"))?.code == .inconsistent)
        #expect(try refusal(of: .map([]))?.code == .unknownKind)
        // A key that is no text.
        #expect(try refusal(of: .raw([0xe1, 0xa1, 1, 0x40]))?.code == .inconsistent)
    }

    @Test(
        "Metadata that would lead libmaxminddb astray are refused before it sees them",
        arguments: [
            // Skipped by recursion, once for each of two bytes.
            ("deep", .raw((0..<60_000).flatMap { _ in [0xe1, 0x40] })),
            ("deep", .raw((0..<60_000).flatMap { _ in [0x01, 0x04] })),
            // An array of pointers to an array of pointers, and so on: its elements are a power of its length.
            ("languages", .array((0..<20).map { _ in .pointer(0) })), ("languages", .pointer(0)),
            ("description", .map([("en", .pointer(0))])), ("description", .array([])), ("languages", .text("en")),
            ("database_type", .uint32(5)), ("node_count", .text("5")), ("node_count", .uint32(0)),
            ("node_count", .uint32(.max)),
            ("node_count", .uint32(5)), ("record_size", .uint16(25)), ("record_size", .uint16(0)),
            ("ip_version", .uint16(5)),
            ("ip_version", .uint16(4)), ("binary_format_major_version", .uint16(3)), ("build_epoch", .text("now")),
            ("build_epoch", .uint64(0)), ("node_count", .pointer(1 << 20)),
        ] as [(String, MaxMindWriter.Value)])
    func metadata(name: String, value: MaxMindWriter.Value) throws {
        var writer = sound()
        writer.metadata = [(name, value)]
        let error = try #require(try scratch.refusal(writer.file()))
        #expect([.inconsistent, .unsupportedVersion, .cutShort, .unknownKind].contains(error.code), "\(error)")
    }

    @Test("Metadata may say the same thing twice only if it is the same")
    func doubledMetadata() throws {
        var writer = sound()
        let right = writer.nodes.count
        for (first, second) in [(right, right + 1), (right + 1, right)] {
            writer.metadata = [("node_count", .uint32(UInt32(first))), ("node_count", .uint32(UInt32(second)))]
            #expect(try scratch.refusal(writer.file()) != nil)
        }
        writer.metadata = [("node_count", .uint32(UInt32(right))), ("node_count", .uint32(UInt32(right)))]
        #expect(try scratch.refusal(writer.file()) == nil)
    }

    @Test("A date of making beyond all dates is none")
    func buildDate() throws {
        var writer = sound()
        writer.metadata = [("build_epoch", .uint64(.max))]
        #expect(try scratch.open(writer.file()).metadata.buildDate.milliseconds == 0)
    }

    @Test("The last marker is the one that counts")
    func markers() throws {
        let file = sound().file()
        #expect(try scratch.refusal(file + MaxMindWriter.marker)?.code == .cutShort)
        var writer = sound()
        writer.append(.bytes(MaxMindWriter.marker))
        #expect(try scratch.refusal(writer.file()) == nil)
    }
}
