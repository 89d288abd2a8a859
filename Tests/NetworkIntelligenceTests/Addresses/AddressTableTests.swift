import NetworkIntelligence
import Testing

@Suite struct AddressTableTests {
    private func block(_ text: String) throws -> AddressBlock { try #require(AddressBlock(text)) }
    private func blocks(_ blocks: [(String, UInt32)]) throws -> [(AddressBlock, UInt32)] {
        try blocks.map { (try block($0.0), $0.1) }
    }
    private func address(_ text: String) throws -> IPAddress { try #require(IPAddress(text)) }

    private func values(_ table: AddressTable, _ text: String) throws -> [[UInt32]] {
        table.matches(try address(text)).map { [UInt32($0.layer), $0.value] }
    }

    @Test("within a layer the longest match counts, whatever the order of the list")
    func longestMatch() throws {
        let blocks = try blocks([("10.0.0.0/8", 1), ("10.1.0.0/16", 2), ("10.1.2.0/24", 3), ("10.1.2.3", 4)])
        for order in [blocks, blocks.reversed()] {
            var builder = AddressTableBuilder()
            builder.addLayer(order)
            let table = builder.build()
            #expect(try values(table, "10.0.0.0") == [[0, 1]])
            #expect(try values(table, "10.1.255.255") == [[0, 2]])
            #expect(try values(table, "10.1.2.2") == [[0, 3]])
            #expect(try values(table, "10.1.2.3") == [[0, 4]])
            #expect(try values(table, "10.1.2.4") == [[0, 3]])
            #expect(try values(table, "10.1.3.0") == [[0, 2]])
            #expect(try values(table, "10.2.0.0") == [[0, 1]])
            #expect(try values(table, "11.0.0.0") == [])
            #expect(try values(table, "9.255.255.255") == [])
        }
    }

    @Test("of equal blocks in a layer the later counts")
    func laterWins() throws {
        var builder = AddressTableBuilder()
        builder.addLayer(
            try blocks([
                ("192.0.2.0/24", 1), ("192.0.2.0/24", 2), ("192.0.2.128/25", 5),
                ("192.0.2.0/24", 3),
            ]))
        let table = builder.build()
        #expect(try values(table, "192.0.2.1") == [[0, 3]])
        #expect(try values(table, "192.0.2.200") == [[0, 5]])
    }

    @Test("the layers' matches are gathered, in the order of the layers")
    func layers() throws {
        var builder = AddressTableBuilder()
        #expect(builder.addLayer(try blocks([("192.0.2.0/24", 7)])) == 0)
        #expect(builder.addLayer([]) == 1)
        #expect(builder.addLayer(try blocks([("192.0.2.128/25", 8), ("2001:db8::/32", 9)])) == 2)
        #expect(builder.addLayer(try blocks([("192.0.0.0/16", 0)])) == 3)
        let table = builder.build()
        #expect(try values(table, "192.0.2.127") == [[0, 7], [3, 0]])
        #expect(try values(table, "192.0.2.128") == [[0, 7], [2, 8], [3, 0]])
        #expect(try values(table, "192.0.3.0") == [[3, 0]])
        #expect(try values(table, "2001:db8:1::") == [[2, 9]])
        #expect(try values(table, "::ffff:192.0.2.128") == [[0, 7], [2, 8], [3, 0]])
    }

    @Test("addresses with the same matches have the same number, and its matches can be asked for")
    func numbers() throws {
        var builder = AddressTableBuilder()
        builder.addLayer(try blocks([("192.0.2.0/24", 7), ("198.51.100.0/24", 7), ("2001:db8::/32", 7)]))
        let table = builder.build()
        let number = table[try address("192.0.2.1")]
        #expect(number == table[try address("198.51.100.1")])
        #expect(number == table[try address("2001:db8::1")])
        #expect(table[try address("203.0.113.1")] == 0)
        #expect(table.setCount == 2)
        #expect(table.matches(ofSet: number).map(\.value) == [7])
        #expect(table.matches(ofSet: 0).isEmpty)
        #expect(table.matches(ofSet: -1).isEmpty)
        #expect(table.matches(ofSet: 99).isEmpty)
    }

    @Test("both ends of the address space can be had")
    func edges() throws {
        var builder = AddressTableBuilder()
        builder.addLayer(
            try blocks([
                ("0.0.0.0", 1), ("255.255.255.255", 2), ("255.0.0.0/8", 3), ("::", 4),
                ("ffff::/16", 5),
                ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 6),
            ]))
        builder.addLayer(try blocks([("0.0.0.0/0", 1), ("::/0", 2)]))
        let table = builder.build()
        #expect(try values(table, "0.0.0.0") == [[0, 1], [1, 1]])
        #expect(try values(table, "0.0.0.1") == [[1, 1]])
        #expect(try values(table, "254.255.255.255") == [[1, 1]])
        #expect(try values(table, "255.255.255.254") == [[0, 3], [1, 1]])
        #expect(try values(table, "255.255.255.255") == [[0, 2], [1, 1]])
        #expect(try values(table, "::") == [[0, 4], [1, 2]])
        #expect(try values(table, "::1") == [[1, 2]])
        #expect(try values(table, "fffe:ffff::") == [[1, 2]])
        #expect(try values(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe") == [[0, 5], [1, 2]])
        #expect(try values(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff") == [[0, 6], [1, 2]])
    }

    @Test("an empty table knows nothing of any address")
    func empty() throws {
        let table = AddressTableBuilder().build()
        #expect(table[try address("0.0.0.0")] == 0)
        #expect(table[try address("ffff::")] == 0)
        #expect(table.setCount == 1 && table.boundaryCount == 0)
    }

    @Test("a value that means nothing cuts a hole")
    func holes() throws {
        var builder = AddressTableBuilder()
        builder.addLayer(try blocks([("192.0.2.0/24", 1), ("192.0.2.64/26", AddressTable.nothing)]))
        let table = builder.build()
        #expect(try values(table, "192.0.2.63") == [[0, 1]])
        #expect(try values(table, "192.0.2.64") == [])
        #expect(try values(table, "192.0.2.128") == [[0, 1]])
    }

    @Test("ranges that are no blocks, and that overlap in part: the smaller counts")
    func overlappingRanges() throws {
        var ranges = AddressRanges()
        ranges.append(try #require(AddressRange(address("192.0.2.10"), address("192.0.2.99"))), value: 1)
        ranges.append(try #require(AddressRange(address("192.0.2.90"), address("192.0.2.119"))), value: 2)
        ranges.append(try #require(AddressRange(address("192.0.2.5"), address("192.0.2.200"))), value: 3)
        var builder = AddressTableBuilder()
        builder.addLayer(ranges)
        let table = builder.build()
        for (last, value) in [
            (4, 0), (5, 3), (9, 3), (10, 1), (89, 1), (90, 2), (119, 2), (120, 3), (200, 3), (201, 0),
        ] {
            #expect(table.matches(try address("192.0.2.\(last)")).first?.value ?? 0 == UInt32(value), "192.0.2.\(last)")
        }
    }

    @Test("a range that ends at the highest address hides none that ended before")
    func highestEnd() throws {
        var ranges = AddressRanges()
        for (value, ends) in [
            ("255.255.255.245", "255.255.255.255"), ("255.255.255.242", "255.255.255.246"),
            ("255.255.255.232", "255.255.255.244"),
        ].enumerated() {
            ranges.append(try #require(AddressRange(address(ends.0), address(ends.1))), value: UInt32(value))
        }
        var builder = AddressTableBuilder()
        builder.addLayer(ranges)
        let table = builder.build()
        #expect(try values(table, "255.255.255.246") == [[0, 1]])
        #expect(try values(table, "255.255.255.247") == [[0, 0]])
        #expect(try values(table, "255.255.255.255") == [[0, 0]])
    }

    @Test("one meaning for a whole list, and ranges as a collection")
    func oneMeaning() throws {
        var ranges = AddressRanges()
        ranges.append(AddressRange(try block("2001:db8::/32")), value: 4)
        ranges.append(AddressRange(try block("192.0.2.0/24")), value: 5)
        #expect(
            ranges.map(\.range.description) == [
                "192.0.2.0-192.0.2.255", "2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
            ])
        #expect(ranges.map(\.value) == [5, 4])
        var builder = AddressTableBuilder()
        builder.addLayer(ranges, value: 11)
        let table = builder.build()
        #expect(try values(table, "192.0.2.1") == [[0, 11]])
        #expect(try values(table, "2001:db8::1") == [[0, 11]])
    }

    @Test("more than 65,535 different sets are told apart")
    func manySets() throws {
        let blocks = (0..<70_000).map {
            (AddressBlock(IPAddress(ipv4: 0x0100_0000 + UInt32($0) * 3), prefixLength: 32)!, UInt32($0))
        }
        var builder = AddressTableBuilder()
        builder.addLayer(blocks)
        let table = builder.build()
        #expect(table.setCount == 70_001)
        for number in stride(from: 0, to: 70_000, by: 97) {
            let address = IPAddress(ipv4: 0x0100_0000 + UInt32(number) * 3)
            #expect(table.matches(address).first?.value == UInt32(number))
            #expect(table[IPAddress(ipv4: UInt32(address.value) + 1)] == 0)
        }
    }
}
