import Sessions
import Storage
import Testing

@Suite("Movements that are kept")
struct MovementTests {
    private static let digests: [UInt64] = [1, .max, 1 << 63]

    /// Keeps a session with its movements.
    private func keep(_ visit: Visit, _ digests: [UInt64], in test: TestStore) async throws {
        try await test.keep(visit)
        try await record(digests, of: visit, in: test)
    }

    private func record(_ digests: [UInt64], of visit: Visit, in test: TestStore) async throws {
        let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
        let judgement = Judgement(
            decision: .sample(), document: Array("{}".utf8), activity: Array("{}".utf8), url: nil, event: nil,
            movements: digests)
        #expect(try await test.sessions.record(judgement, of: state) != nil)
    }

    private func others(
        of visit: Visit, _ digests: [UInt64] = digests, tenant: Tenant? = nil, in test: TestStore
    ) async throws -> Int {
        try await test.sessions.sessions(
            sharing: digests, atLeast: 2, with: visit.session, visitor: nil, of: tenant ?? visit.tenant)
    }

    @Test("are found in other sessions that share enough of them, and not in their own")
    func found() async throws {
        try await TestStore.run { test in
            let first = Visit()
            let second = Visit()
            try await keep(first, Self.digests, in: test)
            #expect(try await others(of: first, in: test) == 0)
            #expect(try await others(of: second, in: test) == 1)
            #expect(try await others(of: second, [1, 7], in: test) == 0)
            #expect(try await others(of: second, [1, .max, 7], in: test) == 1)
            try await keep(second, Self.digests, in: test)
            #expect(try await others(of: first, in: test) == 1)
        }
    }

    @Test("are those of the newest judgement")
    func replaced() async throws {
        try await TestStore.run { test in
            let first = Visit()
            try await keep(first, Self.digests, in: test)
            try await record([4, 5], of: first, in: test)
            #expect(try await others(of: Visit(), in: test) == 0)
            #expect(try await others(of: Visit(), [4, 5], in: test) == 1)
        }
    }

    @Test("are nobody else's, and go with their session when it is erased")
    func owned() async throws {
        try await TestStore.run { test in
            let first = Visit()
            try await keep(first, Self.digests, in: test)
            for tenant in Tenant.others {
                #expect(try await others(of: Visit(), tenant: tenant, in: test) == 0)
            }
            _ = try await test.store.erasure.eraseSession(
                first.session, of: first.tenant, at: Timestamp(milliseconds: 9))
            #expect(try await test.integers("SELECT count(*) FROM session_movements") == [0])
        }
    }
}
