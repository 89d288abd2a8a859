import Foundation
import NetworkIntelligence
import Testing

@Suite struct TorGeoIPTests {
    private func read(_ text: String) throws -> TorGeoIP { try TorGeoIPReader().read(Array(text.utf8)) }

    @Test("both files are read, with what their comments say of them")
    func bothFiles() throws {
        let text = """
            # Generated: Thu, 25 Jun 2026 04:33:59 GMT
            # License:   CC BY-SA 4.0
            16777216,16777471,AU\r
            3221225984,3221226239,??
            2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,jp
            """
        let table = try read(text)
        #expect(table.problems.count == 0)
        #expect(table.generated == "Thu, 25 Jun 2026 04:33:59 GMT")
        #expect(table.license == "CC BY-SA 4.0")
        #expect(
            table.ranges.map(\.range.description) == [
                "1.0.0.0-1.0.0.255", "192.0.2.0-192.0.2.255", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            ])
        #expect(table.ranges.map { CountryCode(value: $0.value)?.description } == ["AU", nil, "JP"])
    }

    @Test(
        "a country code is two letters",
        arguments: [
            ("DE", "DE"), ("de", "DE"), ("D", nil), ("DEU", nil), ("??", nil), ("1A", nil), ("@A", nil), ("", nil),
        ] as [(String, String?)])
    func codes(text: String, code: String?) {
        #expect(CountryCode(text)?.description == code)
        if let code = CountryCode(text) { #expect(CountryCode(value: code.value) == code) }
    }

    @Test("a number that is no code is none", arguments: [0, 0x41, 0x4140, 0x405b, 0x4141_41, AddressTable.nothing])
    func noCodes(value: UInt32) { #expect(CountryCode(value: value) == nil) }

    @Test(
        "a malformed line is told, and the rest is used",
        arguments: [
            ("16777216", "not a range and a country"), ("16777216,16777471", "not a range and a country"),
            ("16777216,16777471,AUS", "no code of a country"),
            ("16777216,16777471,", "no code of a country"), ("16777216,16777471,1?", "no code of a country"),
            ("x,16777471,AU", "not two addresses"),
            ("16777216,-1,AU", "not two addresses"), ("16777471,16777216,AU", "a range that runs backwards"),
            ("16777216,4294967296,AU", "a range of two versions"),
            ("16777216,99999999999999999999999999999999999999999,AU", "not two addresses"),
            ("2001:db8::,192.0.2.1,AU", "a range of two versions"),
            ("nonsense", "not a range and a country"),
        ])
    func malformedLine(text: String, reason: String) throws {
        let table = try read("16777216,16777471,AU\n\(text)\n16777472,16778239,CN\n")
        #expect(table.ranges.count == 2)
        #expect(table.problems.count == 1)
        let problem = try #require(table.problems.first.first)
        #expect(problem.line == 2 && problem.reason == reason)
    }

    @Test(
        "what is no such table is refused", arguments: ["", "<html>", "Not Found", "# only comments\n", "192.0.2.1\n"])
    func refused(text: String) { #expect(throws: ListError.self) { try read(text) } }

    @Test(
        "Debian's tables are read whole, and every range has its country",
        .enabled(if: Debian.areThere, "tor-geoipdb is not installed"))
    func debian() throws {
        var builder = AddressTableBuilder()
        var tables: [TorGeoIP] = []
        for name in Debian.names {
            let table = try TorGeoIPReader().read(Array(Data(contentsOf: Debian.folder.appending(path: name))))
            #expect(table.problems.count == 0, "\(table.problems.first)")
            #expect(table.ranges.count > 100_000)
            #expect(table.license?.isEmpty == false && table.generated?.isEmpty == false)
            builder.addLayer(table.ranges)
            tables.append(table)
        }
        let table = builder.build()
        #expect(table.boundaryCount > 200_000)
        let information = tables[0].ranges.count * 7 + tables[1].ranges.count * 19
        #expect(table.byteCount <= 2 * information)
        for (layer, ranges) in tables.map(\.ranges).enumerated() {
            for position in stride(from: 0, to: ranges.count, by: 997) {
                let (range, value) = ranges[position]
                let expected = value == AddressTable.nothing ? nil : value
                #expect(table.matches(range.first).first { $0.layer == layer }?.value == expected, "\(range)")
                #expect(table.matches(range.last).first { $0.layer == layer }?.value == expected, "\(range)")
            }
        }
    }

    private enum Debian {
        static let folder = URL(filePath: "/usr/share/tor")
        static let names = ["geoip", "geoip6"]
        static let areThere = names.allSatisfy {
            FileManager.default.fileExists(atPath: folder.appending(path: $0).path)
        }
    }
}
