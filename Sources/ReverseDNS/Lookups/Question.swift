import NetworkIntelligence

/// Which names an address has, of those that are of interest.
struct Question: Hashable, Sendable {
    /// The address.
    let address: IPAddress
    /// The names are these or lie below them.
    let suffixes: [DomainName]

    /// A question; nil where no name can be of interest, because no suffix is a name.
    init?(_ address: IPAddress, suffixes: [String]) {
        let names = Set(suffixes.compactMap { DomainName(host: $0.hasPrefix(".") ? String($0.dropFirst()) : $0) })
        guard !names.isEmpty else { return nil }
        self.address = address
        // The same suffixes in another order are the same question.
        self.suffixes = names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// Whether a name is of interest.
    func accepts(_ name: DomainName) -> Bool { suffixes.contains { name.isWithin($0) } }
}
