import NetworkIntelligence

/// The entries of one list, laid out for looking up: however many there are, a session costs one search among addresses and a few
/// look-ups of names.
public struct PolicyList: Sendable {
    /// The entries in the order of the file.
    public let entries: [PolicyEntry]
    private let addresses: AddressTable
    /// The first entry of each mark that is no address.
    private let named: [PolicyEntry.Mark: Int]

    /// A list of entries. Of several that a session meets the most specific block counts, and of equal marks the earlier.
    public init(_ entries: [PolicyEntry]) {
        self.entries = entries
        var ranges = AddressRanges()
        var named: [PolicyEntry.Mark: Int] = [:]
        // Of equal blocks a table takes the later.
        for (index, entry) in entries.enumerated().reversed() {
            if case .address(let block) = entry.mark {
                ranges.append(AddressRange(block), value: UInt32(index))
            } else {
                named[entry.mark] = index
            }
        }
        var builder = AddressTableBuilder()
        builder.addLayer(ranges)
        addresses = builder.build()
        self.named = named
    }

    /// Whether there is nothing on it.
    public var isEmpty: Bool { entries.isEmpty }

    /// The entry that a session meets: by its address, or else by what else is known of it.
    /// - Parameter countsHosts: whether an agent counts as its domain's where the domain as a whole does not stand for it.
    func entry(for subject: PolicySubject, countsHosts: Bool) -> PolicyEntry? {
        if let address = subject.address, let entry = entry(holding: address) { return entry }
        let marks = subject.marks + (countsHosts ? [subject.host].compactMap(\.self) : [])
        return marks.lazy.compactMap { named[$0] }.first.map { entries[$0] }
    }

    /// The entry whose block holds all that is kept of an address. Where only its network is kept, a smaller block in that network says
    /// nothing of the session.
    private func entry(holding kept: AddressBlock) -> PolicyEntry? {
        for match in addresses.matches(kept.first) {
            let entry = entries[Int(match.value)]
            if case .address(let block) = entry.mark, block.contains(kept.last) { return entry }
        }
        return nil
    }
}
