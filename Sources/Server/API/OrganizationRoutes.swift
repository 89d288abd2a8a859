import Hummingbird
import OrderedJSON
import Sessions
import Storage

/// `/v1/organizations` and `/v1/organizations/{organizationId}`: create, read, change.
struct OrganizationRoutes: Sendable {
    private static let maximumSlug = 100

    let store: Store
    let access: Access
    let clock: any WallClock

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/organizations", [.post: create])
        router.serve("/v1/organizations/:organization", [.get: read, .patch: update])
    }

    private func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .organizationsCreate, request: request, context: context) { key in
            var body = try await JSONBody(request)
            let name = body.text("name", isRequired: true)
            let slug = body.text("slug", isRequired: true, maximum: Self.maximumSlug)
            if let slug, !OrganizationRecord.isSlug(slug) {
                body.note(
                    "slug", "invalid", expected: "small letters and digits, with single hyphens between them",
                    received: slug)
            }
            try body.finish()
            let organization = OrganizationRecord(
                id: .random(), name: name!, slug: slug!, createdBy: key.record.lineage, createdAt: clock.now)
            do {
                try await store.organizations.add(organization)
            } catch StoreConflict.slugTaken {
                var error = APIError.conflict("There is an organization \(slug!) already: choose another slug.")
                error.fields = [.init(name: "slug", issue: "taken", expected: "a slug that is free", received: slug)]
                throw error
            }
            return .resource(context.requestID, status: .created, organization.write)
        }
    }

    private func read(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .organizationsRead, request: request, context: context) { key in
            let organization = try await access.organization(context, for: key)
            return .resource(context.requestID, organization.write)
        }
    }

    private func update(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .organizationsUpdate, request: request, context: context) { key in
            var body = try await JSONBody(request)
            let name = body.text("name")
            let status = body.word("status", OrganizationStatus.self)
            try body.finish(atLeastOne: true)
            let organization = try await access.organization(context, for: key)
            let updated: OrganizationRecord?
            do {
                updated = try await store.organizations.update(
                    organization.id, name: name, status: status, at: clock.now)
            } catch StoreConflict.organizationDeleted {
                throw body.refusal(
                    "status", "not_allowed", expected: "deleted, which can't be undone", received: status?.rawValue)
            }
            access.directory.refresh()
            guard let updated else { throw APIError.notFound("organization") }
            return .resource(context.requestID, updated.write)
        }
    }
}

extension OrganizationRecord: JSONWritable {
    /// Whether a text can be an organization's short name.
    public static func isSlug(_ text: String) -> Bool {
        text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) }
        }
    }

    /// Writes the organization (`Organization` in the schema).
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "organization")
            $0.field("id", id.text)
            $0.field("name", name)
            $0.field("slug", slug)
            $0.field("status", status.rawValue)
            $0.field("created_at", createdAt)
            $0.field("updated_at", updatedAt)
        }
    }
}
