import Sessions
import Storage
import Testing

@Suite("Visitors, as they are kept")
struct VisitorsTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// Ties a new session to a visitor, with an expiry of one second.
    private func tie(
        _ test: TestStore, candidate: VisitorID? = nil, fresh: VisitorID = .random(), isConflicting: Bool = false,
        at milliseconds: Int64, _ tenant: Tenant = .one
    ) async throws -> VisitorTie? {
        let visit = Visit(tenant: tenant)
        try await test.keep(visit)
        return try await test.visitors.tie(
            tenant, visit.session, candidate: candidate, fresh: fresh, isConflicting: isConflicting, confidence: 88,
            lifetime: .seconds(1), at: moment(milliseconds))
    }

    @Test("Without a candidate a fresh visitor is made, and nothing is said of confidence")
    func fresh() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            let tie = try await tie(test, fresh: visitor, at: 5)
            #expect(
                tie
                    == VisitorTie(
                        visitor: visitor, source: .new, confidence: nil, frozenAt: moment(5), isConflicting: false))
            #expect(
                try await test.visitors.visitor(visitor, of: .one)
                    == VisitorRecord(
                        id: visitor, firstSeenAt: moment(5), lastSeenAt: moment(5), seenCount: 1,
                        address: "203.0.113.9",
                        userAgent: "Mozilla/5.0", traits: Visitors.sampleTraits))
        }
    }

    @Test("A candidate that is known is the visitor, seen once more")
    func candidate() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            let unused = VisitorID.random()
            _ = try await tie(test, fresh: visitor, at: 5)
            #expect(
                try await tie(test, candidate: visitor, fresh: unused, isConflicting: true, at: 900)
                    == VisitorTie(
                        visitor: visitor, source: .continuity, confidence: 88, frozenAt: moment(900),
                        isConflicting: true))
            #expect(
                try await test.visitors.visitor(visitor, of: .one)
                    == VisitorRecord(
                        id: visitor, firstSeenAt: moment(5), lastSeenAt: moment(900), seenCount: 2,
                        address: "203.0.113.9", userAgent: "Mozilla/5.0", traits: Visitors.sampleTraits))
            #expect(try await test.visitors.visitor(unused, of: .one) == nil)
        }
    }

    @Test("A candidate that nobody knows, or only another tenant, gives way to the fresh visitor")
    func unknown() async throws {
        try await TestStore.run { test in
            let foreign = VisitorID.random()
            _ = try await tie(test, fresh: foreign, at: 0, .two)
            for candidate in [foreign, .random()] {
                let visitor = VisitorID.random()
                let tie = try await tie(test, candidate: candidate, fresh: visitor, isConflicting: true, at: 1)
                #expect(tie?.visitor == visitor)
                #expect(tie?.source == .new)
                #expect(tie?.confidence == nil)
                #expect(tie?.isConflicting == true)
                #expect(try await test.visitors.visitor(candidate, of: .one) == nil)
            }
            #expect(try await test.visitors.visitor(foreign, of: .two)?.seenCount == 1)
        }
    }

    @Test("A visitor is forgotten when it was not seen for as long as the expiry, to the millisecond")
    func expiry() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            _ = try await tie(test, fresh: visitor, at: 0)
            #expect(try await tie(test, candidate: visitor, at: 999)?.source == .continuity)
            #expect(
                try await tie(test, candidate: visitor, at: 1998)?.source == .continuity, "counted from the last visit")
            let late = try await tie(test, candidate: visitor, at: 2998)
            #expect(late?.source == .new)
            #expect(late?.visitor != visitor)
            #expect(try await test.visitors.visitor(visitor, of: .one)?.seenCount == 3)
        }
    }

    @Test("A session keeps its visitor, whatever is said later, and is counted once")
    func once() async throws {
        try await TestStore.run { test in
            let visit = Visit()
            let visitors = [VisitorID.random(), .random()]
            try await test.keep(visit)
            var ties: [VisitorTie?] = []
            for (index, visitor) in visitors.enumerated() {
                try await ties.append(
                    test.visitors.tie(
                        .one, visit.session, candidate: index == 0 ? nil : visitor, fresh: visitor,
                        isConflicting: index == 1, confidence: 1, lifetime: .seconds(1), at: moment(Int64(index))))
            }
            #expect(ties[0]?.visitor == visitors[0])
            #expect(ties[1] == ties[0])
            #expect(try await test.visitors.visitor(visitors[0], of: .one)?.seenCount == 1)
            #expect(try await test.visitors.visitor(visitors[1], of: .one) == nil)
            let state = try #require(try await test.sessions.state(.one, visit.session))
            #expect(state.tie == ties[0])
            #expect(state.visitor?.lastSeenAt == moment(0))
        }
    }

    @Test("A session of which nothing was kept has no visitor, and makes none")
    func nothingKept() async throws {
        try await TestStore.run { test in
            let visit = Visit()
            try await test.keep(visit)
            let visitor = VisitorID.random()
            for (tenant, session) in [(Tenant.one, SessionID.random()), (.two, visit.session), (.test, visit.session)] {
                let tie = try await test.visitors.tie(
                    tenant, session, candidate: nil, fresh: visitor, isConflicting: false, confidence: 1,
                    lifetime: .seconds(1), at: moment(0))
                #expect(tie == nil)
                #expect(try await test.visitors.visitor(visitor, of: tenant) == nil)
            }
        }
    }

    @Test("Sessions that come at once are all counted")
    func race() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            _ = try await tie(test, fresh: visitor, at: 0)
            try await withThrowingTaskGroup { group in
                for _ in 0..<40 { group.addTask { _ = try await tie(test, candidate: visitor, at: 1) } }
                try await group.waitForAll()
            }
            #expect(try await test.visitors.visitor(visitor, of: .one)?.seenCount == 41)
        }
    }
}
