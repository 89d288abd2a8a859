import Sessions
import Storage
import Testing

@Suite("Removing what is older than it may be")
struct RetentionTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private let lifetimes: Lifetimes = {
        var lifetimes = Lifetimes()
        lifetimes.observations = .seconds(10)
        lifetimes.sessions = .seconds(100)
        lifetimes.visitors = .seconds(1000)
        return lifetimes
    }()

    /// Removes everything that is too old at that moment, in steps of two.
    @discardableResult
    private func sweep(
        _ test: TestStore, at milliseconds: Int64, _ kinds: [Retention.Kind] = Retention.Kind.allCases
    ) async throws -> [Retention.Kind: Int] {
        var removed: [Retention.Kind: Int] = [:]
        for kind in kinds {
            while true {
                let step = try await test.store.retention.removeSome(
                    kind, lifetimes: lifetimes, at: moment(milliseconds), limit: 2)
                removed[kind, default: 0] += step.count
                if step.count < 2 { break }
            }
        }
        return removed.filter { $0.value > 0 }
    }

    /// A judged session of a new visitor. Sessions are opened 7 ms before 1970.
    private func see(_ test: TestStore, _ tenant: Tenant = .one) async throws -> (visit: Visit, visitor: VisitorID) {
        let visit = Visit(tenant: tenant)
        let visitor = VisitorID.random()
        try await test.keep(visit, 0..<2)
        _ = try await test.visitors.tie(
            tenant, visit.session, candidate: nil, fresh: visitor, isConflicting: false, confidence: 0,
            lifetime: .seconds(1000), at: moment(0))
        try await test.judge(visit, document: "{\"a\":1}")
        return (visit, visitor)
    }

    @Test(
        "Each thing goes when its time is over, and not before; a session without observations reads as it was judged")
    func lifetimes() async throws {
        try await TestStore.run { test in
            let seen = try await (0..<5).asyncMap { _ in try await see(test) }
            #expect(try await sweep(test, at: 9_990).isEmpty)
            #expect(try await sweep(test, at: 10_000) == [.observations: 5])
            #expect(try await test.integers("SELECT count(*) FROM session_batches") == [0])
            #expect(try await test.integers("SELECT sum(length(request)) FROM sessions") == [0])
            for (visit, _) in seen {
                #expect(try await test.sessions.document(.one, visit.session) != nil)
                #expect(try await test.sessions.state(.one, visit.session) == nil, "it can't be judged again")
            }
            #expect(try await sweep(test, at: 99_990).isEmpty)
            #expect(try await sweep(test, at: 100_001) == [.sessions: 5])
            for (visit, visitor) in seen {
                #expect(try await test.sessions.document(.one, visit.session) == nil)
                #expect(try await test.visitors.visitor(visitor, of: .one) != nil)
            }
            #expect(try await sweep(test, at: 1_000_001) == [.visitors: 5])
            for table in ["sessions", "decisions", "session_documents", "visitors", "visitor_versions", "events"] {
                #expect(try await test.integers("SELECT count(*) FROM \(table)") == [0], "\(table)")
            }
        }
    }

    @Test("A step removes no more than it may, and says which sessions are gone")
    func steps() async throws {
        try await TestStore.run { test in
            for _ in 0..<3 { _ = try await see(test) }
            let step = try await test.store.retention.removeSome(
                .sessions, lifetimes: lifetimes, at: moment(200_000), limit: 2)
            #expect(step.count == 2)
            #expect(step.sessions.count == 2)
            #expect(try await test.integers("SELECT count(*) FROM sessions") == [1])
        }
    }

    @Test("A former version of a visitor goes with the sessions of its time, the current one stays")
    func versions() async throws {
        try await TestStore.run { test in
            let (_, visitor) = try await see(test)
            let again = Visit()
            try await test.keep(again)
            _ = try await test.visitors.tie(
                .one, again.session, candidate: visitor, fresh: .random(), isConflicting: false, confidence: 9,
                lifetime: .seconds(1000), at: moment(150_000))
            #expect(try await sweep(test, at: 150_000, [.visitorVersions]) == [.visitorVersions: 1])
            #expect(try await test.integers("SELECT seen_count FROM visitor_versions") == [2])
        }
    }

    @Test("Refusals of a session that never had a batch go after a day; those of a session go with it")
    func refusals() async throws {
        try await TestStore.run { test in
            let (visit, _) = try await see(test)
            for session in [visit.session, .random()] {
                try await test.sessions.noteRefusal(.one, session, code: "x", at: moment(0))
            }
            #expect(try await sweep(test, at: 86_400_000, [.refusals]).isEmpty)
            #expect(try await sweep(test, at: 86_400_001, [.refusals]) == [.refusals: 1])
            #expect(try await test.integers("SELECT count(*) FROM session_refusals") == [1])
        }
    }

    @Test("What keeps an erased session away goes when its agent can't send any more")
    func erasures() async throws {
        try await TestStore.run { test in
            let (visit, _) = try await see(test)
            _ = try await test.store.erasure.eraseSession(visit.session, of: .one, at: moment(0))
            #expect(try await sweep(test, at: 86_400_000, [.erasures]).isEmpty)
            #expect(try await sweep(test, at: 86_400_001, [.erasures]) == [.erasures: 1])
        }
    }

    @Test("A deleted organization leaves nothing, and others keep everything")
    func organizations() async throws {
        try await TestStore.run { test in
            for (tenant, slug) in [(Tenant.one, "one"), (Tenant.two, "two")] {
                try await test.store.organizations.add(
                    OrganizationRecord(id: tenant.organization, name: slug, slug: slug, createdAt: moment(0)))
                try await test.store.endpoints.add(
                    EndpointRecord(
                        tenant: tenant, name: "e", url: "https://shop.example/", eventTypes: [.fingerprintCalculated],
                        createdAt: moment(0)))
                for _ in 0..<3 { _ = try await see(test, tenant) }
            }
            _ = try await test.store.organizations.update(
                Tenant.one.organization, name: nil, status: .deleted, at: moment(1))
            #expect(try await sweep(test, at: 1) == [.deletedOrganizations: 3 + 0])
            let mine = "organization_id = '\(Tenant.one.organization)'"
            for table in [
                "sessions", "visitors", "visitor_versions", "events", "webhook_endpoints", "session_documents",
            ] {
                #expect(try await test.integers("SELECT count(*) FROM \(table) WHERE \(mine)") == [0], "\(table)")
                #expect(try await test.integers("SELECT count(*) > 0 FROM \(table)") == [1], "\(table)")
            }
            #expect(try await test.integers("SELECT count(*) FROM webhook_secrets") == [1])
            #expect(try await test.integers("SELECT count(*) FROM webhook_deliveries") == [3])
        }
    }

    @Test("A key whose grace is over is revoked since then")
    func keys() async throws {
        try await TestStore.run { test in
            let organization = OrganizationRecord(
                id: Tenant.one.organization, name: "o", slug: "o", createdAt: moment(0))
            let key = KeyRecord(
                id: .random(), organization: organization.id, environment: .live, type: .secret, name: "k",
                secretHash: "h", preview: "p", scopes: [.all], createdAt: moment(0))
            try await test.store.organizations.add(organization, keys: [key])
            _ = try await test.keys.rotate(key.id, of: organization.id, grace: .seconds(5), at: moment(0)) { _ in
                var new = key
                new.id = .random()
                new.secretHash = "h2"
                return new
            }
            #expect(try await sweep(test, at: 4_999, [.rotatedKeys]).isEmpty)
            #expect(try await sweep(test, at: 6_000, [.rotatedKeys]) == [.rotatedKeys: 1])
            let revoked = try await test.keys.key(key.id, of: organization.id)
            #expect(revoked?.status == .revoked)
            #expect(revoked?.revokedAt == moment(5_000))
        }
    }
}
