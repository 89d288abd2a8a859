/// A line of a list that could not be used. The rest of the list is.
public struct ListProblem: Equatable, Sendable, CustomStringConvertible {
    /// The line, counted from 1. In JSON that is the line of the text.
    public let line: Int
    /// What stands there, cut to 80 characters, without any that would not print.
    public let text: String
    /// Why it could not be used, in a few words.
    public let reason: String

    /// The three of them.
    public var description: String { "line \(line): \(reason): \(text)" }
}

/// All problems of a list: each is counted, and the first are kept.
public struct ListProblems: Equatable, Sendable {
    /// How many are kept.
    public static let limit = 100

    /// How many there were.
    public private(set) var count = 0
    /// The first of them, in the order of the list; at most ``limit``.
    public private(set) var first: [ListProblem] = []

    /// None.
    public init() {}

    /// Notes a problem. What stands in the line is only looked at while problems are kept.
    mutating func add(_ line: Int, _ text: TextBytes, _ reason: @autoclosure () -> String) {
        count += 1
        guard first.count < Self.limit else { return }
        first.append(ListProblem(line: line, text: text.printable(80), reason: reason()))
    }
}

extension TextBytes {
    /// The text as it can be shown to a person: of a bounded length in characters, bytes that are no UTF-8 and characters that don't print
    /// (controls, marks of direction) replaced by U+FFFD.
    func printable(_ limit: Int) -> String {
        // A character takes at most four bytes.
        let cut = part(0, limit * 4)
        var shown = String.UnicodeScalarView()
        for scalar in String(decoding: cut, as: UTF8.self).unicodeScalars.prefix(limit) {
            shown.append(scalar.isPrintable ? scalar : "\u{fffd}")
        }
        return String(shown)
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        if isASCII { return value >= 0x20 && value != 0x7f }
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
