import Evidence
import HTTPTypes
import Hummingbird
import NetworkIntelligence
import Sessions
import Storage
import WebBotAuth

/// Decides who may call what.
struct Access: Sendable {
    /// Requests a minute unless a key says otherwise.
    private static let defaultLimit: [KeyType: Int] = [.publishable: 120, .secret: 600]

    let store: Store
    let directory: KeyDirectory
    let limiter: RateLimiter
    let metrics: Metrics
    let proxies: ProxyTrust

    /// The client's address, a trusted proxy's word taken into account.
    func clientAddress(_ request: Request, _ context: ServerContext) -> IPAddress? {
        proxies.client(peer: context.peer, headers: request.headers)
    }

    /// What is known of the client's connection; nil where nobody could look.
    func connection(_ request: Request, _ context: ServerContext) -> ConnectionEvidence? {
        proxies.connection(peer: context.peer, headers: request.headers, own: context.connection?.evidence)
    }

    /// The request as its client saw it, for what is signed of it.
    func signed(_ request: Request, _ context: ServerContext) -> SignedRequest {
        let isEncrypted =
            proxies.trusts(context.peer)
            ? request.headers[.forwardedProto] == "https" : context.connection?.isEncrypted == true
        return SignedRequest(request, isEncrypted: isEncrypted)
    }

    /// Serves a request that needs a key: checks the key and its limit, and says in every answer what is left of it.
    func withKey(
        _ type: KeyType, scopes: Scope..., request: Request, context: ServerContext,
        serve: (KnownKey) async throws -> Response
    ) async throws -> Response {
        let key = try await authenticate(type, request)
        let subject = RateLimiter.Subject(
            key: key.record.id, address: type == .publishable ? clientAddress(request, context) : nil)
        let verdict = limiter.count(subject, limit: key.record.rateLimit ?? Self.defaultLimit[type]!)
        var response: Response
        do {
            if let seconds = verdict.retryAfter { throw limited(seconds, type) }
            if let scope = key.record.firstLacking(of: scopes) { throw Self.insufficient(scope) }
            response = try await serve(key)
        } catch {
            response = .failure(APIError(error, request, context), context.requestID)
        }
        response.headers.append(HTTPField(name: .rateLimit, value: String(verdict.limit)))
        response.headers.append(HTTPField(name: .rateLimitRemaining, value: String(verdict.remaining)))
        return response
    }

    /// The organization that a path names, if the key may know of it: its own, or one that it (or a key it follows) has made.
    /// - Parameter toChange: whether something is to be made or changed in it, which one that was deleted does not take.
    func organization(
        _ context: ServerContext, for key: KnownKey, toChange: Bool = false
    ) async throws -> OrganizationRecord {
        guard let id = context.parameters.get("organization").flatMap({ OrganizationID($0) }),
            let organization = try await store.organizations.organization(id),
            id == key.record.organization || organization.createdBy == key.record.lineage
        else { throw APIError.notFound("organization") }
        if toChange, organization.status == .deleted { throw APIError.conflict("This organization was deleted.") }
        return organization
    }

    private func authenticate(_ type: KeyType, _ request: Request) async throws -> KnownKey {
        guard let header = request.headers[.authorization] else {
            throw unauthorized(
                "auth.missing_api_key",
                "This path needs a \(type.rawValue) key: send Authorization: Bearer \(form(type)).")
        }
        // The scheme's name is case-insensitive (RFC 9110, section 11.1).
        guard header.utf8.prefix(7).elementsEqual("bearer ".utf8, by: { $0 | 0x20 == $1 }),
            let secret = APIKeySecret(String(Substring(header.utf8.dropFirst(7))))
        else {
            throw unauthorized(
                "auth.invalid_api_key", "What was sent is not an API key: expected Authorization: Bearer \(form(type))."
            )
        }
        guard secret.type == type else {
            throw unauthorized(
                "auth.invalid_api_key",
                "This path takes a \(type.rawValue) key; a \(secret.type.rawValue) key was sent.")
        }
        guard let key = try await directory.key(secret), key.record.type == type else {
            throw unauthorized(
                "auth.invalid_api_key", "This API key is not known or was revoked, or its organization is not active.")
        }
        return key
    }

    private func form(_ type: KeyType) -> String { type == .secret ? "sk_…" : "pk_…" }

    private func unauthorized(_ code: String, _ message: String) -> APIError {
        var error = APIError(code, .unauthorized, message)
        error.headers[.wwwAuthenticate] = "Bearer"
        return error
    }

    /// The key may not do that.
    static func insufficient(_ scope: Scope) -> APIError {
        APIError("auth.insufficient_scope", .forbidden, "This key lacks the scope \(scope.rawValue).")
    }

    private func limited(_ seconds: Int, _ type: KeyType) -> APIError {
        metrics.count(.rateLimited, type.rawValue)
        var error = APIError(
            "rate.limited", .tooManyRequests, "The limit of this minute is used up; try again in \(seconds) seconds.")
        error.headers[.retryAfter] = String(seconds)
        error.nextAction = .retry
        return error
    }
}
