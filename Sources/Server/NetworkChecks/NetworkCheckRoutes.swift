import CollectProtocol
import HTTPTypes
import Hummingbird
import OrderedJSON
import Sessions

/// Network checks as requests, and what is said to those who ask for a WebSocket and don't get one.
struct NetworkCheckRoutes: Sendable {
    let checks: NetworkChecks

    func add(to router: Router<ServerContext>) {
        router.serveToPages(RouterPath(CheckSockets.path), [.post: take, .get: refuseSocket])
    }

    private func take(_ request: Request, _ context: ServerContext) async throws -> Response {
        let (body, isWhole) = try await request.collected(
            as: "application/octet-stream", limit: CollectProtocol.networkCheckBytes)
        guard isWhole else { throw APIError(.batchTooLarge) }
        let check = try await checks.open(Array(buffer: body), over: .request, headers: request.headers)
        let seen = await SeenTransport(
            peer: context.peer, headers: request.headers, connection: context.connection,
            proxies: checks.access.proxies)
        try await checks.keep(check, seen: seen)
        return .resource(context.requestID, status: .accepted) {
            $0.object { $0.field("object", "collect_network_check") }
        }
    }

    /// A handshake that is good never comes here, but where it may not be taken.
    private func refuseSocket(_ request: Request, _ context: ServerContext) throws -> Response {
        do {
            _ = try SocketHandshake(request.head)
        } catch {
            throw APIError(error)
        }
        var error = APIError(
            "rate.limited", .serviceUnavailable, "As many WebSockets are open as there may be; try again later.")
        error.headers[.retryAfter] = "5"
        error.nextAction = .retry
        throw error
    }
}

extension APIError {
    /// What is wrong with a request for a WebSocket.
    init(_ flaw: SocketHandshake.Flaw) {
        switch flaw {
        case .noUpgrade:
            self = .malformed(
                "This path takes a WebSocket: a GET of HTTP/1.1 with Upgrade: websocket.", status: .upgradeRequired)
            headers[.secWebSocketVersion] = SocketHandshake.version
        case .version:
            self = .malformed("Only version 13 of WebSocket is spoken here.", status: .upgradeRequired)
            headers[.secWebSocketVersion] = SocketHandshake.version
        case .key: self = .malformed("Sec-WebSocket-Key must be 16 bytes in base64.")
        case .body: self = .malformed("A request for a WebSocket has no body.")
        }
    }
}
