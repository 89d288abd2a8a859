/// Reads lists of autonomous systems: lines such as `AS13335` or `13335`, with a name behind it or in a comment; CSV with the columns
/// `ASN` and `Entity` or the like, or without a header; JSON arrays of numbers or of objects with a number and a name.
///
/// What can't be read is a ``ListProblem``, and the rest is used; a file that is no list is refused with a ``ListError``. The bounds are those of
/// ``AddressListReader``, and 1,048,576 entries.
public struct ASNListReader: Sendable {
    /// How the list is written; nil to find out from what it holds.
    public var format: ListFormat?

    /// A reader of that format, or of any.
    public init(format: ListFormat? = nil) { self.format = format }

    /// Reads a list.
    /// - Throws: ``ListError`` if this is no list.
    public func read(_ bytes: [UInt8]) throws(ListError) -> ASNList {
        try bytes.withRawBytes { (bytes) throws(ListError) in try read(bytes) }
    }

    /// Reads a list from memory that stays as it is until this returns.
    /// - Throws: ``ListError`` if this is no list.
    public func read(_ bytes: UnsafeRawBufferPointer) throws(ListError) -> ASNList {
        let text = try ListText.opened(bytes, expecting: ASNList.expected)
        var list = ASNList(format: format ?? ListFormat(of: text))
        var isKnownHeader = false
        switch list.format {
        case .lines: try list.readLines(text)
        case .commaSeparated, .tabSeparated:
            isKnownHeader = try list.readRows(text, delimiter: list.format.delimiter ?? UInt8(ascii: ","))
        case .json: try list.readJSON(text)
        case .jsonLines: try list.readJSONLines(text)
        }
        guard list.entries.isEmpty, !isKnownHeader || list.problems.count > 0, let word = text.firstEntry else {
            return list
        }
        throw ListError(
            code: .noEntries, found: "text without a single AS number that begins “\(word.printable(60))”",
            expected: ASNList.expected)
    }
}

extension ASNList {
    fileprivate mutating func readLines(_ text: TextBytes) throws(ListError) {
        var lines = ListLines(text)
        while let line = lines.next() {
            guard !line.isTooLong else {
                problems.add(line.number, line.bytes, ListLine.tooLong)
                continue
            }
            let (content, comment) = line.bytes.splitComment()
            let entry = content.trimmed
            guard entry.count > 0 else { continue }
            let end = entry.firstBlank ?? entry.count
            let words = entry.from(end).trimmed
            try take(entry.part(0, end), name: words.isEmpty ? comment : words, line: line.number)
        }
    }

    /// Reads a file with fields.
    /// - Returns: whether a header told the columns.
    fileprivate mutating func readRows(_ text: TextBytes, delimiter: UInt8) throws(ListError) -> Bool {
        var sample = DelimitedSample(text, delimiter: delimiter)
        let header = sample.takeHeader { ASNText.number($0) != nil }
        let named = header?.firstIndex(where: ColumnName.asns.contains)
        let number = named ?? sample.columns { ASNText.number($0) != nil }.first ?? 0
        let name = header?.firstIndex(where: ColumnName.names.contains) ?? number + 1
        var lines = ListLines(text)
        var isHeader = header != nil
        while let line = lines.next() {
            guard !line.isTooLong else {
                problems.add(line.number, line.bytes, ListLine.tooLong)
                continue
            }
            guard !line.bytes.isCommentOrBlank else { continue }
            if isHeader {
                isHeader = false
            } else {
                try takeRow(line, number: number, name: name, delimiter: delimiter)
            }
        }
        return named != nil
    }

    private mutating func takeRow(_ line: ListLine, number: Int, name: Int, delimiter: UInt8) throws(ListError) {
        var row = DelimitedRow(line.bytes, delimiter: delimiter)
        var numberField: TextBytes?
        var nameField: TextBytes?
        var column = 0
        while column <= max(number, name), let field = row.next() {
            if column == number { numberField = field }
            if column == name { nameField = field }
            column += 1
        }
        let text = line.bytes.trimmed
        guard !row.isBroken else {
            return problems.add(line.number, text, "a quote that does not end where its field does")
        }
        guard let numberField, numberField.count > 0 else {
            return problems.add(line.number, text, "no field with an AS number")
        }
        try take(numberField, name: nameField, line: line.number)
    }
}
