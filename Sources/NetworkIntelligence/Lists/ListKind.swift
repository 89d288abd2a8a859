/// What the entries of a list are.
public enum ListKind: String, Sendable, CaseIterable {
    /// Addresses, blocks or ranges; for ``AddressListReader``.
    case addresses
    /// Autonomous systems; for ``ASNListReader``.
    case asns
    /// Ranges with countries as Tor has them; for ``TorGeoIPReader``.
    case countries

    /// What a file looks like by its first entries; nil when it has none that are known. A list of addresses may tell the system of each:
    /// where both are found, it is one of addresses.
    /// - Throws: ``ListError`` if this is no list.
    public init?(of bytes: UnsafeRawBufferPointer) throws(ListError) {
        let text = try ListText.opened(bytes, expecting: "a list of addresses or AS numbers")
        let format = ListFormat(of: text)
        let kind =
            switch format {
            case .lines, .commaSeparated, .tabSeparated: Self.ofLines(text, format)
            case .json, .jsonLines: Self.ofJSON(bytes, format)
            }
        guard let kind else { return nil }
        self = kind
    }

    /// What a file looks like by its first entries.
    /// - Throws: ``ListError`` if this is no list.
    public init?(of bytes: [UInt8]) throws(ListError) {
        let kind = try bytes.withRawBytes { (bytes) throws(ListError) in try Self(of: bytes) }
        guard let kind else { return nil }
        self = kind
    }

    private static func ofLines(_ text: TextBytes, _ format: ListFormat) -> Self? {
        let sample = DelimitedSample(text, delimiter: format.delimiter ?? UInt8(ascii: " "))
        let rows = sample.rows
        if rows.contains(where: isCountryRange) { return .countries }
        if rows.contains(where: { $0.contains { AddressText.range($0.splitComment().content.trimmed) != nil } }) {
            return .addresses
        }
        return rows.contains { $0.contains { ASNText.number($0.splitComment().content.trimmed) != nil } } ? .asns : nil
    }

    private static func isCountryRange(_ row: [TextBytes]) -> Bool {
        guard row.count == 3, row[2].count == 2, let first = AddressText.bound(row[0]),
            let last = AddressText.bound(row[1])
        else { return false }
        return AddressRange(first, last) != nil
    }

    private static func ofJSON(_ bytes: UnsafeRawBufferPointer, _ format: ListFormat) -> Self? {
        if let list = try? AddressListReader(format: format).read(bytes), !list.ranges.isEmpty { return .addresses }
        if let list = try? ASNListReader(format: format).read(bytes), !list.entries.isEmpty { return .asns }
        return nil
    }
}
