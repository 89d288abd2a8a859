import HTTPTypes
import Hummingbird
import NIOCore
import OrderedJSON

/// The JSON object in a request's body, read member by member.
///
/// Everything that is wrong is gathered, members that nobody asked for included; ``finish()`` throws it.
struct JSONBody {
    /// The most bytes of a body.
    static let maximumBytes = 65_536
    private static let maximumDepth = 8

    private var members: [String: JSONValue] = [:]
    private var known: [String] = []
    private var issues = FieldIssues("body")

    /// Reads a request's body.
    /// - Throws: ``APIError`` when there is no JSON object of a bearable size.
    init(_ request: Request) async throws {
        let type = request.headers[.contentType]?.split(separator: ";").first.map {
            $0.lowercased().filter { $0 != " " }
        }
        guard type == "application/json" else {
            throw APIError.malformed(
                "The content type must be application/json, not \(type.map { String($0.prefix(80)) } ?? "missing").",
                status: .unsupportedMediaType)
        }
        var bytes = ByteBuffer()
        for try await var part in request.body {
            guard bytes.readableBytes + part.readableBytes <= Self.maximumBytes else {
                throw APIError.malformed(
                    "The body is larger than the \(Self.maximumBytes) bytes that this path takes.",
                    status: .contentTooLarge)
            }
            bytes.writeBuffer(&part)
        }
        let value: JSONValue
        do {
            value = try JSONValue(
                parsing: bytes.readableBytesView, maximumDepth: Self.maximumDepth, repairsSurrogates: false)
        } catch {
            throw APIError.malformed("The body is not JSON that can be read: \(error.description).")
        }
        guard let object = value.object else { throw APIError.malformed("The body must be a JSON object.") }
        for member in object where members.updateValue(member.value, forKey: member.key) != nil {
            issues.note(member.key, "duplicate", expected: "there once")
        }
    }

    /// A member that is a text, and not only spaces.
    /// - Parameters:
    ///   - isRequired: whether it is a fault when it is missing.
    ///   - maximum: the most characters.
    ///   - allowsNull: whether null stands for a member that is missing.
    mutating func text(
        _ name: String, isRequired: Bool = false, maximum: Int = 200, allowsNull: Bool = false
    ) -> String? {
        let expected = "a text of 1 to \(maximum) characters" + (allowsNull ? ", or null" : "")
        guard let value = take(name, isRequired: isRequired, expected: expected), !(allowsNull && value.isNull) else {
            return nil
        }
        return checked(value, name, expected: expected, maximum: maximum)
    }

    /// A member that is a text or null: nil when it is missing or wrong, and a nil inside when it is null.
    mutating func textOrNull(_ name: String, maximum: Int) -> String?? {
        let expected = "a text of 1 to \(maximum) characters, or null"
        guard let value = take(name, isRequired: true, expected: expected) else { return nil }
        if value.isNull { return .some(nil) }
        guard let text = checked(value, name, expected: expected, maximum: maximum) else { return nil }
        return .some(text)
    }

    /// A member that is a whole number; null stands for one that is missing.
    mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
        let expected = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let value = take(name, isRequired: false, expected: expected), !value.isNull else { return nil }
        guard let number = value.double, let whole = Int(exactly: number) else {
            issues.noteType(name, expected: expected, received: value)
            return nil
        }
        if range.contains(whole) { return whole }
        issues.note(name, "out_of_range", expected: expected, received: "\(whole)")
        return nil
    }

    /// A member that is one of a few words.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        let expected = "one of " + Word.allCases.map(\.rawValue).joined(separator: ", ")
        guard let value = take(name, isRequired: false, expected: expected),
            let text = string(value, name, expected: expected)
        else { return nil }
        if let word = Word(rawValue: text) { return word }
        issues.note(name, "invalid_enum", expected: expected, received: text)
        return nil
    }

    /// A member that is a list of texts, each of which is turned into something.
    /// - Parameters:
    ///   - least: how few there may be.
    ///   - most: how many there may be; nil for as many as the body has room for.
    ///   - expected: what an element should be.
    ///   - issue: what is wrong with a text that stands for nothing.
    ///   - element: the thing that a text stands for; nil when it stands for none.
    mutating func list<Element>(
        _ name: String, isRequired: Bool = false, least: Int = 1, most: Int? = nil, of expected: String,
        issue: String = "invalid_enum", _ element: (String) -> Element?
    ) -> [Element]? {
        let all = "a list of \(least)\(most.map { " to \($0)" } ?? " or more"), each \(expected)"
        guard let value = take(name, isRequired: isRequired, expected: all) else { return nil }
        guard let values = value.array else {
            issues.noteType(name, expected: all, received: value)
            return nil
        }
        guard values.count >= least, values.count <= most ?? values.count else {
            issues.note(
                name, values.count < least ? "too_short" : "too_long", expected: all, received: "\(values.count)")
            return nil
        }
        var elements: [Element] = []
        for (index, value) in values.enumerated() {
            let place = "\(name)[\(index)]"
            guard let text = string(value, place, expected: expected) else { continue }
            if let read = element(text) {
                elements.append(read)
            } else {
                issues.note(place, issue, expected: expected, received: text)
            }
        }
        return elements.count == values.count ? elements : nil
    }

    /// A member that is a text of a form of its own; null stands for one that is missing, unless it is required.
    /// - Parameter read: what the text means; nil when it is not as expected.
    mutating func text<Value>(
        _ name: String, isRequired: Bool = false, expected: String, _ read: (String) -> Value?
    ) -> Value? {
        guard let value = take(name, isRequired: isRequired, expected: expected), isRequired || !value.isNull,
            let text = string(value, name, expected: expected)
        else { return nil }
        let meaning = read(text)
        if meaning == nil { issues.note(name, "invalid", expected: expected, received: text) }
        return meaning
    }

    /// A member that is a list of pairs of texts.
    /// - Parameter isAcceptable: whether a pair may be there.
    mutating func pairs(
        _ name: String, most: Int, expected: String, _ isAcceptable: (String, String) -> Bool
    ) -> [(String, String)]? {
        guard let value = take(name, isRequired: true, expected: expected) else { return nil }
        guard let values = value.array else {
            issues.noteType(name, expected: expected, received: value)
            return nil
        }
        guard values.count <= most else {
            issues.note(name, "too_long", expected: expected, received: "\(values.count)")
            return nil
        }
        var pairs: [(String, String)] = []
        for (index, value) in values.enumerated() {
            guard let pair = value.array, pair.count == 2, let first = pair[0].string, let second = pair[1].string
            else {
                issues.noteType("\(name)[\(index)]", expected: "a pair of texts", received: value)
                continue
            }
            if isAcceptable(first, second) {
                pairs.append((first, second))
            } else {
                issues.note("\(name)[\(index)]", "invalid", expected: expected, received: "\(first): \(second)")
            }
        }
        return pairs.count == values.count ? pairs : nil
    }

    /// Whether a member of that name came, right or wrong.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// Notes a fault that the caller found.
    mutating func note(_ name: String, _ issue: String, expected: String, received: String? = nil) {
        issues.note(name, issue, expected: expected, received: received)
    }

    /// The error for a fault that shows only when all members are known to be right by themselves.
    func refusal(_ name: String, _ issue: String, expected: String, received: String? = nil) -> APIError {
        var issues = issues
        issues.note(name, issue, expected: expected, received: received)
        return issues.error
    }

    /// Throws everything that was wrong, members that nobody asked for included.
    /// - Parameter atLeastOne: whether an object without members is a fault.
    func finish(atLeastOne: Bool = false) throws {
        var issues = issues
        for name in members.keys.sorted() where !known.contains(name) {
            issues.note(name, "unknown", expected: "left out; the body takes \(known.joined(separator: ", "))")
        }
        if atLeastOne, members.isEmpty {
            issues.note("body", "missing", expected: "an object with at least one of \(known.joined(separator: ", "))")
        }
        try issues.check()
    }

    private mutating func take(_ name: String, isRequired: Bool, expected: String) -> JSONValue? {
        known.append(name)
        if let value = members[name] { return value }
        if isRequired { issues.note(name, "missing", expected: expected) }
        return nil
    }

    private mutating func string(_ value: JSONValue, _ name: String, expected: String) -> String? {
        if value.string == nil { issues.noteType(name, expected: expected, received: value) }
        return value.string
    }

    private mutating func checked(
        _ value: JSONValue, _ name: String, expected: String, maximum: Int
    ) -> String? {
        guard let text = string(value, name, expected: expected) else { return nil }
        let issue: String? =
            if text.utf8.contains(0) {
                "invalid"
            } else if text.unicodeScalars.count > maximum {
                "too_long"
            } else if text.allSatisfy(\.isWhitespace) {
                text.isEmpty ? "too_short" : "blank"
            } else {
                nil
            }
        guard let issue else { return text }
        let visible = text.replacing("\0", with: "\u{2400}")
        issues.note(
            name, issue, expected: issue == "invalid" ? expected + " without U+0000" : expected + ", not blank",
            received: visible)
        return nil
    }
}
