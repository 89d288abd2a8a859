import Sessions

/// What the connection of a session of a proven browser showed.
public struct ConnectionSighting: Sendable, Equatable {
    /// Whose session it was.
    public var organization: OrganizationID
    /// The visitor, for whom it goes when the visitor goes.
    public var visitor: VisitorID
    /// A keyed digest of the network that the client's address is in; the address itself is not kept for this.
    public var network: [UInt8]
    /// The browser with what it showed.
    public var client: SeenClient
    /// When the session was judged.
    public var seenAt: Timestamp

    /// What a connection showed.
    public init(
        organization: OrganizationID, visitor: VisitorID, network: [UInt8], client: SeenClient, seenAt: Timestamp
    ) {
        self.organization = organization
        self.visitor = visitor
        self.network = network
        self.client = client
        self.seenAt = seenAt
    }
}

/// A browser with what its connections show.
public struct SeenClient: Sendable, Hashable {
    /// The JA4 of its ClientHello.
    public var ja4: String
    /// The HTTP/2 string; empty where it spoke another version.
    public var http2: String
    /// What it is built on, such as `chromium`.
    public var family: String
    /// The browser, such as `chrome`.
    public var product: String
    /// Its major version.
    public var version: Int

    /// A browser with what it shows.
    public init(ja4: String, http2: String, family: String, product: String, version: Int) {
        self.ja4 = ja4
        self.http2 = http2
        self.family = family
        self.product = product
        self.version = version
    }
}

/// How often a browser was seen with the same connection.
public struct ConnectionCount: Sendable, Equatable {
    /// The organization whose sessions are counted.
    public var organization: OrganizationID
    /// The browser with what it showed.
    public var client: SeenClient
    /// How many visitors showed it.
    public var visitors: Int
    /// From how many networks.
    public var networks: Int
    /// When it was last seen.
    public var lastSeenAt: Timestamp
}

/// What connections of proven browsers showed, and what of it the server goes by.
///
/// Visitors and networks are counted, and not sessions: one client that comes back, or one that comes by many names from one place,
/// counts once.
public struct Connections: Sendable {
    /// From how many visitors a promotion is taken.
    public static let fewestVisitors = 10
    /// From how many networks a promotion is taken.
    public static let fewestNetworks = 5
    /// The most rows that are kept of one browser of an organization; further ones would tell nothing new.
    static let mostRows: Int64 = 200

    private let engine: any SQLEngine

    /// The connections in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
    }

    /// Counts what a connection showed.
    /// - Returns: whether enough was counted of that browser of that organization.
    public func note(_ sighting: ConnectionSighting) async throws -> Bool {
        let subject = [.text(sighting.organization.text)] + Self.values(sighting.client)
        return try await engine.write { connection in
            let count = try connection.row(
                "SELECT count(*) FROM connection_sightings WHERE organization_id = ? AND \(Self.isClient)", subject)
            if let count = count?.integer(0), count >= Self.mostRows { return true }
            try connection.run(
                """
                INSERT INTO connection_sightings (organization_id, ja4, http2, family, product, version, visitor_id, network,
                    seen_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (organization_id, ja4, http2, family, product, version, visitor_id, network)
                DO UPDATE SET seen_at = excluded.seen_at
                """,
                subject + [
                    .text(sighting.visitor.text), .blob(sighting.network), .integer(sighting.seenAt.milliseconds),
                ])
            return false
        }
    }

    /// What was seen so far, the most visitors first.
    public func counts() async throws -> [ConnectionCount] {
        try await engine.read { connection in
            try connection.rows(
                """
                SELECT organization_id, ja4, http2, family, product, version, count(DISTINCT visitor_id),
                    count(DISTINCT network), max(seen_at)
                FROM connection_sightings
                GROUP BY organization_id, ja4, http2, family, product, version
                ORDER BY 7 DESC, ja4, http2, version
                """, []
            ).map { row in
                ConnectionCount(
                    organization: OrganizationID(row.text(0)!)!, client: Self.client(row, from: 1),
                    visitors: Int(row.integer(6)!), networks: Int(row.integer(7)!),
                    lastSeenAt: Timestamp(milliseconds: row.integer(8)!))
            }
        }
    }

    /// Goes by a browser's connection from now on.
    public func promote(_ client: SeenClient, at now: Timestamp) async throws {
        try await engine.write { connection in
            try connection.run(
                """
                INSERT INTO known_connections (ja4, http2, family, product, version, promoted_at) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (ja4, http2, family, product, version) DO NOTHING
                """, Self.values(client) + [.integer(now.milliseconds)])
        }
    }

    /// Goes by what has this JA4 no more.
    /// - Returns: how many browsers had it.
    public func forget(ja4: String) async throws -> Int {
        try await engine.write { connection in
            try connection.rows("DELETE FROM known_connections WHERE ja4 = ? RETURNING 1", [.text(ja4)]).count
        }
    }

    /// What the server goes by.
    public func promoted() async throws -> [SeenClient] {
        try await engine.read { connection in
            try connection.rows(
                "SELECT ja4, http2, family, product, version FROM known_connections ORDER BY ja4, http2, version", []
            ).map { Self.client($0, from: 0) }
        }
    }

    private static let isClient = "ja4 = ? AND http2 = ? AND family = ? AND product = ? AND version = ?"

    private static func values(_ client: SeenClient) -> [SQLValue] {
        [
            .text(client.ja4), .text(client.http2), .text(client.family), .text(client.product),
            .integer(Int64(client.version)),
        ]
    }

    private static func client(_ row: SQLRow, from column: Int) -> SeenClient {
        SeenClient(
            ja4: row.text(column)!, http2: row.text(column + 1)!, family: row.text(column + 2)!,
            product: row.text(column + 3)!, version: Int(row.integer(column + 4)!))
    }
}
