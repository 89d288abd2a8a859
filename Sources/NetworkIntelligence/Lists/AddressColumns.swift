/// In which columns of a file with fields the addresses are.
enum AddressColumns: Equatable {
    /// An entry in one of these columns, or in several.
    case each([Int])
    /// The ends of a range.
    case pair(Int, Int)

    /// By the names of the columns.
    init?(named names: [String]) {
        if let start = names.firstIndex(where: ColumnName.starts.contains),
            let end = names.firstIndex(where: ColumnName.ends.contains)
        {
            self = .pair(start, end)
        } else if let column = ColumnName.addresses.lazy.compactMap({ names.firstIndex(of: $0) }).first {
            self = .each([column])
        } else {
            let versioned = names.indices.filter { ColumnName.versioned.contains(names[$0]) }
            guard !versioned.isEmpty else { return nil }
            self = .each(versioned)
        }
    }

    /// By what the first rows hold: the first column with addresses; two neighbours, if every row has a range in them; or all of more than
    /// two, if they hold nothing else.
    init?(foundIn sample: DelimitedSample) {
        let columns = sample.columns { AddressText.range($0) != nil }
        guard let first = columns.first else { return nil }
        let isAll = columns.count > 2 && sample.rows.joined().allSatisfy { $0.isEmpty || AddressText.range($0) != nil }
        guard !isAll else {
            self = .each(columns)
            return
        }
        let isPair = columns.contains(first + 1) && sample.rows.allSatisfy { Self.range($0, first) != nil }
        self = isPair ? .pair(first, first + 1) : .each([first])
    }

    /// Whether a row of the sample has an entry in these columns.
    func hold(in sample: DelimitedSample) -> Bool {
        sample.rows.contains { row in
            switch self {
            case .each(let columns): columns.contains { $0 < row.count && AddressText.range(row[$0]) != nil }
            case .pair(let start, let end):
                start < row.count && end < row.count && AddressText.bound(row[start]) != nil
                    && AddressText.bound(row[end]) != nil
            }
        }
    }

    private static func range(_ row: [TextBytes], _ start: Int) -> AddressRange? {
        guard start + 1 < row.count, let first = AddressText.address(row[start]),
            let last = AddressText.address(row[start + 1])
        else { return nil }
        return AddressRange(first, last)
    }
}

extension AddressList {
    /// Reads a file with fields.
    /// - Returns: whether a header told the columns.
    mutating func readRows(_ text: TextBytes, delimiter: UInt8) throws(ListError) -> Bool {
        var sample = DelimitedSample(text, delimiter: delimiter)
        let header = sample.takeHeader { AddressText.range($0) != nil }
        let named = header.flatMap { AddressColumns(named: $0) }
        // A name may mislead (a postal address): the column must hold addresses, if any does.
        let isTrusted = named?.hold(in: sample) ?? false
        let columns = isTrusted ? named : AddressColumns(foundIn: sample) ?? named
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
                try takeRow(line, columns ?? .each([0]), delimiter: delimiter)
            }
        }
        return named != nil
    }

    private mutating func takeRow(_ line: ListLine, _ columns: AddressColumns, delimiter: UInt8) throws(ListError) {
        switch columns {
        case .each(let columns): try takeEach(line, columns, delimiter: delimiter)
        case .pair(let start, let end): try takePair(line, start, end, delimiter: delimiter)
        }
    }

    private mutating func takeEach(_ line: ListLine, _ columns: [Int], delimiter: UInt8) throws(ListError) {
        var row = DelimitedRow(line.bytes, delimiter: delimiter)
        var column = 0
        var found = 0
        var next = 0
        while next < columns.count, let field = row.next() {
            if column == columns[next] {
                next += 1
                guard !row.isBroken else { break }
                if field.count > 0 {
                    found += 1
                    try takeField(field, line: line.number)
                }
            }
            column += 1
        }
        if row.isBroken {
            problems.add(line.number, line.bytes.trimmed, "a quote that does not end where its field does")
        } else if found == 0 {
            problems.add(line.number, line.bytes.trimmed, "no field with an address")
        }
    }

    private mutating func takeField(_ field: TextBytes, line: Int) throws(ListError) {
        if AddressText.range(field) != nil { return try take(field, line: line) }
        try takeFirstWord(field.splitComment().content.trimmed, line: line)
    }

    private mutating func takePair(_ line: ListLine, _ start: Int, _ end: Int, delimiter: UInt8) throws(ListError) {
        var row = DelimitedRow(line.bytes, delimiter: delimiter)
        var first: IPAddress?
        var last: IPAddress?
        var column = 0
        while column <= max(start, end), let field = row.next() {
            if column == start { first = AddressText.bound(field) }
            if column == end { last = AddressText.bound(field) }
            column += 1
        }
        let text = line.bytes.trimmed
        guard !row.isBroken else {
            return problems.add(line.number, text, "a quote that does not end where its field does")
        }
        guard let first, let last else { return problems.add(line.number, text, "no two addresses") }
        guard let range = AddressRange(first, last) else {
            return problems.add(
                line.number, text,
                first.isIPv4 == last.isIPv4 ? "a range that runs backwards" : "a range of two versions")
        }
        try take(range, text, line: line.number)
    }
}
