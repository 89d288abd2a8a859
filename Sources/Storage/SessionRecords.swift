import Sessions

/// Sessions as they are kept: their batches, decisions and documents.
public struct SessionRecords: Sendable {
    let engine: any SQLEngine

    /// The sessions in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    // MARK: Batches

    /// Keeps a batch, if it is the next one. One that is refused leaves no trace here: see ``noteRefusal(_:_:code:)``.
    ///
    /// Returns when the batch is durable.
    public func accept(_ batch: ArrivedBatch, limits: SessionLimits) async throws -> BatchOutcome {
        try await engine.write { try Self.accept(batch, limits, $0) }
    }

    /// Counts a batch that was refused, when it is known whose it was. Of a session that was erased nothing is kept.
    public func noteRefusal(_ tenant: Tenant, _ session: SessionID, code: String, at now: Timestamp) async throws {
        try await engine.write { try Self.count(code, tenant, session, now, $0) }
    }

    /// Keeps a session that is one request alone. No agent reports in it: all that is expected of it is to be judged.
    public func open(
        _ session: SessionID, of tenant: Tenant, key: KeyID, request: ArrivedRequest, clientUserID: String?,
        at now: Timestamp
    ) async throws {
        let moment = SQLValue.integer(now.milliseconds)
        try await engine.write { connection in
            try connection.run(
                """
                INSERT INTO sessions (organization_id, environment, id, key_id, created_at, first_batch_at, last_batch_at,
                    next_sequence, chain, byte_count, is_undecided, is_page_gone, decision_count, request, address,
                    user_agent, address_digest, network_digest, country, client_user_id, visitor_conflict)
                VALUES (?, ?, ?, ?, ?, ?, ?, 0, x'', 0, 1, 1, 0, ?, ?, ?, ?, ?, ?, ?, 0)
                """,
                tenant.sql + [
                    .text(session.text), .text(key.text), moment, moment, moment,
                ] + request.sql + [clientUserID.map(SQLValue.text) ?? .null])
        }
    }

    private static func accept(
        _ batch: ArrivedBatch, _ limits: SessionLimits, _ connection: any SQLConnection
    ) throws -> BatchOutcome {
        let key = batch.tenant.sql + [.text(batch.session.text)]
        let row = try connection.row(
            """
            SELECT next_sequence, chain, byte_count FROM sessions
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, key)
        let next = row.map { Int($0.integer(0)!) } ?? 0
        let chain = row?.blob(1) ?? batch.chainRoot
        let bytes = row.map { Int($0.integer(2)!) } ?? 0

        if row == nil, try Erasure.isErased(batch.session, of: batch.tenant, connection) { return .erased }
        if batch.sequence < next {
            let isNewest = batch.sequence == next - 1 && batch.chainAfter == chain
            return .replayed(isNewest: isNewest)
        }
        if batch.sequence > next { return .outOfOrder }
        if batch.chainBefore != chain { return .chainBroken }
        if next >= limits.batches || bytes + batch.cost > limits.bytes { return .full }

        try connection.run(
            """
            INSERT INTO session_batches (organization_id, environment, session_id, sequence, received_at, payload)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            key + [
                .integer(Int64(batch.sequence)), .integer(batch.receivedAt.milliseconds), .blob(batch.payload),
            ])
        if row == nil {
            guard let request = batch.request else {
                preconditionFailure("the first batch of a session comes with its request")
            }
            try connection.run(
                """
                INSERT INTO sessions (organization_id, environment, id, key_id, created_at, first_batch_at, last_batch_at,
                    next_sequence, chain, byte_count, is_undecided, is_page_gone, decision_count, request, address,
                    user_agent, address_digest, network_digest, country, visitor_conflict)
                VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 1, ?, 0, ?, ?, ?, ?, ?, ?, 0)
                """,
                key + [
                    .text(batch.key.text), .integer(batch.sessionCreatedAt.milliseconds),
                    .integer(batch.receivedAt.milliseconds), .integer(batch.receivedAt.milliseconds),
                    .blob(batch.chainAfter), .integer(Int64(batch.cost)), .integer(batch.isFinal ? 1 : 0),
                ] + request.sql)
        } else {
            try connection.run(
                """
                UPDATE sessions SET next_sequence = ?, chain = ?, byte_count = ?, last_batch_at = ?, is_undecided = 1,
                    is_page_gone = ?
                WHERE organization_id = ? AND environment = ? AND id = ?
                """,
                [
                    .integer(Int64(next + 1)), .blob(batch.chainAfter), .integer(Int64(bytes + batch.cost)),
                    .integer(batch.receivedAt.milliseconds), .integer(batch.isFinal ? 1 : 0),
                ] + key)
        }
        return .accepted
    }

    private static func count(
        _ code: String, _ tenant: Tenant, _ session: SessionID, _ now: Timestamp, _ connection: any SQLConnection
    ) throws {
        if try Erasure.isErased(session, of: tenant, connection) { return }
        try connection.run(
            """
            INSERT INTO session_refusals (organization_id, environment, session_id, code, count, counted_at)
            VALUES (?, ?, ?, ?, 1, ?)
            ON CONFLICT (organization_id, environment, session_id, code)
            DO UPDATE SET count = session_refusals.count + 1, counted_at = excluded.counted_at
            """, tenant.sql + [.text(session.text), .text(code), .integer(now.milliseconds)])
    }

    // MARK: Judging

    /// Everything needed to judge a session; nil when nothing of it was kept, or its observations are gone.
    public func state(_ tenant: Tenant, _ session: SessionID) async throws -> SessionState? {
        try await engine.read { try Self.state(tenant, session, $0) }
    }

    private static func state(
        _ tenant: Tenant, _ session: SessionID, _ connection: any SQLConnection
    ) throws -> SessionState? {
        let key = tenant.sql + [.text(session.text)]
        guard
            let row = try connection.row(
                """
                SELECT key_id, created_at, first_batch_at, last_batch_at, next_sequence, is_page_gone, request,
                    visitor_id, visitor_source, visitor_confidence, visitor_frozen_at, visitor_conflict, decision_count,
                    address_digest, network_digest, visitor_evidence
                FROM sessions WHERE organization_id = ? AND environment = ? AND id = ? AND has_observations = 1
                """, key)
        else { return nil }
        let tie = tie(row, from: 7)
        let firstBatchAt = Timestamp(milliseconds: row.integer(2)!)
        let digests = row.blob(13).flatMap { address in
            row.blob(14).map { AddressDigests(address: address, network: $0) }
        }
        let batches = try connection.rows(
            """
            SELECT payload, received_at FROM session_batches
            WHERE organization_id = ? AND environment = ? AND session_id = ? ORDER BY sequence
            """, key)
        let refusals = try connection.rows(
            """
            SELECT code, count FROM session_refusals
            WHERE organization_id = ? AND environment = ? AND session_id = ?
            """, key)
        let decisions =
            row.integer(12) == 0
            ? []
            : try connection.rows(
                """
                SELECT \(decisionColumns) FROM decisions d
                WHERE organization_id = ? AND environment = ? AND session_id = ? ORDER BY ordinal
                """, key)
        return SessionState(
            tenant: tenant, id: session, key: KeyID(row.text(0)!)!,
            createdAt: Timestamp(milliseconds: row.integer(1)!),
            firstBatchAt: firstBatchAt,
            lastBatchAt: Timestamp(milliseconds: row.integer(3)!), nextSequence: Int(row.integer(4)!),
            isPageGone: row.integer(5)! == 1, request: row.blob(6)!, digests: digests,
            addressCounts: try digests.map {
                try AddressVisits.counts(of: $0, visitor: tie?.visitor, tenant, at: firstBatchAt, connection)
            }, tie: tie, tieEvidence: TieEvidence(row.blob(15)),
            visitor: try tie.flatMap { try Visitors.visitor($0.visitor, tenant, connection) },
            batches: batches.map { ($0.blob(0)!, Timestamp(milliseconds: $0.integer(1)!)) },
            checks: try checks(key, connection),
            refusals: Dictionary(uniqueKeysWithValues: refusals.map { ($0.text(0)!, Int($0.integer(1)!)) }),
            decisions: decisions.map { decision($0, from: 0) })
    }

    /// What goes with a judgement that was kept.
    public struct Recorded: Sendable, Equatable {
        /// How many deliveries of its event there are to make.
        public var deliveries: Int
        /// The customer's own user; nil when none is attached.
        public var clientUserID: String?
    }

    /// Keeps what came of judging a session, if the session is still as it was judged.
    ///
    /// The event that tells of the decision is noted with it, in the same transaction.
    /// - Parameters:
    ///   - state: what was judged.
    ///   - isLastWord: whether nothing is left to be done about the session. Otherwise one without a visitor is looked at once more
    ///     when it is quiet, however it was decided.
    /// - Returns: what goes with it; nil when another batch or decision came between, something else was kept of its request, or it
    ///   was erased: judge again.
    public func record(
        _ judgement: Judgement, of state: SessionState, isLastWord: Bool = false
    ) async throws -> Recorded? {
        try await engine.write { connection in
            let key = state.tenant.sql + [.text(state.id.text)]
            let ordinal = Int64(state.decisions.count)
            let decision = judgement.decision
            let unchanged = try connection.rows(
                """
                UPDATE sessions SET is_undecided = CASE WHEN ? = 1 OR visitor_id IS NULL AND ? = 0 THEN 1 ELSE 0 END,
                    decision_count = ?, url = ?,
                    result_event_id = coalesce(result_event_id, ?)
                WHERE organization_id = ? AND environment = ? AND id = ? AND decision_count = ? AND next_sequence = ?
                    AND request = ?
                RETURNING client_user_id
                """,
                [
                    .integer(decision.isProvisional ? 1 : 0), .integer(isLastWord ? 1 : 0), .integer(ordinal + 1),
                    judgement.url.map(SQLValue.text) ?? .null,
                    judgement.event.map { .text($0.id.text) } ?? .null,
                ] + key
                    + [.integer(ordinal), .integer(Int64(state.nextSequence)), .blob(state.request)])
            guard let session = unchanged.first else { return nil }
            try connection.run(
                """
                INSERT INTO decisions (organization_id, environment, session_id, ordinal, id, verdict, risk_score, phase,
                    is_provisional, manipulation_score, evaluation_ms, evaluated_at, rules)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                key + [
                    .integer(ordinal), .text(decision.id.text), .text(decision.verdict.rawValue),
                    .integer(Int64(decision.riskScore)), .text(decision.phase.rawValue),
                    .integer(decision.isProvisional ? 1 : 0), .integer(Int64(decision.manipulation.score)),
                    .integer(Int64(decision.evaluationMilliseconds)), .integer(decision.evaluatedAt.milliseconds),
                    decision.rules.map(SQLValue.text) ?? .null,
                ])
            try connection.run(
                """
                INSERT INTO session_documents (organization_id, environment, session_id, document, activity)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (organization_id, environment, session_id)
                DO UPDATE SET document = excluded.document, activity = excluded.activity
                """, key + [.blob(judgement.document), .blob(judgement.activity)])
            if let visitor = state.tie?.visitor, let digests = state.digests {
                try AddressVisits.note(visitor, from: digests, of: state.tenant, at: state.firstBatchAt, connection)
            }
            try Movements.note(
                judgement.movements, of: state.id, visitor: state.tie?.visitor, state.tenant,
                at: state.firstBatchAt, connection)
            return Recorded(
                deliveries: try judgement.event.map { try Events.note($0, of: state.tenant, connection) } ?? 0,
                clientUserID: session.text(0))
        }
    }

    /// Sessions that are not decided for good, have evidence that nobody judged, or had no visitor when they were decided; quiet since a
    /// moment.
    /// - Parameter now: batches from after now, by a clock that jumped back since, count as quiet.
    public func undecided(quietSince: Timestamp, now: Timestamp, limit: Int) async throws -> [(Tenant, SessionID)] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT organization_id, environment, id FROM sessions
                WHERE is_undecided = 1 AND (last_batch_at <= ? OR last_batch_at > ?)
                ORDER BY last_batch_at LIMIT ?
                """, [.integer(quietSince.milliseconds), .integer(now.milliseconds), .integer(Int64(limit))]
            ).map(Self.place)
        }
    }

    /// Sessions opened since a moment whose signature as an agent waits for the agent's directory, as it does while `request` holds a
    /// claim; the newest first.
    public func claiming(since: Timestamp, limit: Int) async throws -> [(Tenant, SessionID)] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT organization_id, environment, id FROM sessions
                WHERE has_observations = 1 AND created_at >= ? AND CAST(request AS TEXT) LIKE '%"signature":{"claim":%'
                ORDER BY created_at DESC LIMIT ?
                """, [.integer(since.milliseconds), .integer(Int64(limit))]
            ).map(Self.place)
        }
    }

    /// Keeps something else of a session's request, if what is kept is still what was read of it.
    /// - Returns: whether it was; where it was not, or there is no such session any more, it stays as it is.
    public func replace(
        request old: [UInt8], with new: [UInt8], of session: SessionID, _ tenant: Tenant
    ) async throws -> Bool {
        try await engine.write { connection in
            try !connection.rows(
                """
                UPDATE sessions SET request = ?
                WHERE organization_id = ? AND environment = ? AND id = ? AND has_observations = 1 AND request = ?
                RETURNING 1
                """, [.blob(new)] + tenant.sql + [.text(session.text), .blob(old)]
            ).isEmpty
        }
    }

    private static func place(_ row: SQLRow) -> (Tenant, SessionID) {
        (
            Tenant(OrganizationID(row.text(0)!)!, KeyEnvironment(rawValue: row.text(1)!)!),
            SessionID(row.text(2)!)!
        )
    }

    /// Marks a session's new evidence as not worth another decision.
    public func settle(_ tenant: Tenant, _ session: SessionID, nextSequence: Int) async throws {
        try await engine.write { connection in
            try connection.run(
                """
                UPDATE sessions SET is_undecided = 0
                WHERE organization_id = ? AND environment = ? AND id = ? AND next_sequence = ?
                """, tenant.sql + [.text(session.text), .integer(Int64(nextSequence))])
        }
    }

    // MARK: Reading

    /// A document as it is kept, and the customer's own user that was attached to its session.
    public struct Document: Sendable, Equatable {
        /// The document of the newest decision.
        public var bytes: [UInt8]
        /// The customer's own user; nil when none was attached.
        public var clientUserID: String?
    }

    /// The newest document of a session; nil when it was never judged or is another tenant's.
    public func document(_ tenant: Tenant, _ session: SessionID) async throws -> Document? {
        try await engine.read { connection in
            try connection.row(
                """
                SELECT d.document, s.client_user_id FROM session_documents d JOIN sessions s
                    ON s.organization_id = d.organization_id AND s.environment = d.environment AND s.id = d.session_id
                WHERE d.organization_id = ? AND d.environment = ? AND d.session_id = ?
                """, tenant.sql + [.text(session.text)]
            ).map { Document(bytes: $0.blob(0)!, clientUserID: $0.text(1)) }
        }
    }

    /// Attaches the customer's own user to a session that was judged.
    /// - Parameter user: what the customer calls the user; nil to detach.
    /// - Returns: whether there is such a session.
    public func attach(_ user: String?, to session: SessionID, of tenant: Tenant) async throws -> Bool {
        try await engine.write { connection in
            try !connection.rows(
                """
                UPDATE sessions SET client_user_id = ?
                WHERE organization_id = ? AND environment = ? AND id = ? AND decision_count > 0 RETURNING id
                """, [user.map(SQLValue.text) ?? .null] + tenant.sql + [.text(session.text)]
            ).isEmpty
        }
    }

    /// A page of the list of sessions, the latest decision first.
    ///
    /// The list stands as it was when its first page was read: a session that is judged again while somebody reads
    /// keeps its place, so that no row is skipped or comes twice.
    /// - Parameters:
    ///   - position: the horizon and last serial of the page before; nil for the first.
    ///   - limit: rows to answer.
    public func page(
        of tenant: Tenant, _ filter: SessionFilter, after position: (horizon: Int64, serial: Int64)?, limit: Int
    ) async throws -> SessionPage {
        try await engine.read { connection in
            let (rows, horizon) = try Self.listed(
                """
                s.id, s.created_at, s.visitor_id, s.visitor_source, s.visitor_confidence, s.visitor_frozen_at,
                    s.visitor_conflict, \(decisionColumns)
                """, tenant, filter, after: position, limit: limit + 1, connection)
            return SessionPage(
                sessions: rows.prefix(limit).map { row in
                    ListedSession(
                        serial: row.integer(0)!, id: SessionID(row.text(1)!)!,
                        createdAt: Timestamp(milliseconds: row.integer(2)!), decision: Self.decision(row, from: 8),
                        tie: Self.tie(row, from: 3))
                }, horizon: horizon, hasMore: rows.count > limit)
        }
    }

    /// A part of the documents of a list, in its order.
    /// - Parameters:
    ///   - position: the horizon and last serial of the part before; nil for the first.
    ///   - limit: documents to answer.
    /// - Returns: the documents, and where the next part begins; nil when this was the last.
    public func documents(
        of tenant: Tenant, _ filter: SessionFilter, after position: (horizon: Int64, serial: Int64)?, limit: Int
    ) async throws -> (documents: [Document], next: (horizon: Int64, serial: Int64)?) {
        try await engine.read { connection in
            let (rows, horizon) = try Self.listed(
                """
                s.client_user_id, (SELECT document FROM session_documents o WHERE o.organization_id = s.organization_id
                    AND o.environment = s.environment AND o.session_id = s.id)
                """, tenant, filter, after: position, limit: limit, connection)
            return (
                rows.compactMap { row in row.blob(2).map { Document(bytes: $0, clientUserID: row.text(1)) } },
                rows.count < limit ? nil : rows.last.map { (horizon, $0.integer(0)!) }
            )
        }
    }

    /// Rows of the list of sessions: the serial of the decision, and the columns that are asked for.
    static func listed(
        _ columns: String, _ tenant: Tenant, _ filter: SessionFilter, after position: (horizon: Int64, serial: Int64)?,
        limit: Int, _ connection: any SQLConnection
    ) throws -> (rows: [SQLRow], horizon: Int64) {
        let horizon =
            try position?.horizon
            ?? connection.row(
                "SELECT max(serial) FROM decisions WHERE organization_id = ? AND environment = ?", tenant.sql)?
            .integer(0) ?? 0
        var sql = """
            SELECT d.serial, \(columns)
            FROM decisions d JOIN sessions s ON s.organization_id = d.organization_id
                AND s.environment = d.environment AND s.id = d.session_id
            WHERE d.organization_id = ? AND d.environment = ? AND d.serial < ?
                AND NOT EXISTS (
                    SELECT 1 FROM decisions later WHERE later.organization_id = d.organization_id
                        AND later.environment = d.environment AND later.session_id = d.session_id
                        AND later.ordinal > d.ordinal AND later.serial <= ?)
            """
        var arguments = tenant.sql + [.integer(position?.serial ?? horizon + 1), .integer(horizon)]
        if let verdict = filter.verdict {
            sql += " AND d.verdict = ?"
            arguments.append(.text(verdict.rawValue))
        }
        if let since = filter.since {
            sql += " AND d.evaluated_at >= ?"
            arguments.append(.integer(since.milliseconds))
        }
        if let until = filter.until {
            sql += " AND d.evaluated_at < ?"
            arguments.append(.integer(until.milliseconds))
        }
        if let search = filter.search {
            sql += """
                 AND (s.id LIKE ? ESCAPE '!' OR s.visitor_id LIKE ? ESCAPE '!' OR s.address LIKE ? ESCAPE '!'
                    OR s.url LIKE ? ESCAPE '!' OR s.user_agent LIKE ? ESCAPE '!' OR s.client_user_id LIKE ? ESCAPE '!')
                """
            arguments += Array(repeating: .text(pattern(containing: search)), count: 6)
        }
        sql += " ORDER BY d.serial DESC LIMIT ?"
        return (try connection.rows(sql, arguments + [.integer(Int64(limit))]), horizon)
    }

    static func tie(_ row: SQLRow, from column: Int) -> VisitorTie? {
        row.text(column).map { visitor in
            VisitorTie(
                visitor: VisitorID(visitor)!, source: VisitorTie.Source(rawValue: row.text(column + 1)!)!,
                confidence: row.integer(column + 2).map { Int($0) },
                frozenAt: Timestamp(milliseconds: row.integer(column + 3)!),
                isConflicting: row.integer(column + 4)! == 1)
        }
    }

    static func decision(_ row: SQLRow, from column: Int) -> Decision {
        Decision(
            id: DecisionID(row.text(column)!)!, riskScore: Int(row.integer(column + 1)!),
            verdict: Verdict(rawValue: row.text(column + 7)!)!, phase: Phase(rawValue: row.text(column + 2)!)!,
            isProvisional: row.integer(column + 3)! == 1,
            manipulation: Manipulation(score: Int(row.integer(column + 4)!)),
            evaluationMilliseconds: Int(row.integer(column + 5)!),
            evaluatedAt: Timestamp(milliseconds: row.integer(column + 6)!), rules: row.text(column + 8))
    }
}

let decisionColumns = """
    d.id, d.risk_score, d.phase, d.is_provisional, d.manipulation_score, d.evaluation_ms, d.evaluated_at,
    d.verdict, d.rules
    """

/// A pattern of `LIKE … ESCAPE '!'` that finds a text anywhere.
func pattern(containing text: String) -> String {
    // Scalars and not characters: SQL knows nothing of accents that combine.
    var pattern = "%".unicodeScalars
    for scalar in text.unicodeScalars {
        if "!%_".unicodeScalars.contains(scalar) { pattern.append("!") }
        pattern.append(scalar)
    }
    pattern.append("%")
    return String(pattern)
}

extension ArrivedRequest {
    /// The columns `request`, `address`, `user_agent`, `address_digest`, `network_digest` and `country`.
    fileprivate var sql: [SQLValue] {
        [
            .blob(json), address.map(SQLValue.text) ?? .null, userAgent.map(SQLValue.text) ?? .null,
            digests.map { .blob($0.address) } ?? .null, digests.map { .blob($0.network) } ?? .null,
            country.map(SQLValue.text) ?? .null,
        ]
    }
}
