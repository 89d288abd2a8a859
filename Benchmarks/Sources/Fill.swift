import ArgumentParser
import Foundation
import OrderedJSON
import Sessions
import Storage

/// Fills the database of a server that is not running, through the server's own store: judged sessions of many visitors, and one visitor
/// with many sessions.
struct Fill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Fill a database with judged sessions.")

    @Option(help: "The SQLite file.")
    var database: String

    @Option(help: "Whose sessions they are.")
    var organization: String

    @Option(help: "A session's document, as the server answers it.")
    var document: String

    @Option(help: "How many sessions.")
    var sessions: Int

    @Option(help: "How many of them are of one visitor.")
    var regular: Int

    func run() async throws {
        guard let organization = OrganizationID(organization) else { throw ValidationError("no organization") }
        let store = Store(engine: try SQLiteEngine(path: database, role: .server))
        let tenant = Tenant(organization, .live)
        let document = Array(try Data(contentsOf: URL(fileURLWithPath: document)))
        let regular = VisitorID.random()
        let plan = (0..<sessions).map { number in
            // The visitor's sessions stand among all others, as they would.
            number % (sessions / self.regular) == 0 ? regular : VisitorID.random()
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            // As many at once as share a commit well.
            let lanes = 128
            for lane in 0..<lanes {
                group.addTask {
                    for number in stride(from: lane, to: plan.count, by: lanes) {
                        try await Self.add(plan[number], number, document, tenant, store)
                    }
                }
            }
            try await group.waitForAll()
        }
        try store.close()
        Benchmark.report { $0.field("visitor", regular.text) }
    }

    private static func add(
        _ visitor: VisitorID, _ number: Int, _ document: [UInt8], _ tenant: Tenant, _ store: Store
    ) async throws {
        let session = SessionID.random()
        let now = Timestamp(milliseconds: 1_774_382_400_000 + Int64(number))
        let batch = ArrivedBatch(
            tenant: tenant, session: session, key: KeyID(high: 0, low: 1), sessionCreatedAt: now,
            request: ArrivedRequest(
                address: "203.0.113.\(number % 250)", userAgent: "Mozilla/5.0 (X11; Linux x86_64) \(number % 50)",
                json: Array(repeating: UInt8(ascii: " "), count: 600)),
            sequence: 0, chainBefore: [0], chainRoot: [0], chainAfter: [1],
            payload: Array(repeating: UInt8(truncatingIfNeeded: number), count: 2000), receivedAt: now, isFinal: true)
        _ = try await store.sessions.accept(batch, limits: SessionLimits(batches: 512, bytes: 1 << 21))
        _ = try await store.visitors.tie(
            tenant, session,
            FrozenFingerprint(
                traits: Array(#"{"storage":{},"anchors":{},"components":{"vector":[1]}}"#.utf8),
                tokens: TokenFindings(visitors: [visitor], confidence: 99, found: 5)), fresh: visitor,
            lifetime: .days(10_000), at: now
        ) { tie in
            NewEvent(
                type: .fingerprintCalculated, subjectType: "session", subject: session.text,
                data: Array(#"{"object":"session_fingerprint"}"#.utf8), createdAt: tie.frozenAt)
        }
        guard let state = try await store.sessions.state(tenant, session) else { return }
        let decision = Decision(
            id: .random(), riskScore: number % 10 == 0 ? 95 : 5, phase: .behavioral, isProvisional: false,
            manipulation: Manipulation(score: 0), evaluationMilliseconds: 1, evaluatedAt: now)
        let judgement = Judgement(
            decision: decision, document: document, activity: Array(document.prefix(600)),
            url: "https://shop.example/\(number % 1000)",
            event: NewEvent(
                type: .resultPersisted, subjectType: "session", subject: session.text,
                data: Array(repeating: UInt8(ascii: "0"), count: 1500), createdAt: now))
        _ = try await store.sessions.record(judgement, of: state)
    }
}
