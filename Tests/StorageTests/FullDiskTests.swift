import Foundation
import Sessions
import Storage
import Testing

@Suite("A disk without room", .timeLimit(.minutes(2)))
struct FullDiskTests {
    private let payload = [UInt8](repeating: 0xaa, count: 20_000)

    /// Keeps batches until there is no room for another.
    /// - Returns: how many were kept.
    private func fill(_ test: TestStore, _ visit: Visit) async throws -> Int {
        for sequence in 0..<512 {
            do {
                let batch = visit.batch(sequence, payload: payload)
                #expect(try await test.sessions.accept(batch, limits: .roomy) == .accepted)
            } catch let failure as StorageFailure {
                #expect(failure.kind == .full)
                return sequence
            }
        }
        Issue.record("the database is never full")
        return 0
    }

    @Test("The batch that finds no room is refused as a whole, and all before it are there")
    func refused() async throws {
        try await TestStore.run(pageLimit: 140) { test in
            let visit = Visit()
            let kept = try await fill(test, visit)
            #expect(kept > 3)
            let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
            #expect(state.nextSequence == kept)
            #expect(state.batches.count == kept)
            #expect(state.batches.allSatisfy { $0.payload == payload })
        }
    }

    @Test("The engine reads on, and writes again as soon as there is room")
    func recovers() async throws {
        try await TestStore.run(pageLimit: 140) { test in
            let visit = Visit()
            let kept = try await fill(test, visit)
            for _ in 0..<3 {
                await #expect(throws: StorageFailure.self) {
                    try await test.sessions.accept(visit.batch(kept, payload: payload), limits: .roomy)
                }
            }
            try await test.run("DELETE FROM session_batches WHERE sequence < 3")
            let batch = visit.batch(kept, payload: payload)
            #expect(try await test.sessions.accept(batch, limits: .roomy) == .accepted)
        }
    }

    @Test("Of many sessions at once, those that were acknowledged are there and no others")
    func concurrent() async throws {
        try await TestStore.run(pageLimit: 200) { test in
            let acknowledged = try await withThrowingTaskGroup { group in
                for _ in 0..<150 {
                    group.addTask { () -> String? in
                        let visit = Visit()
                        do {
                            _ = try await test.sessions.accept(visit.batch(0, payload: payload), limits: .roomy)
                            return visit.session.text
                        } catch let failure as StorageFailure where failure.kind == .full {
                            return nil
                        }
                    }
                }
                return try await group.reduce(into: Set<String>()) { if let id = $1 { $0.insert(id) } }
            }
            #expect(acknowledged.count < 150)
            let kept = try await test.engine.read { connection in
                try ["SELECT id FROM sessions", "SELECT session_id FROM session_batches"].map { sql in
                    try Set(connection.rows(sql, []).compactMap { $0.text(0) })
                }
            }
            #expect(kept == [acknowledged, acknowledged])
        }
    }

    @Test("A statement that is undone alone is a lack of room, too")
    func severalRows() async throws {
        try await TestStore.run(pageLimit: 140) { test in
            // A unique table filled from a query: SQLite undoes the statement and keeps the transaction.
            try await test.run("CREATE TABLE rows (number BIGINT PRIMARY KEY, filling BLOB NOT NULL)")
            let failure = await #expect(throws: StorageFailure.self) {
                try await test.run(
                    """
                    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                    INSERT INTO rows SELECT i, zeroblob(5000) FROM n
                    """)
            }
            #expect(failure?.kind == .full)
            #expect(try await test.integers("SELECT count(*) FROM rows") == [0])
        }
    }

    @Test("A database that can't even be made is full")
    func opening() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "tripline.db").path
            let failure = #expect(throws: StorageFailure.self) {
                try SQLiteEngine(path: path, role: .server, pageLimit: 5)
            }
            #expect(failure?.kind == .full)
            try SQLiteEngine(path: path, role: .server).close()
        }
    }
}
