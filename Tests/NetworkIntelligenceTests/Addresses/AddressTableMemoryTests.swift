import Testing

@testable import NetworkIntelligence

/// The finished table takes at most twice the information in the lists: an IPv4 block is 5 bytes and 2 of meaning, an IPv6 block 17 and 2.
@Suite struct AddressTableMemoryTests {
    private func table(_ blocks: some Sequence<(AddressBlock, UInt32)>) -> AddressTable {
        var builder = AddressTableBuilder()
        builder.addLayer(blocks)
        return builder.build()
    }

    @Test("100,000 IPv4 addresses that don't touch take at most twice their information")
    func disjoint() {
        // A seventeenth of the space between them: neither even nor crowded.
        let table = table(
            (0..<100_000).lazy.map {
                (AddressBlock(IPAddress(ipv4: UInt32($0) * 40_009), prefixLength: 32)!, UInt32($0 % 7))
            })
        #expect(table.boundaryCount == 200_000)
        #expect(table.byteCount <= 2 * 7 * 100_000)
    }

    @Test("50,000 IPv6 networks that don't touch take at most twice their information")
    func disjointIPv6() {
        let table = table(
            (0..<50_000).lazy.map {
                (AddressBlock(IPAddress(ipv6: 0x2001 << 112 | UInt128($0) << 66), prefixLength: 64)!, UInt32($0 % 7))
            })
        #expect(table.boundaryCount == 100_000)
        #expect(table.byteCount <= 2 * 19 * 50_000)
    }

    @Test("nested blocks take at most twice their information")
    func nested() {
        let blocks = (0..<20_000).flatMap { number in
            let base = UInt32(number) << 16
            return [16, 20, 24, 28].map {
                (AddressBlock(IPAddress(ipv4: base | 0x1234), prefixLength: $0)!, UInt32($0))
            }
        }
        let table = table(blocks)
        #expect(table.byteCount <= 2 * 7 * blocks.count)
    }

    @Test("what is said twice takes no more")
    func merged() {
        let halves = (0..<1_000).flatMap { number in
            [0, 128].map { (AddressBlock(IPAddress(ipv4: UInt32(number) << 8 | $0), prefixLength: 25)!, UInt32(1)) }
        }
        #expect(table(halves).boundaryCount == 2)
    }

    @Test("1,000,000 IPv4 addresses that don't touch take at most twice their information")
    func million() {
        var ranges = AddressRanges()
        for number in 0..<1_000_000 as Range<UInt32> { ranges.append(ipv4: number * 4_201, number * 4_201, value: 1) }
        var builder = AddressTableBuilder()
        builder.addLayer(ranges)
        let table = builder.build()
        #expect(table.boundaryCount == 2_000_000)
        #expect(table.byteCount <= 2 * 7 * 1_000_000)
    }
}
