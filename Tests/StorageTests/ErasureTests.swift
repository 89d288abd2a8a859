import Foundation
import Sessions
import Storage
import Testing

@Suite("Erasing what was kept about somebody")
struct ErasureTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    /// A judged session of a visitor, with an event about it.
    private func see(
        _ test: TestStore, _ visitor: VisitorID, at milliseconds: Int64 = 0, _ visit: Visit = Visit(), batches: Int = 2
    ) async throws -> Visit {
        try await test.keep(visit, 0..<batches, at: milliseconds)
        _ = try await test.visitors.tie(
            visit.tenant, visit.session, candidate: visitor, fresh: visitor, isConflicting: false, confidence: 99,
            lifetime: .seconds(1000), at: moment(milliseconds))
        let state = try #require(try await test.sessions.state(visit.tenant, visit.session))
        let document = Array("{\"id\":\"\(visit.session)\",\"agent\":\"\(visit.userAgent ?? "")\"}".utf8)
        let judgement = Judgement(
            decision: .sample(at: milliseconds), document: document, activity: document, url: visit.url,
            event: .sample(about: visit.session, at: milliseconds))
        _ = try await test.sessions.record(judgement, of: state)
        try await test.sessions.noteRefusal(
            visit.tenant, visit.session, code: "collect.batch_forged", at: moment(milliseconds))
        return visit
    }

    @Test("A session is gone from everywhere, and what was removed is told")
    func session() async throws {
        try await TestStore.run { test in
            try await test.store.endpoints.add(
                EndpointRecord(
                    tenant: .one, name: "e", url: "https://shop.example/", eventTypes: [.resultPersisted],
                    createdAt: moment(0)))
            let visitor = VisitorID.random()
            let visit = try await see(test, visitor)
            let other = try await see(test, .random())
            let erased = try await test.store.erasure.eraseSession(visit.session, of: .one, at: moment(9))
            var expected = Removed()
            expected.sessions = 1
            expected.visitors = 1
            expected.batches = 2
            expected.decisions = 1
            // One tells of the tie to the visitor, one of the decision; the endpoint asked for the second.
            expected.events = 2
            expected.deliveries = 1
            #expect(erased?.removed == expected)

            #expect(try await test.sessions.document(.one, visit.session) == nil)
            #expect(try await test.sessions.state(.one, visit.session) == nil)
            #expect(try await test.visitors.visitor(visitor, of: .one) == nil)
            let listed = try await test.sessions.page(of: .one, SessionFilter(), after: nil, limit: 9).sessions
            #expect(listed.map(\.id) == [other.session])
            for table in ["session_batches", "session_refusals", "decisions", "session_documents"] {
                let rows = try await test.integers(
                    "SELECT count(*) FROM \(table) WHERE session_id = '\(visit.session)'")
                #expect(rows == [0], "\(table)")
            }
            #expect(try await test.store.erasure.eraseSession(visit.session, of: .one, at: moment(9)) == nil)
        }
    }

    @Test("A session of another tenant is not erased")
    func tenants() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            let visit = try await see(test, visitor)
            for tenant in Tenant.others {
                #expect(try await test.store.erasure.eraseSession(visit.session, of: tenant, at: moment(1)) == nil)
                let erased = try await test.store.erasure.eraseVisitor(visitor, of: tenant, at: moment(1))
                #expect(erased == nil)
            }
            #expect(try await test.sessions.document(.one, visit.session) != nil)
        }
    }

    @Test("An erased session does not come back: later batches, its first one again, and refusals leave nothing")
    func stays() async throws {
        try await TestStore.run { test in
            let visit = try await see(test, .random())
            _ = try await test.store.erasure.eraseSession(visit.session, of: .one, at: moment(9))
            for sequence in [0, 2] {
                let outcome = try await test.sessions.accept(visit.batch(sequence), limits: .roomy)
                #expect(outcome == .erased)
            }
            try await test.sessions.noteRefusal(.one, visit.session, code: "x", at: moment(10))
            #expect(try await test.integers("SELECT count(*) FROM session_refusals") == [0])
            var same = visit
            same.tenant = .two
            #expect(
                try await test.sessions.accept(same.batch(0), limits: .roomy) == .accepted,
                "another tenant's is another")
        }
    }

    @Test(
        "A visitor that was seen elsewhere has one visit less, and what it last showed is of the newest other session")
    func visits() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            _ = try await see(test, visitor, at: 5, Visit(address: "192.0.2.1", userAgent: "first"))
            let last = try await see(test, visitor, at: 9, Visit(address: "192.0.2.2", userAgent: "last"))
            let erased = try await test.store.erasure.eraseSession(last.session, of: .one, at: moment(10))
            #expect(erased?.removed.visitors == 0)
            #expect(erased?.visitors == [])
            let known = try #require(try await test.visitors.visitor(visitor, of: .one))
            #expect(known.seenCount == 1)
            #expect(known.address == "192.0.2.1")
            #expect(known.userAgent == "first")
            #expect(known.lastSeenAt == moment(5))
            let listed = try await test.visitors.page(
                of: .one, order: .lastSeen, search: nil, seenSince: moment(-1), after: nil, limit: 9)
            #expect(listed.visitors == [known])
        }
    }

    @Test("A visitor goes with all of its sessions")
    func visitor() async throws {
        try await TestStore.run { test in
            let visitor = VisitorID.random()
            let visits = try await (0..<3).asyncMap { try await see(test, visitor, at: Int64($0)) }
            let other = try await see(test, .random(), at: 5)
            let erased = try #require(try await test.store.erasure.eraseVisitor(visitor, of: .one, at: moment(9)))
            #expect(Set(erased.sessions) == Set(visits.map(\.session)))
            #expect(erased.removed.sessions == 3)
            #expect(erased.removed.visitors == 1)
            #expect(erased.removed.batches == 6)
            #expect(try await test.visitors.visitor(visitor, of: .one) == nil)
            #expect(try await test.sessions.document(.one, other.session) != nil)
            let again = try await test.store.erasure.eraseVisitor(visitor, of: .one, at: moment(9))
            #expect(again == nil)
        }
    }

    @Test("Nothing that was erased is left in any file of the database")
    func files() async throws {
        try await TestStore.run { test in
            // Enough for many pages, so that some are split and joined.
            var visits: [(visitor: VisitorID, visit: Visit)] = []
            for number in 0..<300 {
                let visitor = VisitorID.random()
                let visit = Visit(
                    address: "192.0.2.\(number % 250)", userAgent: "agent-\(UUID().uuidString)",
                    url: "https://shop.example/\(UUID().uuidString)")
                visits.append(
                    (visitor, try await see(test, visitor, at: Int64(number), visit, batches: 1 + number % 3)))
            }
            let (erased, kept) = (
                visits.enumerated().filter { $0.offset % 3 == 1 }, visits.enumerated().filter { $0.offset % 3 != 1 }
            )
            for (index, entry) in erased {
                let gone =
                    index % 2 == 0
                    ? try await test.store.erasure.eraseSession(entry.visit.session, of: .one, at: moment(999))
                    : try await test.store.erasure.eraseVisitor(entry.visitor, of: .one, at: moment(999))
                try await test.store.erasure.scrub(#require(gone))
            }
            var files = Data()
            for suffix in ["", "-wal", "-shm"] {
                files += (try? Data(contentsOf: URL(fileURLWithPath: test.path + suffix))) ?? Data()
            }
            func isThere(_ text: String) -> Bool { files.range(of: Data(text.utf8)) != nil }
            for (_, entry) in erased {
                for text in [entry.visit.session.text, entry.visitor.text, entry.visit.userAgent!, entry.visit.url!] {
                    #expect(!isThere(text), "\(text)")
                }
            }
            // What was not erased is found, or the search would see nothing.
            for (_, entry) in kept.prefix(20) {
                for text in [entry.visit.session.text, entry.visitor.text, entry.visit.userAgent!, entry.visit.url!] {
                    #expect(isThere(text), "\(text)")
                }
            }
        }
    }
}
