import Crypto
import HTTPTypes
import Hummingbird
import OrderedJSON
import Sessions
import Storage

/// `/v1/organizations/{organizationId}/webhooks/endpoints`: list, create, change, disable, rotate the secret, test.
struct EndpointRoutes: Sendable {
    let store: Store
    let access: Access
    let destinations: OutboundDestinations
    let secrets: WebhookSecrets
    let outbox: Bell
    let cursorKey: SymmetricKey
    let rotationGrace: Duration
    let clock: any WallClock

    func add(to router: Router<ServerContext>) {
        let endpoints = "/v1/organizations/:organization/webhooks/endpoints"
        router.serve("\(endpoints)", [.get: list, .post: create])
        router.serve("\(endpoints)/:endpoint", [.patch: update, .delete: disable])
        router.serve("\(endpoints)/:endpoint/rotations", [.post: rotate])
        router.serve("\(endpoints)/:endpoint/test", [.post: test])
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksRead, request: request, context: context) { key in
            let tenant = try await tenant(context, for: key)
            var query = QueryReader(request)
            // The contract's clients don't page here: they get as many as a page can have.
            let limit = query.limit(default: 200)
            let name = ListName("webhook-endpoints", tenant)
            let cursor = query.cursor(of: name, key: cursorKey)
            try query.finish()
            let page = try await store.endpoints.page(
                of: tenant, after: cursor.map { (Timestamp(milliseconds: $0.value), $0.id) }, limit: limit)
            let next = page.hasMore ? page.endpoints.last : nil
            return .page(
                context.requestID, page.endpoints.map { EndpointView(endpoint: $0) }, limit: limit,
                next: next.map {
                    Cursor(value: $0.createdAt.milliseconds, id: $0.id.text).text(list: name, key: cursorKey)
                })
        }
    }

    private func create(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksManage, request: request, context: context) { key in
            var body = try await JSONBody(request)
            let name = body.text("name", isRequired: true)
            let url = body.text("url", isRequired: true, maximum: OutboundURL.maximumLength)
            let types = body.eventTypes(isRequired: true)
            try body.finish()
            let tenant = try await tenant(context, for: key, toChange: true)
            let destination = try await destination(url!, body)
            let endpoint = EndpointRecord(
                tenant: tenant, name: name!, url: destination.text, eventTypes: types!, createdAt: clock.now)
            try await withinLimit { try await store.endpoints.add(endpoint) }
            return .resource(context.requestID, status: .created) {
                EndpointView(endpoint: endpoint, secret: secrets.secret(of: endpoint.id, generation: 1)).write(to: &$0)
            }
        }
    }

    private func update(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksManage, request: request, context: context) { key in
            var body = try await JSONBody(request)
            let name = body.text("name")
            let url = body.text("url", maximum: OutboundURL.maximumLength)
            let status = body.word("status", EndpointStatus.self)
            let types = body.eventTypes()
            try body.finish()
            let known = try await endpoint(context, for: key, toChange: true)
            var destination: OutboundURL?
            if let url { destination = try await self.destination(url, body) }
            let address = destination?.text
            let updated = try await withinLimit {
                try await store.endpoints.update(known.id, of: known.tenant, at: clock.now) { endpoint in
                    endpoint.name = name ?? endpoint.name
                    endpoint.url = address ?? endpoint.url
                    endpoint.status = status ?? endpoint.status
                    endpoint.eventTypes = types ?? endpoint.eventTypes
                }
            }
            guard let updated else { throw APIError.notFound("webhook endpoint") }
            return .resource(context.requestID, EndpointView(endpoint: updated).write)
        }
    }

    private func disable(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksManage, request: request, context: context) { key in
            let known = try await endpoint(context, for: key)
            let updated = try await store.endpoints.update(known.id, of: known.tenant, at: clock.now) {
                $0.status = .disabled
            }
            guard let updated else { throw APIError.notFound("webhook endpoint") }
            return .resource(context.requestID, EndpointView(endpoint: updated).write)
        }
    }

    private func rotate(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksManage, request: request, context: context) { key in
            let known = try await endpoint(context, for: key)
            let rotated = try await store.endpoints.rotateSecret(
                of: known.id, of: known.tenant, grace: rotationGrace, at: clock.now)
            guard let rotated else { throw APIError.notFound("webhook endpoint") }
            let secret = secrets.secret(of: known.id, generation: rotated.generation)
            return .resource(context.requestID, status: .created) {
                EndpointView(endpoint: rotated.endpoint, secret: secret).write(to: &$0)
            }
        }
    }

    private func test(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksManage, request: request, context: context) { key in
            let known = try await endpoint(context, for: key)
            var data = JSONWriter()
            data.object {
                $0.field("object", "webhook_test")
                $0.field("endpoint", object: { $0.field("id", known.id.text) })
            }
            let event = NewEvent(
                type: .test, subjectType: "webhook_endpoint", subject: known.id.text, data: data.bytes,
                createdAt: clock.now)
            guard let delivery = try await store.events.note(event, for: known.id, of: known.tenant) else {
                throw APIError.notFound("webhook endpoint")
            }
            outbox.ring()
            return .resource(context.requestID, status: .accepted) {
                $0.object {
                    $0.field("object", "webhook_test")
                    $0.field("event_id", event.id.text)
                    $0.field("delivery_ids", [delivery.id.text])
                    $0.field("latest_delivery", delivery)
                }
            }
        }
    }

    private func tenant(
        _ context: ServerContext, for key: KnownKey, toChange: Bool = false
    ) async throws -> Tenant {
        Tenant(try await access.organization(context, for: key, toChange: toChange).id, key.record.environment)
    }

    private func endpoint(
        _ context: ServerContext, for key: KnownKey, toChange: Bool = false
    ) async throws -> EndpointRecord {
        let tenant = try await tenant(context, for: key, toChange: toChange)
        guard let id = context.parameters.get("endpoint").flatMap({ EndpointID($0) }),
            let endpoint = try await store.endpoints.endpoint(id, of: tenant)
        else { throw APIError.notFound("webhook endpoint") }
        return endpoint
    }

    /// The address that deliveries may go to, or what is wrong with it.
    private func destination(_ text: String, _ body: JSONBody) async throws -> OutboundURL {
        do {
            let url = try OutboundURL(text, allowsPlainHTTP: destinations.allowsPrivate)
            try await destinations.check(url)
            return url
        } catch let refusal as OutboundRefusal {
            throw body.refusal("url", "invalid", expected: refusal.expected, received: text)
        }
    }

    private func withinLimit<Value>(_ change: () async throws -> Value) async throws -> Value {
        do {
            return try await change()
        } catch StoreConflict.tooManyEndpoints {
            throw APIError.conflict(
                "There are \(Endpoints.limit) active endpoints already: disable one that is not used any more.")
        }
    }
}

extension JSONBody {
    fileprivate mutating func eventTypes(isRequired: Bool = false) -> [EventType]? {
        let words = EventType.subscribable.map(\.rawValue).joined(separator: ", ")
        let types = list("event_types", isRequired: isRequired, of: "one of \(words)") { text in
            EventType.subscribable.first { $0.rawValue == text }
        }
        return types.map { types in EventType.subscribable.filter(types.contains) }
    }
}

/// An endpoint as the API tells it (`WebhookEndpoint` in the schema).
private struct EndpointView: JSONWritable {
    let endpoint: EndpointRecord
    /// The signing secret, the one time that it is shown.
    var secret: WebhookSecret?

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "webhook_endpoint")
            $0.field("id", endpoint.id.text)
            $0.field("name", endpoint.name)
            $0.field("url", endpoint.url)
            $0.field("status", endpoint.status.rawValue)
            $0.field("event_types", endpoint.eventTypes.map(\.rawValue))
            if let secret { $0.field("signing_secret", secret.text) }
            $0.field("created_at", endpoint.createdAt)
            $0.field("updated_at", endpoint.updatedAt)
        }
    }
}
