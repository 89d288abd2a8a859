import Sessions

/// Whether an organization's keys work.
public enum OrganizationStatus: String, Sendable, CaseIterable {
    /// They work.
    case active
    /// They don't, until the organization is active again; its data stays.
    case suspended
    /// They don't any more, and its data is on its way out.
    case deleted
}

/// An organization: the owner of keys, sessions and visitors.
public struct OrganizationRecord: Sendable, Equatable {
    /// Its identifier.
    public var id: OrganizationID
    /// Its name.
    public var name: String
    /// Its short name, unique: `[a-z0-9]+(-[a-z0-9]+)*`.
    public var slug: String
    /// Whether its keys work.
    public var status: OrganizationStatus
    /// The lineage of the key that made it and administers it; nil when a command did.
    public var createdBy: KeyID?
    /// When it was made.
    public var createdAt: Timestamp
    /// When it was last changed; nil when it never was.
    public var updatedAt: Timestamp?

    /// A new organization.
    public init(id: OrganizationID, name: String, slug: String, createdBy: KeyID? = nil, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.slug = slug
        status = .active
        self.createdBy = createdBy
        self.createdAt = createdAt
    }
}

/// Something that can't be kept beside what is there.
public enum StoreConflict: Error, Sendable, Equatable {
    /// Another organization has this short name.
    case slugTaken
    /// A deleted organization stays deleted.
    case organizationDeleted
    /// The key does not work any more, or is being replaced already.
    case keyNotActive
    /// The tenant has as many active endpoints as it may.
    case tooManyEndpoints
}
