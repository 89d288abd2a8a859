import Sessions
import Storage
import Testing

@Suite("The batches of a session")
struct SessionBatchTests {
    private let visit = Visit()

    @Test("Batches in order are taken, and the session knows them all")
    func inOrder() async throws {
        try await TestStore.run { test in
            for (sequence, payload) in ([[1, 2], [], [3]] as [[UInt8]]).enumerated() {
                let batch = visit.batch(
                    sequence, payload: payload, at: Int64(sequence) * 10, isFinal: sequence == 2)
                #expect(try await test.sessions.accept(batch, limits: .roomy) == .accepted)
            }
            let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
            #expect(state.tenant == visit.tenant)
            #expect(state.id == visit.session)
            #expect(state.key == visit.key)
            #expect(state.createdAt == Timestamp(milliseconds: -7))
            #expect(state.firstBatchAt == Timestamp(milliseconds: 0))
            #expect(state.lastBatchAt == Timestamp(milliseconds: 20))
            #expect(state.nextSequence == 3)
            #expect(state.isPageGone)
            #expect(state.request == Array("{\"n\":0}".utf8), "the first batch's request is the one that is kept")
            #expect(state.batches.map(\.payload) == [[1, 2], [], [3]])
            #expect(state.batches.map(\.receivedAt.milliseconds) == [0, 10, 20])
            #expect(state.tie == nil)
            #expect(state.visitor == nil)
            #expect(state.refusals.isEmpty)
            #expect(state.decisions.isEmpty)
        }
    }

    @Test("A page that comes back is not gone any more")
    func pageComesBack() async throws {
        try await TestStore.run { test in
            _ = try await test.sessions.accept(visit.batch(0, isFinal: true), limits: .roomy)
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.isPageGone == true)
            _ = try await test.sessions.accept(visit.batch(1), limits: .roomy)
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.isPageGone == false)
        }
    }

    @Test("What is not the next batch changes nothing, and the outcome says why")
    func refused() async throws {
        try await TestStore.run { test in
            func outcome(_ batch: ArrivedBatch) async throws -> BatchOutcome {
                try await test.sessions.accept(batch, limits: .roomy)
            }
            #expect(try await outcome(visit.batch(1)) == .outOfOrder)
            #expect(try await outcome(visit.batch(0, after: [1])) == .chainBroken)
            #expect(try await test.sessions.state(visit.tenant, visit.session) == nil)

            try await test.keep(visit, 0..<3)
            #expect(try await outcome(visit.batch(2)) == .replayed(isNewest: true))
            #expect(try await outcome(visit.batch(1)) == .replayed(isNewest: false))
            #expect(try await outcome(visit.batch(0)) == .replayed(isNewest: false))
            var changed = visit.batch(2)
            changed.chainAfter = [9]
            #expect(try await outcome(changed) == .replayed(isNewest: false), "the newest number, but another batch")
            #expect(try await outcome(visit.batch(4)) == .outOfOrder)
            #expect(try await outcome(visit.batch(.max)) == .outOfOrder)
            #expect(try await outcome(visit.batch(3, after: visit.link(1))) == .chainBroken)
            #expect(try await outcome(visit.batch(3, after: visit.link(-1))) == .chainBroken)

            let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
            #expect(state.nextSequence == 3)
            #expect(state.batches.count == 3)
            #expect(try await outcome(visit.batch(3)) == .accepted)
        }
    }

    @Test("A session is full with as many batches as it may have")
    func fullOfBatches() async throws {
        try await TestStore.run { test in
            let limits = SessionLimits(batches: 2, bytes: 100)
            try await test.keep(visit, 0..<2)
            #expect(try await test.sessions.accept(visit.batch(2), limits: limits) == .full)
            #expect(try await test.sessions.accept(visit.batch(1), limits: limits) == .replayed(isNewest: true))
            #expect(try await test.sessions.accept(Visit().batch(0), limits: limits) == .accepted)
        }
    }

    @Test("A session is full with as many bytes as it may have, to the byte")
    func fullOfBytes() async throws {
        try await TestStore.run { test in
            let limits = SessionLimits(batches: 100, bytes: 10)
            func outcome(_ sequence: Int, bytes: Int) async throws -> BatchOutcome {
                let batch = visit.batch(sequence, payload: [UInt8](repeating: 1, count: bytes))
                return try await test.sessions.accept(batch, limits: limits)
            }
            let tooLong = try await outcome(0, bytes: 11)
            #expect(tooLong == .full)
            #expect(try await outcome(0, bytes: 4) == .accepted)
            #expect(try await outcome(1, bytes: 7) == .full)
            #expect(try await outcome(1, bytes: 6) == .accepted)
            #expect(try await outcome(2, bytes: 1) == .full)
            #expect(try await outcome(2, bytes: 0) == .accepted)
        }
    }

    @Test("Of one batch that comes many times at once, one is taken")
    func race() async throws {
        try await TestStore.run { test in
            let outcomes = try await withThrowingTaskGroup { group in
                for _ in 0..<50 {
                    group.addTask { try await test.sessions.accept(visit.batch(0), limits: .roomy) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 == .accepted } == 1)
            #expect(outcomes.count { $0 == .replayed(isNewest: true) } == 49)
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.batches.count == 1)
        }
    }

    @Test("Refusals are counted by code, before the first batch too, and for each tenant alone")
    func refusals() async throws {
        try await TestStore.run { test in
            for code in ["collect.batch_forged", "collect.batch_replayed", "collect.batch_forged"] {
                try await test.sessions.noteRefusal(
                    visit.tenant, visit.session, code: code, at: Timestamp(milliseconds: 0))
            }
            for tenant in Tenant.others {
                try await test.sessions.noteRefusal(
                    tenant, visit.session, code: "foreign", at: Timestamp(milliseconds: 0))
            }
            #expect(try await test.sessions.state(visit.tenant, visit.session) == nil)
            try await test.keep(visit)
            #expect(
                try await test.sessions.state(visit.tenant, visit.session)?.refusals
                    == ["collect.batch_forged": 2, "collect.batch_replayed": 1])
        }
    }

    @Test("The same identifier under another tenant is another session")
    func tenants() async throws {
        try await TestStore.run { test in
            try await test.keep(visit, 0..<2)
            for tenant in Tenant.others {
                #expect(try await test.sessions.state(tenant, visit.session) == nil)
                var other = visit
                other.tenant = tenant
                try await test.keep(other)
                #expect(try await test.sessions.state(tenant, visit.session)?.batches.count == 1)
            }
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.batches.count == 2)
        }
    }
}

@Suite("Judging a session")
struct JudgingTests {
    private let visit = Visit()

    private func document(_ test: TestStore, _ tenant: Tenant? = nil) async throws -> String? {
        try await test.sessions.document(tenant ?? visit.tenant, visit.session).map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
    }

    @Test("A decision keeps the verdict of the rules that it was made under, and is found by it")
    func verdictOfItsRules() async throws {
        try await TestStore.run { test in
            let visit = Visit()
            try await test.keep(visit)
            let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
            var decision = Decision.sample(risk: 55)
            decision.verdict = .bot
            decision.rules = "2026.11+strict"
            #expect(
                try await test.sessions.record(decision, document: Array("{}".utf8), url: nil, of: state))
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.decisions == [decision])
            for (verdict, count) in [(Verdict.bot, 1), (.inconclusive, 0)] {
                let page = try await test.sessions.page(
                    of: visit.tenant, SessionFilter(verdict: verdict), after: nil, limit: 9)
                #expect(page.sessions.map(\.decision) == Array(repeating: decision, count: count))
            }
        }
    }

    @Test("Decisions are kept in order as they were, and the newest document is the one that is read")
    func decisions() async throws {
        try await TestStore.run { test in
            try await test.keep(visit)
            #expect(try await document(test) == nil)
            var made: [Decision] = []
            // The clock may jump back between two decisions.
            for (risk, moment) in [(0, 500), (100, 100), (39, 300), (40, 200)] as [(Int, Int64)] {
                try await made.append(test.judge(visit, risk: risk, at: moment, document: "{\"risk\":\(risk)}"))
                #expect(try await document(test) == "{\"risk\":\(risk)}")
            }
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.decisions == made)
        }
    }

    @Test("Another tenant sees neither document nor state")
    func isolation() async throws {
        try await TestStore.run { test in
            try await test.keep(visit)
            try await test.judge(visit)
            for tenant in Tenant.others {
                #expect(try await document(test, tenant) == nil)
                #expect(try await test.sessions.state(tenant, visit.session) == nil)
            }
        }
    }

    @Test("A decision on what is no longer so is not kept")
    func stale() async throws {
        try await TestStore.run { test in
            try await test.keep(visit)
            let old = try #require(try await test.sessions.state(visit.tenant, visit.session))
            func record(_ state: SessionState, _ text: String) async throws -> Bool {
                try await test.sessions.record(.sample(), document: Array(text.utf8), url: nil, of: state)
            }
            try await test.keep(visit, 1..<2)
            #expect(try await !record(old, "before the batch"))
            #expect(try await document(test) == nil)

            var new = try #require(try await test.sessions.state(visit.tenant, visit.session))
            // What was kept of the request may change meanwhile, as when a name server has answered.
            #expect(
                try await test.sessions.replace(
                    request: new.request, with: Array("{}".utf8), of: new.id, new.tenant))
            #expect(
                try await !test.sessions.replace(
                    request: new.request, with: Array("[]".utf8), of: new.id, new.tenant))
            #expect(try await !record(new, "before the request was replaced"))
            new = try #require(try await test.sessions.state(new.tenant, new.id))
            #expect(try await record(new, "first"))
            #expect(try await !record(new, "second of the same"))
            #expect(try await document(test) == "first")
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.decisions.count == 1)
        }
    }

    @Test("Of many decisions at once on one state, one is kept")
    func race() async throws {
        try await TestStore.run { test in
            try await test.keep(visit)
            let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
            let kept = try await withThrowingTaskGroup { group in
                for _ in 0..<20 {
                    group.addTask { try await test.sessions.record(.sample(), document: [], url: nil, of: state) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(kept.count(where: \.self) == 1)
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.decisions.count == 1)
        }
    }

    // MARK: Undecided sessions

    /// The sessions that are due, when it is 1000 and quiet since 500.
    private func due(_ test: TestStore, limit: Int = 10) async throws -> [SessionID] {
        try await test.sessions.undecided(
            quietSince: Timestamp(milliseconds: 500), now: Timestamp(milliseconds: 1000), limit: limit
        ).map(\.1)
    }

    @Test("Sessions are due when they have been quiet, the quietest first, of all tenants, up to a limit")
    func quiet() async throws {
        try await TestStore.run { test in
            let visits = [Visit(), Visit(tenant: .two), Visit(tenant: .test), Visit(), Visit()]
            for (visit, moment) in zip(visits, [300, 100, 500, 501, 1000] as [Int64]) {
                try await test.keep(visit, at: moment)
            }
            #expect(try await due(test) == [1, 0, 2].map { visits[$0].session })
            #expect(try await due(test, limit: 2) == [1, 0].map { visits[$0].session })
            let tenants = try await test.sessions.undecided(
                quietSince: Timestamp(milliseconds: 500), now: Timestamp(milliseconds: 1000), limit: 10
            ).map(\.0)
            #expect(tenants == [.two, .one, .test])
        }
    }

    @Test("Batches from the future, by a clock that jumped back since, count as quiet")
    func clockJump() async throws {
        try await TestStore.run { test in
            let future = Visit()
            try await test.keep(future, at: 1001)
            try await test.keep(visit, at: 1000)
            #expect(try await due(test) == [future.session])
        }
    }

    @Test("A final decision makes a session not due, and another batch makes it due again")
    func decided() async throws {
        try await TestStore.run { test in
            try await test.keep(visit)
            #expect(try await due(test) == [visit.session])
            // A sample's risk says whether it is provisional.
            try await test.judge(visit, risk: 3)
            #expect(try await due(test) == [visit.session], "a provisional decision is not the last word")
            _ = try await test.visitors.tie(
                visit.tenant, visit.session, Shown().frozen(), at: Timestamp(milliseconds: 1))
            try await test.judge(visit, risk: 5)
            #expect(try await due(test) == [])
            try await test.keep(visit, 1..<2)
            #expect(try await due(test) == [visit.session])
        }
    }

    @Test("A session that was decided for good without a visitor is due once more, for the last word")
    func decidedWithoutVisitor() async throws {
        try await TestStore.run { test in
            try await test.keep(visit)
            try await test.judge(visit, risk: 5)
            #expect(try await due(test) == [visit.session])
            try await test.judge(visit, risk: 5, isLastWord: true)
            #expect(try await due(test) == [])
        }
    }

    @Test("A session is settled as far as it was looked at, and for its tenant alone")
    func settle() async throws {
        try await TestStore.run { test in
            try await test.keep(visit, 0..<2)
            try await test.sessions.settle(visit.tenant, visit.session, nextSequence: 1)
            for tenant in Tenant.others { try await test.sessions.settle(tenant, visit.session, nextSequence: 2) }
            #expect(try await due(test) == [visit.session], "a batch came between")
            try await test.sessions.settle(visit.tenant, visit.session, nextSequence: 2)
            #expect(try await due(test) == [])
            #expect(try await test.sessions.state(visit.tenant, visit.session)?.decisions.isEmpty == true)
            try await test.keep(visit, 2..<3)
            #expect(try await due(test) == [visit.session])
        }
    }
}
