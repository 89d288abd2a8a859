import Sessions
import Storage
import Testing

@Suite("Organizations and keys, as they are kept")
struct KeysTests {
    private let organization = OrganizationRecord(
        id: OrganizationID(high: 0, low: 1), name: "One", slug: "one", createdAt: Timestamp(milliseconds: 10))
    private let now = Timestamp(milliseconds: 1000)

    private func key(
        _ number: UInt64, _ type: KeyType = .secret, _ environment: KeyEnvironment = .live,
        of owner: OrganizationRecord? = nil
    ) -> KeyRecord {
        KeyRecord(
            id: KeyID(high: 0, low: number), organization: (owner ?? organization).id, environment: environment,
            type: type,
            name: "key \(number)", secretHash: "hash \(number)", preview: "sk_…\(number)",
            scopes: type == .secret ? [.all] : nil, createdAt: Timestamp(milliseconds: Int64(number)))
    }

    private func other(_ number: UInt64, slug: String) -> OrganizationRecord {
        OrganizationRecord(
            id: OrganizationID(high: 0, low: number), name: slug, slug: slug,
            createdAt: Timestamp(milliseconds: Int64(number)))
    }

    /// Runs with a store that holds the organization and these keys.
    private func withKeys(_ keys: [KeyRecord], _ body: (TestStore) async throws -> Void) async throws {
        try await TestStore.run { test in
            try await test.store.organizations.add(organization, keys: keys)
            try await body(test)
        }
    }

    // MARK: Organizations

    @Test("Organizations are listed with the oldest first, and there is none at the beginning")
    func organizations() async throws {
        try await TestStore.run { test in
            #expect(try await test.store.organizations.isEmpty())
            #expect(try await test.store.organizations.all().isEmpty)
            let older = other(5, slug: "older")
            try await test.store.organizations.add(organization, keys: [key(1), key(2)])
            try await test.store.organizations.add(older)
            #expect(try await !test.store.organizations.isEmpty())
            #expect(try await test.store.organizations.all() == [older, organization])
            #expect(try await test.keys.keys(of: organization.id) == [key(1), key(2)])
        }
    }

    @Test("An organization is kept with all its keys or not at all")
    func allOrNothing() async throws {
        try await withKeys([]) { test in
            let second = other(2, slug: "two")
            var twin = key(1, of: second)
            twin.secretHash = "another"
            await #expect(throws: (any Error).self) {
                try await test.store.organizations.add(second, keys: [key(1, of: second), twin])
            }
            await #expect(throws: StoreConflict.slugTaken) {
                try await test.store.organizations.add(other(3, slug: "one"), keys: [key(3)])
            }
            let kept = try await test.store.organizations.all()
            #expect(kept == [organization])
            #expect(try await test.keys.keys().isEmpty)
        }
    }

    // MARK: Keys

    @Test("A key comes back with everything that was known of it")
    func everything() async throws {
        let plain = key(1, .publishable)
        var full = key(2, .secret, .test)
        full.name = "'; DROP TABLE api_keys; -- \"é🙂\""
        full.scopes = [.sessionsRead, .keysManage]
        full.rateLimit = 42
        var bounded = key(3, .publishable)
        bounded.allowedOrigins = ["https://a.example", "https://\"b\".example"]
        var none = key(4)
        none.scopes = []
        try await withKeys([plain]) { test in
            for key in [full, bounded, none] { try await test.keys.add(key) }
            for key in [plain, full, bounded, none] {
                #expect(try await test.keys.key(key.id) == key)
                #expect(try await test.keys.key(secretHash: key.secretHash) == key)
            }
            #expect(try await test.keys.key(KeyID.random()) == nil)
            for hash in ["", "hash", "hash 9", "HASH 1", "%", "hash _"] {
                #expect(try await test.keys.key(secretHash: hash) == nil)
            }
        }
    }

    @Test("A key whose hash is there already changes nothing")
    func twice() async throws {
        try await withKeys([key(1)]) { test in
            var again = key(2)
            again.secretHash = key(1).secretHash
            try await test.keys.add(again)
            #expect(try await test.keys.keys() == [key(1)])
        }
    }

    @Test("A key of no organization is not kept")
    func orphan() async throws {
        try await TestStore.run { test in
            await #expect(throws: (any Error).self) { try await test.keys.add(key(1)) }
            let kept = try await test.keys.keys()
            #expect(kept.isEmpty)
        }
    }

    @Test("Keys are listed with the oldest first, of one organization or of all")
    func listed() async throws {
        try await withKeys([key(5), key(1, .publishable)]) { test in
            let second = other(2, slug: "two")
            try await test.store.organizations.add(second, keys: [key(3, of: second)])
            #expect(try await test.keys.keys(of: organization.id).map(\.name) == ["key 1", "key 5"])
            #expect(try await test.keys.keys(of: second.id).map(\.name) == ["key 3"])
            #expect(try await test.keys.keys().map(\.name) == ["key 1", "key 3", "key 5"])
            #expect(try await test.keys.keys(of: .random()).isEmpty)
        }
    }

    @Test("The keys of a suspended organization are not found")
    func suspended() async throws {
        try await withKeys([key(1)]) { test in
            let second = other(2, slug: "two")
            try await test.store.organizations.add(second, keys: [key(2, of: second)])
            try await test.run("UPDATE organizations SET status = 'suspended' WHERE slug = 'one'")
            #expect(try await test.keys.key(secretHash: "hash 1") == nil)
            #expect(try await test.keys.key(key(1).id) == nil)
            #expect(try await test.keys.key(secretHash: "hash 2") != nil)
        }
    }

    @Test("A key is revoked once and for all, and stays to be seen")
    func revoked() async throws {
        try await withKeys([key(1), key(2)]) { test in
            #expect(try await test.keys.revoke(key(1).id, at: now))
            #expect(try await !test.keys.revoke(key(1).id, at: now + .seconds(9)))
            #expect(try await !test.keys.revoke(.random(), at: now))
            let revoked = try #require(try await test.keys.key(secretHash: "hash 1"))
            #expect(revoked.status == .revoked)
            #expect(revoked.revokedAt == now)
            #expect(!revoked.isUsable(at: now))
            #expect(try await test.keys.key(key(2).id) == key(2))
        }
    }

    @Test("The recipients of a tenant's tokens are its secret keys that work, the oldest first")
    func secretHashes() async throws {
        let second = other(2, slug: "two")
        try await withKeys([key(9), key(2), key(3), key(4), key(5, .publishable), key(6, .secret, .test)]) { test in
            try await test.store.organizations.add(second, keys: [key(7, of: second)])
            _ = try await test.keys.revoke(key(3).id, at: now)
            try await test.run(
                "UPDATE api_keys SET status = 'rotating', grace_expires_at = ? WHERE secret_hash = 'hash 4'",
                [.integer(now.milliseconds)])
            func hashes(_ tenant: Tenant, at moment: Timestamp) async throws -> [String] {
                try await test.keys.secretHashes(of: tenant.organization, tenant.environment, at: moment)
            }
            let before = Timestamp(milliseconds: now.milliseconds - 1)
            #expect(try await hashes(.one, at: before) == ["hash 2", "hash 4", "hash 9"])
            #expect(try await hashes(.one, at: now) == ["hash 2", "hash 9"])
            #expect(try await hashes(.test, at: now) == ["hash 6"])
            #expect(try await hashes(.two, at: now) == ["hash 7"])
        }
    }

    @Test("Uses are noted for many keys at once; unknown ones are passed over")
    func noteUse() async throws {
        try await withKeys([key(1), key(2), key(3)]) { test in
            try await test.keys.noteUse([key(1).id: now, key(2).id: now + .seconds(1), .random(): now])
            try await test.keys.noteUse([:])
            let used = try await test.keys.keys().map(\.lastUsedAt)
            #expect(used == [now, now + .seconds(1), nil])
        }
    }

    // MARK: What a key may

    @Test("A key works while it is active, or rotating within its grace")
    func usable() {
        var key = key(1)
        #expect(key.isUsable(at: now))
        key.status = .rotating
        #expect(!key.isUsable(at: now))
        key.graceExpiresAt = now
        #expect(key.isUsable(at: Timestamp(milliseconds: now.milliseconds - 1)))
        #expect(!key.isUsable(at: now))
        key.status = .revoked
        #expect(!key.isUsable(at: Timestamp(milliseconds: 0)))
    }

    @Test("A key may do what its scopes name, everything with *, and nothing without scopes")
    func scopes() {
        var key = key(1)
        #expect(Scope.allCases.allSatisfy(key.allows))
        key.scopes = [.sessionsRead]
        #expect(Scope.allCases.filter(key.allows) == [.sessionsRead])
        for scopes in [nil, []] as [[Scope]?] {
            key.scopes = scopes
            #expect(!Scope.allCases.contains(where: key.allows))
        }
    }
}
