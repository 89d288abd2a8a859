import Sessions
import Testing

@testable import Storage

@Suite("How quickly a visitor's sessions follow each other")
struct VisitPaceTests {
    private func pace(
        _ test: TestStore, _ visitor: VisitorID, at milliseconds: Int64
    ) async throws -> VisitPace {
        try await test.engine.read {
            try VisitPaces.pace(
                of: visitor, in: .random(), known: nil, .one, at: Timestamp(milliseconds: milliseconds), $0)
        }
    }

    /// Ties a session that comes from an address.
    private func see(
        _ test: TestStore, _ visitor: VisitorID, address: UInt8, country: String?, at milliseconds: Int64
    ) async throws -> VisitPace {
        let visit = Visit()
        var batch = visit.batch(0, at: milliseconds)
        batch.request?.digests = AddressDigests(address: [address], network: [address / 10])
        batch.request?.country = country
        _ = try await test.sessions.accept(batch, limits: .roomy)
        _ = try await test.visitors.tie(
            .one, visit.session,
            FrozenFingerprint(traits: [], tokens: TokenFindings(visitors: [visitor], confidence: 99, found: 1)),
            fresh: visitor, at: Timestamp(milliseconds: milliseconds))
        return try #require(try await test.sessions.state(.one, visit.session)?.tieEvidence).pace
    }

    @Test("Addresses, networks, countries and sessions are counted within five minutes, an hour and a day")
    func windows() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            let minute: Int64 = 60_000
            _ = try await see(test, visitor, address: 11, country: "DE", at: 0)
            _ = try await see(test, visitor, address: 12, country: "FR", at: 1435 * minute)
            _ = try await see(test, visitor, address: 11, country: "DE", at: 1436 * minute)
            let last = try await see(test, visitor, address: 23, country: nil, at: 1439 * minute)
            #expect(last.fiveMinutes.sessions == 3)
            #expect(last.fiveMinutes.addresses == 3)
            #expect(last.fiveMinutes.networks == 2)
            #expect(last.fiveMinutes.countries == 2)
            #expect(last.hour == last.fiveMinutes)
            #expect(last.day.sessions == 4)
            #expect(last.day.addresses == 3)
            #expect(!last.isCut)
            #expect(last.previousSessions == 3)
            #expect(last.millisecondsSinceFirst == 1439 * 60_000)
            #expect(last.millisecondsSinceLast == 3 * 60_000)
            let later = try await see(test, visitor, address: 23, country: nil, at: 1440 * minute)
            #expect(later.day.sessions == 4, "the first was a day ago")
        }
    }

    @Test("How the latest twenty sessions before were judged last is counted, and not how this one was")
    func pastVerdicts() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            func come(at moment: Int64, judged risks: [Int]) async throws -> PastVerdicts {
                let visit = Visit()
                try await test.keep(visit, at: moment)
                // Judged in passing, before it is known whose session it is.
                try await test.judge(visit, risk: 99)
                _ = try await test.visitors.tie(
                    .one, visit.session,
                    FrozenFingerprint(
                        traits: [], tokens: TokenFindings(visitors: [visitor], confidence: 99, found: 1)),
                    fresh: visitor, at: Timestamp(milliseconds: moment))
                for risk in risks { try await test.judge(visit, risk: risk) }
                return try #require(try await test.sessions.state(.one, visit.session)?.tieEvidence).pace.pastVerdicts
            }
            #expect(try await come(at: 1, judged: [80, 5]) == PastVerdicts(), "nothing came before")
            #expect(try await come(at: 2, judged: [50]).human == 1)
            #expect(try await come(at: 3, judged: [95]).inconclusive == 1)
            let fourth = try await come(at: 4, judged: [])
            #expect((fourth.bot, fourth.human, fourth.inconclusive) == (1, 1, 1))
            for moment in Int64(5)..<25 { _ = try await come(at: moment, judged: [90]) }
            let last = try await come(at: 25, judged: [])
            #expect((last.bot, last.human, last.inconclusive) == (20, 0, 0))
        }
    }

    @Test("Of a visitor with a million sessions the latest 1,000 are looked at, and it is said that there are more")
    func million() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            let total: Int64 = 1_000_000
            try await test.run(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
                INSERT INTO sessions (organization_id, environment, id, key_id, created_at, first_batch_at, last_batch_at,
                    next_sequence, chain, byte_count, is_undecided, is_page_gone, decision_count, request, visitor_id,
                    visitor_source, visitor_frozen_at, visitor_conflict, address_digest, network_digest)
                SELECT ?, ?, printf('sid_%026d', i), '', i, i, i, 1, x'', 0, 0, 1, 1, x'', ?, 'continuity', i, 0, x'01', x'02'
                FROM n
                """, [.integer(total)] + Tenant.one.sql + [.text(visitor.text)])
            let visit = Visit()
            try await test.keep(visit, at: total + 1)
            let time = try await ContinuousClock().measure {
                _ = try await test.visitors.tie(
                    .one, visit.session, FrozenFingerprint(traits: []), fresh: visitor,
                    at: Timestamp(milliseconds: total + 1))
            }
            let pace = try #require(try await test.sessions.state(.one, visit.session)?.tieEvidence).pace
            #expect(pace.isCut)
            #expect(pace.day.sessions == VisitPace.most)
            #expect(pace.day.addresses == 1)
            #expect(time < .seconds(2), "a million rows are not read")
            let ties = try await test.visitors.ties(of: visitor, .one, limit: 50)
            #expect(ties.count == 50)
            #expect(ties.first?.session == visit.session)
        }
    }
}
