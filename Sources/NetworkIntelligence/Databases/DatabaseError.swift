/// Why a file is not used as a database of addresses.
public struct DatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The reasons. Their raw values are stable: they stand in logs, metrics and the answers of the command line.
    public enum Code: String, Sendable, CaseIterable {
        /// The file is not there, is no regular file, or may not be read.
        case unreadable
        /// The folder for private copies can't be written, or is full.
        case noRoom = "no_room"
        /// It was written to while it was being copied.
        case changedWhileCopied = "changed_while_copied"
        /// It is larger than the caller allows.
        case tooLarge = "too_large"
        /// It is no database of this format: a page, an archive, something else, or a database whose end is missing.
        case notADatabase = "not_a_database"
        /// It is a database of this format whose parts reach beyond its end.
        case cutShort = "cut_short"
        /// It is of a version of the format that nobody here can read.
        case unsupportedVersion = "unsupported_version"
        /// It is sound, but of a kind that says nothing for which there is a place here.
        case unknownKind = "unknown_kind"
        /// Its parts contradict each other.
        case inconsistent
    }

    /// The reason.
    public var code: Code
    /// The file's path.
    public var file: String
    /// What exactly was wrong, in words.
    public var detail: String

    /// A reason.
    public init(_ code: Code, file: String, _ detail: String) {
        self.code = code
        self.file = file
        self.detail = detail
    }

    /// Two errors are the same when their codes are.
    public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

    /// The file, and what was wrong with it.
    public var description: String { "\(file): \(detail) (\(code.rawValue))" }
}
