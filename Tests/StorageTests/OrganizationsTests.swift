import Sessions
import Storage
import Testing

@Suite("Organizations and the life of their keys")
struct OrganizationsTests {
    private func moment(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private let organization = OrganizationRecord(
        id: OrganizationID(high: 0, low: 1), name: "One", slug: "one", createdBy: KeyID(high: 9, low: 9),
        createdAt: Timestamp(milliseconds: 1))

    private func key(
        _ number: UInt64, _ environment: KeyEnvironment = .live, at milliseconds: Int64 = 0, scopes: [Scope] = [.all]
    ) -> KeyRecord {
        KeyRecord(
            id: KeyID(high: 0, low: number), organization: organization.id, environment: environment, type: .secret,
            name: "key \(number)", secretHash: "hash \(number)", preview: "sk…\(number)", scopes: scopes,
            createdAt: moment(milliseconds))
    }

    private func withKeys(_ keys: [KeyRecord], _ body: (TestStore) async throws -> Void) async throws {
        try await TestStore.run { test in
            try await test.store.organizations.add(organization, keys: keys)
            try await body(test)
        }
    }

    @Test("An organization comes back as it was made, with the lineage of the key that made it")
    func made() async throws {
        try await withKeys([]) { test in
            let made = try await test.store.organizations.organization(organization.id)
            #expect(made == organization)
            #expect(try await test.store.organizations.organization(.random()) == nil)
        }
    }

    @Test("What is changed is changed, and nothing else")
    func changed() async throws {
        try await withKeys([]) { test in
            let renamed = try await test.store.organizations.update(
                organization.id, name: "Two", status: nil, at: moment(7))
            #expect(renamed?.name == "Two")
            #expect(renamed?.status == .active)
            #expect(renamed?.updatedAt == moment(7))
            #expect(try await test.store.organizations.organization(organization.id) == renamed)
            #expect(try await test.store.organizations.update(.random(), name: "x", status: nil, at: moment(8)) == nil)
        }
    }

    @Test("A suspended organization's keys don't work, and work again when it is active")
    func suspended() async throws {
        try await withKeys([key(1)]) { test in
            _ = try await test.store.organizations.update(organization.id, name: nil, status: .suspended, at: moment(1))
            #expect(try await test.keys.key(secretHash: "hash 1") == nil)
            #expect(try await test.keys.key(key(1).id) == nil)
            _ = try await test.store.organizations.update(organization.id, name: nil, status: .active, at: moment(2))
            #expect(try await test.keys.key(secretHash: "hash 1") == key(1))
        }
    }

    @Test("A deleted organization's keys are revoked for good, and it can't be undone")
    func deleted() async throws {
        try await withKeys([key(1)]) { test in
            let gone = try await test.store.organizations.update(
                organization.id, name: nil, status: .deleted, at: moment(5))
            #expect(gone?.status == .deleted)
            let revoked = try #require(try await test.keys.key(key(1).id, of: organization.id))
            #expect(revoked.status == .revoked)
            #expect(revoked.revokedAt == moment(5))
            for status in [OrganizationStatus.active, .suspended] {
                await #expect(throws: StoreConflict.organizationDeleted) {
                    _ = try await test.store.organizations.update(
                        organization.id, name: nil, status: status, at: moment(6))
                }
            }
        }
    }

    @Test("A page of keys has the newest first, follows its position while keys are made, and keeps to its environment")
    func pages() async throws {
        // Some keys are of the same millisecond.
        let keys = (1...7).map { key($0, $0 % 3 == 0 ? .test : .live, at: Int64($0 / 2)) }
        try await withKeys(keys) { test in
            var seen: [KeyID] = []
            var position: (createdAt: Timestamp, id: String)?
            var rounds: UInt64 = 0
            while true {
                let page = try await test.keys.page(of: organization.id, nil, after: position, limit: 2)
                seen += page.keys.map(\.id)
                guard page.hasMore, let last = page.keys.last else { break }
                position = (last.createdAt, last.id.text)
                rounds += 1
                try await test.keys.add(key(100 + rounds, at: 1000))
            }
            let expected = keys.sorted { ($0.createdAt, $0.id.text) > ($1.createdAt, $1.id.text) }.map(\.id)
            #expect(seen == expected)
            let test = try await test.keys.page(of: organization.id, .test, after: nil, limit: 50).keys
            #expect(test.map(\.id) == [key(6).id, key(3).id])
        }
    }

    @Test("A rotated key works until its grace is over; its successor carries the lineage on")
    func rotation() async throws {
        try await withKeys([key(1)]) { test in
            let new = try await test.keys.rotate(
                key(1).id, of: organization.id, grace: .seconds(1), at: moment(10)
            ) { old in
                #expect(old == key(1))
                return key(2, at: 10)
            }
            #expect(new?.lineage == key(1).id)
            #expect(try await test.keys.key(key(2).id, of: organization.id)?.lineage == key(1).id)
            let old = try #require(try await test.keys.key(key(1).id, of: organization.id))
            #expect(old.status == .rotating)
            #expect(old.rotatedAt == moment(10))
            #expect(old.graceExpiresAt == moment(1010))
            #expect(old.isUsable(at: moment(1009)))
            #expect(!old.isUsable(at: moment(1010)))
            #expect(old.current(at: moment(1010)).status == .revoked)
            #expect(old.current(at: moment(1010)).revokedAt == moment(1010))

            let third = try await test.keys.rotate(
                key(2).id, of: organization.id, grace: .seconds(1), at: moment(20)
            ) { _ in key(3, at: 20) }
            #expect(third?.lineage == key(1).id, "through all rotations")
        }
    }

    @Test("A key that is rotating or revoked is not rotated, and one of another organization is not found")
    func noRotation() async throws {
        try await withKeys([key(1), key(2)]) { test in
            func rotate(_ id: KeyID, of owner: OrganizationID) async throws -> KeyRecord? {
                try await test.keys.rotate(id, of: owner, grace: .seconds(1), at: moment(1)) { _ in
                    var new = key(UInt64.random(in: 100...(.max)))
                    new.secretHash = new.id.text
                    return new
                }
            }
            _ = try await rotate(key(1).id, of: organization.id)
            _ = try await test.keys.revoke(key(2).id, of: organization.id, at: moment(1))
            for number in [1, 2] as [UInt64] {
                await #expect(throws: StoreConflict.keyNotActive) {
                    _ = try await rotate(key(number).id, of: organization.id)
                }
            }
            #expect(try await rotate(key(1).id, of: .random()) == nil)
            #expect(try await test.keys.keys().count == 3)
        }
    }

    @Test("Revoking twice says what the first one did")
    func revoked() async throws {
        try await withKeys([key(1)]) { test in
            let first = try await test.keys.revoke(key(1).id, of: organization.id, at: moment(5))
            let second = try await test.keys.revoke(key(1).id, of: organization.id, at: moment(9))
            #expect(first?.revokedAt == moment(5))
            #expect(second == first)
            #expect(try await test.keys.revoke(key(1).id, of: .random(), at: moment(9)) == nil)
        }
    }

    @Test("An update changes name, origins and scopes; one that throws changes nothing")
    func update() async throws {
        try await withKeys([key(1)]) { test in
            struct Refusal: Error {}
            await #expect(throws: Refusal.self) {
                _ = try await test.keys.update(key(1).id, of: organization.id) { key in
                    key.name = "half"
                    throw Refusal()
                }
            }
            let updated = try await test.keys.update(key(1).id, of: organization.id) { key in
                key.name = "new"
                key.allowedOrigins = ["https://shop.example"]
                key.scopes = [.sessionsRead]
            }
            #expect(updated?.name == "new")
            #expect(try await test.keys.key(key(1).id, of: organization.id) == updated)
            #expect(try await test.keys.update(key(1).id, of: .random()) { _ in } == nil)
        }
    }
}
