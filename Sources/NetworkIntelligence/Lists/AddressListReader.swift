/// Reads lists of addresses as people download them.
///
/// - **Lines**: an address, a block or a range (`192.0.2.7-192.0.2.9`) on each, IPv4 and IPv6 mixed, comments behind `#`, `;` or `//`;
///   also with a port or a scheme, and with more words behind the first when none of them is an address.
/// - **CSV** and **TSV**, with a header or without: the column is found by its name (`ip`, `ip_address`, `cidr`, `network`, `prefix`, …, or a pair
///   such as `start_ip` and `end_ip`, where also numbers are addresses), else by what it holds;
///   two neighbouring columns with a range in every row are one.
/// - **JSON** of any shape, and JSON lines: every string that is an entry is taken, wherever it stands, and every name of a member; also
///   pairs of members such as `start` and `end`. Not taken are members named `version`, `mask`, `gateway` and the like, which look like
///   addresses and are none. Strings that look like addresses and can't be read are problems.
///
/// Bits behind a prefix are cleared without a word, since many lists have them. Blocks broader than /8 (IPv4) or /16 (IPv6) are problems and
/// are not used: a list that swallows the Internet is a mistake. Special addresses, such as private ones, are taken: nobody looks them up.
///
/// A line that can't be used is a ``ListProblem``, and the rest of the list is used. A file that is no list is refused with a ``ListError``; so is
/// JSON that breaks off, because half a list is worse than the one before it. A file that is nothing but comments, or a header of
/// known names, is an empty list.
///
/// Bounds: 512 MB, 16,777,216 entries, 4,096 bytes a line (longer ones are problems), JSON nested 16 deep.
public struct AddressListReader: Sendable {
    /// How the list is written; nil to find out from what it holds.
    public var format: ListFormat?

    /// A reader of that format, or of any.
    public init(format: ListFormat? = nil) { self.format = format }

    /// Reads a list.
    /// - Throws: ``ListError`` if this is no list.
    public func read(_ bytes: [UInt8]) throws(ListError) -> AddressList {
        try bytes.withRawBytes { (bytes) throws(ListError) in try read(bytes) }
    }

    /// Reads a list from memory that stays as it is until this returns.
    /// - Throws: ``ListError`` if this is no list.
    public func read(_ bytes: UnsafeRawBufferPointer) throws(ListError) -> AddressList {
        let text = try ListText.opened(bytes, expecting: AddressList.expected)
        var list = AddressList(format: format ?? ListFormat(of: text))
        var isKnownHeader = false
        switch list.format {
        case .lines: try list.readLines(text)
        case .commaSeparated, .tabSeparated:
            isKnownHeader = try list.readRows(text, delimiter: list.format.delimiter ?? UInt8(ascii: ","))
        case .json: try list.readJSON(text)
        case .jsonLines: try list.readJSONLines(text)
        }
        guard list.ranges.isEmpty, !isKnownHeader || list.problems.count > 0, let word = text.firstEntry else {
            return list
        }
        throw ListError(
            code: .noEntries, found: "text without a single address that begins “\(word.printable(60))”",
            expected: AddressList.expected)
    }
}

extension TextBytes {
    /// The first line that is neither blank nor a comment.
    var firstEntry: Self? {
        var lines = ListLines(self)
        while let line = lines.next() {
            if !line.bytes.isCommentOrBlank { return line.bytes.trimmed }
        }
        return nil
    }
}

extension AddressList {
    fileprivate mutating func readLines(_ text: TextBytes) throws(ListError) {
        var lines = ListLines(text)
        while let line = lines.next() {
            guard !line.isTooLong else {
                problems.add(line.number, line.bytes, ListLine.tooLong)
                continue
            }
            let content = line.bytes.splitComment().content.trimmed
            if content.count > 0 { try takeFirstWord(content, line: line.number) }
        }
    }

    /// Takes an entry that may have other words behind it, such as a count.
    mutating func takeFirstWord(_ text: TextBytes, line: Int) throws(ListError) {
        guard let end = text.firstBlank, AddressText.range(text) == nil else {
            return try take(text, line: line)
        }
        let word = text.part(0, end)
        guard AddressText.range(word) != nil else {
            return problems.add(line, text, AddressText.reasonNotRead(text))
        }
        var words = DelimitedRow(text.from(end), delimiter: UInt8(ascii: " "))
        while let other = words.next() {
            if AddressText.range(other) != nil { return problems.add(line, text, "more than one address on a line") }
        }
        try take(word, line: line)
    }
}
