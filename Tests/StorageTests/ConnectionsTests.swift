import Sessions
import Storage
import Testing

@Suite("Connections that were seen")
struct ConnectionsTests {
    private let client = SeenClient(
        ja4: "t13d1517h2_8daaf6152771_aaaaaaaaaaaa", http2: "", family: "chromium", product: "chrome", version: 157)

    private func sighting(_ organization: OrganizationID, _ visitor: VisitorID, network: UInt8) -> ConnectionSighting {
        ConnectionSighting(
            organization: organization, visitor: visitor, network: [network], client: client,
            seenAt: Timestamp(milliseconds: 1_790_000_000_000))
    }

    @Test("Visitors and networks are counted, however often one comes back")
    func counting() async throws {
        try await TestStore.run { test in
            let store = test.store
            let organization = OrganizationID.random()
            let visitor = VisitorID.random()
            for _ in 0..<20 { _ = try await store.connections.note(sighting(organization, visitor, network: 1)) }
            _ = try await store.connections.note(sighting(organization, .random(), network: 1))
            _ = try await store.connections.note(sighting(.random(), .random(), network: 9))
            let counts = try await store.connections.counts()
            #expect(counts.count == 2)
            #expect(counts.first?.organization == organization)
            #expect(counts.first?.visitors == 2)
            #expect(counts.first?.networks == 1)
        }
    }

    @Test("Of one browser no more is kept than is needed")
    func bounded() async throws {
        try await TestStore.run { test in
            let store = test.store
            let organization = OrganizationID.random()
            for number in 0..<200 {
                let isFull = try await store.connections.note(
                    sighting(organization, .random(), network: UInt8(number % 250)))
                #expect(!isFull)
            }
            let isFull = try await store.connections.note(sighting(organization, .random(), network: 0))
            #expect(isFull)
            #expect(try await store.connections.counts().first?.visitors == 200)
        }
    }

    @Test("What was promoted is known until it is forgotten")
    func promoting() async throws {
        try await TestStore.run { test in
            let store = test.store
            let now = Timestamp(milliseconds: 1_790_000_000_000)
            try await store.connections.promote(client, at: now)
            try await store.connections.promote(client, at: now)
            #expect(try await store.connections.promoted() == [client])
            #expect(try await store.connections.forget(ja4: client.ja4) == 1)
            #expect(try await store.connections.promoted().isEmpty)
            #expect(try await store.connections.forget(ja4: client.ja4) == 0)
        }
    }
}
