import Dispatch
import Sessions
import Storage
import Testing

@Suite("The engine", .timeLimit(.minutes(2)))
struct EngineTests {
    private struct Mistake: Error, Equatable {}

    /// Runs with an engine that has a table of numbers.
    private func withNumbers(_ body: (TestStore) async throws -> Void) async throws {
        try await TestStore.run { test in
            try await test.run("CREATE TABLE numbers (number BIGINT PRIMARY KEY)")
            try await body(test)
        }
    }

    /// Runs writes at the same time. Those that don't throw insert their number before they do.
    /// - Returns: the numbers of the writes that were answered without an error.
    private func writeAtOnce(
        _ numbers: Range<Int64>, _ test: TestStore,
        _ then: @escaping @Sendable (Int64, any SQLConnection) throws -> Void
    ) async -> [Int64] {
        await withTaskGroup { group in
            for number in numbers {
                group.addTask {
                    try? await test.engine.write { connection in
                        try connection.run("INSERT INTO numbers (number) VALUES (?)", [.integer(number)])
                        try then(number, connection)
                        return number
                    }
                }
            }
            return await group.reduce(into: []) { if let number = $1 { $0.append(number) } }.sorted()
        }
    }

    @Test("Values of every kind come back as they were, odd ones too")
    func values() async throws {
        try await TestStore.run { test in
            let values: [SQLValue] = [
                nil, 0, .integer(.min), .integer(.max), "", "'\"; -- %_é日🙂\n", .blob([]), .blob(Array(0...255)),
                .text(String(repeating: "x", count: 100_000)), .blob(Array(repeating: 0, count: 100_000)),
            ]
            let places = values.map { _ in "?" }.joined(separator: ", ")
            let row = try await test.engine.write { try $0.row("SELECT \(places)", values) }
            let read = try #require(row)
            for (column, value) in values.enumerated() {
                switch value {
                case .null:
                    #expect(read.text(column) == nil)
                    #expect(read.integer(column) == nil)
                    #expect(read.blob(column) == nil)
                case .integer(let integer): #expect(read.integer(column) == integer)
                case .text(let text): #expect(read.text(column) == text)
                case .blob(let bytes): #expect(read.blob(column) == bytes)
                }
            }
        }
    }

    @Test("Commits reach the disk, and what was deleted is overwritten")
    func durability() async throws {
        try await TestStore.run { test in
            let settings = try await test.engine.write { connection in
                try ["synchronous", "secure_delete", "foreign_keys"].map { name in
                    try connection.row("PRAGMA \(name)", [])?.integer(0)
                }
            }
            #expect(settings == [2, 1, 1])
            #expect(try await test.engine.read { try $0.row("PRAGMA journal_mode", [])?.text(0) } == "wal")
        }
    }

    @Test("Hundreds of writes at once are all answered, each with its own result")
    func manyWrites() async throws {
        try await withNumbers { test in
            async let reads = withThrowingTaskGroup { group in
                for _ in 0..<100 { group.addTask { try await test.integers("SELECT count(*) FROM numbers")[0] } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(await writeAtOnce(0..<700, test) { _, _ in } == Array(0..<700))
            let counts = try await reads
            #expect(counts.count == 100)
            #expect(try await test.integers("SELECT number FROM numbers ORDER BY number") == Array(0..<700))
        }
    }

    @Test("A write that throws leaves no trace, and harms none of those that share its commit")
    func commitGroup() async throws {
        try await withNumbers { test in
            let before = test.engine.commitCount
            let gate = DispatchSemaphore(value: 0)
            // Until the gate opens the writer is busy, and the others wait.
            async let gatekeeper = test.engine.write { _ in gate.wait(timeout: .now() + 20) }
            async let opening: Void = {
                try await Task.sleep(for: .milliseconds(300))
                gate.signal()
            }()
            let answered = await writeAtOnce(0..<120, test) { number, connection in
                switch number % 3 {
                case 0: throw Mistake()
                case 1: try connection.run("INSERT INTO numbers (number) VALUES (?)", [.integer(number)])
                default: break
                }
            }
            try await opening
            #expect(try await gatekeeper == .success)
            let expected = (0..<120).filter { $0 % 3 == 2 }.map(Int64.init)
            #expect(answered == expected)
            #expect(try await test.integers("SELECT number FROM numbers ORDER BY number") == expected)
            #expect(test.engine.commitCount.commits - before.commits < 40, "the good ones alone are 40")
        }
    }

    @Test("Writes and commits are counted: one of each for writes that don't wait for another")
    func commitCount() async throws {
        try await withNumbers { test in
            let before = test.engine.commitCount
            for number in Int64(0)..<5 {
                try await test.run("INSERT INTO numbers (number) VALUES (?)", [.integer(number)])
            }
            _ = try await test.integers("SELECT number FROM numbers")
            #expect(test.engine.commitCount.writes - before.writes == 5)
            #expect(test.engine.commitCount.commits - before.commits == 5)
            #expect(test.store.commitCount == test.engine.commitCount)
        }
    }

    @Test("A write that throws gives its own error to its caller")
    func ownError() async throws {
        try await withNumbers { test in
            await #expect(throws: Mistake()) { try await test.engine.write { _ in throw Mistake() } }
            await #expect(throws: Mistake()) { try await test.engine.read { _ in throw Mistake() } }
            await #expect(throws: (any Error).self) { try await test.run("no SQL at all") }
            try await test.run("INSERT INTO numbers (number) VALUES (1)")
        }
    }

    @Test("When a commit fails nobody is told that it held, and the engine goes on")
    func failingCommit() async throws {
        try await withNumbers { test in
            // A deferred constraint is looked at only by the commit.
            try await test.run(
                """
                CREATE TABLE children (parent BIGINT REFERENCES numbers (number) DEFERRABLE INITIALLY DEFERRED)
                """)
            let answered = await writeAtOnce(0..<200, test) { number, connection in
                if number % 50 == 10 {
                    try connection.run("INSERT INTO children (parent) VALUES (?)", [.integer(-number)])
                }
            }
            #expect(answered.allSatisfy { $0 % 50 != 10 })
            #expect(try await test.integers("SELECT number FROM numbers ORDER BY number") == answered)
            #expect(await writeAtOnce(1000..<1010, test) { _, _ in } == Array(1000..<1010))
        }
    }

    @Test("A read sees one state, whatever is committed meanwhile")
    func consistentRead() async throws {
        try await withNumbers { test in
            let begun = DispatchSemaphore(value: 0)
            let written = DispatchSemaphore(value: 0)
            async let counts = test.engine.read { connection in
                let before = try connection.row("SELECT count(*) FROM numbers", [])?.integer(0)
                begun.signal()
                let wait = written.wait(timeout: .now() + 20)
                return (before, try connection.row("SELECT count(*) FROM numbers", [])?.integer(0), wait)
            }
            try await test.engine.write { connection in
                #expect(begun.wait(timeout: .now() + 20) == .success)
                try connection.run("INSERT INTO numbers (number) VALUES (1)", [])
            }
            #expect(try await test.integers("SELECT count(*) FROM numbers") == [1])
            written.signal()
            #expect(try await counts == (0, 0, .success))
        }
    }

    @Test("A read can't write")
    func readOnly() async throws {
        try await withNumbers { test in
            await #expect(throws: (any Error).self) {
                try await test.engine.read { try $0.run("INSERT INTO numbers (number) VALUES (1)", []) }
            }
            let numbers = try await test.integers("SELECT number FROM numbers")
            #expect(numbers == [])
        }
    }
}
