import Sessions
import Storage
import Testing

@Suite("The list of sessions")
struct SessionListTests {
    private typealias Position = (horizon: Int64, serial: Int64)

    private func page(
        _ test: TestStore, _ tenant: Tenant = .one, verdict: Verdict? = nil, search: String? = nil,
        after position: Position? = nil, limit: Int = 50
    ) async throws -> SessionPage {
        try await test.sessions.page(
            of: tenant, SessionFilter(verdict: verdict, search: search), after: position, limit: limit)
    }

    /// The whole list, page by page; between two pages something else happens.
    private func pages(
        _ test: TestStore, verdict: Verdict? = nil, limit: Int, between: () async throws -> Void = {}
    ) async throws -> [ListedSession] {
        var rows: [ListedSession] = []
        var position: Position?
        while true {
            let page = try await page(test, verdict: verdict, after: position, limit: limit)
            #expect(page.sessions.count <= limit)
            rows += page.sessions
            guard page.hasMore, let last = page.sessions.last else { return rows }
            position = (page.horizon, last.serial)
            try await between()
        }
    }

    /// Keeps and judges sessions, one after the other.
    private func fill(_ test: TestStore, _ risks: [Int]) async throws -> [Visit] {
        var visits: [Visit] = []
        for risk in risks {
            let visit = Visit()
            try await test.keep(visit)
            try await test.judge(visit, risk: risk)
            visits.append(visit)
        }
        return visits
    }

    @Test("A list without sessions is empty, and one that nobody judged is not in it")
    func empty() async throws {
        try await TestStore.run { test in
            try await test.keep(Visit())
            let page = try await page(test)
            #expect(page.sessions.isEmpty)
            #expect(!page.hasMore)
        }
    }

    @Test("The latest decision comes first, whatever the clock said, and each session comes once")
    func order() async throws {
        try await TestStore.run { test in
            let visits = try await fill(test, [1, 2, 3])
            #expect(try await page(test).sessions.map(\.id) == visits.reversed().map(\.session))
            let again = try await test.judge(visits[0], risk: 90, at: -1000)
            let rows = try await page(test).sessions
            #expect(rows.map(\.id) == [0, 2, 1].map { visits[$0].session })
            #expect(rows[0].decision == again)
            #expect(rows[0].createdAt == Timestamp(milliseconds: -7))
            #expect(rows[0].tie == nil)
        }
    }

    @Test("A row tells of the visitor, once there is one")
    func visitor() async throws {
        try await TestStore.run { test in
            let visit = try await fill(test, [1])[0]
            let tie = try await test.visitors.tie(
                visit.tenant, visit.session, candidate: nil, fresh: .random(), isConflicting: true, confidence: 0,
                lifetime: .seconds(1), at: Timestamp(milliseconds: 4))
            #expect(try await page(test).sessions.map(\.tie) == [tie])
        }
    }

    @Test("Another tenant's sessions are not in the list")
    func isolation() async throws {
        try await TestStore.run { test in
            _ = try await fill(test, [1, 2])
            for tenant in Tenant.others {
                let visit = Visit(tenant: tenant)
                try await test.keep(visit)
                try await test.judge(visit)
                #expect(try await page(test, tenant).sessions.map(\.id) == [visit.session])
            }
            #expect(try await page(test).sessions.count == 2)
        }
    }

    @Test("A verdict picks the sessions whose last decision it is")
    func verdict() async throws {
        try await TestStore.run { test in
            let visits = try await fill(test, [0, 39, 40, 69, 70, 100])
            func picked(_ verdict: Verdict) async throws -> [SessionID] {
                try await page(test, verdict: verdict).sessions.map(\.id)
            }
            #expect(try await picked(.human) == [1, 0].map { visits[$0].session })
            #expect(try await picked(.inconclusive) == [3, 2].map { visits[$0].session })
            #expect(try await picked(.bot) == [5, 4].map { visits[$0].session })
            try await test.judge(visits[0], risk: 99)
            #expect(try await picked(.human) == [visits[1].session])
            #expect(try await picked(.bot) == [0, 5, 4].map { visits[$0].session })
        }
    }

    @Test("There is more exactly when there is more", arguments: [1, 2, 3, 5, 6, 7])
    func hasMore(limit: Int) async throws {
        try await TestStore.run { test in
            let visits = try await fill(test, Array(1...6))
            #expect(try await page(test, limit: limit).hasMore == (limit < 6))
            #expect(try await pages(test, limit: limit).map(\.id) == visits.reversed().map(\.session))
        }
    }

    // MARK: Pages while sessions arrive and are judged again

    @Test("Pages neither skip nor repeat while listed and unlisted sessions are judged again and new ones arrive")
    func stable() async throws {
        try await TestStore.run { test in
            let visits = try await fill(test, Array(1...9))
            let before = try await page(test).sessions
            var step = 0
            let rows = try await pages(test, limit: 2) {
                try await test.judge(visits[8 - step], risk: 90)
                try await test.judge(visits[step], risk: 90)
                _ = try await fill(test, [1, 90])
                step += 1
            }
            #expect(step == 4)
            #expect(rows.map(\.id) == before.map(\.id))
            #expect(rows.map(\.decision) == before.map(\.decision), "each row stands as it was when reading began")
            #expect(try await page(test).sessions.count == 17)
        }
    }

    @Test("A filtered list keeps its rows even when they would not be picked any more, and takes in no others")
    func stableFiltered() async throws {
        try await TestStore.run { test in
            let visits = try await fill(test, [90, 5, 90, 5, 90, 90])
            let before = try await page(test, verdict: .bot).sessions.map(\.id)
            let rows = try await pages(test, verdict: .bot, limit: 1) {
                for (index, visit) in visits.enumerated() { try await test.judge(visit, risk: index % 2 == 0 ? 5 : 90) }
            }
            #expect(rows.map(\.id) == before)
            #expect(try await page(test, verdict: .bot).sessions.map(\.id) == [5, 3, 1].map { visits[$0].session })
        }
    }

    // MARK: Search

    @Test("Search looks in identifier, visitor, address, page and user agent, and finds parts of them in any case")
    func search() async throws {
        try await TestStore.run { test in
            let visit = Visit(
                address: "198.51.100.77", userAgent: "Lynx/2.9", url: "https://shop.example/Signup?plan=pro#x")
            try await test.keep(visit)
            let visitor = VisitorID.random()
            _ = try await test.visitors.tie(
                visit.tenant, visit.session, candidate: nil, fresh: visitor, isConflicting: false, confidence: 0,
                lifetime: .seconds(1), at: Timestamp(milliseconds: 0))
            try await test.judge(visit)
            // One about which little is known must not stand in the way.
            let bare = Visit(address: nil, userAgent: nil, url: nil)
            try await test.keep(bare)
            try await test.judge(bare)
            for text in [
                visit.session.text, visitor.text, "51.100", "lynx", "Signup?plan=pro#x",
                String(visitor.text.suffix(20)),
            ] {
                #expect(try await page(test, search: text).sessions.map(\.id) == [visit.session], "\(text)")
            }
            #expect(try await page(test, search: "nowhere").sessions.isEmpty)
            #expect(try await page(test, verdict: .bot, search: "lynx").sessions.isEmpty)
            #expect(try await page(test, .two, search: "lynx").sessions.isEmpty)
            #expect(try await page(test, search: bare.session.text).sessions.map(\.id) == [bare.session])
        }
    }

    /// The user agents are so alike that a character which is taken for a wildcard finds the wrong ones.
    @Test(
        "Search takes every character for itself",
        arguments: [
            ("100%", ["a 100% b"]), ("0%", ["a 100% b"]), ("a_b", ["a_b"]), ("%", ["a 100% b", "%\u{301}z"]),
            ("!", ["a!b", "!\u{301}z"]), ("!%", []), ("a!b", ["a!b"]), ("'", ["it's"]), ("\"", ["say \"x\""]),
            ("' OR 1=1 --", []), ("\\", ["back\\slash"]), ("a?b", ["a?b"]), ("*", ["*"]), ("🙂", ["🙂é"]), ("é", ["🙂é"]),
            // A combining accent makes one character of two, which must not hide the first.
            ("%\u{301}", ["%\u{301}z"]), ("!\u{301}", ["!\u{301}z"]),
        ])
    func specialCharacters(text: String, expected: [String]) async throws {
        try await TestStore.run { test in
            let agents = [
                "a 100% b", "a 1000 b", "a_b", "axb", "a!b", "it's", "say \"x\"", "back\\slash", "a?b", "*", "🙂é",
                "%\u{301}z", "!\u{301}z", "q\u{301}z",
            ]
            var known: [SessionID: String] = [:]
            for agent in agents {
                let visit = Visit(userAgent: agent, url: nil)
                known[visit.session] = agent
                try await test.keep(visit)
                try await test.judge(visit)
            }
            let found = try await page(test, search: text).sessions.compactMap { known[$0.id] }
            #expect(Set(found) == Set(expected))
        }
    }

    @Test("Search and pages go together")
    func searchPages() async throws {
        try await TestStore.run { test in
            var expected: [SessionID] = []
            for index in 0..<6 {
                let visit = Visit(userAgent: index % 2 == 0 ? "wanted" : "other")
                try await test.keep(visit)
                try await test.judge(visit)
                if index % 2 == 0 { expected.insert(visit.session, at: 0) }
            }
            let first = try await page(test, search: "wanted", limit: 2)
            #expect(first.sessions.map(\.id) == Array(expected[..<2]))
            #expect(first.hasMore)
            let rest = try await page(
                test, search: "wanted", after: (first.horizon, first.sessions[1].serial), limit: 2)
            #expect(rest.sessions.map(\.id) == [expected[2]])
            #expect(!rest.hasMore)
        }
    }

    @Test("What was decided is read part by part, each session once with its newest decision and document")
    func judged() async throws {
        try await TestStore.run { test in
            let visits = try await fill(test, [1, 2, 3, 4, 5])
            try await test.judge(visits[0], risk: 90)
            var found: [JudgedRecord] = []
            var position: Position?
            repeat {
                let part = try await test.sessions.judged(of: .one, SessionFilter(), after: position, limit: 2)
                #expect(part.sessions.count <= 2)
                found += part.sessions
                position = part.next
            } while position != nil
            #expect(found.map(\.id) == ([visits[0]] + visits.dropFirst().reversed()).map(\.session))
            #expect(found.map(\.decision.riskScore) == [90, 5, 4, 3, 2])
            #expect(found.allSatisfy { $0.document?.isEmpty == false })
            let none = try await test.sessions.judged(
                of: .one, SessionFilter(since: Timestamp(milliseconds: .max)), after: nil, limit: 2)
            #expect(none.sessions.isEmpty && none.next == nil)
        }
    }
}
