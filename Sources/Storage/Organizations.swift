import Sessions

/// Organizations, as they are kept.
public struct Organizations: Sendable {
    private let engine: any SQLEngine

    /// The organizations in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Whether there is any organization yet.
    public func isEmpty() async throws -> Bool {
        try await engine.read { try $0.row("SELECT 1 FROM organizations LIMIT 1", []) == nil }
    }

    /// All organizations, the oldest first.
    public func all() async throws -> [OrganizationRecord] {
        try await engine.read { connection in
            try connection.rows("SELECT \(Self.columns) FROM organizations ORDER BY created_at, id", []).map(
                Self.record)
        }
    }

    /// One organization.
    public func organization(_ id: OrganizationID) async throws -> OrganizationRecord? {
        try await engine.read { try Self.organization(id, $0) }
    }

    /// Keeps a new organization with its first keys, all or nothing.
    /// - Throws: ``StoreConflict/slugTaken``.
    public func add(_ organization: OrganizationRecord, keys: [KeyRecord] = []) async throws {
        try await engine.write { connection in
            let added = try connection.rows(
                """
                INSERT INTO organizations (id, name, slug, status, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (slug) DO NOTHING RETURNING id
                """,
                [
                    .text(organization.id.text), .text(organization.name), .text(organization.slug),
                    .text(organization.status.rawValue), organization.createdBy.map { .text($0.text) } ?? .null,
                    .integer(organization.createdAt.milliseconds),
                ])
            if added.isEmpty { throw StoreConflict.slugTaken }
            for key in keys { try Keys.insert(key, connection) }
        }
    }

    /// Changes an organization. Deleting it revokes its keys at once; its data is removed by ``Retention``.
    /// - Parameters:
    ///   - name: the new name; nil to leave it.
    ///   - status: the new status; nil to leave it.
    /// - Returns: the organization as it is now; nil when there is none.
    /// - Throws: ``StoreConflict/organizationDeleted`` when a deleted one is to have another status.
    public func update(
        _ id: OrganizationID, name: String?, status: OrganizationStatus?, at now: Timestamp
    ) async throws -> OrganizationRecord? {
        try await engine.write { connection in
            guard var organization = try Self.organization(id, connection) else { return nil }
            if organization.status == .deleted, let status, status != .deleted {
                throw StoreConflict.organizationDeleted
            }
            organization.name = name ?? organization.name
            organization.status = status ?? organization.status
            organization.updatedAt = now
            try connection.run(
                "UPDATE organizations SET name = ?, status = ?, updated_at = ? WHERE id = ?",
                [
                    .text(organization.name), .text(organization.status.rawValue), .integer(now.milliseconds),
                    .text(id.text),
                ])
            if organization.status == .deleted {
                try connection.run(
                    """
                    UPDATE api_keys SET status = 'revoked', revoked_at = ? WHERE organization_id = ? AND status != 'revoked'
                    """, [.integer(now.milliseconds), .text(id.text)])
            }
            return organization
        }
    }

    private static let columns = "id, name, slug, status, created_by, created_at, updated_at"

    private static func organization(
        _ id: OrganizationID, _ connection: any SQLConnection
    ) throws -> OrganizationRecord? {
        try connection.row("SELECT \(columns) FROM organizations WHERE id = ?", [.text(id.text)]).map(record)
    }

    private static func record(_ row: SQLRow) -> OrganizationRecord {
        var organization = OrganizationRecord(
            id: OrganizationID(row.text(0)!)!, name: row.text(1)!, slug: row.text(2)!,
            createdBy: row.text(4).flatMap { KeyID($0) }, createdAt: Timestamp(milliseconds: row.integer(5)!))
        organization.status = OrganizationStatus(rawValue: row.text(3)!)!
        organization.updatedAt = row.integer(6).map(Timestamp.init(milliseconds:))
        return organization
    }
}
