import OrderedJSON
import Sessions

/// API keys, as they are kept.
public struct Keys: Sendable {
    private let engine: any SQLEngine

    /// The keys in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Keeps a new key. A key with the same hash that is there already stays as it is.
    public func add(_ key: KeyRecord) async throws {
        try await engine.write { try Self.insert(key, $0) }
    }

    /// The key with that hash; nil when there is none or its organization is suspended.
    public func key(secretHash: String) async throws -> KeyRecord? {
        try await engine.read { connection in
            try connection.row(
                """
                SELECT \(Self.columns) FROM api_keys JOIN organizations ON organizations.id = organization_id
                WHERE secret_hash = ? AND organizations.status = 'active'
                """, [.text(secretHash)]
            ).map(Self.record)
        }
    }

    /// The key with that identifier.
    public func key(_ id: KeyID) async throws -> KeyRecord? {
        try await engine.read { connection in
            try connection.row(
                """
                SELECT \(Self.columns) FROM api_keys JOIN organizations ON organizations.id = organization_id
                WHERE api_keys.id = ? AND organizations.status = 'active'
                """, [.text(id.text)]
            ).map(Self.record)
        }
    }

    /// The keys of an organization, the oldest first; of all organizations when none is named.
    public func keys(of organization: OrganizationID? = nil) async throws -> [KeyRecord] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT \(Self.columns) FROM api_keys WHERE ? IS NULL OR organization_id = ?
                ORDER BY created_at, api_keys.id
                """, Array(repeating: organization.map { .text($0.text) } ?? .null, count: 2)
            ).map(Self.record)
        }
    }

    /// The hashes of an environment's usable secret keys, the oldest first: who can open its sealed tokens.
    public func secretHashes(
        of organization: OrganizationID, _ environment: KeyEnvironment, at now: Timestamp
    ) async throws -> [String] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT \(Self.columns) FROM api_keys
                WHERE organization_id = ? AND environment = ? AND type = 'secret' AND status != 'revoked'
                ORDER BY created_at, api_keys.id
                """, [.text(organization.text), .text(environment.rawValue)]
            ).map(Self.record).filter { $0.isUsable(at: now) }.map(\.secretHash)
        }
    }

    /// A page of an organization's keys, the newest first.
    /// - Parameters:
    ///   - environment: only keys of this environment; nil for both.
    ///   - position: the last key of the page before; nil for the first page.
    ///   - limit: keys to answer.
    /// - Returns: the keys, and whether there are more.
    public func page(
        of organization: OrganizationID, _ environment: KeyEnvironment?,
        after position: (createdAt: Timestamp, id: String)?, limit: Int
    ) async throws -> (keys: [KeyRecord], hasMore: Bool) {
        try await engine.read { connection in
            var sql = "SELECT \(Self.columns) FROM api_keys WHERE organization_id = ?"
            var arguments: [SQLValue] = [.text(organization.text)]
            if let environment {
                sql += " AND environment = ?"
                arguments.append(.text(environment.rawValue))
            }
            if let position {
                sql += " AND (created_at, id) < (?, ?)"
                arguments += [.integer(position.createdAt.milliseconds), .text(position.id)]
            }
            sql += " ORDER BY created_at DESC, id DESC LIMIT ?"
            let keys = try connection.rows(sql, arguments + [.integer(Int64(limit + 1))]).map(Self.record)
            return (Array(keys.prefix(limit)), keys.count > limit)
        }
    }

    /// One key of an organization, whether or not it works.
    public func key(_ id: KeyID, of organization: OrganizationID) async throws -> KeyRecord? {
        try await engine.read { try Self.key(id, organization, $0) }
    }

    /// Changes what a key is called, where it may be used and what it may do.
    /// - Parameter change: changes the record; only its name, origins and scopes are kept.
    /// - Returns: the key as it is now; nil when there is none.
    public func update(
        _ id: KeyID, of organization: OrganizationID, change: @escaping @Sendable (inout KeyRecord) throws -> Void
    ) async throws -> KeyRecord? {
        try await engine.write { connection in
            guard var key = try Self.key(id, organization, connection) else { return nil }
            try change(&key)
            try connection.run(
                "UPDATE api_keys SET name = ?, scopes = ?, allowed_origins = ? WHERE id = ?",
                [
                    .text(key.name), Self.json(key.scopes?.map(\.rawValue)), Self.json(key.allowedOrigins),
                    .text(id.text),
                ])
            return key
        }
    }

    /// Puts a new key in the place of another, which works on until its grace is over.
    /// - Parameters:
    ///   - id: the key to be replaced.
    ///   - successor: makes the new key of the old one.
    ///   - grace: how long the old key works.
    /// - Returns: the new key; nil when there is no key with that id.
    /// - Throws: ``StoreConflict/keyNotActive``, and what `successor` throws.
    public func rotate(
        _ id: KeyID, of organization: OrganizationID, grace: Duration, at now: Timestamp,
        successor: @escaping @Sendable (KeyRecord) throws -> KeyRecord
    ) async throws -> KeyRecord? {
        try await engine.write { connection in
            guard let key = try Self.key(id, organization, connection) else { return nil }
            guard key.status == .active else { throw StoreConflict.keyNotActive }
            var new = try successor(key)
            new.lineage = key.lineage
            try Self.insert(new, connection)
            try connection.run(
                "UPDATE api_keys SET status = 'rotating', rotated_at = ?, grace_expires_at = ? WHERE id = ?",
                [.integer(now.milliseconds), .integer((now + grace).milliseconds), .text(id.text)])
            return new
        }
    }

    /// Revokes a key at once.
    /// - Returns: the key, revoked now or before; nil when the organization has none with that id.
    public func revoke(_ id: KeyID, of organization: OrganizationID, at now: Timestamp) async throws -> KeyRecord? {
        try await engine.write { connection in
            guard var key = try Self.key(id, organization, connection)?.current(at: now) else { return nil }
            if key.status == .revoked { return key }
            key.status = .revoked
            key.revokedAt = now
            try connection.run(
                "UPDATE api_keys SET status = 'revoked', revoked_at = ? WHERE id = ?",
                [.integer(now.milliseconds), .text(id.text)])
            return key
        }
    }

    /// Revokes a key at once.
    /// - Returns: whether there was such a key that still worked.
    public func revoke(_ id: KeyID, at now: Timestamp) async throws -> Bool {
        try await engine.write { connection in
            try !connection.rows(
                """
                UPDATE api_keys SET status = 'revoked', revoked_at = ? WHERE id = ? AND status != 'revoked' RETURNING id
                """, [.integer(now.milliseconds), .text(id.text)]
            ).isEmpty
        }
    }

    /// Notes when keys were last used. A moment before the one that is known, by a clock that jumped back, changes nothing.
    public func noteUse(_ uses: [KeyID: Timestamp]) async throws {
        try await engine.write { connection in
            for (id, moment) in uses {
                try connection.run(
                    "UPDATE api_keys SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, ?) <= ?",
                    [.integer(moment.milliseconds), .text(id.text)]
                        + Array(repeating: .integer(moment.milliseconds), count: 2))
            }
        }
    }

    private static let columns = """
        api_keys.id, organization_id, environment, type, api_keys.name, secret_hash, preview, api_keys.status, scopes, \
        allowed_origins, rate_limit, api_keys.created_at, last_used_at, rotated_at, revoked_at, grace_expires_at, lineage
        """

    private static func key(
        _ id: KeyID, _ organization: OrganizationID, _ connection: any SQLConnection
    ) throws -> KeyRecord? {
        try connection.row(
            "SELECT \(columns) FROM api_keys WHERE organization_id = ? AND id = ?",
            [.text(organization.text), .text(id.text)]
        ).map(record)
    }

    private static func record(_ row: SQLRow) -> KeyRecord {
        var key = KeyRecord(
            id: KeyID(row.text(0)!)!, organization: OrganizationID(row.text(1)!)!,
            environment: KeyEnvironment(rawValue: row.text(2)!)!, type: KeyType(rawValue: row.text(3)!)!,
            name: row.text(4)!, secretHash: row.text(5)!, preview: row.text(6)!,
            scopes: row.text(8).map { list($0).compactMap(Scope.init) }, allowedOrigins: row.text(9).map(list),
            rateLimit: row.integer(10).map { Int($0) }, createdAt: Timestamp(milliseconds: row.integer(11)!))
        key.lineage = KeyID(row.text(16)!)!
        key.status = KeyStatus(rawValue: row.text(7)!)!
        key.lastUsedAt = row.integer(12).map(Timestamp.init(milliseconds:))
        key.rotatedAt = row.integer(13).map(Timestamp.init(milliseconds:))
        key.revokedAt = row.integer(14).map(Timestamp.init(milliseconds:))
        key.graceExpiresAt = row.integer(15).map(Timestamp.init(milliseconds:))
        return key
    }

    static func insert(_ key: KeyRecord, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            INSERT INTO api_keys (id, organization_id, environment, type, name, secret_hash, preview, status, scopes,
                allowed_origins, rate_limit, created_at, last_used_at, rotated_at, revoked_at, grace_expires_at, lineage)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (secret_hash) DO NOTHING
            """,
            [
                .text(key.id.text), .text(key.organization.text), .text(key.environment.rawValue),
                .text(key.type.rawValue), .text(key.name), .text(key.secretHash), .text(key.preview),
                .text(key.status.rawValue), json(key.scopes?.map(\.rawValue)), json(key.allowedOrigins),
                key.rateLimit.map { .integer(Int64($0)) } ?? .null, .integer(key.createdAt.milliseconds),
                moment(key.lastUsedAt), moment(key.rotatedAt), moment(key.revokedAt), moment(key.graceExpiresAt),
                .text(key.lineage.text),
            ])
    }

    private static func moment(_ moment: Timestamp?) -> SQLValue {
        moment.map { .integer($0.milliseconds) } ?? .null
    }

    private static func json(_ texts: [String]?) -> SQLValue {
        texts.map { .text(String(decoding: $0.jsonBytes(), as: UTF8.self)) } ?? .null
    }

    private static func list(_ json: String) -> [String] {
        (try? JSONValue(parsing: Array(json.utf8)))?.array?.compactMap(\.string) ?? []
    }
}
