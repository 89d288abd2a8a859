import ArgumentParser
import Foundation
import GRDB
import OrderedJSON
import Sessions
import Storage
import VisitorIdentity

/// Fills a database with visitors, each with a fingerprint and one session, as if they had come one after the other.
///
/// It writes the rows itself, many to a transaction and those of the large tables in their order: the store would take a quarter of an hour
/// for a million.
///
/// It is a process of its own, so that what it needs is not taken for what ties need.
struct LinkingFill: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linking-fill", abstract: "Fill a database with visitors to be linked with.")

    /// Whose visitors they are.
    static let tenant = Tenant(OrganizationID(high: 0, low: 1), .live)
    static let start = Timestamp(milliseconds: 1_774_382_400_000)
    static let traits = Array(#"{"storage":{},"anchors":{},"components":{"vector":[2]}}"#.utf8)
    private static let part = 20_000

    @Option(help: "The SQLite file; made, and filled.")
    var database: String

    @Option(help: "How many visitors are in it.")
    var visitors: Int

    func run() throws {
        let seconds = try ContinuousClock().measure(fill).seconds
        Benchmark.report { $0.field("fill_seconds", seconds) }
    }

    /// The visitor of a number.
    static func visitor(_ number: Int) -> VisitorID {
        // Spread out, as random ones are.
        VisitorID(high: UInt64(number) &* 0x9e37_79b9_7f4a_7c15, low: UInt64(number))
    }

    /// Where a visitor came from.
    static func digests(of number: Int) -> AddressDigests {
        AddressDigests(address: bytes(UInt64(number)), network: bytes(UInt64(number / 40)))
    }

    /// What a visitor showed, as the store keeps it.
    static func stored(_ history: FingerprintHistory) -> StoredFingerprint {
        StoredFingerprint(
            bytes: history.latest.bytes, keys: history.latest.blockingKeys,
            tallies: history.latest.tallies.map { StoredTally(feature: $0.feature, value: $0.value) },
            earlier: history.earlier.isEmpty
                ? nil
                : .init(bytes: history.earlier.flatMap(\.bytes), keys: history.earlier.flatMap(\.blockingKeys)))
    }

    private func fill() throws {
        // The server's engine makes the tables.
        try SQLiteEngine(path: database, role: .server).close()
        var configuration = Configuration()
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000")
        }
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        var keys: [(key: UInt64, serial: Int64)] = []
        var counts: [StoredTally: Int] = [:]
        for first in stride(from: 0, to: visitors, by: Self.part) {
            try queue.write { database in
                for number in first..<min(first + Self.part, visitors) {
                    let stored = Self.stored(FingerprintHistory(LinkingVisitor.fingerprint(number)))
                    let serial = Int64(number + 1)
                    try add(number, serial: serial, stored, database)
                    keys += stored.keys.map { ($0, serial) }
                    for tally in stored.tallies { counts[tally, default: 0] += 1 }
                }
            }
        }
        counts[StoredTally(feature: -1, value: 0)] = visitors
        try addKeys(keys, queue)
        try addCounts(counts, queue)
        try queue.writeWithoutTransaction { try $0.execute(sql: "ANALYZE; PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
    }

    private func add(
        _ number: Int, serial: Int64, _ stored: StoredFingerprint, _ database: Database
    ) throws {
        let seenAt = (Self.start + .milliseconds(number)).milliseconds
        let visitor = Self.visitor(number).text
        let owner = [Self.tenant.organization.text, Self.tenant.environment.rawValue]
        try database.cachedStatement(
            sql: """
                INSERT INTO visitors (organization_id, environment, id, first_seen_at, last_seen_at, seen_count, address,
                    user_agent, traits, fingerprint, fingerprint_keys, fingerprint_tallies, key_serial)
                VALUES (?, ?, ?, ?, ?, 1, '203.0.113.9', 'Mozilla/5.0 (X11; Linux x86_64)', ?, ?, ?, ?, ?)
                """
        ).execute(
            arguments: StatementArguments(
                [
                    owner[0], owner[1], visitor, seenAt, seenAt, Data(Self.traits), Data(stored.bytes),
                    Data(stored.keys.flatMap(Self.bytes)),
                    Data(stored.tallies.flatMap { Self.bytes(UInt64($0.feature)) + Self.bytes($0.value) }), serial,
                ] as [any DatabaseValueConvertible]))
        try database.cachedStatement(
            sql: """
                INSERT INTO visitor_versions (serial, organization_id, environment, visitor_id, first_seen_at, last_seen_at,
                    seen_count)
                VALUES (?, ?, ?, ?, ?, ?, 1)
                """
        ).execute(arguments: [serial, owner[0], owner[1], visitor, seenAt, seenAt])
        let digests = Self.digests(of: number)
        try database.cachedStatement(
            sql: """
                INSERT INTO sessions (organization_id, environment, id, key_id, created_at, first_batch_at, last_batch_at,
                    next_sequence, chain, byte_count, is_undecided, is_page_gone, decision_count, request, visitor_id,
                    visitor_source, visitor_frozen_at, visitor_conflict, address_digest, network_digest)
                VALUES (?, ?, ?, '', ?, ?, ?, 1, x'', 0, 0, 1, 1, x'', ?, 'new', ?, 0, ?, ?)
                """
        ).execute(
            arguments: StatementArguments(
                [
                    owner[0], owner[1], SessionID.random().text, seenAt, seenAt, seenAt, visitor, seenAt,
                    Data(digests.address), Data(digests.network),
                ] as [any DatabaseValueConvertible]))
    }

    private func addKeys(_ keys: [(key: UInt64, serial: Int64)], _ queue: DatabaseQueue) throws {
        let sorted = keys.map { (Int64(bitPattern: $0.key), $0.serial) }.sorted { $0 < $1 }
        try queue.write { database in
            let statement = try database.cachedStatement(
                sql: "INSERT INTO visitor_keys (organization_id, environment, blocking_key, serial) VALUES (?, ?, ?, ?)"
            )
            for (key, serial) in sorted {
                try statement.execute(
                    arguments: [Self.tenant.organization.text, Self.tenant.environment.rawValue, key, serial])
            }
        }
    }

    private func addCounts(_ counts: [StoredTally: Int], _ queue: DatabaseQueue) throws {
        try queue.write { database in
            let statement = try database.cachedStatement(
                sql: """
                    INSERT INTO visitor_feature_counts (organization_id, environment, feature, value, visitors)
                    VALUES (?, ?, ?, ?, ?)
                    """)
            for (tally, count) in counts {
                try statement.execute(
                    arguments: [
                        Self.tenant.organization.text, Self.tenant.environment.rawValue, tally.feature,
                        Int64(bitPattern: tally.value), count,
                    ])
            }
        }
    }

    private static func bytes(_ word: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
    }
}
