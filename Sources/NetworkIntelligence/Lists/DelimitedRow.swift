/// The fields of one line of a CSV file (RFC 4180), also with blanks around them. A field ends with its line.
struct DelimitedRow {
    private let bytes: TextBytes
    private let delimiter: UInt8
    private var position = 0
    private var isAtEnd = false

    /// Whether a quote did not end, or something stood behind it.
    private(set) var isBroken = false

    init(_ bytes: TextBytes, delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
    }

    /// The next field without the quotes and blanks around it; a quote within a quoted field is still doubled.
    mutating func next() -> TextBytes? {
        guard !isAtEnd else { return nil }
        while position < bytes.count, bytes[position].isBlank, bytes[position] != delimiter { position += 1 }
        if position < bytes.count, bytes[position] == 0x22 { return quoted() }
        let rest = bytes.from(position)
        let length = rest.place(of: delimiter) ?? rest.count
        step(over: position + length)
        return rest.part(0, length).trimmed
    }

    private mutating func quoted() -> TextBytes {
        let start = position + 1
        var end = start
        while end < bytes.count, bytes[end] != 0x22 || end + 1 < bytes.count && bytes[end + 1] == 0x22 {
            end += bytes[end] == 0x22 ? 2 : 1
        }
        if end >= bytes.count { isBroken = true }
        var behind = end + 1
        while behind < bytes.count, bytes[behind] != delimiter {
            if !bytes[behind].isBlank { isBroken = true }
            behind += 1
        }
        step(over: behind)
        return bytes.part(start, end)
    }

    private mutating func step(over end: Int) {
        isAtEnd = end >= bytes.count
        position = end + 1
    }

    /// All fields.
    static func fields(of bytes: TextBytes, delimiter: UInt8) -> [TextBytes] {
        var row = Self(bytes, delimiter: delimiter)
        var fields: [TextBytes] = []
        while let field = row.next() { fields.append(field) }
        return fields
    }
}

/// The first lines of a file with fields, by which its columns are found.
struct DelimitedSample {
    /// The fields of each line that is no comment.
    private(set) var rows: [[TextBytes]] = []

    init(_ text: TextBytes, delimiter: UInt8) {
        var lines = ListLines(text)
        while rows.count < ListFormat.sampleSize, let line = lines.next() {
            guard !line.isTooLong, !line.bytes.isCommentOrBlank else { continue }
            rows.append(DelimitedRow.fields(of: line.bytes, delimiter: delimiter))
        }
    }

    /// Takes the first row away, if it names columns: nothing in it is an entry, and everything begins with a letter.
    mutating func takeHeader(unless isEntry: (TextBytes) -> Bool) -> [String]? {
        guard let first = rows.first, !first.contains(where: isEntry) else { return nil }
        let areWords = first.allSatisfy { field in
            guard field.count > 0 else { return true }
            return field[0] == 0x5f || (0x61...0x7a).contains(field[0] | 0x20)
        }
        guard areWords else { return nil }
        rows.removeFirst()
        return first.map(ColumnName.plain)
    }

    /// The columns in which at least half of the rows hold an entry, in order.
    func columns(where isEntry: (TextBytes) -> Bool) -> [Int] {
        let width = rows.map(\.count).max() ?? 0
        return (0..<width).filter { column in
            let holding = rows.count { column < $0.count && isEntry($0[column]) }
            return holding > 0 && holding * 2 >= rows.count
        }
    }
}
