import Foundation
import Sessions
import Storage

/// Runs with a folder of its own, which is gone afterwards.
func withFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tripline-storage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(folder)
}

/// A store in a file of its own, through the real engine.
struct TestStore: Sendable {
    let path: String
    let engine: SQLiteEngine
    let store: Store

    var keys: Keys { store.keys }
    var sessions: SessionRecords { store.sessions }
    var visitors: Visitors { store.visitors }

    /// Runs with a new store.
    static func run(pageLimit: Int? = nil, _ body: (TestStore) async throws -> Void) async throws {
        try await withFolder { folder in
            let path = folder.appending(path: "tripline.db").path
            let engine = try SQLiteEngine(path: path, role: .server, pageLimit: pageLimit)
            try await body(TestStore(path: path, engine: engine, store: Store(engine: engine)))
            try engine.close()
        }
    }

    /// Runs one statement.
    func run(_ sql: String, _ arguments: [SQLValue] = []) async throws {
        try await engine.write { try $0.run(sql, arguments) }
    }

    /// The integers in the first column of an answer.
    func integers(_ sql: String) async throws -> [Int64] {
        try await engine.read { try $0.rows(sql, []).compactMap { $0.integer(0) } }
    }

    /// Keeps the batches of a visit with these numbers.
    func keep(_ visit: Visit, _ sequences: Range<Int> = 0..<1, at moment: Int64 = 0) async throws {
        for sequence in sequences {
            let outcome = try await sessions.accept(visit.batch(sequence, at: moment), limits: .roomy)
            guard outcome == .accepted else { throw Unexpected(outcome: outcome) }
        }
    }

    /// Judges a session as it stands now.
    @discardableResult
    func judge(
        _ visit: Visit, risk: Int = 5, at moment: Int64 = 0, document: String = "{}", isLastWord: Bool = false
    ) async throws -> Decision {
        let decision = Decision.sample(risk: risk, at: moment)
        guard let state = try await sessions.state(visit.tenant, visit.session),
            try await sessions.record(
                decision, document: Array(document.utf8), url: visit.url, of: state, isLastWord: isLastWord)
        else { throw Unexpected(outcome: nil) }
        return decision
    }

    struct Unexpected: Error { var outcome: BatchOutcome? = nil }
}

/// One session of one browser.
struct Visit: Sendable {
    var tenant = Tenant.one
    var session = SessionID.random()
    var key = KeyID(high: 0, low: 1)
    var address: String? = "203.0.113.9"
    var userAgent: String? = "Mozilla/5.0"
    var url: String? = "https://shop.example/"

    /// The link after a batch; the root before the first.
    func link(_ sequence: Int) -> [UInt8] { Array(session.text.utf8) + [UInt8(truncatingIfNeeded: sequence)] }

    /// A batch that follows the one before, unless told otherwise.
    func batch(
        _ sequence: Int, payload: [UInt8] = [1, 2, 3], at moment: Int64 = 0, after chainBefore: [UInt8]? = nil,
        isFinal: Bool = false
    ) -> ArrivedBatch {
        ArrivedBatch(
            tenant: tenant, session: session, key: key, sessionCreatedAt: Timestamp(milliseconds: -7),
            request: ArrivedRequest(address: address, userAgent: userAgent, json: Array("{\"n\":\(sequence)}".utf8)),
            sequence: sequence, chainBefore: chainBefore ?? link(sequence - 1), chainRoot: link(-1),
            chainAfter: link(sequence), payload: payload, receivedAt: Timestamp(milliseconds: moment), isFinal: isFinal)
    }
}

extension Tenant {
    static let one = Tenant(OrganizationID(high: 0, low: 1), .live)
    static let test = Tenant(OrganizationID(high: 0, low: 1), .test)
    static let two = Tenant(OrganizationID(high: 0, low: 2), .live)
    /// The others, which must see nothing of the first.
    static let others = [test, two]
}

extension SessionLimits {
    static let roomy = SessionLimits(batches: 512, bytes: 1 << 21)
}

extension Decision {
    static func sample(risk: Int = 5, at moment: Int64 = 0) -> Decision {
        Decision(
            id: .random(), riskScore: risk, phase: risk % 2 == 0 ? .snapshot : .behavioral,
            isProvisional: risk % 3 == 0,
            manipulation: Manipulation(score: risk / 2), evaluationMilliseconds: risk + 1,
            evaluatedAt: Timestamp(milliseconds: moment))
    }
}

extension SessionRecords {
    /// Keeps a decision that is told to nobody.
    func record(
        _ decision: Decision, document: [UInt8], url: String?, of state: SessionState, isLastWord: Bool = false
    ) async throws -> Bool {
        let judgement = Judgement(
            decision: decision, document: document, activity: Array("{}".utf8), url: url, event: nil)
        return try await record(judgement, of: state, isLastWord: isLastWord) != nil
    }
}

extension Visitors {
    static let sampleTraits = Array("{\"storage\":{}}".utf8)

    /// Ties a session to a visitor; nobody is told.
    func tie(
        _ tenant: Tenant, _ session: SessionID, candidate: VisitorID?, fresh: VisitorID, isConflicting: Bool,
        confidence: Int, lifetime: Duration, at now: Timestamp
    ) async throws -> VisitorTie? {
        let named = (candidate.map { [$0] } ?? []) + (isConflicting ? [.random()] : [])
        return try await tie(
            tenant, session,
            FrozenFingerprint(
                traits: Self.sampleTraits,
                tokens: TokenFindings(
                    visitors: isConflicting && candidate == nil ? named + [.random()] : named, confidence: confidence,
                    found: named.count)), fresh: fresh, lifetime: lifetime, at: now)
    }

    /// Ties a session to a visitor; nobody is told.
    func tie(
        _ tenant: Tenant, _ session: SessionID, _ frozen: FrozenFingerprint, fresh: VisitorID = .random(),
        lifetime: Duration = .days(90), at now: Timestamp
    ) async throws -> VisitorTie? {
        try await tie(
            tenant, session, frozen, fresh: fresh, lifetime: lifetime, at: now,
            event: { .sample(.fingerprintCalculated, about: session, at: $0.frozenAt.milliseconds) })?.tie
    }
}

extension NewEvent {
    static func sample(
        _ type: EventType = .resultPersisted, about session: SessionID, at moment: Int64 = 0
    ) -> NewEvent {
        NewEvent(
            type: type, subjectType: "session", subject: session.text, data: Array("{\"n\":1}".utf8),
            createdAt: Timestamp(milliseconds: moment))
    }
}
