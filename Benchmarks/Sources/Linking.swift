import ArgumentParser
import Foundation
import OrderedJSON
import Sessions
import Storage
import Synchronization
import VisitorIdentity

/// Times how a session without a token is tied to a visitor, in a store with many visitors.
struct LinkingCost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linking", abstract: "Time ties by fingerprint in a store with many visitors.")

    @Option(help: "The SQLite file, filled by linking-fill.")
    var database: String

    @Option(help: "How many visitors are in it.")
    var visitors: Int

    @Option(help: "How many sessions are tied, half of them of visitors that are known.")
    var ties: Int = 2000

    func run() async throws {
        let engine = TimedEngine(try SQLiteEngine(path: database, role: .server))
        let store = Store(engine: engine)
        var whole: [Double] = []
        var linked = 0
        var right = 0
        // The first are not counted: the files' pages are read then, and the code is loaded.
        let warming = max(20, ties / 10)
        for number in 0..<warming + ties {
            if number == warming { engine.forget() }
            let known = number % 2 == 0 ? number * 7919 % visitors : nil
            let fingerprint = known.map(LinkingVisitor.returning) ?? LinkingVisitor.fingerprint(visitors + number)
            let session = SessionID.random()
            let now = LinkingFill.start + .milliseconds(visitors + number)
            try await store.sessions.open(
                session, of: LinkingFill.tenant, key: KeyID(high: 0, low: 1),
                request: ArrivedRequest(
                    address: nil, userAgent: nil, json: [], digests: LinkingFill.digests(of: known ?? number)),
                clientUserID: nil, at: now)
            engine.isTiming = true
            let start = ContinuousClock.now
            let tie = try await store.visitors.tie(
                LinkingFill.tenant, session, Self.frozen(fingerprint, at: now), fresh: .random(), lifetime: .days(90),
                at: now, event: { Self.event($0, session) })
            if number >= warming { whole.append((ContinuousClock.now - start).seconds * 1e6) }
            engine.isTiming = false
            if let known, let tie = tie?.tie, tie.source != .new {
                linked += 1
                if tie.visitor == LinkingFill.visitor(known) { right += 1 }
            }
        }
        try store.close()
        let work = engine.microseconds
        let size = try FileManager.default.attributesOfItem(atPath: database)[.size] as? Int ?? 0
        Benchmark.report {
            $0.field("database_bytes", size)
            $0.field("tie_p50_us", whole.quantile(0.5))
            $0.field("tie_p99_us", whole.quantile(0.99))
            $0.field("work_p50_us", work.quantile(0.5))
            $0.field("work_p99_us", work.quantile(0.99))
            $0.field("linked_share", Double(linked) / Double((warming + ties) / 2))
            $0.field("right_share", linked == 0 ? 0 : Double(right) / Double(linked))
            $0.field("resident_bytes", Benchmark.residentBytes)
        }
    }

    private static func frozen(_ fingerprint: Fingerprint, at now: Timestamp) -> FrozenFingerprint {
        FrozenFingerprint(
            traits: LinkingFill.traits, fingerprint: LinkingFill.stored(FingerprintHistory(fingerprint)),
            linking: LinkRules(
                isOtherMachine: { _ in false },
                decide: { block in
                    Linking.decide(
                        fingerprint,
                        candidates: block.candidates.compactMap { known in
                            FingerprintHistory(bytes: known.bytes, earlier: known.earlier).map {
                                LinkCandidate(
                                    visitor: known.visitor, history: $0, lastSeenAt: known.lastSeenAt,
                                    sharesAddress: known.sharesAddress, sharesNetwork: known.sharesNetwork)
                            }
                        },
                        isCut: block.isCut,
                        counts: FeatureCounts(
                            visitors: block.visitors,
                            counts: Dictionary(
                                uniqueKeysWithValues: block.counts.map {
                                    (FeatureTally(feature: $0.key.feature, value: $0.key.value), $0.value)
                                })), at: now)
                },
                remembered: { known in
                    FingerprintHistory(bytes: known.bytes, earlier: known.earlier?.bytes ?? [])
                        .map { LinkingFill.stored($0.adding(fingerprint)) }
                }))
    }

    private static func event(_ tie: VisitorTie, _ session: SessionID) -> NewEvent {
        NewEvent(
            type: .fingerprintCalculated, subjectType: "session", subject: session.text,
            data: Array(#"{"object":"session_fingerprint"}"#.utf8), createdAt: tie.frozenAt)
    }
}

extension [Double] {
    /// The value below which a share of the values is.
    fileprivate func quantile(_ share: Double) -> Double {
        let sorted = sorted()
        return sorted.isEmpty ? 0 : sorted[Swift.min(sorted.count - 1, Int(Double(sorted.count) * share))]
    }
}

/// An engine that notes how long the work inside write transactions takes, without waiting for others and for the disk.
private final class TimedEngine: SQLEngine {
    private let engine: SQLiteEngine
    private let times = Mutex<[Double]>([])
    private let timing = Atomic(false)

    init(_ engine: SQLiteEngine) { self.engine = engine }

    var isTiming: Bool {
        get { timing.load(ordering: .relaxed) }
        set { timing.store(newValue, ordering: .relaxed) }
    }

    var microseconds: [Double] { times.withLock { $0 } }

    func forget() { times.withLock { $0 = [] } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        try await engine.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Value
    ) async throws -> Value {
        guard isTiming else { return try await engine.write(body) }
        return try await engine.write { connection in
            let start = ContinuousClock.now
            let value = try body(connection)
            self.times.withLock { $0.append((ContinuousClock.now - start).seconds * 1e6) }
            return value
        }
    }

    func scrub(_ identifiers: [String]) async throws { try await engine.scrub(identifiers) }
    var commitCount: CommitCount { engine.commitCount }
    func close() throws { try engine.close() }
}
