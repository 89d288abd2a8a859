import Sessions

/// Sessions as they are kept: their batches, decisions and documents.
public struct SessionRecords: Sendable {
    private let engine: any SQLEngine

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

    /// Counts a batch that was refused, when it is known whose it was.
    public func noteRefusal(_ tenant: Tenant, _ session: SessionID, code: String) async throws {
        try await engine.write { try Self.count(code, tenant, session, $0) }
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
                    user_agent, visitor_conflict)
                VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 1, ?, 0, ?, ?, ?, 0)
                """,
                key + [
                    .text(batch.key.text), .integer(batch.sessionCreatedAt.milliseconds),
                    .integer(batch.receivedAt.milliseconds), .integer(batch.receivedAt.milliseconds),
                    .blob(batch.chainAfter), .integer(Int64(batch.cost)), .integer(batch.isFinal ? 1 : 0),
                    .blob(request.json), request.address.map(SQLValue.text) ?? .null,
                    request.userAgent.map(SQLValue.text) ?? .null,
                ])
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
        _ code: String, _ tenant: Tenant, _ session: SessionID, _ connection: any SQLConnection
    ) throws {
        try connection.run(
            """
            INSERT INTO session_refusals (organization_id, environment, session_id, code, count) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (organization_id, environment, session_id, code) DO UPDATE SET count = session_refusals.count + 1
            """, tenant.sql + [.text(session.text), .text(code)])
    }

    // MARK: Judging

    /// Everything needed to judge a session; nil when nothing of it was kept.
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
                    visitor_id, visitor_source, visitor_confidence, visitor_frozen_at, visitor_conflict, decision_count
                FROM sessions WHERE organization_id = ? AND environment = ? AND id = ?
                """, key)
        else { return nil }
        let tie = tie(row, from: 7)
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
            firstBatchAt: Timestamp(milliseconds: row.integer(2)!),
            lastBatchAt: Timestamp(milliseconds: row.integer(3)!), nextSequence: Int(row.integer(4)!),
            isPageGone: row.integer(5)! == 1, request: row.blob(6)!, tie: tie,
            visitor: try tie.flatMap { try Visitors.visitor($0.visitor, tenant, connection) },
            batches: batches.map { ($0.blob(0)!, Timestamp(milliseconds: $0.integer(1)!)) },
            refusals: Dictionary(uniqueKeysWithValues: refusals.map { ($0.text(0)!, Int($0.integer(1)!)) }),
            decisions: decisions.map { decision($0, from: 0) })
    }

    /// Keeps a decision and the document that came of it, if the session is still as it was judged.
    /// - Parameters:
    ///   - state: what was judged.
    ///   - url: the page, for searching.
    /// - Returns: false when another batch or decision came between; judge again.
    public func record(
        _ decision: Decision, document: [UInt8], url: String?, of state: SessionState
    ) async throws -> Bool {
        try await engine.write { connection in
            let key = state.tenant.sql + [.text(state.id.text)]
            let ordinal = Int64(state.decisions.count)
            let unchanged = try connection.rows(
                """
                UPDATE sessions SET is_undecided = 0, decision_count = ?, url = ?
                WHERE organization_id = ? AND environment = ? AND id = ? AND decision_count = ? AND next_sequence = ?
                RETURNING id
                """,
                [.integer(ordinal + 1), url.map(SQLValue.text) ?? .null] + key
                    + [.integer(ordinal), .integer(Int64(state.nextSequence))])
            if unchanged.isEmpty { return false }
            try connection.run(
                """
                INSERT INTO decisions (organization_id, environment, session_id, ordinal, id, verdict, risk_score, phase,
                    is_provisional, manipulation_score, evaluation_ms, evaluated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                key + [
                    .integer(ordinal), .text(decision.id.text), .text(decision.verdict.rawValue),
                    .integer(Int64(decision.riskScore)), .text(decision.phase.rawValue),
                    .integer(decision.isProvisional ? 1 : 0), .integer(Int64(decision.manipulation.score)),
                    .integer(Int64(decision.evaluationMilliseconds)), .integer(decision.evaluatedAt.milliseconds),
                ])
            try connection.run(
                """
                INSERT INTO session_documents (organization_id, environment, session_id, document) VALUES (?, ?, ?, ?)
                ON CONFLICT (organization_id, environment, session_id) DO UPDATE SET document = excluded.document
                """, key + [.blob(document)])
            return true
        }
    }

    /// Sessions with evidence that nobody judged, quiet since a moment.
    /// - Parameter now: batches from after now, by a clock that jumped back since, count as quiet.
    public func undecided(quietSince: Timestamp, now: Timestamp, limit: Int) async throws -> [(Tenant, SessionID)] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT organization_id, environment, id FROM sessions
                WHERE is_undecided = 1 AND (last_batch_at <= ? OR last_batch_at > ?)
                ORDER BY last_batch_at LIMIT ?
                """, [.integer(quietSince.milliseconds), .integer(now.milliseconds), .integer(Int64(limit))]
            ).map { row in
                (
                    Tenant(OrganizationID(row.text(0)!)!, KeyEnvironment(rawValue: row.text(1)!)!),
                    SessionID(row.text(2)!)!
                )
            }
        }
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

    /// The newest document of a session; nil when it was never judged or is another tenant's.
    public func document(_ tenant: Tenant, _ session: SessionID) async throws -> [UInt8]? {
        try await engine.read { connection in
            try connection.row(
                """
                SELECT document FROM session_documents
                WHERE organization_id = ? AND environment = ? AND session_id = ?
                """, tenant.sql + [.text(session.text)])?.blob(0)
        }
    }

    /// A page of the list of sessions, the latest decision first.
    ///
    /// The list stands as it was when its first page was read: a session that is judged again while somebody reads
    /// keeps its place, so that no row is skipped or comes twice.
    /// - Parameters:
    ///   - verdict: only sessions with this verdict.
    ///   - search: only sessions in whose id, visitor, address, page or user agent this text stands.
    ///   - position: the horizon and last serial of the page before; nil for the first.
    ///   - limit: rows to answer.
    public func page(
        of tenant: Tenant, verdict: Verdict?, search: String?, after position: (horizon: Int64, serial: Int64)?,
        limit: Int
    ) async throws -> SessionPage {
        try await engine.read { connection in
            let horizon =
                try position?.horizon
                ?? connection.row(
                    "SELECT max(serial) FROM decisions WHERE organization_id = ? AND environment = ?", tenant.sql)?
                .integer(0) ?? 0
            var sql = """
                SELECT d.serial, s.id, s.created_at, s.visitor_id, s.visitor_source, s.visitor_confidence,
                    s.visitor_frozen_at, s.visitor_conflict, \(decisionColumns)
                FROM decisions d JOIN sessions s ON s.organization_id = d.organization_id
                    AND s.environment = d.environment AND s.id = d.session_id
                WHERE d.organization_id = ? AND d.environment = ? AND d.serial < ?
                    AND NOT EXISTS (
                        SELECT 1 FROM decisions later WHERE later.organization_id = d.organization_id
                            AND later.environment = d.environment AND later.session_id = d.session_id
                            AND later.ordinal > d.ordinal AND later.serial <= ?)
                """
            var arguments = tenant.sql + [.integer(position?.serial ?? horizon + 1), .integer(horizon)]
            if let verdict {
                sql += " AND d.verdict = ?"
                arguments.append(.text(verdict.rawValue))
            }
            if let search {
                sql += """
                     AND (s.id LIKE ? ESCAPE '!' OR s.visitor_id LIKE ? ESCAPE '!' OR s.address LIKE ? ESCAPE '!'
                        OR s.url LIKE ? ESCAPE '!' OR s.user_agent LIKE ? ESCAPE '!')
                    """
                arguments += Array(repeating: .text(Self.pattern(containing: search)), count: 5)
            }
            sql += " ORDER BY d.serial DESC LIMIT ?"
            arguments.append(.integer(Int64(limit + 1)))
            let rows = try connection.rows(sql, arguments)
            return SessionPage(
                sessions: rows.prefix(limit).map { row in
                    ListedSession(
                        serial: row.integer(0)!, id: SessionID(row.text(1)!)!,
                        createdAt: Timestamp(milliseconds: row.integer(2)!), decision: Self.decision(row, from: 8),
                        tie: Self.tie(row, from: 3))
                }, horizon: horizon, hasMore: rows.count > limit)
        }
    }

    private static func pattern(containing text: String) -> String {
        // Scalars and not characters: SQL knows nothing of accents that combine.
        var pattern = "%".unicodeScalars
        for scalar in text.unicodeScalars {
            if "!%_".unicodeScalars.contains(scalar) { pattern.append("!") }
            pattern.append(scalar)
        }
        pattern.append("%")
        return String(pattern)
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

    private static func decision(_ row: SQLRow, from column: Int) -> Decision {
        Decision(
            id: DecisionID(row.text(column)!)!, riskScore: Int(row.integer(column + 1)!),
            phase: Phase(rawValue: row.text(column + 2)!)!, isProvisional: row.integer(column + 3)! == 1,
            manipulation: Manipulation(score: Int(row.integer(column + 4)!)),
            evaluationMilliseconds: Int(row.integer(column + 5)!),
            evaluatedAt: Timestamp(milliseconds: row.integer(column + 6)!))
    }
}

private let decisionColumns = """
    d.id, d.risk_score, d.phase, d.is_provisional, d.manipulation_score, d.evaluation_ms, d.evaluated_at
    """
