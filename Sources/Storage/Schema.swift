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
        migrator.registerMigration("2 administration, events, webhooks, erasure") { database in
            for statement in second { try database.execute(sql: statement) }
        }
        migrator.registerMigration("3 connections") { database in
            for statement in third { try database.execute(sql: statement) }
        }
        migrator.registerMigration("4 visits of addresses") { database in
            for statement in fourth { try database.execute(sql: statement) }
        }
        migrator.registerMigration("5 network checks") { database in
            for statement in networkChecks { try database.execute(sql: statement) }
        }
        migrator.registerMigration("6 rules of decisions") { database in
            // The verdict stands beside the score since the first release; by which rules it was made was not kept.
            try database.execute(sql: "ALTER TABLE decisions ADD COLUMN rules TEXT")
        }
        migrator.registerMigration("7 movements") { database in
            for statement in movements { try database.execute(sql: statement) }
        }
        migrator.registerMigration("8 linking of visitors") { database in
            for statement in linking { try database.execute(sql: statement) }
        }
        migrator.registerMigration("9 earlier fingerprints of visitors") { database in
            for statement in earlierFingerprints { try database.execute(sql: statement) }
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
    private static let second = [
        // The lineage of a key is the key that it follows through all rotations; an organization remembers the lineage that made it.
        "ALTER TABLE organizations ADD COLUMN created_by TEXT",
        "ALTER TABLE api_keys ADD COLUMN lineage TEXT NOT NULL DEFAULT ''",
        "UPDATE api_keys SET lineage = id",
        "CREATE INDEX api_keys_by_age ON api_keys (organization_id, created_at, id)",
        "ALTER TABLE sessions ADD COLUMN client_user_id TEXT",
        // The events about a session, by which they go when it goes.
        "ALTER TABLE sessions ADD COLUMN fingerprint_event_id TEXT",
        "ALTER TABLE sessions ADD COLUMN result_event_id TEXT",
        // Observations (batches and request) are forgotten before their session.
        "ALTER TABLE sessions ADD COLUMN has_observations BIGINT NOT NULL DEFAULT 1",
        "CREATE INDEX sessions_by_age ON sessions (has_observations, created_at)",
        """
        CREATE INDEX sessions_by_visitor ON sessions (organization_id, environment, visitor_id, visitor_frozen_at)
        WHERE visitor_id IS NOT NULL
        """,
        // What the visitor's page tells of the session, written with the document.
        "ALTER TABLE session_documents ADD COLUMN activity BLOB",
        "ALTER TABLE session_refusals ADD COLUMN counted_at BIGINT NOT NULL DEFAULT 0",
        "CREATE INDEX session_refusals_by_age ON session_refusals (counted_at)",
        "CREATE INDEX decisions_by_verdict ON decisions (organization_id, environment, verdict, serial)",
        // What must not come back: digests of the identifiers of erased sessions, as long as an agent could still send for them.
        "CREATE TABLE erased_sessions (digest BLOB NOT NULL PRIMARY KEY, erased_at BIGINT NOT NULL)",
        "CREATE INDEX erased_sessions_by_age ON erased_sessions (erased_at)",
        "ALTER TABLE visitors ADD COLUMN address TEXT",
        "ALTER TABLE visitors ADD COLUMN user_agent TEXT",
        // JSON: which storages held a token, the hashes that anchor the fingerprint, its vector.
        "ALTER TABLE visitors ADD COLUMN traits BLOB",
        "CREATE INDEX visitors_by_age ON visitors (last_seen_at)",
        // One row for each time that a visitor was seen: a list stays as it was when its first page was read, while visitors come back.
        """
        CREATE TABLE visitor_versions (
            serial INTEGER PRIMARY KEY AUTOINCREMENT,
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            visitor_id TEXT NOT NULL,
            first_seen_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            seen_count BIGINT NOT NULL,
            superseded_by BIGINT
        )
        """,
        """
        INSERT INTO visitor_versions (organization_id, environment, visitor_id, first_seen_at, last_seen_at, seen_count)
        SELECT organization_id, environment, id, first_seen_at, last_seen_at, seen_count FROM visitors ORDER BY last_seen_at
        """,
        """
        CREATE UNIQUE INDEX visitor_versions_current ON visitor_versions (organization_id, environment, visitor_id)
        WHERE superseded_by IS NULL
        """,
        """
        CREATE INDEX visitor_versions_by_serial ON visitor_versions (organization_id, environment, serial)
        WHERE superseded_by IS NULL
        """,
        """
        CREATE INDEX visitor_versions_by_count ON visitor_versions (organization_id, environment, seen_count, serial)
        WHERE superseded_by IS NULL
        """,
        """
        CREATE INDEX visitor_versions_by_first ON visitor_versions (organization_id, environment, first_seen_at, serial)
        WHERE superseded_by IS NULL
        """,
        """
        CREATE INDEX visitor_versions_superseded ON visitor_versions (organization_id, environment, superseded_by)
        WHERE superseded_by IS NOT NULL
        """,
        "CREATE INDEX visitor_versions_by_visitor ON visitor_versions (organization_id, environment, visitor_id)",
        "CREATE INDEX visitor_versions_by_age ON visitor_versions (last_seen_at) WHERE superseded_by IS NOT NULL",
        """
        CREATE TABLE webhook_endpoints (
            id TEXT NOT NULL PRIMARY KEY,
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            name TEXT NOT NULL,
            url TEXT NOT NULL,
            status TEXT NOT NULL,
            event_types TEXT NOT NULL,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX webhook_endpoints_by_tenant ON webhook_endpoints (organization_id, environment, created_at, id)",
        // Signing secrets are derived from the master key, the endpoint and these numbers; they are nowhere.
        """
        CREATE TABLE webhook_secrets (
            endpoint_id TEXT NOT NULL,
            generation BIGINT NOT NULL,
            expires_at BIGINT,
            PRIMARY KEY (endpoint_id, generation)
        )
        """,
        """
        CREATE TABLE events (
            serial INTEGER PRIMARY KEY AUTOINCREMENT,
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            id TEXT NOT NULL UNIQUE,
            type TEXT NOT NULL,
            subject_type TEXT NOT NULL,
            subject_id TEXT NOT NULL,
            data BLOB NOT NULL,
            created_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX events_by_serial ON events (organization_id, environment, serial)",
        """
        CREATE TABLE webhook_deliveries (
            id TEXT NOT NULL PRIMARY KEY,
            event_id TEXT NOT NULL,
            endpoint_id TEXT NOT NULL,
            event_type TEXT NOT NULL,
            status TEXT NOT NULL,
            attempts BIGINT NOT NULL,
            response_status BIGINT,
            response_body TEXT,
            error TEXT,
            next_attempt_at BIGINT,
            created_at BIGINT NOT NULL,
            updated_at BIGINT NOT NULL
        )
        """,
        "CREATE INDEX webhook_deliveries_by_event ON webhook_deliveries (event_id, endpoint_id)",
        """
        CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (endpoint_id, next_attempt_at)
        WHERE status = 'pending'
        """,
        "CREATE INDEX webhook_deliveries_under_way ON webhook_deliveries (id) WHERE status = 'delivering'",
    ]

    private static let third = [
        """
        CREATE TABLE connection_sightings (
            organization_id TEXT NOT NULL,
            ja4 TEXT NOT NULL,
            http2 TEXT NOT NULL,
            family TEXT NOT NULL,
            product TEXT NOT NULL,
            version BIGINT NOT NULL,
            visitor_id TEXT NOT NULL,
            network BLOB NOT NULL,
            seen_at BIGINT NOT NULL,
            PRIMARY KEY (organization_id, ja4, http2, family, product, version, visitor_id, network)
        )
        """,
        "CREATE INDEX connection_sightings_by_visitor ON connection_sightings (organization_id, visitor_id)",
        """
        CREATE TABLE known_connections (
            ja4 TEXT NOT NULL,
            http2 TEXT NOT NULL,
            family TEXT NOT NULL,
            product TEXT NOT NULL,
            version BIGINT NOT NULL,
            promoted_at BIGINT NOT NULL,
            PRIMARY KEY (ja4, http2, family, product, version)
        )
        """,
    ]

    // Addresses and networks are digests under a key of the server's.
    private static let fourth = [
        "ALTER TABLE sessions ADD COLUMN address_digest BLOB",
        "ALTER TABLE sessions ADD COLUMN network_digest BLOB",
        """
        CREATE TABLE address_visits (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            address BLOB NOT NULL,
            visitor_id TEXT NOT NULL,
            network BLOB NOT NULL,
            seen_at BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, address, visitor_id)
        )
        """,
        "CREATE INDEX address_visits_by_visitor ON address_visits (organization_id, environment, visitor_id, seen_at)",
        "CREATE INDEX address_visits_by_age ON address_visits (seen_at)",
    ]

    /// What was seen of sessions' clients over other transports. The nonce is the agent's: the same check counts once.
    private static let networkChecks = [
        """
        CREATE TABLE network_checks (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            session_id TEXT NOT NULL,
            nonce BLOB NOT NULL,
            checked_at BIGINT NOT NULL,
            seen BLOB NOT NULL,
            PRIMARY KEY (organization_id, environment, session_id, nonce)
        )
        """
    ]

    /// Digests of sessions' movements, looked up by the digest.
    private static let movements = [
        """
        CREATE TABLE session_movements (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            digest BIGINT NOT NULL,
            session_id TEXT NOT NULL,
            visitor_id TEXT NOT NULL,
            seen_at BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, digest, session_id)
        )
        """,
        "CREATE INDEX session_movements_by_session ON session_movements (organization_id, environment, session_id)",
        "CREATE INDEX session_movements_by_age ON session_movements (seen_at)",
    ]

    /// What visitors are found again by, and what people change about them by hand.
    private static let linking = [
        // The latest fingerprint, the keys under which it is found, and what of it is counted: see StoredFingerprint.
        "ALTER TABLE visitors ADD COLUMN fingerprint BLOB",
        "ALTER TABLE visitors ADD COLUMN fingerprint_keys BLOB",
        "ALTER TABLE visitors ADD COLUMN fingerprint_tallies BLOB",
        // Names the visitor in visitor_keys: the serial of the version that it had when it last showed its fingerprint.
        "ALTER TABLE visitors ADD COLUMN key_serial BIGINT",
        "CREATE UNIQUE INDEX visitors_by_key_serial ON visitors (key_serial) WHERE key_serial IS NOT NULL",
        "ALTER TABLE visitors ADD COLUMN merged_into TEXT",
        """
        CREATE INDEX visitors_by_merger ON visitors (organization_id, environment, merged_into)
        WHERE merged_into IS NOT NULL
        """,
        // In the order in which blocks are read, the newest last. No identifier stands here, so that nothing is left of one when a
        // row moves. A table without a hidden row number is its primary key, and nothing beside it.
        """
        CREATE TABLE visitor_keys (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            blocking_key BIGINT NOT NULL,
            serial BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, blocking_key, serial)
        ) WITHOUT ROWID
        """,
        // How many visitors' fingerprints hold a value; feature -1 counts the visitors themselves.
        """
        CREATE TABLE visitor_feature_counts (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            feature BIGINT NOT NULL,
            value BIGINT NOT NULL,
            visitors BIGINT NOT NULL,
            PRIMARY KEY (organization_id, environment, feature, value)
        ) WITHOUT ROWID
        """,
        // JSON: on what the tie rests.
        "ALTER TABLE sessions ADD COLUMN visitor_evidence BLOB",
        "ALTER TABLE sessions ADD COLUMN country TEXT",
        // What is counted of a visitor's latest sessions stands in the index, so that no session has to be read for it.
        "DROP INDEX sessions_by_visitor",
        """
        CREATE INDEX sessions_by_visitor ON sessions (organization_id, environment, visitor_id, visitor_frozen_at,
            address_digest, network_digest, country)
        WHERE visitor_id IS NOT NULL
        """,
        // Mergers and splits by hand. A change is named by its event in the log.
        """
        CREATE TABLE visitor_changes (
            serial INTEGER PRIMARY KEY AUTOINCREMENT,
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL,
            visitor_id TEXT NOT NULL,
            other_id TEXT NOT NULL,
            first_seen_at BIGINT NOT NULL,
            last_seen_at BIGINT NOT NULL,
            made_at BIGINT NOT NULL,
            undone_at BIGINT,
            undo_event_id TEXT
        )
        """,
        "CREATE INDEX visitor_changes_by_visitor ON visitor_changes (organization_id, environment, visitor_id)",
        "CREATE INDEX visitor_changes_by_other ON visitor_changes (organization_id, environment, other_id)",
        """
        CREATE TABLE visitor_change_sessions (
            organization_id TEXT NOT NULL,
            environment TEXT NOT NULL,
            session_id TEXT NOT NULL,
            change_id TEXT NOT NULL,
            PRIMARY KEY (organization_id, environment, session_id, change_id)
        )
        """,
        "CREATE INDEX visitor_change_sessions_by_change ON visitor_change_sessions (change_id)",
    ]

    /// What visitors showed before they last changed, and under which keys they are found for that.
    private static let earlierFingerprints = [
        "ALTER TABLE visitors ADD COLUMN earlier_fingerprints BLOB",
        "ALTER TABLE visitors ADD COLUMN earlier_fingerprint_keys BLOB",
    ]
}
