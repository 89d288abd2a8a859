import OrderedJSON
import Sessions

/// What a session shows of its visitor at the moment when its fingerprint is frozen.
public struct FrozenFingerprint: Sendable {
    /// What the browser shows, as JSON, for the visitor's page.
    public var traits: [UInt8]
    /// What its storages held.
    public var tokens: TokenFindings
    /// What it is compared by; nil where it shows too little for that.
    public var fingerprint: StoredFingerprint?
    /// How it is compared; nil to go by tokens alone.
    public var linking: LinkRules?

    /// What a session shows.
    public init(
        traits: [UInt8], tokens: TokenFindings = TokenFindings(), fingerprint: StoredFingerprint? = nil,
        linking: LinkRules? = nil
    ) {
        self.traits = traits
        self.tokens = tokens
        self.fingerprint = fingerprint
        self.linking = linking
    }
}

extension Visitors {
    /// Ties a session to a visitor, once: a session that has a visitor keeps it.
    ///
    /// A token leads to its visitor, unless that is forgotten or was seen on a machine that can't be this one. Without one the session is
    /// compared with the visitors that share a key with it. All of it is one transaction, with the event that tells of the tie: of two
    /// sessions of one new browser that come at the same moment, the second finds the visitor of the first.
    /// - Parameters:
    ///   - fresh: the visitor to make when nothing known fits.
    ///   - lifetime: how long after it was last seen a visitor is forgotten.
    ///   - event: tells of the tie.
    /// - Returns: the tie that holds now and how many deliveries there are to make; nil when nothing of the session was kept.
    public func tie(
        _ tenant: Tenant, _ session: SessionID, _ frozen: FrozenFingerprint, fresh: VisitorID, lifetime: Duration,
        at now: Timestamp, event: @escaping @Sendable (VisitorTie) -> NewEvent
    ) async throws -> (tie: VisitorTie, deliveries: Int)? {
        try await engine.write { connection in
            let key = tenant.sql + [.text(session.text)]
            guard
                let row = try connection.row(
                    """
                    SELECT visitor_id, visitor_source, visitor_confidence, visitor_frozen_at, visitor_conflict, address,
                        user_agent, address_digest, network_digest
                    FROM sessions WHERE organization_id = ? AND environment = ? AND id = ?
                    """, key)
            else { return nil }
            if let held = SessionRecords.tie(row, from: 0) { return (held, 0) }

            let digests = row.blob(7).flatMap { address in
                row.blob(8).map { AddressDigests(address: address, network: $0) }
            }
            let match = try Self.match(
                frozen, from: digests, seenSince: now + (.zero - lifetime), tenant, at: now, connection)
            let known = match.known
            let tie = VisitorTie(
                visitor: known?.id ?? fresh, source: match.source, confidence: match.confidence, frozenAt: now,
                isConflicting: match.isConflicting)
            let event = event(tie)
            try connection.run(
                """
                UPDATE sessions SET visitor_id = ?, visitor_source = ?, visitor_confidence = ?, visitor_frozen_at = ?,
                    visitor_conflict = ?, fingerprint_event_id = ?
                WHERE organization_id = ? AND environment = ? AND id = ?
                """,
                [
                    .text(tie.visitor.text), .text(tie.source.rawValue),
                    tie.confidence.map { .integer(Int64($0)) } ?? .null, .integer(now.milliseconds),
                    .integer(tie.isConflicting ? 1 : 0), .text(event.id.text),
                ] + key)
            var evidence = match.evidence
            evidence.pace = try VisitPaces.pace(
                of: tie.visitor, in: session, known: known, tenant, at: now, connection)
            try connection.run(
                "UPDATE sessions SET visitor_evidence = ? WHERE organization_id = ? AND environment = ? AND id = ?",
                [.blob(evidence.jsonBytes())] + key)

            let seen = VisitorRecord(
                id: tie.visitor, firstSeenAt: known?.firstSeenAt ?? now, lastSeenAt: max(known?.lastSeenAt ?? now, now),
                seenCount: (known?.seenCount ?? 0) + 1, address: row.text(5), userAgent: row.text(6),
                traits: frozen.traits)
            try Self.keep(seen, tenant, connection)
            let serial = try Self.addVersion(seen, tenant, connection)
            if let fingerprint = frozen.fingerprint {
                let before = try FingerprintIndex.fingerprint(of: seen.id, tenant, connection)
                let remembered = before.flatMap { frozen.linking?.remembered($0) }
                try FingerprintIndex.keep(remembered ?? fingerprint, of: seen.id, serial: serial, tenant, connection)
            }
            return (tie, try Events.note(event, of: tenant, connection))
        }
    }

    /// Whose session it is.
    private struct Match {
        /// The visitor; nil for a new one.
        var known: VisitorRecord?
        var source = VisitorTie.Source.new
        var confidence: Int?
        var isConflicting = false
        var evidence = TieEvidence()
    }

    private static func match(
        _ frozen: FrozenFingerprint, from digests: AddressDigests?, seenSince: Timestamp, _ tenant: Tenant,
        at now: Timestamp, _ connection: any SQLConnection
    ) throws -> Match {
        var match = Match()
        match.evidence.tokensFound = frozen.tokens.found
        match.evidence.tokensForeign = frozen.tokens.foreign
        match.evidence.tokensExpired = frozen.tokens.expired
        try followTokens(frozen, seenSince: seenSince, tenant, connection, &match)
        guard let fingerprint = frozen.fingerprint, let linking = frozen.linking, match.known == nil else {
            return match
        }
        let block = try FingerprintIndex.block(
            for: fingerprint, from: digests, seenSince: seenSince, tenant, connection)
        let outcome = linking.decide(block)
        match.known = try outcome.visitor.flatMap { try visitor($0, tenant, connection) }
        match.source = match.known == nil ? .new : outcome.source
        match.confidence = min(max(outcome.confidence, 0), 100)
        match.evidence.matched = outcome.matched
        match.evidence.changed = outcome.changed
        match.evidence.rivals = outcome.rivals
        match.evidence.isCut = block.isCut
        return match
    }

    /// Whose a session is now, which may have been split off; the visitor that the token names, where the session is gone.
    private static func holder(
        of session: SessionID?, orElse visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> VisitorID {
        guard let session else { return visitor }
        let row = try connection.row(
            "SELECT visitor_id FROM sessions WHERE organization_id = ? AND environment = ? AND id = ?",
            tenant.sql + [.text(session.text)])
        return row?.text(0).flatMap { VisitorID($0) } ?? visitor
    }

    /// The visitor that the tokens lead to: the first that is known and may be on this machine.
    private static func followTokens(
        _ frozen: FrozenFingerprint, seenSince: Timestamp, _ tenant: Tenant, _ connection: any SQLConnection,
        _ match: inout Match
    ) throws {
        let named = try frozen.tokens.visitors.map { visitor in
            try absorber(
                of: holder(of: frozen.tokens.sessions[visitor], orElse: visitor, tenant, connection), tenant, connection
            )
        }.unique
        match.isConflicting = named.count > 1
        match.evidence.tokenVisitors = named.count
        for id in named {
            guard let known = try visitor(id, tenant, connection), known.lastSeenAt > seenSince else { continue }
            if frozen.fingerprint != nil, let linking = frozen.linking,
                let before = try FingerprintIndex.fingerprint(of: id, tenant, connection),
                linking.isOtherMachine(before.bytes)
            {
                match.evidence.isTokenReplayed = true
            } else if match.known == nil {
                match.known = known
                match.source = .continuity
                match.confidence = frozen.tokens.confidence
            }
        }
    }
}
