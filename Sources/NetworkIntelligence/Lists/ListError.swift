/// Why a file is no list at all, and is refused whole: what a download found instead of one, mostly.
public struct ListError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, for programs.
    public enum Code: String, Sendable, CaseIterable {
        /// There is nothing in it.
        case empty
        /// It is larger than a list may be.
        case tooLarge = "too_large"
        /// It is no text.
        case binary
        /// It is HTML or XML, such as an error page.
        case markup
        /// It is JSON that breaks off or is none.
        case malformed
        /// It is text in which not a single entry is.
        case noEntries = "no_entries"
        /// It has more entries than a list may have.
        case tooManyEntries = "too_many_entries"
    }

    /// What is wrong.
    public let code: Code
    /// What the file holds, in words that follow "found".
    public let found: String
    /// What it should hold, in words that follow "expected".
    public let expected: String

    /// What was found and expected, in one sentence.
    public var description: String { "found \(found), expected \(expected)" }
}
