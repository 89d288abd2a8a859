/// How the entries of a list are written down.
public enum ListFormat: String, Sendable, CaseIterable {
    /// One entry a line, with comments.
    case lines
    /// Fields between commas, with a header or without.
    case commaSeparated = "csv"
    /// Fields between tabs.
    case tabSeparated = "tsv"
    /// One JSON text (RFC 8259).
    case json
    /// A JSON text on each line.
    case jsonLines = "jsonl"

    /// How many lines are looked at to find out what a list is.
    static let sampleSize = 64

    /// What the text looks like.
    init(of text: TextBytes) {
        guard let first = text.firstIndex(where: { !$0.isBlank && $0 != 0x0a }) else {
            self = .lines
            return
        }
        switch text[first] {
        case UInt8(ascii: "{"): self = Self.isJSONLines(text.from(first)) ? .jsonLines : .json
        // A bracket may also be that of an IPv6 address.
        case UInt8(ascii: "["): self = Self.isBracketedAddress(text.from(first)) ? .lines : .json
        default: self = Self.delimited(text)
        }
    }

    /// The byte between fields, where there is one.
    var delimiter: UInt8? {
        switch self {
        case .commaSeparated: UInt8(ascii: ",")
        case .tabSeparated: UInt8(ascii: "\t")
        case .lines, .json, .jsonLines: nil
        }
    }

    /// The first line is an object by itself, and another follows.
    private static func isJSONLines(_ text: TextBytes) -> Bool {
        var lines = ListLines(text)
        var content: [TextBytes] = []
        while content.count < 2, let line = lines.next() {
            let bytes = line.bytes.trimmed
            if !bytes.isEmpty { content.append(bytes) }
        }
        guard content.count == 2 else { return false }
        return content.allSatisfy { $0.first == UInt8(ascii: "{") && $0.last == UInt8(ascii: "}") }
    }

    private static func isBracketedAddress(_ text: TextBytes) -> Bool {
        guard let end = text.part(0, AddressText.longestAddress + 2).place(of: UInt8(ascii: "]")) else { return false }
        return AddressText.endpoint(text.part(0, end + 1)) != nil
    }

    /// More than half of the first lines have the delimiter outside of comments.
    private static func delimited(_ text: TextBytes) -> Self {
        var lines = ListLines(text)
        var total = 0
        var commas = 0
        var tabs = 0
        while total < sampleSize, let line = lines.next() {
            let content = line.bytes.splitComment().content.trimmed
            guard !content.isEmpty else { continue }
            total += 1
            if content.place(of: UInt8(ascii: ",")) != nil { commas += 1 }
            if content.place(of: UInt8(ascii: "\t")) != nil { tabs += 1 }
        }
        if commas * 2 > total { return .commaSeparated }
        return tabs * 2 > total ? .tabSeparated : .lines
    }
}
