import Foundation

/// The column of a file with fields that an operator named.
enum ListColumn {
    /// The column alone, a field a line, so that each entry keeps its line; everything where no column is named.
    /// - Throws: ``SourceFailure`` when there is no such column.
    static func selected(_ name: String?, of data: Data) throws -> Data {
        guard let name else { return data }
        return try data.withUnsafeBytes { bytes in
            let text = try ListText.opened(bytes, expecting: "a list with the column \(name)")
            return try Data(column(name, of: text))
        }
    }

    private static func column(_ name: String, of text: TextBytes) throws -> [UInt8] {
        let delimiter = ListFormat(of: text).delimiter ?? UInt8(ascii: ",")
        var index: Int?
        var selected: [UInt8] = []
        var lines = ListLines(text)
        while let line = lines.next() {
            defer { selected.append(0x0a) }
            guard !line.isTooLong, !line.bytes.isCommentOrBlank else {
                // Too long is too long for its reader as well.
                if line.isTooLong { selected += line.bytes }
                continue
            }
            if let index {
                selected += field(index, of: line.bytes, delimiter)
            } else {
                index = try place(of: name, in: DelimitedRow.fields(of: line.bytes, delimiter: delimiter))
            }
        }
        return selected
    }

    /// The field; words that its reader will say are no entry, where there is none.
    private static func field(_ index: Int, of line: TextBytes, _ delimiter: UInt8) -> [UInt8] {
        var row = DelimitedRow(line, delimiter: delimiter)
        var field: TextBytes?
        for _ in 0...index { field = row.next() }
        guard !row.isBroken, let field, !field.isEmpty else {
            return Array("(\(row.isBroken ? "broken quotes" : "no such field")) ".utf8) + line
        }
        return Array(field)
    }

    private static func place(of name: String, in header: [TextBytes]) throws -> Int {
        let names = header.map(ColumnName.plain)
        var wanted = name
        let plain = wanted.withUTF8 { ColumnName.plain(TextBytes($0)) }
        guard let index = names.firstIndex(of: plain) else {
            let columns = header.map { $0.printable(40) }.joined(separator: ", ")
            throw SourceFailure("there is no column \(name): its first line has \(columns)")
        }
        return index
    }
}
