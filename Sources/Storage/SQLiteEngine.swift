import Foundation
import GRDB
import Synchronization

/// SQLite in one file, through GRDB: one writer, several readers, write-ahead log.
public final class SQLiteEngine: SQLEngine {
    /// How the file is used.
    public enum Role: Sendable {
        /// By the server, which is the only one: a second server on the same file is refused.
        case server
        /// By a command beside it.
        case command
    }

    private let path: String
    private let pool: DatabasePool
    /// A connection beside the pool's, so that no write waits while it works.
    private let checkpointer: DatabaseQueue
    private let commits: CommitGroup
    private let lock: FileLock?

    /// Opens the database, makes it if it is not there, and brings its tables up to date.
    /// - Parameters:
    ///   - path: the file; its folder is made if it is missing.
    ///   - role: whether this is the server.
    ///   - readers: connections for reading.
    ///   - pageLimit: the most pages (of 4,096 bytes) that the file may have; nil for SQLite's own limit.
    /// - Throws: ``StorageFailure``.
    public init(path: String, role: Role, readers: Int = 4, pageLimit: Int? = nil) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw StorageFailure(
                .unwritable,
                "The folder \(folder.path) can't be made: choose another with --database, or make it writable.")
        }
        // Access is asked for with words of our own: SQLite says "unable to open database file" to everything.
        guard access(folder.path, W_OK) == 0, access(path, F_OK) != 0 || access(path, W_OK) == 0 else {
            throw StorageFailure(
                .unwritable, "\(path) can't be written: choose another place with --database, or make it writable.")
        }
        self.path = path
        lock = role == .server ? try FileLock(path: path + ".lock") : nil

        var configuration = Configuration()
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA secure_delete = ON")
            if let pageLimit { try database.execute(sql: "PRAGMA max_page_count = \(pageLimit)") }
        }
        do {
            try Self.checkOwnership(path)
            pool = try DatabasePool(path: path, configuration: configuration)
            // FULL makes each commit reach the disk. A pool sets NORMAL when it turns the write-ahead log on, which would lose
            // the last commits with the power. The log may grow to 32 MB, four times what is usual: many sessions touch the same
            // pages, which are then copied into the file once instead of again and again.
            try pool.writeWithoutTransaction {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 8000")
            }
            try Schema.migrator.migrate(pool)
            checkpointer = try DatabaseQueue(path: path, configuration: configuration)
        } catch let failure as StorageFailure {
            throw failure
        } catch {
            throw Self.failure(error, path: path)
        }
        commits = CommitGroup(pool: pool)
    }

    /// Runs a transaction that only reads.
    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await pool.read { try body(GRDBConnection(database: $0)) }
    }

    /// Runs a transaction that may write, in one commit with the others that wait.
    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await commits.perform(body)
    }

    /// Empties the write-ahead log into the file, where `secure_delete` has put zeros in the place of what was deleted.
    ///
    /// Most of the work is done while others write; only what they wrote meanwhile is moved while they wait. Reads that are under way keep
    /// the log for their moment; they are waited for.
    ///
    /// When SQLite moves rows between pages it may leave a copy in what is free of the old page, which nothing overwrites when the row is
    /// deleted. So the file is looked through. Where it shows one in an index, that index is written anew; the whole file, where it stands
    /// elsewhere.
    public func scrub(_ identifiers: [String]) async throws {
        try await emptyLog()
        let leftovers = try await leftovers(identifiers)
        if leftovers.isEmpty { return }
        // Where SQLite was built without `dbstat`, nobody knows whose a page is.
        if let indexes = try? await indexes(at: leftovers) {
            for index in indexes {
                try await pool.writeWithoutTransaction { try $0.execute(sql: "REINDEX \"\(index)\"") }
            }
            try await emptyLog()
            if try await self.leftovers(identifiers).isEmpty { return }
        }
        try await pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
        try await emptyLog()
    }

    /// Where deleted names still stand in the file.
    private func leftovers(_ identifiers: [String]) async throws -> [Int] {
        let path = path
        return try await Task.detached { try FileSearch(identifiers).offsets(in: path) }.value
    }

    /// The indexes to which those places belong; nil when one belongs to something else.
    private func indexes(at offsets: [Int]) async throws -> Set<String>? {
        try await pool.read { database in
            let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4096
            let pages = Set(offsets.map { $0 / pageSize + 1 })
            var names: Set<String> = []
            let owners = try Row.fetchCursor(
                database,
                sql: "SELECT d.name, d.pageno, m.type FROM dbstat d JOIN sqlite_master m ON m.name = d.name")
            while let owner = try owners.next() {
                guard pages.contains(owner[1]) else { continue }
                guard owner[2] == "index" else { return nil }
                names.insert(owner[0])
            }
            return names.isEmpty ? nil : names
        }
    }

    private func emptyLog() async throws {
        // Another checkpoint may be under way; what this one leaves is done below.
        try? await checkpointer.writeWithoutTransaction { _ = try $0.checkpoint(.passive) }
        for attempt in 1... {
            do {
                try await pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
                return
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && attempt < 20 {
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }

    /// How many writes were made durable so far, by how many commits.
    public var commitCount: CommitCount { commits.count }

    /// Closes the file and gives up its lock.
    public func close() throws {
        try checkpointer.close()
        try pool.close()
        lock?.unlock()
    }

    /// Refuses a file that holds something else, before anything is written to it: SQLite would take a file of a few bytes for an
    /// empty database, and put our tables beside those of another program.
    private static func checkOwnership(_ path: String) throws {
        guard let file = FileHandle(forReadingAtPath: path) else { return }
        defer { try? file.close() }
        // What can't be read here can't be opened either, and is told better there.
        guard let header = try? file.read(upToCount: 16), !header.isEmpty else { return }
        var isOurs = header == Data("SQLite format 3\0".utf8)
        if isOurs {
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(10)
            isOurs = try DatabaseQueue(path: path, configuration: configuration).read(Schema.isOurs)
        }
        guard isOurs else { throw notADatabase(path) }
    }

    private static func notADatabase(_ path: String) -> StorageFailure {
        StorageFailure(.notADatabase, "\(path) is not a database of Tripline: name another file with --database.")
    }

    private static func failure(_ error: any Error, path: String) -> StorageFailure {
        guard let error = error as? DatabaseError else {
            return StorageFailure(.other, "The database \(path) can't be opened: \(error).")
        }
        return switch error.resultCode {
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            notADatabase(path)
        case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM:
            StorageFailure(
                .unwritable, "\(path) can't be written: choose another place with --database, or make it writable.")
        case .SQLITE_FULL:
            StorageFailure(.full, "There is no room left for \(path): free some space.")
        default:
            StorageFailure(.other, "The database \(path) can't be opened: \(error.message ?? "\(error.resultCode)").")
        }
    }
}

/// A GRDB connection in the words of this room.
private struct GRDBConnection: SQLConnection {
    let database: Database

    func rows(_ sql: String, _ arguments: [SQLValue]) throws -> [SQLRow] {
        let statement = try database.cachedStatement(sql: sql)
        let cursor = try Row.fetchCursor(statement, arguments: StatementArguments(arguments.map(\.databaseValue)))
        var rows: [SQLRow] = []
        while let row = try cursor.next() {
            rows.append(SQLRow(row.databaseValues.map(SQLValue.init)))
        }
        return rows
    }

    func run(_ sql: String, _ arguments: [SQLValue]) throws {
        let statement = try database.cachedStatement(sql: sql)
        try statement.execute(arguments: StatementArguments(arguments.map(\.databaseValue)))
    }
}

extension SQLValue {
    fileprivate var databaseValue: DatabaseValue {
        switch self {
        case .null: .null
        case .integer(let value): value.databaseValue
        case .text(let value): value.databaseValue
        case .blob(let value): Data(value).databaseValue
        }
    }

    fileprivate init(_ value: DatabaseValue) {
        switch value.storage {
        case .null: self = .null
        case .int64(let value): self = .integer(value)
        case .double(let value): self = .integer(Int64(value))
        case .string(let value): self = .text(value)
        case .blob(let data): self = .blob(Array(data))
        }
    }
}

/// Gathers writes that wait at the same time into one transaction, so that they share one trip to the disk.
///
/// Each write has a savepoint of its own: one that throws leaves no trace and does not touch the others. All are
/// answered after the commit; if that fails, all fail with its error.
private final class CommitGroup: Sendable {
    /// A write that waits.
    private struct Write: Sendable {
        /// Does it, inside the transaction, and keeps its result.
        var run: @Sendable (Database) -> Void
        /// Answers its caller: with the result when the commit held, else with the error.
        var answer: @Sendable ((any Error)?) -> Void
    }

    private struct State {
        var waiting: [Write] = []
        var isDraining = false
        var count = CommitCount()
    }

    /// The most writes in one commit, so that the first of them does not wait for ever.
    private static let limit = 256

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(pool: DatabasePool) {
        self.pool = pool
    }

    var count: CommitCount { state.withLock { $0.count } }

    func perform<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Value, any Error>) in
            let result = ResultBox<Value>()
            let write = Write { database in
                result.set(Result { try Self.inSavepoint(database, body) }.mapError(Self.told))
            } answer: { commitError in
                continuation.resume(with: commitError.map { .failure($0) } ?? result.get())
            }
            let mustDrain = state.withLock { state in
                state.waiting.append(write)
                defer { state.isDraining = true }
                return !state.isDraining
            }
            if mustDrain { pool.asyncWriteWithoutTransaction { self.drain($0) } }
        }
    }

    private func drain(_ database: Database) {
        while true {
            let writes = state.withLock { state in
                let writes = Array(state.waiting.prefix(Self.limit))
                state.waiting.removeFirst(writes.count)
                state.isDraining = !writes.isEmpty
                return writes
            }
            if writes.isEmpty { return }
            let failure = Self.commit(writes, database)
            if failure == nil {
                state.withLock { state in
                    state.count.writes += writes.count
                    state.count.commits += 1
                }
            }
            for write in writes { write.answer(failure) }
        }
    }

    private static func commit(_ writes: [Write], _ database: Database) -> (any Error)? {
        do {
            try database.inTransaction(.immediate) {
                for write in writes {
                    write.run(database)
                    // A full disk makes SQLite give up the whole transaction; what follows must not be done outside of one.
                    guard database.isInsideTransaction else {
                        throw StorageFailure(.full, "The database gave up a transaction; most often the disk is full.")
                    }
                }
                return .commit
            }
            return nil
        } catch {
            return told(error)
        }
    }

    /// A lack of room in our own words, and every other error as it is.
    private static func told(_ error: any Error) -> any Error {
        guard (error as? DatabaseError)?.resultCode == .SQLITE_FULL else { return error }
        return StorageFailure(.full, "There is no room left for the database.")
    }

    private static func inSavepoint<Value>(
        _ database: Database, _ body: (any SQLConnection) throws -> Value
    ) throws -> Value {
        var result: Value?
        try database.inSavepoint {
            result = try body(GRDBConnection(database: database))
            return .commit
        }
        return result!
    }
}

/// The result of a write between its run and its answer, which happen on the writer's queue, one after the other.
private final class ResultBox<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>>(.failure(CancellationError()))

    func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

    func get() -> Result<Value, any Error> { result.withLock { $0 } }
}

/// A lock on a file that the system gives up when the process ends, however it ends.
private final class FileLock: Sendable {
    private let descriptor: Mutex<Int32>

    init(path: String) throws {
        let descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure(
                .unwritable, "\(path) can't be written: choose another place with --database, or make it writable.")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            Glibc.close(descriptor)
            throw StorageFailure(
                .inUse,
                "Another Tripline server uses \(path.dropLast(".lock".count)): stop it, or name another file with --database."
            )
        }
        self.descriptor = Mutex(descriptor)
    }

    func unlock() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    deinit { unlock() }
}
