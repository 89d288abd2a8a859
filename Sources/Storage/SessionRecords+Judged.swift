import Sessions

/// A session with its newest decision, as it was kept when that was made.
public struct JudgedRecord: Sendable {
    /// The session.
    public var id: SessionID
    /// Its newest decision.
    public var decision: Decision
    /// The document that was written with it; nil when there is none.
    public var document: [UInt8]?
}

extension SessionRecords {
    /// A part of the sessions of a list with what was decided, the latest decision first.
    /// - Parameters:
    ///   - position: the horizon and last serial of the part before; nil for the first.
    ///   - limit: sessions to answer.
    /// - Returns: the sessions, and where the next part begins; nil when this was the last.
    public func judged(
        of tenant: Tenant, _ filter: SessionFilter, after position: (horizon: Int64, serial: Int64)?, limit: Int
    ) async throws -> (sessions: [JudgedRecord], next: (horizon: Int64, serial: Int64)?) {
        try await engine.read { connection in
            let (rows, horizon) = try Self.listed(
                """
                s.id, (SELECT document FROM session_documents o WHERE o.organization_id = s.organization_id
                    AND o.environment = s.environment AND o.session_id = s.id), \(decisionColumns)
                """, tenant, filter, after: position, limit: limit, connection)
            return (
                rows.map {
                    JudgedRecord(
                        id: SessionID($0.text(1)!)!, decision: Self.decision($0, from: 3), document: $0.blob(2))
                },
                rows.count < limit ? nil : rows.last.map { (horizon, $0.integer(0)!) }
            )
        }
    }
}
