import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NetworkIntelligence
import NIOCore
import OrderedJSON
import Storage
import Synchronization

/// `GET /healthz` and `GET /metrics`.
struct OperationRoutes: Sendable {
    let store: Store
    let metrics: Metrics
    let network: NetworkMetrics
    let proxies: ProxyTrust
    /// Reads `/metrics` from elsewhere than this machine; nil for nobody.
    let metricsToken: String?
    let shutdown: ShutdownNotice

    func add(to router: Router<ServerContext>) {
        router.serve("/healthz", [.get: health])
        router.serve("/metrics", [.get: readMetrics])
    }

    private func health(_ request: Request, _ context: ServerContext) async throws -> Response {
        var reasons: [String] = []
        if shutdown.isGiven { reasons.append("the server is shutting down") }
        do {
            try await store.check()
        } catch {
            context.logger.warning("the database does not take writes", metadata: ["error": "\(error)"])
            reasons.append(
                "the database does not take writes: \((error as? StorageFailure)?.description ?? "see the log")")
        }
        var writer = JSONWriter()
        writer.object {
            $0.field("status", reasons.isEmpty ? "ready" : "not_ready")
            $0.field("reasons", reasons)
            $0.field("warnings", network.warnings)
        }
        return .json(writer.bytes, status: reasons.isEmpty ? .ok : .serviceUnavailable)
    }

    private func readMetrics(_ request: Request, _ context: ServerContext) async throws -> Response {
        guard isAllowed(request, context) else {
            var error = APIError(
                "auth.missing_api_key", .unauthorized,
                "Metrics are for this machine, or for a bearer of the token that --metrics-token names.")
            error.headers[.wwwAuthenticate] = "Bearer"
            throw error
        }
        let waiting = try await store.deliveries.waitingCount()
        let text = metrics.text(commitCount: store.commitCount, waitingDeliveries: waiting) + network.text
        return Response(
            status: .ok,
            headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    private func isAllowed(_ request: Request, _ context: ServerContext) -> Bool {
        if let metricsToken, let header = request.headers[.authorization], header.hasPrefix("Bearer ") {
            // Digests have one length, so the comparison takes the same time for every guess.
            let sent = SHA256.hash(data: Data(header.dropFirst(7).utf8))
            if sent == SHA256.hash(data: Data(metricsToken.utf8)) { return true }
        }
        // Behind a proxy on this machine everybody seems to come from this machine; what a proxy forwards says so.
        let forwarded = [HTTPField.Name.forwardedFor, .forwarded, .realIP].contains { request.headers[$0] != nil }
        return context.peer?.isLoopback == true && !forwarded
    }
}

/// Whether the server was told to end.
public final class ShutdownNotice: Sendable {
    private let given = Mutex(false)

    /// Not told yet.
    public init() {}

    /// Whether it was told.
    var isGiven: Bool { given.withLock { $0 } }

    /// Tells it.
    func give() { given.withLock { $0 = true } }
}
