import Crypto
import HTTPTypes
import Hummingbird
import OrderedJSON
import Sessions
import Storage

/// `/v1/organizations/{organizationId}/api-keys`: list, create, change, rotate, revoke.
struct KeyRoutes: Sendable {
    let store: Store
    let access: Access
    let cursorKey: SymmetricKey
    let rotationGrace: Duration
    let clock: any WallClock

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/organizations/:organization/api-keys", [.get: list, .post: create])
        router.serve("/v1/organizations/:organization/api-keys/:key", [.patch: update, .delete: revoke])
        router.serve("/v1/organizations/:organization/api-keys/:key/rotations", [.post: rotate])
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .keysRead, request: request, context: context) { caller in
            let organization = try await access.organization(context, for: caller)
            var query = QueryReader(request)
            let limit = query.limit()
            let tenant = Tenant(organization.id, caller.record.environment)
            let name = ListName("api-keys", tenant)
            let cursor = query.cursor(of: name, key: cursorKey)
            try query.finish()
            // A live key manages both environments; a test key knows of its own alone.
            let page = try await store.keys.page(
                of: organization.id, caller.record.environment == .live ? nil : .test,
                after: cursor.map { (Timestamp(milliseconds: $0.value), $0.id) }, limit: limit)
            let now = clock.now
            let next = page.hasMore ? page.keys.last : nil
            return .page(
                context.requestID, page.keys.map { KeyView(key: $0.current(at: now)) }, limit: limit,
                next: next.map {
                    Cursor(value: $0.createdAt.milliseconds, id: $0.id.text).text(list: name, key: cursorKey)
                })
        }
    }

    private func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .keysManage, request: request, context: context) { caller in
            var body = try await JSONBody(request)
            let name = body.text("name", isRequired: true)
            let type = body.word("type", KeyType.self)
            let environment = body.word("environment", KeyEnvironment.self) ?? caller.record.environment
            let origins = body.origins()
            let scopes = body.scopes()
            if body.has("scopes"), type == .publishable || !body.has("type") {
                body.note("type", type == nil ? "missing" : "invalid", expected: "secret where there are scopes")
            } else if type == .secret, !body.has("scopes") {
                body.note(
                    "scopes", "missing", expected: "there where the type is secret; leave out both for your own scopes")
            }
            try body.finish()
            let organization = try await access.organization(context, for: caller, toChange: true)
            if environment == .live, caller.record.environment == .test {
                throw APIError("auth.wrong_environment", .forbidden, "A test key can't make live keys.")
            }
            let secret = APIKeySecret.random(type ?? .secret, environment)
            let granted = scopes ?? caller.record.scopes ?? []
            if secret.type == .secret, let lacking = caller.record.firstLacking(of: granted) {
                throw Access.insufficient(lacking)
            }
            let key = secret.record(
                name: name!, organization: organization.id, scopes: granted,
                allowedOrigins: origins.flatMap { $0.isEmpty ? nil : $0 }, at: clock.now)
            try await store.keys.add(key)
            access.directory.refresh()
            return .resource(context.requestID, status: .created) {
                KeyView(key: key, revealed: secret.text).write(to: &$0)
            }
        }
    }

    private func update(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .keysManage, request: request, context: context) { caller in
            var body = try await JSONBody(request)
            let name = body.text("name")
            let origins = body.origins()
            let scopes = body.scopes()
            try body.finish(atLeastOne: true)
            let key = try await key(context, for: caller)
            if key.current(at: clock.now).status == .revoked {
                throw APIError.conflict("This key was revoked, and can't be changed any more.")
            }
            if let scopes {
                if key.type == .publishable {
                    throw body.refusal(
                        "scopes", "not_allowed", expected: "left out: a publishable key has none")
                }
                if let lacking = caller.record.firstLacking(of: scopes) { throw Access.insufficient(lacking) }
            }
            let updated = try await store.keys.update(key.id, of: key.organization) { key in
                key.name = name ?? key.name
                if let origins { key.allowedOrigins = origins.isEmpty ? nil : origins }
                key.scopes = scopes ?? key.scopes
            }
            return try changed(updated, context)
        }
    }

    private func revoke(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .keysManage, request: request, context: context) { caller in
            let key = try await key(context, for: caller)
            return try changed(
                try await store.keys.revoke(key.id, of: key.organization, at: clock.now), context)
        }
    }

    private func rotate(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .keysManage, request: request, context: context) { caller in
            let key = try await key(context, for: caller)
            // The new key is shown: who gets it must not get more than they have.
            if let lacking = caller.record.firstLacking(of: key.scopes ?? []) { throw Access.insufficient(lacking) }
            let secret = APIKeySecret.random(key.type, key.environment)
            let now = clock.now
            do {
                let new = try await store.keys.rotate(key.id, of: key.organization, grace: rotationGrace, at: now) {
                    old in
                    secret.record(
                        name: old.name, organization: old.organization, scopes: old.scopes,
                        allowedOrigins: old.allowedOrigins, rateLimit: old.rateLimit, at: now)
                }
                guard let new else { throw APIError.notFound("API key") }
                access.directory.refresh()
                return .resource(context.requestID, status: .created) {
                    KeyView(key: new, revealed: secret.text).write(to: &$0)
                }
            } catch StoreConflict.keyNotActive {
                throw APIError.conflict("This key was revoked, or another has taken its place already.")
            }
        }
    }

    /// The key that a path names, if the caller may manage it.
    private func key(_ context: ServerContext, for caller: KnownKey) async throws -> KeyRecord {
        let organization = try await access.organization(context, for: caller)
        guard let id = context.parameters.get("key").flatMap({ KeyID($0) }),
            let key = try await store.keys.key(id, of: organization.id),
            caller.record.environment == .live || key.environment == .test
        else { throw APIError.notFound("API key") }
        return key
    }

    private func changed(_ key: KeyRecord?, _ context: ServerContext) throws -> Response {
        guard let key else { throw APIError.notFound("API key") }
        access.directory.refresh()
        return .resource(context.requestID, KeyView(key: key.current(at: clock.now)).write)
    }
}

extension JSONBody {
    fileprivate mutating func scopes() -> [Scope]? {
        list("scopes", most: Scope.allCases.count, of: "a scope such as sessions:read, or *", Scope.init)
    }

    fileprivate mutating func origins() -> [String]? {
        list(
            "allowed_origins", least: 0, most: 50, of: "a scheme and a host, such as https://shop.example",
            issue: "invalid", WebOrigin.read)
    }
}

/// A key as the API tells it: `ApiKey` in the schema, and `IssuedApiKey` when it is shown.
private struct KeyView: JSONWritable {
    let key: KeyRecord
    /// The key itself, the one time that it is shown.
    var revealed: String?

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "api_key")
            $0.field("id", key.id.text)
            $0.field("type", key.type.rawValue)
            $0.field("environment", key.environment.rawValue)
            $0.field("name", key.name)
            $0.field("status", key.status.rawValue)
            $0.field("allowed_origins", key.allowedOrigins)
            $0.field("scopes", key.scopes?.map(\.rawValue))
            $0.field("rate_limit", key.rateLimit)
            $0.field("key_preview", key.preview)
            if let revealed { $0.field("revealed_key", revealed) }
            $0.field("last_used_at", key.lastUsedAt)
            $0.field("created_at", key.createdAt)
            $0.field("rotated_at", key.rotatedAt)
            $0.field("revoked_at", key.revokedAt)
            $0.field("grace_expires_at", key.graceExpiresAt)
        }
    }
}
