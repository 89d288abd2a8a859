/// Everything that is kept.
public struct Store: Sendable {
    /// Organizations.
    public let organizations: Organizations
    /// API keys.
    public let keys: Keys
    /// Sessions.
    public let sessions: SessionRecords
    /// Visitors.
    public let visitors: Visitors
    /// What people change about visitors by hand.
    public let visitorChanges: VisitorChanges
    /// The log of events.
    public let events: Events
    /// Receivers of webhooks.
    public let endpoints: Endpoints
    /// Events on their way to receivers.
    public let deliveries: Deliveries
    /// What connections showed.
    public let connections: Connections
    /// Removing what was kept about somebody.
    public let erasure: Erasure
    /// Removing what is older than it may be.
    public let retention: Retention

    private let engine: any SQLEngine

    /// The store in a database.
    public init(engine: any SQLEngine) {
        self.engine = engine
        organizations = Organizations(engine: engine)
        keys = Keys(engine: engine)
        sessions = SessionRecords(engine: engine)
        visitors = Visitors(engine: engine)
        visitorChanges = VisitorChanges(engine: engine)
        events = Events(engine: engine)
        endpoints = Endpoints(engine: engine)
        deliveries = Deliveries(engine: engine)
        connections = Connections(engine: engine)
        erasure = Erasure(engine: engine)
        retention = Retention(engine: engine)
    }

    /// Whether the database answers and takes writes; throws what is wrong.
    public func check() async throws {
        try await engine.write { connection in
            _ = try connection.row("SELECT 1 FROM organizations LIMIT 1", [])
        }
    }

    /// How many writes were made durable so far, by how many commits.
    public var commitCount: CommitCount { engine.commitCount }

    /// Closes the database.
    public func close() throws { try engine.close() }
}
