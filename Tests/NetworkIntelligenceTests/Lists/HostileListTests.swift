import NetworkIntelligence
import Testing

/// Input made to hurt: nothing traps, and nothing takes longer than its size.
@Suite struct HostileListTests {
    @Test("a line of 100 MB is one problem")
    func hugeLine() throws {
        let bytes = Array("192.0.2.1\n".utf8) + [UInt8](repeating: UInt8(ascii: "1"), count: 100 << 20)
        let list = try AddressListReader().read(bytes)
        #expect(list.ranges.count == 1 && list.problems.count == 1)
    }

    @Test("NUL bytes behind the beginning are problems of their lines")
    func lateNULs() throws {
        let good = String(repeating: "192.0.2.1\n", count: 500)
        let list = try AddressListReader().read(Array((good + "192.0.2.2\0\n\0\n" + good).utf8))
        #expect(list.ranges.count == 1_000 && list.problems.count == 2)
    }

    @Test("huge numbers are no addresses, and overflow nothing", arguments: [1, 20, 39, 40, 1_000])
    func hugeNumbers(digits: Int) throws {
        let number = String(repeating: "9", count: digits)
        for text in [
            number, "\(number).\(number).\(number).\(number)", "192.0.2.0/\(number)", "192.0.2.1:\(number)",
            "\(number)::", "\(number)-\(number)",
            "192.0.2.1-\(number)", "AS\(number)",
        ] {
            let list = try AddressListReader(format: .lines).read(Array("192.0.2.9\n\(text)\n".utf8))
            #expect(list.ranges.count + list.problems.count == 2, "\(text.prefix(30))")
            _ = try ASNListReader().read(Array("64500\n\(text)\n".utf8))
        }
    }

    @Test(
        "a hundred thousand quotes, commas, brackets or slashes are read in time",
        arguments: ["\"", ",", "/", "-", ":", "[", "{\"", "\\", "\"\\", "#", "\n", "\r", "\t", " "])
    func repeated(unit: String) {
        let bytes = Array(("192.0.2.1\n" + String(repeating: unit, count: 100_000)).utf8)
        for format in ListFormat.allCases {
            _ = try? AddressListReader(format: format).read(bytes)
            _ = try? ASNListReader(format: format).read(bytes)
        }
        _ = try? ListKind(of: bytes)
    }

    @Test("random changes of good lists never trap, and every line is an entry or a problem at most once")
    func mutated() {
        var random = SteadyRandom(seed: 7)
        let seeds = [
            "192.0.2.1\n198.51.100.0/24 # x\n203.0.113.1-203.0.113.9\n2001:db8::/32\n[2001:db8::1]:80\nsocks5://192.0.2.1:80/\n",
            "name,ip,\"x\"\na,192.0.2.1,\"q\"\"q\"\nb,2001:db8::1,\n", "start,end\n1,2\n192.0.2.1,192.0.2.9\n",
            "AS13335 # x\n13336 Name\n", "ASN,Entity\n13335,\"A, B\"\n",
            "{\"prefixes\":[{\"ipv4Prefix\":\"192.0.2.0\\/24\"},{\"start\":\"192.0.2.1\",\"end\":\"192.0.2.9\"}],\"n\":-1.5e3,\"t\":[true,false,null]}",
            "{\"ip\":\"192.0.2.1\"}\n{\"ip\":\"192.0.2.2\"}\n",
            "# Generated: x\n16777216,16777471,AU\n2001:db8::,2001:db8::f,??\n",
        ].map { Array($0.utf8) }
        for round in 0..<1_500 {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch random.next() % 4 {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                case 2 where bytes.count > 1: bytes.remove(at: place)
                default: bytes.replaceSubrange(place..., with: bytes[..<place])
                }
                if bytes.isEmpty { bytes = [0x31] }
            }
            check(bytes)
        }
    }

    private func check(_ bytes: [UInt8]) {
        let lineCount = bytes.count { $0 == 0x0a } + 1
        for format in ListFormat.allCases + [nil] {
            if let list = try? AddressListReader(format: format).read(bytes) {
                let isByLine = [.lines, .tabSeparated].contains(list.format)
                #expect(!isByLine || list.ranges.count + list.problems.count <= 2 * lineCount)
                for (range, _) in list.ranges {
                    #expect(range.first.isIPv4 == range.last.isIPv4 && range.first.value <= range.last.value)
                }
            }
            _ = try? ASNListReader(format: format).read(bytes)
        }
        if let table = try? TorGeoIPReader().read(bytes) {
            #expect(table.ranges.count + table.problems.count <= lineCount)
        }
        _ = try? ListKind(of: bytes)
    }
}
