import Sessions

/// The owner of a piece of data: one organization in one environment. No query reaches beyond it.
public struct Tenant: Hashable, Sendable {
    /// The organization.
    public var organization: OrganizationID
    /// Live or test.
    public var environment: KeyEnvironment

    /// An organization in an environment.
    public init(_ organization: OrganizationID, _ environment: KeyEnvironment) {
        self.organization = organization
        self.environment = environment
    }

    var sql: [SQLValue] { [.text(organization.text), .text(environment.rawValue)] }
}

/// A batch that authenticates and is to be kept.
public struct ArrivedBatch: Sendable {
    /// Whose it is.
    public var tenant: Tenant
    /// The session.
    public var session: SessionID
    /// The publishable key under which the session was opened.
    public var key: KeyID
    /// When the session was opened.
    public var sessionCreatedAt: Timestamp
    /// What the request showed; it is kept with the first batch, and needed only there.
    public var request: ArrivedRequest?
    /// Its number.
    public var sequence: Int
    /// The link of the batch before, as the client says.
    public var chainBefore: [UInt8]
    /// The link before the first batch of this session.
    public var chainRoot: [UInt8]
    /// The link after it.
    public var chainAfter: [UInt8]
    /// The payload, compressed.
    public var payload: [UInt8]
    /// What it counts against ``SessionLimits/bytes``.
    public var cost: Int
    /// When it came.
    public var receivedAt: Timestamp
    /// Whether it says that the page is going away.
    public var isFinal: Bool

    /// A batch.
    /// - Parameter cost: what it counts against ``SessionLimits/bytes``; the length of its payload when it is nil.
    public init(
        tenant: Tenant, session: SessionID, key: KeyID, sessionCreatedAt: Timestamp, request: ArrivedRequest?,
        sequence: Int, chainBefore: [UInt8], chainRoot: [UInt8], chainAfter: [UInt8], payload: [UInt8],
        cost: Int? = nil, receivedAt: Timestamp, isFinal: Bool
    ) {
        self.tenant = tenant
        self.session = session
        self.key = key
        self.sessionCreatedAt = sessionCreatedAt
        self.request = request
        self.sequence = sequence
        self.chainBefore = chainBefore
        self.chainRoot = chainRoot
        self.chainAfter = chainAfter
        self.payload = payload
        self.cost = cost ?? payload.count
        self.receivedAt = receivedAt
        self.isFinal = isFinal
    }
}

/// What is kept of the request that brought a session's first batch.
public struct ArrivedRequest: Sendable {
    /// The client's address.
    public var address: String?
    /// `User-Agent`.
    public var userAgent: String?
    /// Everything that was kept of the request, as JSON.
    public var json: [UInt8]
    /// The address as digests; nil without an address.
    public var digests: AddressDigests?
    /// The country of the address, as two letters (ISO 3166-1); nil where it is not known.
    public var country: String?

    /// What is kept of a request.
    public init(
        address: String?, userAgent: String?, json: [UInt8], digests: AddressDigests? = nil, country: String? = nil
    ) {
        self.address = address
        self.digests = digests
        self.country = country
        self.userAgent = userAgent
        self.json = json
    }
}

/// What became of a batch.
public enum BatchOutcome: Sendable, Equatable {
    /// It is kept.
    case accepted
    /// Its number was taken already. The newest batch comes again when an acknowledgement was lost.
    case replayed(isNewest: Bool)
    /// It is ahead of the number that comes next.
    case outOfOrder
    /// It does not follow the batch before.
    case chainBroken
    /// The session has as many batches or bytes as it may.
    case full
    /// The session was erased, and takes nothing more.
    case erased
}

/// How much a session may hold.
public struct SessionLimits: Sendable {
    /// Batches.
    public var batches: Int
    /// What all batches together may cost, in bytes.
    public var bytes: Int

    /// How much a session may hold.
    public init(batches: Int, bytes: Int) {
        self.batches = batches
        self.bytes = bytes
    }
}

/// A visitor of one tenant.
public struct VisitorRecord: Sendable, Equatable {
    /// Its identifier.
    public var id: VisitorID
    /// When it was first seen.
    public var firstSeenAt: Timestamp
    /// When it was last seen.
    public var lastSeenAt: Timestamp
    /// In how many sessions it was seen.
    public var seenCount: Int
    /// The address it last came from.
    public var address: String?
    /// The user agent it last had.
    public var userAgent: String?
    /// What its browser last showed of itself, as JSON.
    public var traits: [UInt8]?

    /// A visitor.
    public init(
        id: VisitorID, firstSeenAt: Timestamp, lastSeenAt: Timestamp, seenCount: Int, address: String? = nil,
        userAgent: String? = nil, traits: [UInt8]? = nil
    ) {
        self.id = id
        self.firstSeenAt = firstSeenAt
        self.lastSeenAt = lastSeenAt
        self.seenCount = seenCount
        self.address = address
        self.userAgent = userAgent
        self.traits = traits
    }
}

/// All that is kept of a session and needed to judge it.
public struct SessionState: Sendable {
    /// Whose it is.
    public var tenant: Tenant
    /// The session.
    public var id: SessionID
    /// The publishable key under which it was opened.
    public var key: KeyID
    /// When it was opened.
    public var createdAt: Timestamp
    /// When its first batch came.
    public var firstBatchAt: Timestamp
    /// When its newest batch came.
    public var lastBatchAt: Timestamp
    /// How many batches were taken.
    public var nextSequence: Int
    /// Whether a batch said that the page was going away.
    public var isPageGone: Bool
    /// What was kept of the request, as JSON.
    public var request: [UInt8]
    /// The client's address as digests.
    public var digests: AddressDigests?
    /// How address and visitor were seen together with others; nil without an address.
    public var addressCounts: AddressCounts?
    /// The visitor, once the fingerprint is frozen.
    public var tie: VisitorTie?
    /// On what that tie rests; nil for ties of releases that did not keep it.
    public var tieEvidence: TieEvidence?
    /// The visitor's record.
    public var visitor: VisitorRecord?
    /// Payloads in order, compressed, and when each came.
    public var batches: [(payload: [UInt8], receivedAt: Timestamp)]
    /// What was seen of the client over other transports, as JSON, in the order of time.
    public var checks: [(seen: [UInt8], checkedAt: Timestamp)]
    /// How many batches were refused, by code.
    public var refusals: [String: Int]
    /// The judgements so far, the oldest first.
    public var decisions: [Decision]
}

/// What came of judging a session.
public struct Judgement: Sendable {
    /// The decision.
    public var decision: Decision
    /// The document, as the bytes that will be answered.
    public var document: [UInt8]
    /// What the visitor's page tells of the session, as JSON.
    public var activity: [UInt8]
    /// The page, for searching.
    public var url: String?
    /// Tells of the decision, where it is one that is told.
    public var event: NewEvent?
    /// The movements of the session and the times of its keys as digests, by which they are found again in others.
    public var movements: [UInt64]

    /// What came of judging a session.
    public init(
        decision: Decision, document: [UInt8], activity: [UInt8], url: String?, event: NewEvent?,
        movements: [UInt64] = []
    ) {
        self.decision = decision
        self.document = document
        self.activity = activity
        self.url = url
        self.event = event
        self.movements = movements
    }
}

/// Which sessions of a tenant a list is about.
public struct SessionFilter: Sendable, Equatable {
    /// Only sessions with this verdict.
    public var verdict: Verdict?
    /// Only sessions in whose id, visitor, address, page, user agent or own user this text stands.
    public var search: String?
    /// Only sessions that were last judged at this moment or later.
    public var since: Timestamp?
    /// Only sessions that were last judged before this moment.
    public var until: Timestamp?

    /// Which sessions a list is about; all, unless told otherwise.
    public init(
        verdict: Verdict? = nil, search: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil
    ) {
        self.verdict = verdict
        self.search = search
        self.since = since
        self.until = until
    }
}

/// A row of the list of sessions.
public struct ListedSession: Sendable {
    /// The place in the list; later decisions have larger numbers.
    public var serial: Int64
    /// The session.
    public var id: SessionID
    /// When it was opened.
    public var createdAt: Timestamp
    /// Its judgement.
    public var decision: Decision
    /// The visitor.
    public var tie: VisitorTie?
}

/// A part of the list of sessions.
public struct SessionPage: Sendable {
    /// The rows, the latest decision first.
    public var sessions: [ListedSession]
    /// The newest decision there was when the first page was read; later ones don't disturb the pages after it.
    public var horizon: Int64
    /// Whether there are more.
    public var hasMore: Bool
}
