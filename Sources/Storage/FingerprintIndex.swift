import Sessions

/// Where visitors are found by what they show, and how often each value of a feature is among them.
enum FingerprintIndex {
    /// Under this number of a feature the visitors themselves are counted.
    private static let everyone: Int64 = -1

    // MARK: Keeping

    /// Keeps what a visitor shows now, and what is to be kept of what it showed before, instead of what was kept.
    /// - Parameter serial: of the visitor's newest version, by which blocks are in the order of time.
    static func keep(
        _ fingerprint: StoredFingerprint, of visitor: VisitorID, serial: Int64, _ tenant: Tenant,
        _ connection: any SQLConnection
    ) throws {
        let old = try held(by: visitor, tenant, connection)
        try count(from: old?.fingerprint.tallies, to: fingerprint.tallies, tenant, connection)
        if let old { try removeKeys(old.fingerprint.allKeys, old.serial, tenant, connection) }
        for key in fingerprint.allKeys {
            try connection.run(
                "INSERT INTO visitor_keys (organization_id, environment, blocking_key, serial) VALUES (?, ?, ?, ?)",
                tenant.sql + [.integer(Int64(bitPattern: key)), .integer(serial)])
        }
        try connection.run(
            """
            UPDATE visitors SET \(StoredFingerprint.columns.map { "\($0) = ?" }.joined(separator: ", ")), key_serial = ?
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, fingerprint.sql + [.integer(serial)] + tenant.sql + [.text(visitor.text)])
    }

    /// Forgets what a visitor showed.
    static func forget(_ visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection) throws {
        guard let old = try held(by: visitor, tenant, connection) else { return }
        if old.isCounted { try count(from: old.fingerprint.tallies, to: nil, tenant, connection) }
        try removeKeys(old.fingerprint.allKeys, old.serial, tenant, connection)
        try connection.run(
            """
            UPDATE visitors SET \(StoredFingerprint.columns.map { "\($0) = NULL" }.joined(separator: ", ")),
                key_serial = NULL
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, tenant.sql + [.text(visitor.text)])
    }

    /// Forgets what a visitor showed before it last changed, because it may be another's, or of a session that is gone.
    static func forgetEarlier(_ visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection) throws {
        guard let held = try held(by: visitor, tenant, connection), let earlier = held.fingerprint.earlier else {
            return
        }
        let others = Set(earlier.keys).subtracting(held.fingerprint.keys)
        try removeKeys(others, held.serial, tenant, connection)
        try connection.run(
            """
            UPDATE visitors SET earlier_fingerprints = NULL, earlier_fingerprint_keys = NULL
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, tenant.sql + [.text(visitor.text)])
    }

    /// What a visitor last showed, with what it showed before; nil where nothing of it is kept.
    static func fingerprint(
        of visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> StoredFingerprint? {
        try held(by: visitor, tenant, connection)?.fingerprint
    }

    /// Counts a visitor no longer, because it is part of another now, where what it showed goes on leading; or counts it again.
    ///
    /// One that is merged is not counted: it is no twin of the visitor that it is part of.
    static func setCounted(
        _ isCounted: Bool, _ visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws {
        guard let tallies = try held(by: visitor, tenant, connection)?.fingerprint.tallies else { return }
        try count(from: isCounted ? nil : tallies, to: isCounted ? tallies : nil, tenant, connection)
    }

    private typealias Held = (fingerprint: StoredFingerprint, serial: Int64, isCounted: Bool)

    private static func held(
        by visitor: VisitorID, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> Held? {
        let row = try connection.row(
            """
            SELECT \(StoredFingerprint.columns.joined(separator: ", ")), key_serial, merged_into FROM visitors
            WHERE organization_id = ? AND environment = ? AND id = ?
            """, tenant.sql + [.text(visitor.text)])
        let next = StoredFingerprint.columns.count
        guard let row, let serial = row.integer(next), let fingerprint = StoredFingerprint(row, from: 0) else {
            return nil
        }
        return (fingerprint, serial, row.text(next + 1) == nil)
    }

    private static func removeKeys(
        _ keys: some Sequence<UInt64>, _ serial: Int64, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws {
        for key in keys {
            try connection.run(
                """
                DELETE FROM visitor_keys
                WHERE organization_id = ? AND environment = ? AND blocking_key = ? AND serial = ?
                """, tenant.sql + [.integer(Int64(bitPattern: key)), .integer(serial)])
        }
    }

    // MARK: Counting

    /// Counts a visitor's values, each once, instead of those it was counted for before.
    /// - Parameters:
    ///   - old: nil for a visitor that was not counted.
    ///   - new: nil for one that is counted no longer.
    private static func count(
        from old: [StoredTally]?, to new: [StoredTally]?, _ tenant: Tenant, _ connection: any SQLConnection
    ) throws {
        let before = Set(old ?? [])
        let after = Set(new ?? [])
        for tally in before.subtracting(after) { try lower(tally.place, tenant, connection) }
        for tally in after.subtracting(before) { try raise(tally.place, tenant, connection) }
        if old == nil, new != nil { try raise([.integer(everyone), 0], tenant, connection) }
        if old != nil, new == nil { try lower([.integer(everyone), 0], tenant, connection) }
    }

    private static func raise(_ place: [SQLValue], _ tenant: Tenant, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            INSERT INTO visitor_feature_counts (organization_id, environment, feature, value, visitors)
            VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (organization_id, environment, feature, value)
            DO UPDATE SET visitors = visitor_feature_counts.visitors + 1
            """, tenant.sql + place)
    }

    private static func lower(_ place: [SQLValue], _ tenant: Tenant, _ connection: any SQLConnection) throws {
        let row = try connection.row(
            """
            UPDATE visitor_feature_counts SET visitors = visitors - 1
            WHERE organization_id = ? AND environment = ? AND feature = ? AND value = ? RETURNING visitors
            """, tenant.sql + place)
        guard let left = row?.integer(0), left <= 0 else { return }
        try connection.run(
            """
            DELETE FROM visitor_feature_counts
            WHERE organization_id = ? AND environment = ? AND feature = ? AND value = ?
            """, tenant.sql + place)
    }

    // MARK: Finding

    /// Whom a session is to be compared with, and how common what it shows is.
    /// - Parameters:
    ///   - digests: of the session's address.
    ///   - seenSince: visitors that were not seen since then are forgotten.
    static func block(
        for fingerprint: StoredFingerprint, from digests: AddressDigests?, seenSince: Timestamp, _ tenant: Tenant,
        _ connection: any SQLConnection
    ) throws -> LinkBlock {
        let (serials, isCut) = try serials(sharing: fingerprint.keys, tenant, connection)
        let total = try connection.row(
            """
            SELECT visitors FROM visitor_feature_counts
            WHERE organization_id = ? AND environment = ? AND feature = ? AND value = 0
            """, tenant.sql + [.integer(everyone)])
        return LinkBlock(
            candidates: try serials.compactMap {
                try candidate($0, from: digests, seenSince: seenSince, tenant, connection)
            },
            isCut: isCut, visitors: total?.integer(0).map(Int.init) ?? 0,
            counts: try counts(of: fingerprint.tallies, tenant, connection))
    }

    private static func serials(
        sharing keys: [UInt64], _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> (serials: [Int64], isCut: Bool) {
        var shared: [Int64: Int] = [:]
        var isCut = false
        for key in keys {
            let rows = try connection.rows(
                """
                SELECT serial FROM visitor_keys WHERE organization_id = ? AND environment = ? AND blocking_key = ?
                ORDER BY serial DESC LIMIT ?
                """, tenant.sql + [.integer(Int64(bitPattern: key)), .integer(Int64(LinkBlock.most + 1))])
            isCut = isCut || rows.count > LinkBlock.most
            for row in rows { shared[row.integer(0)!, default: 0] += 1 }
        }
        let ranked = shared.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        return (ranked.prefix(LinkBlock.most).map(\.key), isCut || ranked.count > LinkBlock.most)
    }

    private static func candidate(
        _ serial: Int64, from digests: AddressDigests?, seenSince: Timestamp, _ tenant: Tenant,
        _ connection: any SQLConnection
    ) throws -> KnownFingerprint? {
        let row = try connection.row(
            """
            SELECT id, fingerprint, last_seen_at, merged_into, earlier_fingerprints FROM visitors WHERE key_serial = ?
            """, [.integer(serial)])
        guard let row, let bytes = row.blob(1) else { return nil }
        let own = VisitorID(row.text(0)!)!
        let visitor = row.text(3) == nil ? own : try Visitors.absorber(of: own, tenant, connection)
        let lastSeenAt =
            visitor == own
            ? Timestamp(milliseconds: row.integer(2)!)
            : try Visitors.visitor(visitor, tenant, connection)?.lastSeenAt ?? Timestamp(milliseconds: 0)
        guard lastSeenAt > seenSince else { return nil }
        let latest = try connection.row(
            """
            SELECT address_digest, network_digest FROM sessions
            WHERE organization_id = ? AND environment = ? AND visitor_id = ? ORDER BY visitor_frozen_at DESC LIMIT 1
            """, tenant.sql + [.text(visitor.text)])
        return KnownFingerprint(
            visitor: visitor, bytes: bytes, earlier: row.blob(4) ?? [], lastSeenAt: lastSeenAt,
            sharesAddress: digests.map { $0.address == latest?.blob(0) } ?? false,
            sharesNetwork: digests.map { $0.network == latest?.blob(1) } ?? false)
    }

    private static func counts(
        of tallies: [StoredTally], _ tenant: Tenant, _ connection: any SQLConnection
    ) throws -> [StoredTally: Int] {
        var counts: [StoredTally: Int] = [:]
        for tally in tallies {
            let row = try connection.row(
                """
                SELECT visitors FROM visitor_feature_counts
                WHERE organization_id = ? AND environment = ? AND feature = ? AND value = ?
                """, tenant.sql + tally.place)
            counts[tally] = row?.integer(0).map(Int.init) ?? 0
        }
        return counts
    }
}

extension StoredTally {
    /// The columns `feature` and `value`.
    fileprivate var place: [SQLValue] { [.integer(Int64(feature)), .integer(Int64(bitPattern: value))] }
}
