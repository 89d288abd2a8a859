import Foundation
import Sessions

/// What came of reading a source's data.
public struct SourceReading: Sendable {
    /// What is in them.
    public let content: LoadedContent
    /// In what form they are, such as `addresses` or `mmdb GeoLite2-City`.
    public let form: String
    /// How many entries they have.
    public let entries: Int
    /// What the data say of their own age; nil where they say nothing.
    public var builtAt: Timestamp?
    /// The licence that the data name; nil where they name none.
    public var licence: String?
    /// How many lines could not be used.
    public var problemCount = 0
    /// The first of them, in the order of the file.
    public var problems: [SourceProblem] = []
    /// What was read, for lists.
    var bytes: Data?

    init(_ content: LoadedContent, form: String, entries: Int) {
        self.content = content
        self.form = form
        self.entries = entries
    }

    mutating func note(_ problems: ListProblems) {
        problemCount = problems.count
        self.problems = problems.first.map { SourceProblem(line: $0.line, text: $0.text, reason: $0.reason) }
    }
}

/// Why the data of a source can't be used, in words.
public struct SourceFailure: Error, Equatable, CustomStringConvertible {
    /// The words.
    public let description: String

    /// A reason.
    public init(_ description: String) { self.description = description }
}
