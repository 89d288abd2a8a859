/// Why a text is not acceptable JSON.
public struct JSONParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words for a person.
    public var reason: String
    /// The byte at which it was noticed, counted from 0.
    public var offset: Int

    /// The reason and the place.
    public var description: String { "\(reason) at byte \(offset)" }
}

extension JSONValue {
    /// Reads one JSON text (RFC 8259) in UTF-8.
    ///
    /// Strict: no comments, no trailing commas, no text after the value, and valid UTF-8 in strings.
    /// - Parameters:
    ///   - bytes: the whole text.
    ///   - maximumDepth: how deep arrays and objects may be nested; 1 allows `[]`.
    ///   - repairsSurrogates: whether half a surrogate pair reads as U+FFFD, as what browsers cut must; else it is an error.
    /// - Throws: ``JSONParseError``.
    public init(
        parsing bytes: some Collection<UInt8>, maximumDepth: Int = 32, repairsSurrogates: Bool = true
    ) throws(JSONParseError) {
        func parse(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<JSONValue, JSONParseError> {
            Self.parse(
                JSONParser(bytes: buffer, remainingDepth: maximumDepth, repairsSurrogates: repairsSurrogates))
        }
        if let result = bytes.withContiguousStorageIfAvailable(parse) {
            self = try result.get()
        } else {
            self = try Array(bytes).withUnsafeBufferPointer(parse).get()
        }
    }

    private static func parse(_ parser: JSONParser) -> Result<JSONValue, JSONParseError> {
        var parser = parser
        do throws(JSONParseError) {
            return .success(try parser.document())
        } catch {
            return .failure(error)
        }
    }
}

/// A recursive-descent reader over the bytes of one text. Recursion is bounded by `remainingDepth`.
private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    var remainingDepth: Int
    let repairsSurrogates: Bool
    var position = 0

    mutating func document() throws(JSONParseError) -> JSONValue {
        let result = try value()
        skipSpace()
        guard position == bytes.count else { throw failure("text after the value") }
        return result
    }

    private mutating func value() throws(JSONParseError) -> JSONValue {
        skipSpace()
        guard let byte = peek() else { throw failure("the text ends where a value should be") }
        switch byte {
        case UInt8(ascii: "{"): return try object()
        case UInt8(ascii: "["): return try array()
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        default: throw failure("no value begins like this")
        }
    }

    private mutating func object() throws(JSONParseError) -> JSONValue {
        try descend()
        var members: [JSONValue.Member] = []
        if try !closes(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                guard peek() == UInt8(ascii: "\"") else { throw failure("a member needs a name in quotes") }
                let key = try string()
                skipSpace()
                guard take(UInt8(ascii: ":")) else { throw failure("a name needs a colon after it") }
                members.append(.init(key, try value()))
            } while try continues(until: UInt8(ascii: "}"))
        }
        remainingDepth += 1
        return .object(members)
    }

    private mutating func array() throws(JSONParseError) -> JSONValue {
        try descend()
        var elements: [JSONValue] = []
        if try !closes(UInt8(ascii: "]")) {
            repeat { elements.append(try value()) } while try continues(until: UInt8(ascii: "]"))
        }
        remainingDepth += 1
        return .array(elements)
    }

    private mutating func descend() throws(JSONParseError) {
        guard remainingDepth > 0 else { throw failure("nested too deep") }
        remainingDepth -= 1
        position += 1
    }

    private mutating func closes(_ bracket: UInt8) throws(JSONParseError) -> Bool {
        skipSpace()
        return take(bracket)
    }

    private mutating func continues(until bracket: UInt8) throws(JSONParseError) -> Bool {
        skipSpace()
        if take(UInt8(ascii: ",")) { return true }
        guard take(bracket) else { throw failure("a comma or a closing bracket is missing") }
        return false
    }

    private mutating func literal(_ text: StaticString, _ value: JSONValue) throws(JSONParseError) -> JSONValue {
        let matches = text.withUTF8Buffer { expected in
            bytes.count - position >= expected.count
                && expected.indices.allSatisfy { bytes[position + $0] == expected[$0] }
        }
        guard matches else { throw failure("no value begins like this") }
        position += text.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(JSONParseError) -> JSONValue {
        let start = position
        let negative = take(UInt8(ascii: "-"))
        guard let first = peek(), isDigit(first) else { throw failure("a number needs a digit") }
        var magnitude: UInt64 = 0
        var overflow = false
        while let digit = peek(), isDigit(digit) {
            let (product, over) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(digit - UInt8(ascii: "0")))
            overflow = overflow || over || carry
            magnitude = sum
            position += 1
        }
        let digits = position - start - (negative ? 1 : 0)
        guard first != UInt8(ascii: "0") || digits == 1 else { throw failure("a number may not begin with 0") }
        var whole = true
        if take(UInt8(ascii: ".")) {
            whole = false
            try skipDigits()
        }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            whole = false
            position += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try skipDigits()
        }
        if whole, !overflow, magnitude <= (negative ? Int64.min : Int64.max).magnitude {
            return .integer(negative ? Int64(truncatingIfNeeded: 0 &- magnitude) : Int64(magnitude))
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(text), value.isFinite else { throw failure("a number is out of range") }
        return .number(value)
    }

    private mutating func skipDigits() throws(JSONParseError) {
        guard let byte = peek(), isDigit(byte) else { throw failure("a number needs a digit") }
        while let byte = peek(), isDigit(byte) { position += 1 }
    }

    private mutating func string() throws(JSONParseError) -> String {
        position += 1
        let start = position
        while let byte = peek(), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        guard let byte = peek() else { throw failure("a string does not end") }
        if byte == UInt8(ascii: "\"") {
            // The common case: nothing is escaped, and the text is taken as it stands.
            position += 1
            return try text(bytes[start..<position - 1])
        }
        var unescaped = Array(bytes[start..<position])
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try text(unescaped[...])
            case UInt8(ascii: "\\"):
                position += 1
                try appendEscape(to: &unescaped)
            case ..<0x20:
                throw failure("a control character in a string")
            default:
                unescaped.append(byte)
                position += 1
            }
        }
        throw failure("a string does not end")
    }

    private func text(_ utf8: some Collection<UInt8>) throws(JSONParseError) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw failure("a string is not UTF-8") }
        return text
    }

    private mutating func appendEscape(to unescaped: inout [UInt8]) throws(JSONParseError) {
        guard let byte = peek() else { throw failure("a string does not end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): unescaped.append(byte)
        case UInt8(ascii: "b"): unescaped.append(0x08)
        case UInt8(ascii: "f"): unescaped.append(0x0c)
        case UInt8(ascii: "n"): unescaped.append(0x0a)
        case UInt8(ascii: "r"): unescaped.append(0x0d)
        case UInt8(ascii: "t"): unescaped.append(0x09)
        case UInt8(ascii: "u"): unescaped.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw failure("an unknown escape")
        }
    }

    /// Half a surrogate pair reads as U+FFFD: browsers write strings so that are cut in the middle of a pair.
    private mutating func escapedScalar() throws(JSONParseError) -> Character {
        let unit = try hexUnit()
        if let scalar = Unicode.Scalar(unit) { return Character(scalar) }
        let afterFirst = position
        if unit < 0xdc00, take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) {
            let low = try hexUnit()
            if (0xdc00..<0xe000).contains(low),
                let scalar = Unicode.Scalar(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00))
            {
                return Character(scalar)
            }
        }
        guard repairsSurrogates else { throw failure("half a surrogate pair") }
        // What follows is no other half, and stands for itself.
        position = afterFirst
        return "\u{fffd}"
    }

    private mutating func hexUnit() throws(JSONParseError) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw failure("four hexadecimal digits are needed")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { position += 1 }
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private func failure(_ reason: String) -> JSONParseError { .init(reason: reason, offset: position) }
}
