import CollectProtocol
import ConnectionFingerprint
import Detection
import Evidence
import Logging
import NetworkIntelligence
import SessionViews
import Sessions
import Storage
import Testing

@testable import Server

@Suite("What is learned of connections")
struct LearnedConnectionsTests {
    private static let ja4 = "t13d1518h2_8daaf6152771_0123456789ab"
    private static let userAgent =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/158.0.0.0 Safari/537.36"

    /// A judged session of a person in a browser that nobody has met.
    private func judged(
        _ visitor: VisitorID = .random(), risk: Int = 4, phase: Phase = .behavioral, origin: Evidence.Origin = .agent
    ) -> JudgedSession {
        var evidence = Evidence(
            request: RequestEvidence(headers: [(name: "User-Agent", value: Self.userAgent)]))
        evidence.origin = origin
        evidence.connection = ConnectionEvidence(observer: .server, ja4: Self.ja4, ja4Stable: Self.ja4)
        let now = Timestamp(milliseconds: 1_790_000_000_000)
        return JudgedSession(
            id: .random(), createdAt: now, evidence: evidence, assessment: Assessment(judging: evidence),
            decision: Decision(
                id: .random(), riskScore: risk, phase: phase, isProvisional: false,
                manipulation: Manipulation(score: 0),
                evaluationMilliseconds: 1, evaluatedAt: now),
            previousDecisions: [], visitor: VisitorLink(id: visitor, confidence: nil, identifiedAt: now))
    }

    private static let addresses = AddressKeeper(.hashed, masterKey: .random())

    /// The digest of an address's network.
    private static func network(_ address: String) -> [UInt8]? {
        IPAddress(address).map { addresses.digests($0).network }
    }

    private func lessons(_ server: TestServer) -> (LearnedConnections, Tenant) {
        (
            LearnedConnections(store: server.store, logger: Logger(label: "test")),
            Tenant(server.organization, .live)
        )
    }

    @Test("What many visitors of many networks showed can be promoted, and is recognized from then on")
    func learning() async throws {
        try await TestServer.run { server in
            let (learned, tenant) = lessons(server)
            for number in 0..<12 {
                await learned.note(judged(), from: Self.network("203.\(number % 6).113.\(number)"), of: tenant)
            }
            let count = try #require(try await server.store.connections.counts().first)
            #expect(count.visitors == 12)
            #expect(count.networks == 6)
            #expect(count.client.family == "chromium")
            #expect(count.client.version == 158)

            var connection = ConnectionEvidence(observer: .server, ja4: Self.ja4, ja4Stable: Self.ja4)
            connection.recognize(learned: learned.clients)
            #expect(connection.tlsMatch?.source != .learned)
            try await server.store.connections.promote(count.client, at: server.clock.now)
            await learned.refresh()
            connection.recognize(learned: learned.clients)
            #expect(connection.tlsMatch?.source == .learned)
            #expect(connection.tlsMatch?.family == "chromium")
            #expect(connection.tlsMatch?.isDeterministic == false)
            #expect(UserAgentAlignment(connection, claimed: UserAgent(Self.userAgent)) == .match)
        }
    }

    @Test("Nobody teaches alone: not from one network, and not as one visitor")
    func alone() async throws {
        try await TestServer.run { server in
            let (learned, tenant) = lessons(server)
            for number in 0..<40 { await learned.note(judged(), from: Self.network("203.0.113.\(number)"), of: tenant) }
            let counts = try await server.store.connections.counts()
            #expect(counts.first?.networks == 1)
        }
        try await TestServer.run { server in
            let (learned, tenant) = lessons(server)
            let visitor = VisitorID.random()
            for number in 0..<40 {
                await learned.note(judged(visitor), from: Self.network("203.\(number).113.7"), of: tenant)
            }
            let counts = try await server.store.connections.counts()
            #expect(counts.first?.visitors == 1)
        }
    }

    @Test("Sessions that prove nothing teach nothing: doubtful, at rest, of a request alone, or of test data")
    func unproven() async throws {
        try await TestServer.run { server in
            let (learned, tenant) = lessons(server)
            await learned.note(judged(risk: 45), from: Self.network("203.0.113.7"), of: tenant)
            await learned.note(judged(phase: .snapshot), from: Self.network("203.0.113.7"), of: tenant)
            await learned.note(judged(origin: .request), from: Self.network("203.0.113.7"), of: tenant)
            await learned.note(judged(), from: Self.network("203.0.113.7"), of: Tenant(server.organization, .test))
            let counts = try await server.store.connections.counts()
            #expect(counts.isEmpty)
        }
    }

    @Test("What a visitor taught goes when the visitor is erased")
    func erasing() async throws {
        try await TestServer.run { server in
            let (learned, tenant) = lessons(server)
            let (visitor, session) = (VisitorID.random(), SessionID.random())
            try await server.store.sessions.open(
                session, of: tenant, key: .random(), request: ArrivedRequest(address: nil, userAgent: nil, json: []),
                clientUserID: nil, at: server.clock.now)
            _ = try await server.store.visitors.tie(
                tenant, session, FrozenFingerprint(traits: []), fresh: visitor, lifetime: .seconds(1000),
                at: server.clock.now,
                event: { tie in
                    NewEvent(
                        type: .fingerprintCalculated, subjectType: "session", subject: session.text, data: [],
                        createdAt: tie.frozenAt)
                })
            await learned.note(judged(visitor), from: Self.network("203.0.113.7"), of: tenant)
            let before = try await server.store.connections.counts()
            #expect(before.count == 1)
            _ = try await server.store.erasure.eraseVisitor(visitor, of: tenant, at: server.clock.now)
            let after = try await server.store.connections.counts()
            #expect(after.isEmpty)
        }
    }
}
