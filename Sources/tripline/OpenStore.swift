import CollectProtocol
import Server
import Sessions
import Storage

extension Settings {
    /// Opens the store.
    func openStore(_ role: SQLiteEngine.Role) throws -> Store {
        do {
            return Store(engine: try SQLiteEngine(path: databasePath, role: role))
        } catch let failure as StorageFailure {
            throw Complaint(failure.description)
        }
    }
}

extension StoreOptions {
    /// Opens the store that the options name.
    func openStore(_ role: SQLiteEngine.Role) async throws -> Store {
        try await Settings(flags: flags, file: config).openStore(role)
    }
}

extension Store {
    /// The organization that a command is about: the one with that id, or the only one there is.
    func organization(named text: String?) async throws -> OrganizationID {
        let all = try await organizations.all()
        guard let text else {
            guard all.count == 1 else {
                throw Complaint(
                    all.isEmpty
                        ? "There is no organization yet: run tripline init first."
                        : "There are several organizations: name one with --organization.")
            }
            return all[0].id
        }
        guard let found = all.first(where: { $0.id.text == text }) else {
            throw Complaint("There is no organization \(text).")
        }
        return found.id
    }
}

/// An organization with its first keys, as they are shown once.
struct FirstKeys {
    let organization: OrganizationRecord
    let publishable: APIKeySecret
    let secret: APIKeySecret

    /// Makes an organization with a publishable and a secret key.
    static func make(
        name: String, slug: String, environment: KeyEnvironment, in store: Store, at now: Timestamp
    ) async throws -> FirstKeys {
        let organization = OrganizationRecord(id: .random(), name: name, slug: slug, createdAt: now)
        let publishable = APIKeySecret.random(.publishable, environment)
        let secret = APIKeySecret.random(.secret, environment)
        try await store.organizations.add(
            organization,
            keys: [
                publishable.record(name: "First publishable key", organization: organization.id, at: now),
                secret.record(name: "First secret key", organization: organization.id, at: now),
            ])
        return FirstKeys(organization: organization, publishable: publishable, secret: secret)
    }
}
