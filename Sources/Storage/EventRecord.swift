import Sessions

/// What happened. The raw value is the type's name in the API.
public enum EventType: String, Sendable, CaseIterable {
    /// A session was tied to its visitor.
    case fingerprintCalculated = "session.fingerprint.calculated"
    /// A session got its first final decision.
    case resultPersisted = "session.result.persisted"
    /// A person approved a sign-up at the gate.
    case gateApproved = "gate.session.approved"
    /// A person made one visitor of two.
    case fingerprintMerged = "fingerprint.merged"
    /// A person made two visitors of one.
    case fingerprintSplit = "fingerprint.split"
    /// A person undid one of these.
    case fingerprintChangeUndone = "fingerprint.change_undone"
    /// Somebody wants to see whether deliveries arrive.
    case test = "webhook.test"

    /// The types of what people do to visitors by hand. Published clients don't know them: they are listed only where they are asked for
    /// by name, and sent to no endpoint.
    public static let byHand: [EventType] = [.fingerprintMerged, .fingerprintSplit, .fingerprintChangeUndone]

    /// The types that an endpoint can ask for; a test is sent to the endpoint that is tested.
    public static let subscribable = allCases.filter { $0 != .test && !byHand.contains($0) }
}

/// Something that happened and is to be told.
public struct NewEvent: Sendable {
    /// Its identifier, by which receivers know that they have it already.
    public var id: EventID
    /// What happened.
    public var type: EventType
    /// To what kind of thing it happened: `session`, `webhook_endpoint`, `visitor_fingerprint`.
    public var subjectType: String
    /// To which.
    public var subject: String
    /// All about it, as JSON.
    public var data: [UInt8]
    /// When it happened.
    public var createdAt: Timestamp

    /// An event.
    public init(
        id: EventID = .random(), type: EventType, subjectType: String, subject: String, data: [UInt8],
        createdAt: Timestamp
    ) {
        self.id = id
        self.type = type
        self.subjectType = subjectType
        self.subject = subject
        self.data = data
        self.createdAt = createdAt
    }
}

/// An event as it stands in the log.
public struct EventRecord: Sendable {
    /// The place in the log; later events have larger numbers.
    public var serial: Int64
    /// The event.
    public var event: NewEvent
    /// What became of telling it, the oldest delivery first.
    public var deliveries: [DeliveryRecord]
}

/// How far a delivery is. The raw value is the status's name in the API.
public enum DeliveryStatus: String, Sendable, CaseIterable {
    /// It waits for its next try.
    case pending
    /// It is being tried.
    case delivering
    /// The receiver took it.
    case succeeded
    /// It was given up.
    case failed
    /// It was not tried (any more): the endpoint was disabled.
    case skipped
}

/// One event on its way to one endpoint.
public struct DeliveryRecord: Sendable, Equatable {
    /// Its identifier.
    public var id: DeliveryID
    /// The event.
    public var event: EventID
    /// The receiver.
    public var endpoint: EndpointID
    /// What happened.
    public var type: EventType
    /// How far it is.
    public var status: DeliveryStatus
    /// How often it was tried.
    public var attempts: Int
    /// The HTTP status of the last answer; nil when there was none.
    public var responseStatus: Int?
    /// How the last answer began; nil when there was none.
    public var responseBody: String?
    /// What went wrong the last time, in a sentence; nil when nothing did.
    public var error: String?
    /// When it is tried next; nil when it is not.
    public var nextAttemptAt: Timestamp?
    /// When it was made.
    public var createdAt: Timestamp
    /// When anything about it last changed.
    public var updatedAt: Timestamp
}

extension DeliveryRecord {
    /// A delivery of an event to an endpoint, due at once.
    public init(of event: NewEvent, to endpoint: EndpointID) {
        self.init(
            id: .random(), event: event.id, endpoint: endpoint, type: event.type, status: .pending, attempts: 0,
            nextAttemptAt: event.createdAt, createdAt: event.createdAt, updatedAt: event.createdAt)
    }
}

/// Whether an endpoint is told of events.
public enum EndpointStatus: String, Sendable, CaseIterable {
    /// It is.
    case active
    /// It is not.
    case disabled
}

/// A receiver of webhooks.
public struct EndpointRecord: Sendable, Equatable {
    /// Its identifier.
    public var id: EndpointID
    /// Whose it is.
    public var tenant: Tenant
    /// A name to tell it by.
    public var name: String
    /// Where deliveries go.
    public var url: String
    /// Whether it is told of events.
    public var status: EndpointStatus
    /// What it is told of.
    public var eventTypes: [EventType]
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed.
    public var updatedAt: Timestamp

    /// A new receiver.
    public init(
        id: EndpointID = .random(), tenant: Tenant, name: String, url: String, eventTypes: [EventType],
        createdAt: Timestamp
    ) {
        self.id = id
        self.tenant = tenant
        self.name = name
        self.url = url
        status = .active
        self.eventTypes = eventTypes
        self.createdAt = createdAt
        updatedAt = createdAt
    }
}
