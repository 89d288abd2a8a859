import Foundation
import GRDB
import Sessions
import Storage
import Testing

@Suite("Opening a database")
struct OpeningTests {
    private func failure(_ path: String, role: SQLiteEngine.Role = .server) -> StorageFailure.Kind? {
        do {
            try SQLiteEngine(path: path, role: role).close()
            return nil
        } catch {
            return (error as? StorageFailure)?.kind
        }
    }

    private func tables(_ engine: SQLiteEngine) async throws -> Set<String> {
        try await engine.read { connection in
            try Set(connection.rows("SELECT name FROM sqlite_master WHERE type = 'table'", []).map { $0.text(0)! })
        }
    }

    @Test("Folder, file and tables are made where nothing is")
    func made() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "a/b/tripline.db").path
            let engine = try SQLiteEngine(path: path, role: .server)
            let expected: Set = [
                "organizations", "api_keys", "sessions", "session_batches", "session_refusals", "decisions",
                "session_documents", "visitors",
            ]
            #expect(try await tables(engine).isSuperset(of: expected))
            try await Store(engine: engine).check()
            try engine.close()
        }
    }

    @Test("What was kept is there after closing and opening again")
    func reopened() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "tripline.db").path
            let visit = Visit()
            let organization = OrganizationRecord(
                id: visit.tenant.organization, name: "One", slug: "one", createdAt: Timestamp(milliseconds: 1))
            let visitor = VisitorID.random()
            var engine = try SQLiteEngine(path: path, role: .server)
            var test = TestStore(path: path, engine: engine, store: Store(engine: engine))
            let before = try await tables(engine)
            try await test.store.organizations.add(organization)
            try await test.keep(visit, 0..<3)
            let tie = try await test.visitors.tie(
                visit.tenant, visit.session, candidate: nil, fresh: visitor, isConflicting: false, confidence: 9,
                lifetime: .seconds(1), at: Timestamp(milliseconds: 5))
            let decision = try await test.judge(visit, document: "{\"a\":1}")
            try engine.close()

            engine = try SQLiteEngine(path: path, role: .server)
            test = TestStore(path: path, engine: engine, store: Store(engine: engine))
            #expect(try await tables(engine) == before)
            #expect(try await test.store.organizations.all() == [organization])
            let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
            #expect(state.batches.count == 3)
            #expect(state.decisions == [decision])
            #expect(state.tie == tie)
            #expect(state.visitor?.id == visitor)
            #expect(
                try await test.sessions.document(visit.tenant, visit.session)?.bytes == Array("{\"a\":1}".utf8))
            let next = try await test.sessions.accept(visit.batch(3), limits: .roomy)
            #expect(next == .accepted)
            try engine.close()
        }
    }

    @Test("A second server on the same file is refused, until the first one closes")
    func inUse() async throws {
        try await TestStore.run { test in
            for _ in 0..<2 { #expect(failure(test.path) == .inUse) }
            try await test.keep(Visit())
            try test.engine.close()
            #expect(failure(test.path) == nil)
        }
    }

    @Test("A server that is gone without closing gave up the file as well")
    func dropped() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "tripline.db").path
            do { _ = try SQLiteEngine(path: path, role: .server) }
            #expect(failure(path) == nil)
        }
    }

    @Test("A command works beside the server, and each sees what the other keeps")
    func command() async throws {
        try await TestStore.run { test in
            let engine = try SQLiteEngine(path: test.path, role: .command)
            let beside = TestStore(path: test.path, engine: engine, store: Store(engine: engine))
            let visits = (0..<40).map { _ in Visit() }
            try await withThrowingTaskGroup { group in
                for (index, visit) in visits.enumerated() {
                    group.addTask { try await (index % 2 == 0 ? test : beside).keep(visit) }
                }
                try await group.waitForAll()
            }
            for store in [test, beside] {
                #expect(try await store.integers("SELECT count(*) FROM sessions") == [40])
            }
            try engine.close()
            #expect(failure(test.path) == .inUse, "the command has no lock to give up")
        }
    }

    @Test(
        "A file that is no database is said to be none, and left as it is",
        arguments: [
            Data("x".utf8), Data("# notes\nnothing to see\n".utf8), Data(repeating: 0x55, count: 10_000),
            Data("SQLite format 3\0".utf8) + Data(repeating: 0xee, count: 8192),
        ])
    func notADatabase(contents: Data) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "notes.txt")
            try contents.write(to: file)
            for role in [SQLiteEngine.Role.server, .command] {
                #expect(failure(file.path, role: role) == .notADatabase)
            }
            #expect(try Data(contentsOf: file) == contents)
            // Nothing holds the place.
            try FileManager.default.removeItem(at: file)
            #expect(failure(file.path) == nil)
        }
    }

    @Test(
        "A database of another program is said to be none of ours, and left as it is, whatever its tables are called",
        arguments: ["bookmarks", "organizations"])
    func foreignDatabase(table: String) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "places.sqlite")
            let other = try DatabaseQueue(path: file.path)
            try await other.write { try $0.execute(sql: "CREATE TABLE \(table) (url TEXT)") }
            try other.close()
            let before = try Data(contentsOf: file)
            #expect(failure(file.path) == .notADatabase)
            #expect(try Data(contentsOf: file) == before)
        }
    }

    @Test("A folder that can't be made, and a folder in the place of the file, are unwritable")
    func unwritable() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "file")
            try Data("x".utf8).write(to: file)
            let inside = folder.appending(path: "folder")
            try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: false)
            // A regular file has no folders in it for anybody, root included.
            for path in [file.appending(path: "tripline.db"), file.appending(path: "a/tripline.db"), inside] {
                #expect(failure(path.path) == .unwritable, "\(path.lastPathComponent)")
            }
            #expect(try Data(contentsOf: file) == Data("x".utf8))
        }
    }

    @Test("What is wrong is said in a sentence that names the file")
    func words() async throws {
        try await TestStore.run { test in
            let failure = #expect(throws: StorageFailure.self) { try SQLiteEngine(path: test.path, role: .server) }
            #expect(failure?.description.contains(test.path) == true)
        }
    }
}
