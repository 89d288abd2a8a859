import Crypto
import Hummingbird
import OrderedJSON
import Sessions
import Storage

/// `/v1/organizations/{organizationId}/events`: what happened, and what became of telling it.
struct EventRoutes: Sendable {
    let store: Store
    let access: Access
    let cursorKey: SymmetricKey

    func add(to router: Router<ServerContext>) {
        router.serve("/v1/organizations/:organization/events", [.get: list])
        router.serve("/v1/organizations/:organization/events/:event", [.get: read])
    }

    private func list(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksRead, request: request, context: context) { key in
            let organization = try await access.organization(context, for: key)
            let tenant = Tenant(organization.id, key.record.environment)
            var query = QueryReader(request)
            let limit = query.limit()
            let endpoint = query.identifier("endpoint_id", EndpointKind.self)
            let type = query.word("type", EventType.allCases)
            let name = ListName("events", tenant, endpoint?.text, type?.rawValue)
            let cursor = query.cursor(of: name, key: cursorKey)
            try query.finish()
            let page = try await store.events.page(
                of: tenant, endpoint: endpoint, type: type, after: cursor?.serial, limit: limit)
            let next = page.hasMore ? page.events.last : nil
            return .page(
                context.requestID, page.events, limit: limit,
                next: next.map { Cursor(serial: $0.serial).text(list: name, key: cursorKey) })
        }
    }

    private func read(_ request: Request, _ context: ServerContext) async throws -> Response {
        try await access.withKey(.secret, scopes: .webhooksRead, request: request, context: context) { key in
            let organization = try await access.organization(context, for: key)
            guard let id = context.parameters.get("event").flatMap({ EventID($0) }),
                let event = try await store.events.event(id, of: Tenant(organization.id, key.record.environment))
            else { throw APIError.notFound("event") }
            return .resource(context.requestID, event.write)
        }
    }
}

extension EventRecord: JSONWritable {
    /// Writes the event (`Event` in the schema).
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "event")
            $0.field("id", event.id.text)
            $0.field("type", event.type.rawValue)
            $0.field(
                "subject",
                object: {
                    $0.field("type", event.subjectType)
                    $0.field("id", event.subject)
                })
            $0.key("data")
            $0.raw(event.data)
            $0.field("webhook_deliveries", deliveries)
            $0.field("created_at", event.createdAt)
        }
    }
}

extension DeliveryRecord: JSONWritable {
    /// Writes the delivery (`WebhookDelivery` in the schema).
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("object", "webhook_delivery")
            $0.field("id", id.text)
            $0.field("event_id", event.text)
            $0.field("endpoint_id", endpoint.text)
            $0.field("event_type", type.rawValue)
            $0.field("status", status.rawValue)
            $0.field("attempts", attempts)
            $0.field("response_status", responseStatus)
            $0.field("response_body", responseBody)
            $0.field("error", error)
            $0.field("created_at", createdAt)
            $0.field("updated_at", updatedAt)
        }
    }
}
