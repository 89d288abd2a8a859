import NetworkIntelligence
import Testing

/// The table beside the plainest thing that could be right: a look at every entry.
@Suite struct AddressTablePropertyTests {
    private struct Entry {
        let range: AddressRange
        let value: UInt32

        var size: UInt128 { range.last.value - range.first.value }
    }

    private func naive(_ layers: [[Entry]], _ address: IPAddress) -> [[UInt32]] {
        layers.enumerated().compactMap { layer, entries in
            var best: Entry?
            for entry in entries where entry.range.contains(address) {
                if let best, (best.size, entry.range.first.value) < (entry.size, best.range.first.value) { continue }
                best = entry
            }
            guard let best, best.value != AddressTable.nothing else { return nil }
            return [UInt32(layer), best.value]
        }
    }

    private func check(_ layers: [[Entry]], _ random: inout SteadyRandom, isIPv4: Bool) {
        var builder = AddressTableBuilder()
        for entries in layers {
            var ranges = AddressRanges()
            for entry in entries { ranges.append(entry.range, value: entry.value) }
            builder.addLayer(ranges)
        }
        let table = builder.build()
        var addresses = [IPAddress(ipv4: 0), IPAddress(ipv4: .max), IPAddress(ipv6: 0), IPAddress(ipv6: .max)]
        for entry in layers.joined() {
            for end in [entry.range.first.value, entry.range.last.value] {
                let near = isIPv4 ? [end &- 1, end, end &+ 1].map { $0 & 0xffff_ffff } : [end &- 1, end, end &+ 1]
                addresses += near.map { isIPv4 ? IPAddress(ipv4: UInt32($0)) : IPAddress(ipv6: $0) }
            }
        }
        for _ in 0..<50 {
            addresses.append(
                isIPv4 ? IPAddress(ipv4: UInt32(truncatingIfNeeded: random.next())) : IPAddress(ipv6: random.uint128()))
        }
        for address in addresses {
            let found = table.matches(address).map { [UInt32($0.layer), $0.value] }
            #expect(found == naive(layers, address), "\(address)")
        }
    }

    /// Few bits differ, so that blocks nest and meet.
    private func crowded(_ random: inout SteadyRandom, isIPv4: Bool) -> IPAddress {
        let mask = UInt128(random.next() & 0x0f0f) << UInt128(isIPv4 ? random.next() % 20 : random.next() % 112)
        let edge: UInt128 = random.next() % 4 == 0 ? .max : 0
        let value = edge ^ mask
        return isIPv4 ? IPAddress(ipv4: UInt32(truncatingIfNeeded: value)) : IPAddress(ipv6: value)
    }

    @Test(
        "random nested blocks in random layers are found as a look at each entry finds them", arguments: [true, false])
    func nestedBlocks(isIPv4: Bool) throws {
        var random = SteadyRandom(seed: isIPv4 ? 3 : 4)
        for _ in 0..<60 {
            let layers = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (0..<Int.random(in: 0...25, using: &random)).compactMap { _ -> Entry? in
                    let address = crowded(&random, isIPv4: isIPv4)
                    guard address.isIPv4 == isIPv4 else { return nil }
                    let length = Int.random(in: 0...address.width, using: &random)
                    guard let block = AddressBlock(address, prefixLength: length) else { return nil }
                    let value = random.next() % 9 == 0 ? AddressTable.nothing : UInt32(random.next() % 5)
                    return Entry(range: AddressRange(block), value: value)
                }
            }
            check(layers, &random, isIPv4: isIPv4)
        }
    }

    @Test("random ranges that overlap in part are found as a look at each entry finds them", arguments: [true, false])
    func overlappingRanges(isIPv4: Bool) throws {
        var random = SteadyRandom(seed: isIPv4 ? 5 : 6)
        for _ in 0..<60 {
            let layers = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                (0..<Int.random(in: 0...25, using: &random)).compactMap { _ -> Entry? in
                    let ends = [crowded(&random, isIPv4: isIPv4), crowded(&random, isIPv4: isIPv4)].sorted {
                        $0.value < $1.value
                    }
                    guard ends[0].isIPv4 == isIPv4, let range = AddressRange(ends[0], ends[1]) else { return nil }
                    return Entry(range: range, value: UInt32(random.next() % 5))
                }
            }
            check(layers, &random, isIPv4: isIPv4)
        }
    }
}
