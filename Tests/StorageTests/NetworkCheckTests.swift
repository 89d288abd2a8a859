import Foundation
import Sessions
import Storage
import Testing

@Suite("Network checks that are kept")
struct NetworkCheckTests {
    private func check(_ visit: Visit, _ number: UInt8, tenant: Tenant? = nil) -> ArrivedCheck {
        ArrivedCheck(
            tenant: tenant ?? visit.tenant, session: visit.session, nonce: [number], seen: [123, number, 125],
            checkedAt: Timestamp(milliseconds: Int64(number)))
    }

    @Test("come back with their session in the order of time, and after a restart")
    func kept() async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "tripline.db").path
            let visit = Visit()
            let first = Store(engine: try SQLiteEngine(path: path, role: .server))
            _ = try await first.sessions.accept(visit.batch(0), limits: .roomy)
            #expect(try await first.sessions.noteCheck(check(visit, 9), limit: 8) == .kept)
            #expect(try await first.sessions.noteCheck(check(visit, 5), limit: 8) == .kept)
            try first.close()
            let second = Store(engine: try SQLiteEngine(path: path, role: .server))
            let state = try #require(try await second.sessions.state(visit.tenant, visit.session))
            #expect(state.checks.map(\.seen) == [[123, 5, 125], [123, 9, 125]])
            #expect(state.checks.map(\.checkedAt.milliseconds) == [5, 9])
            try second.close()
        }
    }

    @Test("count once each, and no more than the limit")
    func bounded() async throws {
        try await TestStore.run { test in
            let visit = Visit()
            try await test.keep(visit)
            for number in 0..<3 as Range<UInt8> {
                #expect(try await test.sessions.noteCheck(check(visit, number), limit: 3) == .kept)
            }
            #expect(try await test.sessions.noteCheck(check(visit, 1), limit: 3) == .replayed)
            #expect(try await test.sessions.noteCheck(check(visit, 3), limit: 3) == .ignored)
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.checks.count == 3)
        }
    }

    @Test("belong to a session of the same tenant that has begun")
    func owned() async throws {
        try await TestStore.run { test in
            let visit = Visit()
            #expect(try await test.sessions.noteCheck(check(visit, 1), limit: 8) == .early)
            try await test.keep(visit)
            for tenant in Tenant.others {
                #expect(try await test.sessions.noteCheck(check(visit, 1, tenant: tenant), limit: 8) == .early)
            }
            #expect(try await test.integers("SELECT count(*) FROM network_checks") == [0])
        }
    }

    @Test("go with their session when it is erased, and none comes back")
    func erased() async throws {
        try await TestStore.run { test in
            let (visit, other) = (Visit(), Visit())
            for one in [visit, other] {
                try await test.keep(one)
                #expect(try await test.sessions.noteCheck(check(one, 1), limit: 8) == .kept)
            }
            _ = try await test.store.erasure.eraseSession(visit.session, of: .one, at: Timestamp(milliseconds: 9))
            #expect(try await test.sessions.noteCheck(check(visit, 2), limit: 8) == .erased)
            #expect(try await test.integers("SELECT count(*) FROM network_checks") == [1])
            #expect(try await test.sessions.state(other.tenant, other.session)?.checks.count == 1)
        }
    }

    @Test("are forgotten with the observations of their session, and then none is taken")
    func forgotten() async throws {
        try await TestStore.run { test in
            let visit = Visit()
            try await test.keep(visit)
            #expect(try await test.sessions.noteCheck(check(visit, 1), limit: 8) == .kept)
            var lifetimes = Lifetimes()
            lifetimes.observations = .seconds(1)
            let step = try await test.store.retention.removeSome(
                .observations, lifetimes: lifetimes, at: Timestamp(milliseconds: 100_000), limit: 10)
            #expect(step.count == 1)
            #expect(try await test.integers("SELECT count(*) FROM network_checks") == [0])
            #expect(try await test.sessions.noteCheck(check(visit, 2), limit: 8) == .ignored)
        }
    }
}
