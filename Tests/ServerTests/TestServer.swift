import CollectProtocol
import Crypto
import Foundation
import Logging
import Policy
import Sessions
import Storage
import Synchronization
import Testing
import VisitorIdentity
import WebBotAuth

@testable import Server

/// A clock that tests move.
final class MovableClock: WallClock {
    private let moment: Mutex<Timestamp>

    init(_ moment: Timestamp = SystemWallClock().now) {
        self.moment = Mutex(moment)
    }

    var now: Timestamp { moment.withLock { $0 } }

    func move(by duration: Duration) { moment.withLock { $0 = $0 + duration } }
}

/// A server in this process, on a free port and a database of its own, with an organization and its keys.
struct TestServer: Sendable {
    let client: HTTPClient
    let store: Store
    let clock: MovableClock
    let organization: OrganizationID
    let publishableKey: String
    let secretKey: String
    let masterKey: MasterKey

    /// Runs a server for as long as the body takes.
    static func run(
        _ settings: ServerSettings = ServerSettings(), pageLimit: Int? = nil, publishableLimit: Int? = 1_000_000,
        secretLimit: Int? = 1_000_000, allowedOrigins: [String]? = nil,
        body: @escaping @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tripline-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let engine = try SQLiteEngine(
            path: folder.appending(path: "test.sqlite").path, role: .server, readers: 2, pageLimit: pageLimit)
        let store = Store(engine: engine)
        let clock = MovableClock()
        let organization = OrganizationRecord(id: .random(), name: "Test", slug: "test", createdAt: clock.now)
        let publishable = APIKeySecret.random(.publishable, .live)
        let secret = APIKeySecret.random(.secret, .live)
        try await store.organizations.add(
            organization,
            keys: [
                publishable.record(
                    name: "p", organization: organization.id, allowedOrigins: allowedOrigins,
                    rateLimit: publishableLimit, at: clock.now),
                secret.record(name: "s", organization: organization.id, rateLimit: secretLimit, at: clock.now),
            ])
        var settings = settings
        settings.port = 0
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let masterKey = MasterKey.random()
        let server = TriplineServer(
            settings: settings, store: store, masterKey: masterKey, clock: clock, logger: logger)
        let (ports, continuation) = AsyncStream.makeStream(of: ListeningPorts.self)
        let running = Task {
            defer { continuation.finish() }
            try await server.run(endOnSignals: false) { continuation.yield($0) }
        }
        var listening: ListeningPorts?
        for await ready in ports {
            listening = ready
            break
        }
        let test = TestServer(
            client: HTTPClient(port: try #require(listening?.http)), store: store, clock: clock,
            organization: organization.id,
            publishableKey: publishable.text, secretKey: secret.text, masterKey: masterKey)
        let result = await Result.of { try await body(test) }
        running.cancel()
        _ = await running.result
        try store.close()
        try result.get()
    }

    /// A judge of its own on the server's store.
    var judge: Judge {
        Judge(
            store: store, documents: DocumentCache(), payloads: PayloadCache(), outbox: Bell(),
            agents: AgentVerifier(policy: WebBotAuthPolicy(), directories: AgentDirectories()),
            learned: LearnedConnections(store: store, logger: .init(label: "test")),
            addresses: AddressObserver(
                tables: { nil }, keeper: AddressKeeper(.full, masterKey: masterKey), place: nil, clock: clock),
            crawlers: CrawlerVerifier(tables: { nil }, resolver: nil, clock: clock), policies: PolicyInForce(.none),
            clock: clock, metrics: Metrics())
    }

    /// A sweep of its own, which looks when it is told to.
    var sweep: UndecidedSweep {
        UndecidedSweep(
            store: store, judge: judge,
            freezer: FingerprintFreeze(
                store: store, continuity: ContinuitySealer(key: masterKey.derivedKey(for: "continuity token v1")),
                lifetime: .days(90), outbox: Bell(), clock: clock),
            directory: KeyDirectory(keys: store.keys, clock: clock), clock: clock, logger: .init(label: "test"))
    }

    /// Does something while the server's clock is ahead.
    func withClock<Value>(ahead: Duration, _ body: () async throws -> Value) async rethrows -> Value {
        clock.move(by: ahead)
        defer { clock.move(by: .zero - ahead) }
        return try await body()
    }

    func session(_ id: SessionID) async throws -> HTTPClient.Answer {
        try await client.get("/v1/sessions/\(id)", key: secretKey)
    }
}

extension Result where Failure == any Error {
    fileprivate static func of(_ body: () async throws -> Success) async -> Result {
        do { return .success(try await body()) } catch { return .failure(error) }
    }
}
