import ArgumentParser
import CollectProtocol
import Crypto
import Deflate
import Evidence
import Foundation
import GRDB
import OrderedJSON
import Sessions
import Storage

/// Times alone, on one thread, what no server of the collect protocol can do without for a session: the key agreement,
/// the opening of its batches and the sealing of its token, inflating, and the durable commit of its rows.
struct Parts: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Time the parts of a session that can't be left out.")

    @Option(help: "What recordings.py wrote.")
    var sessions: String

    @Option(help: "A new SQLite file, on the disk that the server uses.")
    var database: String

    @Option(name: .customLong("writes-per-commit"), help: "How many writes shared a commit in the server.")
    var writesPerCommit: Double

    @Option(help: "How many bytes the session's document has.")
    var documentBytes: Int

    @Option(help: "How many bytes are sealed into a token.")
    var tokenBytes: Int

    @Option(help: "How long each part is repeated.")
    var seconds: Double = 1

    func run() throws {
        let recordings = try RecordedSession.read(sessions)
        let parts = [
            ("agreement", try time(try agreement())),
            ("open_and_seal", try time(try cipher(recordings))),
            ("inflate", try time(try inflate(recordings))),
            ("commit", try time(try commit(recordings))),
        ]
        Benchmark.report {
            for (name, microseconds) in parts { $0.field("\(name)_us", microseconds) }
            $0.field("sum_us", parts.reduce(0) { $0 + $1.1 })
        }
    }

    /// Microseconds for each session.
    /// - Parameter part: does it for some sessions and says for how many.
    private func time(_ part: () throws -> Int) rethrows -> Double {
        _ = try part()
        let start = ContinuousClock.now
        var sessions = 0
        while ContinuousClock.now - start < .seconds(seconds) { sessions += try part() }
        return (ContinuousClock.now - start).seconds / Double(sessions) * 1e6
    }

    private func agreement() throws -> () throws -> Int {
        let client = P256.KeyAgreement.PrivateKey().publicKey.x963Representation
        let session = SessionID.random()
        return {
            _ = try Handshake(clientPublicKey: client, session: session)
            return 1
        }
    }

    private func cipher(_ recordings: [RecordedSession]) throws -> () throws -> Int {
        let key = SymmetricKey(size: .bits256)
        let header = Data(count: 51 + TicketSealer.sealedLength)
        let boxes = try recordings.map { recording in
            try recording.payloads.map { try AES.GCM.seal($0.compressed, using: key, authenticating: header) }
        }
        let token = Data(count: tokenBytes)
        return {
            for session in boxes {
                for box in session { _ = try AES.GCM.open(box, using: key, authenticating: header) }
                _ = try AES.GCM.seal(token, using: key)
            }
            return boxes.count
        }
    }

    private func inflate(_ recordings: [RecordedSession]) throws -> () throws -> Int {
        {
            for recording in recordings {
                for payload in recording.payloads {
                    _ = try Zlib.inflate(payload.compressed, limit: CollectProtocol.payloadBytes)
                }
            }
            return recordings.count
        }
    }

    private func commit(_ recordings: [RecordedSession]) throws -> () throws -> Int {
        // The server's engine makes the tables; its pragmas are what durability means there.
        try SQLiteEngine(path: database, role: .server).close()
        var configuration = Configuration()
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON") }
        let queue = try DatabaseQueue(path: database, configuration: configuration)
        let organization = OrganizationID.random()
        let key = KeyID.random()
        let document = Data((0..<documentBytes).map { UInt8(truncatingIfNeeded: $0) })
        // Sessions advance side by side, as they do in the server: a commit holds the same step of several sessions. A
        // fraction is met on average.
        var owed = 0.0
        return {
            owed += writesPerCommit
            let count = max(1, Int(owed))
            owed -= Double(count)
            let rows = (0..<count).map { number in
                SessionRows(
                    recording: recordings[number % recordings.count], organization: organization, key: key,
                    document: document)
            }
            for step in 0...rows[0].recording.payloads.count {
                try queue.inDatabase { database in
                    try database.inTransaction(.immediate) {
                        for session in rows { try session.write(step: step, database) }
                        return .commit
                    }
                }
            }
            return count
        }
    }
}

/// The rows of one session, written in as many steps as the server makes: one for each batch, one for the decision.
private struct SessionRows {
    let recording: RecordedSession
    let organization: OrganizationID
    let key: KeyID
    let document: Data
    let session = SessionID.random()

    func write(step: Int, _ database: Database) throws {
        if step < recording.payloads.count {
            try writeBatch(step, database)
        } else {
            try writeDecision(database)
        }
    }

    private func writeBatch(_ number: Int, _ database: Database) throws {
        let payload = recording.payloads[number].compressed
        try run(
            """
            INSERT INTO session_batches (organization_id, environment, session_id, sequence, received_at, payload)
            VALUES (?, 'live', ?, ?, ?, ?)
            """, [organization.text, session.text, number, 1_774_382_400_000, Data(payload)], database)
        if number == 0 {
            let userAgent = recording.request.userAgent
            try run(
                """
                INSERT INTO sessions (organization_id, environment, id, key_id, created_at, first_batch_at, last_batch_at,
                    next_sequence, chain, byte_count, is_undecided, is_page_gone, decision_count, request, address,
                    user_agent, visitor_conflict)
                VALUES (?, 'live', ?, ?, ?, ?, ?, 1, ?, ?, 1, 0, 0, ?, '127.0.0.1', ?, 0)
                """,
                [
                    organization.text, session.text, key.text, 1_774_382_400_000, 1_774_382_400_000, 1_774_382_400_000,
                    Data(count: 32), payload.count, Data(count: 900), userAgent,
                ], database)
        } else {
            try run(
                """
                UPDATE sessions SET next_sequence = ?, chain = ?, byte_count = ?, last_batch_at = ?, is_undecided = 1,
                    is_page_gone = 0
                WHERE organization_id = ? AND environment = 'live' AND id = ?
                """,
                [number + 1, Data(count: 32), payload.count, 1_774_382_400_000, organization.text, session.text],
                database)
        }
    }

    private func writeDecision(_ database: Database) throws {
        try run(
            """
            UPDATE sessions SET is_undecided = 0, decision_count = 1, url = 'https://shop.example/sign-up'
            WHERE organization_id = ? AND environment = 'live' AND id = ?
            """, [organization.text, session.text], database)
        try run(
            """
            INSERT INTO decisions (organization_id, environment, session_id, ordinal, id, verdict, risk_score, phase,
                is_provisional, manipulation_score, evaluation_ms, evaluated_at)
            VALUES (?, 'live', ?, 0, ?, 'human', 10, 'behavioral', 0, 0, 1, ?)
            """, [organization.text, session.text, DecisionID.random().text, 1_774_382_400_000], database)
        try run(
            """
            INSERT INTO session_documents (organization_id, environment, session_id, document) VALUES (?, 'live', ?, ?)
            """, [organization.text, session.text, document], database)
    }

    private func run(_ sql: String, _ arguments: StatementArguments, _ database: Database) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
