/// What was read from Tor's table of countries.
public struct TorGeoIP: Sendable {
    /// The ranges in the order of the file. A range's value is that of its ``CountryCode``; ``AddressTable/nothing`` where the file says `??`.
    public fileprivate(set) var ranges = AddressRanges()
    /// The lines that could not be used.
    public fileprivate(set) var problems = ListProblems()
    /// When the data were made, in the words of the file's comments; nil where they don't tell.
    public fileprivate(set) var generated: String?
    /// The licence of the data, in the words of the file's comments; nil where they don't tell.
    public fileprivate(set) var license: String?
}

/// Reads the files `geoip` and `geoip6` that come with Tor: `16777216,16777471,AU` for IPv4, whose addresses are numbers there, and
/// `2001:200::,2001:200:ffff:ffff:ffff:ffff:ffff:ffff,JP` for IPv6, with comments behind `#`.
///
/// A line that can't be read is a ``ListProblem``, and the rest is used. A file without any such line is refused with a ``ListError``.
public struct TorGeoIPReader: Sendable {
    private static let expected = "Tor's table of countries"

    /// A reader.
    public init() {}

    /// Reads one of the files.
    /// - Throws: ``ListError`` if this is none of them.
    public func read(_ bytes: [UInt8]) throws(ListError) -> TorGeoIP {
        try bytes.withRawBytes { (bytes) throws(ListError) in try read(bytes) }
    }

    /// Reads one of the files from memory that stays as it is until this returns.
    /// - Throws: ``ListError`` if this is none of them.
    public func read(_ bytes: UnsafeRawBufferPointer) throws(ListError) -> TorGeoIP {
        let text = try ListText.opened(bytes, expecting: Self.expected)
        var table = TorGeoIP()
        var lines = ListLines(text)
        while let line = lines.next() {
            if line.isTooLong {
                table.problems.add(line.number, line.bytes, ListLine.tooLong)
            } else if line.bytes.isCommentOrBlank {
                table.readComment(line.bytes)
            } else {
                guard table.ranges.count < AddressList.entryLimit else {
                    throw ListError(
                        code: .tooManyEntries, found: "more than \(AddressList.entryLimit) entries",
                        expected: Self.expected)
                }
                table.readRange(line)
            }
        }
        guard table.ranges.isEmpty else { return table }
        throw ListError(
            code: .noEntries, found: "text without a single range that begins “\(text.trimmed.printable(60))”",
            expected: Self.expected)
    }
}

extension TorGeoIP {
    fileprivate mutating func readRange(_ line: ListLine) {
        let text = line.bytes.trimmed
        guard let (first, last, code) = Self.fields(text) else {
            return problems.add(line.number, text, "not a range and a country")
        }
        let country = CountryCode(code)
        guard country != nil || code.begins(with: "??") && code.count == 2 else {
            return problems.add(line.number, text, "no code of a country")
        }
        let value = country?.value ?? AddressTable.nothing
        // Nearly all of IPv4 goes this way, which is the shortest.
        if let first = AddressText.decimal32(first), let last = AddressText.decimal32(last), first <= last {
            return ranges.append(ipv4: first, last, value: value)
        }
        guard let first = AddressText.bound(first), let last = AddressText.bound(last) else {
            return problems.add(line.number, text, "not two addresses")
        }
        guard let range = AddressRange(first, last) else {
            return problems.add(
                line.number, text,
                first.isIPv4 == last.isIPv4 ? "a range that runs backwards" : "a range of two versions")
        }
        ranges.append(range, value: value)
    }

    private static func fields(_ text: TextBytes) -> (TextBytes, TextBytes, TextBytes)? {
        guard let comma = text.place(of: 0x2c) else { return nil }
        let rest = text.from(comma + 1)
        guard let second = rest.place(of: 0x2c) else { return nil }
        return (text.part(0, comma), rest.part(0, second), rest.from(second + 1))
    }

    /// The comments have fields such as `Generated: Thu, 25 Jun 2026 04:33:59 GMT`.
    fileprivate mutating func readComment(_ line: TextBytes) {
        let comment = line.trimmed.from(1).trimmed
        if generated == nil, comment.begins(with: "Generated:") { generated = comment.from(10).trimmed.printable(80) }
        if license == nil, comment.begins(with: "License:") { license = comment.from(8).trimmed.printable(80) }
    }
}
