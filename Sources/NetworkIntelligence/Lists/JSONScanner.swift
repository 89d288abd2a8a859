/// What is told of a JSON text while it is read.
protocol JSONVisitor {
    /// An array or an object begins.
    mutating func open(isObject: Bool) throws(ListError)
    /// It ends.
    mutating func close(line: Int) throws(ListError)
    /// The name of the member whose value comes next, without its quotes.
    mutating func name(_ text: TextBytes, line: Int) throws(ListError)
    /// A string, without its quotes.
    mutating func string(_ text: TextBytes, line: Int) throws(ListError)
    /// A number, as it is written.
    mutating func number(_ text: TextBytes, line: Int) throws(ListError)
    /// A line of JSON lines could not be read; what was open in it is forgotten.
    mutating func abandon(_ text: TextBytes, line: Int, _ reason: String)
}

extension JSONVisitor {
    /// Goes through one JSON text.
    mutating func visit(_ text: TextBytes) throws(ListError) {
        var scanner = JSONScanner(text)
        try scanner.scan(&self)
    }

    /// Goes through JSON lines: one that is no JSON is abandoned, and the others are read.
    mutating func visitLines(_ text: TextBytes) throws(ListError) {
        var lines = ListLines(text)
        while let line = lines.next() {
            let content = line.bytes.trimmed
            guard !content.isEmpty else { continue }
            guard !line.isTooLong else {
                abandon(content, line: line.number, ListLine.tooLong)
                continue
            }
            var scanner = JSONScanner(content, line: line.number)
            do {
                try scanner.scan(&self)
            } catch {
                guard error.code == .malformed else { throw error }
                abandon(content, line: line.number, "broken JSON")
            }
        }
    }
}

/// Goes through a JSON text (RFC 8259) and tells of what it meets, building nothing: a list may be half a gigabyte.
///
/// Names and strings are told as they stand, with what is escaped in them.
struct JSONScanner {
    /// How deep arrays and objects may be nested.
    static let maximumDepth = 16

    private let bytes: TextBytes
    private var position = 0
    private var line: Int
    private var depth = 0

    /// - Parameter line: the line in which the text begins.
    init(_ bytes: TextBytes, line: Int = 1) {
        self.bytes = bytes
        self.line = line
    }

    /// Goes through the whole text.
    /// - Throws: ``ListError`` with code `malformed`, or what the visitor throws.
    mutating func scan(_ visitor: inout some JSONVisitor) throws(ListError) {
        try value(&visitor)
        skipSpace()
        guard position == bytes.count else { throw failure("text after its end") }
    }

    private mutating func value(_ visitor: inout some JSONVisitor) throws(ListError) {
        skipSpace()
        switch peek() {
        case UInt8(ascii: "{"): try object(&visitor)
        case UInt8(ascii: "["): try array(&visitor)
        case UInt8(ascii: "\""):
            try visitor.string(quoted(), line: line)
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case nil: throw failure("an end where a value should be")
        case let byte? where byte == UInt8(ascii: "-") || byte.decimalDigit != nil:
            try visitor.number(number(), line: line)
        default: throw failure("no value")
        }
    }

    private mutating func object(_ visitor: inout some JSONVisitor) throws(ListError) {
        try descend()
        try visitor.open(isObject: true)
        if !closes(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                guard peek() == UInt8(ascii: "\"") else { throw failure("a member without a name") }
                try visitor.name(quoted(), line: line)
                skipSpace()
                guard take(UInt8(ascii: ":")) else { throw failure("a name without a colon") }
                try value(&visitor)
            } while try continues(until: UInt8(ascii: "}"))
        }
        depth -= 1
        try visitor.close(line: line)
    }

    private mutating func array(_ visitor: inout some JSONVisitor) throws(ListError) {
        try descend()
        try visitor.open(isObject: false)
        if !closes(UInt8(ascii: "]")) {
            repeat { try value(&visitor) } while try continues(until: UInt8(ascii: "]"))
        }
        depth -= 1
        try visitor.close(line: line)
    }

    private mutating func descend() throws(ListError) {
        guard depth < Self.maximumDepth else { throw failure("a nesting of more than \(Self.maximumDepth)") }
        depth += 1
        position += 1
    }

    private mutating func closes(_ bracket: UInt8) -> Bool {
        skipSpace()
        return take(bracket)
    }

    private mutating func continues(until bracket: UInt8) throws(ListError) -> Bool {
        skipSpace()
        if take(UInt8(ascii: ",")) { return true }
        guard take(bracket) else { throw failure("neither a comma nor a closing bracket") }
        return false
    }

    private mutating func literal(_ word: StaticString) throws(ListError) {
        guard bytes.from(position).begins(with: word) else { throw failure("no value") }
        position += word.utf8CodeUnitCount
    }

    /// What stands where a number is. Its grammar is of no matter here.
    private mutating func number() -> TextBytes {
        let start = position
        while let byte = peek(), byte.decimalDigit != nil || "+-.eE".utf8.contains(byte) { position += 1 }
        return bytes.part(start, position)
    }

    private mutating func quoted() throws(ListError) -> TextBytes {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw failure("a control character in a string") }
            position += byte == UInt8(ascii: "\\") ? 2 : 1
        }
        guard position < bytes.count else { throw failure("a string that does not end") }
        position += 1
        return bytes.part(start, position - 1)
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte.isBlank || byte == 0x0a {
            if byte == 0x0a { line += 1 }
            position += 1
        }
    }

    private func failure(_ what: String) -> ListError {
        ListError(code: .malformed, found: "JSON with \(what) in line \(line)", expected: "a whole JSON text")
    }
}

extension TextBytes {
    /// Hands on a string of JSON with its slashes made plain: PHP escapes them, and blocks have one.
    func withPlainSlashes(_ body: (TextBytes) throws(ListError) -> Void) throws(ListError) {
        guard place(of: UInt8(ascii: "\\")) != nil else { return try body(self) }
        var plain: [UInt8] = []
        for (index, byte) in enumerated() {
            let isEscape = byte == UInt8(ascii: "\\") && index + 1 < count && self[index + 1] == UInt8(ascii: "/")
            if !isEscape { plain.append(byte) }
        }
        try plain.withUnsafeBufferPointer { (bytes) throws(ListError) in try body(TextBytes(bytes)) }
    }
}
