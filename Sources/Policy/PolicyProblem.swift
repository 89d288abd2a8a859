/// What is wrong with a line of a policy, in words for the operator.
public struct PolicyProblem: Sendable, Equatable, CustomStringConvertible {
    /// The line of the file, from 1; nil where it is about the whole file.
    public var line: Int?
    /// What was wrong, and what was expected.
    public var words: String

    /// What is wrong with a line.
    public init(line: Int?, _ words: String) {
        self.line = line
        self.words = words
    }

    /// The line and the words.
    public var description: String { line.map { "line \($0): \(words)" } ?? words }
}

/// Why a policy was not read: everything that is wrong with it, in the order of its lines.
public struct PolicyError: Error, Equatable, CustomStringConvertible {
    /// The most problems that are told one by one.
    public static let most = 100

    /// The file's name.
    public let file: String
    /// What is wrong with it; the first ``most`` of it.
    public let problems: [PolicyProblem]
    /// How many problems there are, those that are not told included.
    public let count: Int

    /// Why a policy was not read.
    public init(file: String, problems: [PolicyProblem]) {
        self.file = file
        let ordered = problems.enumerated().sorted {
            ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset)
        }
        self.problems = ordered.prefix(Self.most).map(\.element)
        count = problems.count
    }

    /// One problem a line, each with the name of the file.
    public var description: String {
        let told = problems.map { problem in
            "\(file)\(problem.line.map { ", line \($0)" } ?? ""): \(problem.words)"
        }
        let rest = count > problems.count ? ["\(file): \(count - problems.count) more problems"] : []
        return (told + rest).joined(separator: "\n")
    }
}
