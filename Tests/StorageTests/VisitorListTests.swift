import Sessions
import Storage
import Testing

@Suite("The list of visitors")
struct VisitorListTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// A session of a visitor, new or known.
    @discardableResult
    private func see(
        _ test: TestStore, _ visitor: VisitorID, at milliseconds: Int64, _ visit: Visit = Visit()
    ) async throws -> SessionID {
        let visit = Visit(
            tenant: visit.tenant, session: .random(), address: visit.address, userAgent: visit.userAgent, url: visit.url
        )
        try await test.keep(visit, at: milliseconds)
        let tie = try await test.visitors.tie(
            visit.tenant, visit.session, candidate: visitor, fresh: visitor, isConflicting: false, confidence: 99,
            lifetime: .seconds(1000), at: moment(milliseconds))
        #expect(tie?.visitor == visitor)
        try await test.judge(visit, at: milliseconds)
        return visit.session
    }

    private func page(
        _ test: TestStore, _ order: Visitors.Order = .lastSeen, search: String? = nil, seenSince: Int64 = -1,
        after position: Visitors.Position? = nil, limit: Int = 50, _ tenant: Tenant = .one
    ) async throws -> (visitors: [VisitorRecord], last: Visitors.Position?, hasMore: Bool) {
        try await test.visitors.page(
            of: tenant, order: order, search: search, seenSince: moment(seenSince), after: position, limit: limit)
    }

    @Test("Each order has the largest first")
    func orders() async throws {
        try await TestStore.run { test in
            let visitors = (0..<3).map { _ in VisitorID.random() }
            for (index, visitor) in visitors.enumerated() { try await see(test, visitor, at: Int64(index)) }
            for moment in [10, 11] as [Int64] { try await see(test, visitors[1], at: moment) }
            try await see(test, visitors[0], at: 12)
            func ids(_ order: Visitors.Order) async throws -> [VisitorID] {
                try await page(test, order).visitors.map(\.id)
            }
            #expect(try await ids(.lastSeen) == [visitors[0], visitors[1], visitors[2]])
            #expect(try await ids(.seenCount) == [visitors[1], visitors[0], visitors[2]])
            #expect(try await ids(.firstSeen) == [visitors[2], visitors[1], visitors[0]])
            #expect(try await page(test, .seenCount).visitors.map(\.seenCount) == [3, 2, 1])
        }
    }

    @Test(
        "While visitors come back between two pages, none is skipped and none comes twice",
        arguments: Visitors.Order.allCases)
    func stability(_ order: Visitors.Order) async throws {
        try await TestStore.run { test in
            let visitors = (0..<9).map { _ in VisitorID.random() }
            for (index, visitor) in visitors.enumerated() { try await see(test, visitor, at: Int64(index)) }
            let before = try await page(test, order).visitors
            var seen: [VisitorRecord] = []
            var position: Visitors.Position?
            var clock: Int64 = 100
            while true {
                let page = try await page(test, order, after: position, limit: 2)
                seen += page.visitors
                position = page.last
                if !page.hasMore { break }
                // Those that were read and those that were not come back, and a new one comes.
                for visitor in [visitors[8], visitors[0], visitors[4], .random()] {
                    clock += 1
                    try await see(test, visitor, at: clock)
                }
            }
            #expect(seen.map(\.id) == before.map(\.id))
            #expect(seen.map(\.seenCount) == before.map(\.seenCount), "as they were when the first page was read")
            #expect(try await page(test, order).visitors.count == 9 + 4)
        }
    }

    @Test("Search looks in identifier, address, user agent and the pages of sessions")
    func search() async throws {
        try await TestStore.run { test in
            let wanted = VisitorID.random()
            try await see(
                test, wanted, at: 0,
                Visit(address: "198.51.100.7", userAgent: "Lynx/2.9", url: "https://shop.example/a%b"))
            try await see(
                test, wanted, at: 1, Visit(address: "192.0.2.7", userAgent: "Lynx/3", url: "https://x.example/"))
            try await see(test, .random(), at: 2)
            for text in [wanted.text, "192.0.2", "lynx/3", "198.51", "a%b", "x.example"] {
                #expect(try await page(test, search: text).visitors.map(\.id) == [wanted], "\(text)")
            }
            #expect(try await page(test, search: "nothing").visitors.isEmpty)
            #expect(
                try await page(test, search: "%").visitors.map(\.id) == [wanted], "a percent sign stands for itself")
        }
    }

    @Test("Visitors that were not seen for long enough are not listed, and neither are another tenant's")
    func bounds() async throws {
        try await TestStore.run { test in
            let old = VisitorID.random()
            let new = VisitorID.random()
            try await see(test, old, at: 5)
            try await see(test, new, at: 6)
            #expect(try await page(test, seenSince: 5).visitors.map(\.id) == [new])
            for tenant in Tenant.others {
                #expect(try await page(test, tenant).visitors.isEmpty)
            }
        }
    }

    @Test("A visitor's activity tells of its sessions, the latest first")
    func activity() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            for moment in 0..<3 { try await see(test, visitor, at: Int64(moment)) }
            #expect(try await test.visitors.activity(visitor, of: .one, limit: 2).count == 2)
            #expect(try await test.visitors.activity(visitor, of: .two, limit: 2).isEmpty)
        }
    }

    private func page(_ test: TestStore, _ tenant: Tenant) async throws -> (
        visitors: [VisitorRecord], last: Visitors.Position?, hasMore: Bool
    ) {
        try await page(test, .lastSeen, tenant)
    }
}
