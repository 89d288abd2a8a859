import OrderedJSON
import Sessions

/// Organizations and their keys, as they are kept.
public struct Keys: Sendable {
    private let engine: any SQLEngine

    /// The keys in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Whether there is any organization yet.
    public func hasOrganization() async throws -> Bool {
        try await engine.read { try $0.row("SELECT 1 FROM organizations LIMIT 1", []) != nil }
    }

    /// All organizations, the oldest first.
    public func organizations() async throws -> [OrganizationRecord] {
        try await engine.read { connection in
            try connection.rows("SELECT id, name, slug, created_at FROM organizations ORDER BY created_at, id", [])
                .map { row in
                    OrganizationRecord(
                        id: OrganizationID(row.text(0)!)!, name: row.text(1)!, slug: row.text(2)!,
                        createdAt: Timestamp(milliseconds: row.integer(3)!))
                }
        }
    }

    /// Keeps a new organization with its first keys, all or nothing.
    public func add(_ organization: OrganizationRecord, keys: [KeyRecord]) async throws {
        try await engine.write { connection in
            try connection.run(
                "INSERT INTO organizations (id, name, slug, status, created_at) VALUES (?, ?, ?, 'active', ?)",
                [
                    .text(organization.id.text), .text(organization.name), .text(organization.slug),
                    .integer(organization.createdAt.milliseconds),
                ])
            for key in keys { try Self.insert(key, connection) }
        }
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
        allowed_origins, rate_limit, api_keys.created_at, last_used_at, rotated_at, revoked_at, grace_expires_at
        """

    private static func record(_ row: SQLRow) -> KeyRecord {
        var key = KeyRecord(
            id: KeyID(row.text(0)!)!, organization: OrganizationID(row.text(1)!)!,
            environment: KeyEnvironment(rawValue: row.text(2)!)!, type: KeyType(rawValue: row.text(3)!)!,
            name: row.text(4)!, secretHash: row.text(5)!, preview: row.text(6)!,
            scopes: row.text(8).map { list($0).compactMap(Scope.init) }, allowedOrigins: row.text(9).map(list),
            rateLimit: row.integer(10).map { Int($0) }, createdAt: Timestamp(milliseconds: row.integer(11)!))
        key.status = KeyStatus(rawValue: row.text(7)!)!
        key.lastUsedAt = row.integer(12).map(Timestamp.init(milliseconds:))
        key.rotatedAt = row.integer(13).map(Timestamp.init(milliseconds:))
        key.revokedAt = row.integer(14).map(Timestamp.init(milliseconds:))
        key.graceExpiresAt = row.integer(15).map(Timestamp.init(milliseconds:))
        return key
    }

    private static func insert(_ key: KeyRecord, _ connection: any SQLConnection) throws {
        try connection.run(
            """
            INSERT INTO api_keys (id, organization_id, environment, type, name, secret_hash, preview, status, scopes,
                allowed_origins, rate_limit, created_at, last_used_at, rotated_at, revoked_at, grace_expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (secret_hash) DO NOTHING
            """,
            [
                .text(key.id.text), .text(key.organization.text), .text(key.environment.rawValue),
                .text(key.type.rawValue), .text(key.name), .text(key.secretHash), .text(key.preview),
                .text(key.status.rawValue), json(key.scopes?.map(\.rawValue)), json(key.allowedOrigins),
                key.rateLimit.map { .integer(Int64($0)) } ?? .null, .integer(key.createdAt.milliseconds),
                moment(key.lastUsedAt), moment(key.rotatedAt), moment(key.revokedAt), moment(key.graceExpiresAt),
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
