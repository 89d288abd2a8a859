import OrderedJSON
import Sessions

/// Live and test data never mix.
public enum KeyEnvironment: String, Sendable, CaseIterable {
    /// Real traffic.
    case live
    /// For trying out.
    case test
}

/// What a key is for; neither kind may call the other's endpoints.
public enum KeyType: String, Sendable, CaseIterable {
    /// In pages and apps: opens sessions.
    case publishable
    /// On the customer's server: reads them.
    case secret
}

/// Whether a key works.
public enum KeyStatus: String, Sendable, CaseIterable {
    /// It works.
    case active
    /// It works until its grace is over; another has taken its place.
    case rotating
    /// It does not work any more.
    case revoked
}

/// What a secret key may do. The raw value is the scope's name in the API.
public enum Scope: String, Sendable, CaseIterable {
    case all = "*"
    case sessionsList = "sessions:list"
    case sessionsRead = "sessions:read"
    case sessionsUpdate = "sessions:update"
    case sessionsErase = "sessions:erase"
    case decisionsCreate = "decisions:create"
    case fingerprintsList = "fingerprints:list"
    case fingerprintsRead = "fingerprints:read"
    case fingerprintsUpdate = "fingerprints:update"
    case fingerprintsErase = "fingerprints:erase"
    case organizationsCreate = "organizations:create"
    case organizationsRead = "organizations:read"
    case organizationsUpdate = "organizations:update"
    case keysRead = "api_keys:read"
    case keysManage = "api_keys:manage"
    case gateTokensVerify = "gate:agent_tokens:verify"
    case gateTokensRevoke = "gate:agent_tokens:revoke"
    case gateLoginsConsume = "gate:login_sessions:consume"
    case gateServicesRead = "gate:services:read"
    case gateServicesManage = "gate:services:manage"
    case webhooksRead = "webhooks:read"
    case webhooksManage = "webhooks:manage"
}

/// What is kept of an API key; the key itself is not.
public struct KeyRecord: Sendable, Equatable {
    /// Names the record.
    public var id: KeyID
    /// The first key of the chain of rotations that this one stands in; itself when it was never rotated.
    public var lineage: KeyID
    /// Its owner.
    public var organization: OrganizationID
    /// Which data it sees.
    public var environment: KeyEnvironment
    /// What it is for.
    public var type: KeyType
    /// For people.
    public var name: String
    /// SHA-256 of the key, 64 lowercase hexadecimal digits.
    public var secretHash: String
    /// The key's beginning and end, to tell it by.
    public var preview: String
    /// Whether it works.
    public var status: KeyStatus
    /// What it may do; nil for publishable keys.
    public var scopes: [Scope]?
    /// The origins of pages that may use it; nil for any.
    public var allowedOrigins: [String]?
    /// Requests a minute; nil for the default.
    public var rateLimit: Int?
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last used, to the minute.
    public var lastUsedAt: Timestamp?
    /// When another took its place.
    public var rotatedAt: Timestamp?
    /// When it was revoked.
    public var revokedAt: Timestamp?
    /// Until when it works after that.
    public var graceExpiresAt: Timestamp?

    /// What is kept of a new key.
    public init(
        id: KeyID, organization: OrganizationID, environment: KeyEnvironment, type: KeyType, name: String,
        secretHash: String, preview: String, scopes: [Scope]?, allowedOrigins: [String]? = nil, rateLimit: Int? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        lineage = id
        self.organization = organization
        self.environment = environment
        self.type = type
        self.name = name
        self.secretHash = secretHash
        self.preview = preview
        status = .active
        self.scopes = scopes
        self.allowedOrigins = allowedOrigins
        self.rateLimit = rateLimit
        self.createdAt = createdAt
    }

    /// Whether the key works at that moment.
    public func isUsable(at now: Timestamp) -> Bool { current(at: now).status != .revoked }

    /// The key as it is at that moment: one whose grace is over is revoked, whether or not anybody wrote that down.
    public func current(at now: Timestamp) -> KeyRecord {
        guard status == .rotating else { return self }
        if let graceExpiresAt, now < graceExpiresAt { return self }
        var key = self
        key.status = .revoked
        key.revokedAt = graceExpiresAt
        return key
    }

    /// Whether the key may do that.
    public func allows(_ scope: Scope) -> Bool {
        guard let scopes else { return false }
        return scopes.contains(.all) || scopes.contains(scope)
    }

    /// The first of these scopes that the key lacks; nil when it has them all. Nobody may hand out what they lack.
    public func firstLacking(of scopes: [Scope]) -> Scope? { scopes.first { !allows($0) } }
}
