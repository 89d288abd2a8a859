import CollectProtocol
import HTTPTypes
import Sessions
import Storage

extension Access {
    /// Who owns the session of a ticket, if the key it was opened under still works for this page.
    func owner(of ticket: Ticket, _ headers: HTTPFields) async throws -> Tenant {
        guard let key = try await directory.key(ticket.key), key.record.type == .publishable else {
            throw APIError("auth.invalid_api_key", .unauthorized, "The key of this session was revoked.")
        }
        try checkOrigin(headers, key)
        return key.tenant
    }

    /// Refuses pages that the key is not for. Clients that are no browsers send no `Origin`; what can forge one is not held
    /// back by it.
    func checkOrigin(_ headers: HTTPFields, _ key: KnownKey) throws {
        guard let allowed = key.record.allowedOrigins, !allowed.isEmpty else { return }
        let origin = headers[.origin]
        guard let origin, allowed.contains(origin) else {
            metrics.count(.collectRefusals, "collect.origin_not_allowed")
            throw APIError(
                "collect.origin_not_allowed", .forbidden,
                "The key is not for pages of \(origin.map { String($0.prefix(200)) } ?? "an unnamed origin").")
        }
    }
}
