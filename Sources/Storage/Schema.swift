import GRDB

/// The tables, and how they came to be: one migration for each change, never altered once released.
///
/// Keys begin with organization and environment, by which a cluster would split them. Times are milliseconds since
/// 1970. Blobs that are JSON hold UTF-8.
enum Schema {
    private static let firstMigration = "1 organizations, keys, sessions, visitors"

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration(firstMigration) { database in
            for statement in first { try database.execute(sql: statement) }
        }
        return migrator
    }

    /// Whether the tables of a database are ours, or there are none yet.
    static func isOurs(_ database: Database) throws -> Bool {
        let others = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name != 'grdb_migrations'"
        if try Int.fetchOne(database, sql: others) == 0 { return true }
        return try database.tableExists("grdb_migrations")
            && migrator.appliedIdentifiers(database).contains(firstMigration)
    }

    private static let first = [
        """
        CREATE TABLE organizations (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            slug TEXT NOT NULL UNIQUE,
            status TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT
        )
        """,
        // secret_hash is the SHA-256 of the key in 64 hexadecimal digits; the key itself is nowhere.
        """
        CREATE TABLE api_keys (
            id TEXT NOT NULL PRIMARY KEY,
            organization_id TEXT NOT NULL REFERENCES organizations (id),
            environment TEXT NOT NULL,
            type TEXT NOT NULL,
            name TEXT NOT NULL,
            secret_hash TEXT NOT NULL UNIQUE,
            preview TEXT NOT NULL,
            status TEXT NOT NULL,
            scopes TEXT,
            allowed_origins TEXT,
            rate_limit BIGINT,
            created_at BIGINT NOT NULL,
            last_used_at BIGINT,
            rotated_at BIGINT,
            revoked_at BIGINT,
            grace_expires_at BIGINT
        )
        """,
        "CREATE INDEX api_keys_by_organization ON api_keys (organization_id, environment, type, created_at)",
        // What every batch touches, kept small: the documents and payloads have tables of their own.
        """
        CREATE TABLE sessions (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            id TEXT NOT NULL,
            key_id TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            first_batch_at BIGINT NOT NULL,
            last_batch_at BIGINT NOT NULL,
            next_sequence BIGINT NOT NULL,
            chain BLOB NOT NULL,
            byte_count BIGINT NOT NULL,
            is_undecided BIGINT NOT NULL,
            is_page_gone BIGINT NOT NULL,
            decision_count BIGINT NOT NULL,
            request BLOB NOT NULL,
            address TEXT,
            user_agent TEXT,
            url TEXT,
            visitor_id TEXT,
            visitor_source TEXT,
            visitor_confidence BIGINT,
            visitor_frozen_at BIGINT,
            visitor_conflict BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, id)
        )
        """,
        "CREATE INDEX sessions_undecided ON sessions (last_batch_at) WHERE is_undecided = 1",
        """
        CREATE TABLE session_batches (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            session_id TEXT NOT NULL,
            sequence BIGINT NOT NULL,
            received_at BIGINT NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (organization_id, environment, session_id, sequence)
        )
        """,
        """
        CREATE TABLE session_refusals (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            session_id TEXT NOT NULL,
            code TEXT NOT NULL,
            count BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, session_id, code)
        )
        """,
        // Pages of sessions are read off this table: a serial number orders decisions even when the clock jumps.
        """
        CREATE TABLE decisions (
            serial INTEGER PRIMARY KEY AUTOINCREMENT,
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            session_id TEXT NOT NULL,
            ordinal BIGINT NOT NULL,
            id TEXT NOT NULL,
            verdict TEXT NOT NULL,
            risk_score BIGINT NOT NULL,
            phase TEXT NOT NULL,
            is_provisional BIGINT NOT NULL,
            manipulation_score BIGINT NOT NULL,
            evaluation_ms BIGINT NOT NULL,
            evaluated_at BIGINT NOT NULL,
            UNIQUE (organization_id, environment, session_id, ordinal)
        )
        """,
        "CREATE INDEX decisions_by_serial ON decisions (organization_id, environment, serial)",
        """
        CREATE TABLE session_documents (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            session_id TEXT NOT NULL,
            document BLOB NOT NULL,
            PRIMARY KEY (organization_id, environment, session_id)
        )
        """,
        """
        CREATE TABLE visitors (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            id TEXT NOT NULL,
            first_seen_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            seen_count BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, id)
        )
        """,
    ]
}
