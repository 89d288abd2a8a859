/// A value in SQL, of the kinds that every engine has.
public enum SQLValue: Sendable, Equatable {
    /// `NULL`.
    case null
    /// A 64-bit integer; times are milliseconds since 1970, truth is 0 or 1.
    case integer(Int64)
    /// Text.
    case text(String)
    /// Bytes.
    case blob([UInt8])
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// `NULL`.
    public init(nilLiteral: ()) { self = .null }
}

/// A row of an answer, read by the place of its columns.
///
/// A column of another kind than asked for is a mistake in our own SQL or schema, and traps.
public struct SQLRow: Sendable {
    let values: [SQLValue]

    /// A row.
    public init(_ values: [SQLValue]) { self.values = values }

    /// Text, or nil for `NULL`.
    public func text(_ column: Int) -> String? {
        switch values[column] {
        case .null: nil
        case .text(let value): value
        default: preconditionFailure("column \(column) is no text")
        }
    }

    /// An integer, or nil for `NULL`.
    public func integer(_ column: Int) -> Int64? {
        switch values[column] {
        case .null: nil
        case .integer(let value): value
        default: preconditionFailure("column \(column) is no integer")
        }
    }

    /// Bytes, or nil for `NULL`.
    public func blob(_ column: Int) -> [UInt8]? {
        switch values[column] {
        case .null: nil
        case .blob(let value): value
        default: preconditionFailure("column \(column) is no blob")
        }
    }
}

/// One connection, inside one transaction.
public protocol SQLConnection {
    /// The rows that a statement answers. Arguments stand as `?` in the statement.
    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow]
    /// Runs a statement that answers nothing.
    func run(_ sql: String, _ arguments: [SQLValue]) throws
}

extension SQLConnection {
    /// The first row that a statement answers, if there is one.
    public func row(_ sql: String, _ arguments: [SQLValue]) throws -> SQLRow? {
        try rows(sql, arguments).first
    }
}

/// A database: something that runs transactions.
///
/// The repositories of this room are written once, in the SQL that SQLite and PostgreSQL share (`ON CONFLICT`,
/// integer milliseconds, no stored procedures); an engine brings transactions and durability.
public protocol SQLEngine: Sendable {
    /// Runs a transaction that only reads, on a consistent state.
    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Runs a transaction that may write.
    ///
    /// Returns when what it wrote is durable: it survives the end of the process and of the machine. Several writes
    /// that wait at the same time may share one commit. A body that throws leaves no trace.
    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLConnection) throws -> Value) async throws -> Value

    /// Takes what was deleted out of every file of the database: nothing of it is left to be read, there or in a log.
    /// - Parameter identifiers: of sessions and visitors that no row names any more.
    func scrub(_ identifiers: [String]) async throws

    /// How many writes were made durable so far, by how many commits.
    var commitCount: CommitCount { get }

    /// Ends the engine; nothing may be asked of it afterwards.
    func close() throws
}

/// How well writes share commits.
public struct CommitCount: Sendable, Equatable {
    /// Writes that were committed, with those that left no trace in their commit.
    public var writes = 0
    /// Commits that did it.
    public var commits = 0

    /// Nothing written yet.
    public init() {}
}

/// What can be wrong with a database, in words for the person who runs it.
public struct StorageFailure: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure that callers tell apart.
    public enum Kind: Sendable, Equatable {
        /// The file is not a database, or not one of ours.
        case notADatabase
        /// The folder or file can't be written.
        case unwritable
        /// Another server uses the file.
        case inUse
        /// There is no room left.
        case full
        /// Anything else.
        case other
    }

    /// The kind.
    public var kind: Kind
    /// One sentence: what is wrong, and what to do.
    public var description: String

    /// A failure.
    public init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }
}
