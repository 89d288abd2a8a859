/// Reads the bytes of one structured field from front to back (RFC 9651, section 4.2). Nothing in the grammar nests deeper than an inner list.
struct StructuredFieldParser {
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) { bytes = Array(text.utf8) }

    var isAtEnd: Bool { position == bytes.count }

    func failure(_ reason: String) -> StructuredFieldError { .init(reason: reason, offset: position) }

    mutating func skipSpaces() {
        while peek() == UInt8(ascii: " ") { position += 1 }
    }

    mutating func list() throws(StructuredFieldError) -> [StructuredMember] {
        var members: [StructuredMember] = []
        while !isAtEnd {
            members.append(try member())
            guard members.count <= StructuredField.maximumMembers else { throw failure("too many members") }
            guard try nextMember() else { break }
        }
        return members
    }

    mutating func dictionary() throws(StructuredFieldError) -> StructuredDictionary {
        var dictionary = StructuredDictionary()
        var count = 0
        while !isAtEnd {
            let key = try key()
            if take("=") {
                dictionary.set(key, try member())
            } else {
                dictionary.set(key, .item(StructuredItem(.boolean(true), parameters: try parameters())))
            }
            // Repetitions count too: what is bounded is the work.
            count += 1
            guard count <= StructuredField.maximumMembers else { throw failure("too many members") }
            guard try nextMember() else { break }
        }
        return dictionary
    }

    mutating func item() throws(StructuredFieldError) -> StructuredItem {
        let value = try bareItem()
        return StructuredItem(value, parameters: try parameters())
    }

    /// Goes to the next member of a list or dictionary; false at the end.
    private mutating func nextMember() throws(StructuredFieldError) -> Bool {
        skipOptionalSpace()
        guard !isAtEnd else { return false }
        guard take(",") else { throw failure("a comma is missing") }
        skipOptionalSpace()
        guard !isAtEnd else { throw failure("a comma at the end") }
        return true
    }

    private mutating func member() throws(StructuredFieldError) -> StructuredMember {
        guard peek() == UInt8(ascii: "(") else { return .item(try item()) }
        return .innerList(try innerList())
    }

    private mutating func innerList() throws(StructuredFieldError) -> StructuredInnerList {
        position += 1
        var items: [StructuredItem] = []
        while true {
            skipSpaces()
            if take(")") { return StructuredInnerList(items, parameters: try parameters()) }
            items.append(try item())
            guard items.count <= StructuredField.maximumMembers else { throw failure("too many items") }
            guard peek() == UInt8(ascii: " ") || peek() == UInt8(ascii: ")") else {
                throw failure("a space or a closing parenthesis is missing")
            }
        }
    }

    private mutating func parameters() throws(StructuredFieldError) -> StructuredParameters {
        var parameters = StructuredParameters()
        var count = 0
        while take(";") {
            skipSpaces()
            let key = try key()
            parameters.set(key, take("=") ? try bareItem() : .boolean(true))
            count += 1
            guard count <= StructuredField.maximumMembers else { throw failure("too many parameters") }
        }
        return parameters
    }

    private mutating func key() throws(StructuredFieldError) -> String {
        guard let first = peek(), ASCII.isLowercase(first) || first == UInt8(ascii: "*") else {
            throw failure("a key begins with a small letter or a star")
        }
        return text(while: ASCII.isKeyCharacter)
    }

    private mutating func bareItem() throws(StructuredFieldError) -> BareItem {
        guard let first = peek() else { throw failure("the text ends where a value should be") }
        switch first {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: ":"): return .bytes(try byteSequence())
        case UInt8(ascii: "?"): return .boolean(try boolean())
        case UInt8(ascii: "@"): return try date()
        case UInt8(ascii: "%"): return .displayString(try displayString())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "*"): return .token(text(while: ASCII.isTokenCharacter))
        default:
            guard ASCII.isLetter(first) else { throw failure("no value begins like this") }
            return .token(text(while: ASCII.isTokenCharacter))
        }
    }

    private mutating func number() throws(StructuredFieldError) -> BareItem {
        let sign: Int64 = take("-") ? -1 : 1
        let (whole, digits) = try digits(atMost: 15)
        guard take(".") else { return .integer(sign * whole) }
        guard digits <= 12 else { throw failure("too many digits before the point") }
        let (fraction, places) = try self.digits(atMost: 3)
        let scale: Int64 = places == 1 ? 100 : places == 2 ? 10 : 1
        return .decimal(thousandths: sign * (whole * 1000 + fraction * scale))
    }

    private mutating func date() throws(StructuredFieldError) -> BareItem {
        position += 1
        let sign: Int64 = take("-") ? -1 : 1
        let (seconds, _) = try digits(atMost: 15)
        guard peek() != UInt8(ascii: ".") else { throw failure("a date has whole seconds") }
        return .date(sign * seconds)
    }

    private mutating func digits(atMost limit: Int) throws(StructuredFieldError) -> (value: Int64, count: Int) {
        var value: Int64 = 0
        var count = 0
        while let byte = peek(), ASCII.isDigit(byte) {
            count += 1
            guard count <= limit else { throw failure("too many digits") }
            value = value * 10 + Int64(byte - UInt8(ascii: "0"))
            position += 1
        }
        guard count > 0 else { throw failure("a digit is missing") }
        return (value, count)
    }

    private mutating func string() throws(StructuredFieldError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = next(), escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") else {
                    throw failure("an unknown escape")
                }
                text.append(escaped)
            case 0x20...0x7e:
                text.append(byte)
            default:
                throw failure("a string holds printable ASCII")
            }
        }
        throw failure("a string does not end")
    }

    private mutating func byteSequence() throws(StructuredFieldError) -> [UInt8] {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: ":") { position += 1 }
        guard let decoded = Base64.decode(bytes[start..<position], alphabet: .standard) else {
            throw failure("a byte sequence is not base64")
        }
        guard take(":") else { throw failure("a byte sequence does not end") }
        return decoded
    }

    private mutating func boolean() throws(StructuredFieldError) -> Bool {
        position += 1
        if take("1") { return true }
        guard take("0") else { throw failure("a boolean is ?0 or ?1") }
        return false
    }

    private mutating func displayString() throws(StructuredFieldError) -> String {
        position += 1
        guard take("\"") else { throw failure("a display string needs quotes") }
        var utf8: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: utf8, as: UTF8.self) else { throw failure("no UTF-8") }
                return text
            case UInt8(ascii: "%"):
                guard let high = next().flatMap(ASCII.lowercaseHexadecimal),
                    let low = next().flatMap(ASCII.lowercaseHexadecimal)
                else { throw failure("two small hexadecimal digits are needed") }
                utf8.append(high << 4 | low)
            case 0x20...0x7e:
                utf8.append(byte)
            default:
                throw failure("a display string holds printable ASCII")
            }
        }
        throw failure("a display string does not end")
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func next() -> UInt8? {
        guard let byte = peek() else { return nil }
        position += 1
        return byte
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek() == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skipOptionalSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 { position += 1 }
    }

    private mutating func text(while belongs: (UInt8) -> Bool) -> String {
        let start = position
        while let byte = peek(), belongs(byte) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }
}
