import Crypto
import Foundation
import Hummingbird
import Sessions
import Storage

/// The parameters of a list, read one by one. Everything that is wrong is gathered; ``finish()`` throws it.
struct QueryReader {
    private static let maximumSearch = 256

    private var parameters: [String: String] = [:]
    private var issues = FieldIssues("query")

    /// Reads a query as forms write it (WHATWG URL, section 5.1): a plus sign stands for a space. Of a name that comes twice the first counts.
    init(_ request: Request) {
        for pair in request.uri.query?.split(separator: "&") ?? [] {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = Self.decoded(parts[0])
            if parameters[name] == nil { parameters[name] = parts.count == 2 ? Self.decoded(parts[1]) : "" }
        }
    }

    private static func decoded(_ text: Substring) -> String {
        let spaced = text.replacing("+", with: " ")
        return spaced.removingPercentEncoding ?? String(spaced)
    }

    /// A parameter as it came.
    func text(_ name: String) -> String? { parameters[name] }

    /// How many rows a page has.
    mutating func limit(default usual: Int = 50) -> Int {
        guard let sent = text("limit") else { return usual }
        // A sign or a space would be read by `Int`, and is no number of the schema's.
        if let number = Int(sent), (1...200).contains(number), sent.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return number
        }
        let issue = Int(sent) == nil ? "invalid_type" : "out_of_range"
        issues.note("limit", issue, expected: "a whole number from 1 to 200", received: sent)
        return usual
    }

    /// A text to be looked for.
    mutating func search() -> String? {
        guard let sent = text("search"), !sent.isEmpty else { return nil }
        if sent.utf8.count > Self.maximumSearch {
            issues.note("search", "too_long", expected: "at most \(Self.maximumSearch) bytes", received: sent)
        } else if sent.utf8.contains(0) {
            issues.note("search", "invalid", expected: "text without U+0000")
        }
        return sent
    }

    /// A parameter that is one of a few words.
    mutating func word<Word: RawRepresentable>(
        _ name: String, _ words: [Word]
    ) -> Word? where Word.RawValue == String {
        guard let sent = text(name) else { return nil }
        if let word = words.first(where: { $0.rawValue == sent }) { return word }
        let expected = "one of " + words.map(\.rawValue).joined(separator: ", ")
        issues.note(name, "invalid_enum", expected: expected, received: sent)
        return nil
    }

    /// A parameter that is a list of a few words, with commas.
    mutating func words<Word: RawRepresentable>(
        _ name: String, _ words: [Word]
    ) -> [Word]? where Word.RawValue == String {
        guard let sent = text(name) else { return nil }
        let known = sent.split(separator: ",", omittingEmptySubsequences: false).map { word in
            words.first { $0.rawValue == word }
        }
        if known.allSatisfy({ $0 != nil }) { return known.compactMap { $0 } }
        let expected = "a list with commas of " + words.map(\.rawValue).joined(separator: ", ")
        issues.note(name, "invalid_enum", expected: expected, received: sent)
        return nil
    }

    /// A parameter that is a moment.
    mutating func moment(_ name: String) -> Timestamp? {
        guard let sent = text(name) else { return nil }
        // An offset is often sent with its plus sign as it stands.
        if let moment = Timestamp(sent.replacing(" ", with: "+")) { return moment }
        issues.note(
            name, "invalid", expected: "a moment of RFC 3339, such as 2026-03-24T20:00:00.000Z", received: sent)
        return nil
    }

    /// A parameter that names a thing.
    mutating func identifier<Kind: IdentifierKind>(_ name: String, _ kind: Kind.Type = Kind.self) -> Identifier<Kind>? {
        guard let sent = text(name) else { return nil }
        if let identifier = Identifier<Kind>(sent) { return identifier }
        let expected = "\(Kind.prefix) and \(Kind.form.length) characters of \(Kind.form.alphabet)"
        issues.note(name, "invalid", expected: expected, received: sent)
        return nil
    }

    /// Where the page before ended; nil for the first page.
    mutating func cursor(of list: ListName, key: SymmetricKey) -> Cursor? {
        guard let sent = text("cursor") else { return nil }
        if let cursor = Cursor(sent, list: list, key: key) { return cursor }
        issues.note(
            "cursor", "invalid", expected: "a next_cursor of this list with the same filters", received: sent)
        return nil
    }

    /// Throws everything that was wrong.
    func finish() throws { try issues.check() }
}
