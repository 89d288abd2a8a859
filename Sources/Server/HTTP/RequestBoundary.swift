import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Sessions

/// The outermost layer: every request gets its id, its limits, its place in the metrics, and an answer even when
/// something fails.
struct RequestBoundary: RouterMiddleware {
    /// The most bytes of a request's path and query.
    static let maximumURL = 8192

    let metrics: Metrics

    func handle(
        _ request: Request, context: ServerContext, next: (Request, ServerContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        if request.uri.string.utf8.count > Self.maximumURL {
            response = .failure(
                .malformed("The URL is longer than \(Self.maximumURL) bytes.", status: .uriTooLong), context.requestID)
        } else {
            do {
                response = try await next(request, context)
            } catch {
                response = .failure(APIError(error, request, context), context.requestID)
            }
        }
        // An answer to HEAD has no body, a refusal neither: the client would take it for the beginning of the next answer.
        if request.method == .head { response = response.createHeadResponse() }
        response.headers.append(HTTPField(name: .requestID, value: context.requestID.text))
        metrics.noteRequest(
            route: context.endpointPath, method: request.method, status: response.status,
            duration: .now - start)
        return response
    }
}

extension APIError {
    /// What is told of an error that was thrown while a request was served. What failed here is logged, and not told.
    init(_ error: any Error, _ request: Request, _ context: ServerContext) {
        switch error {
        case let error as APIError:
            self = error
        case is NIOTooManyBytesError:
            self = .malformed("The body is larger than this path takes.", status: .contentTooLarge)
        case let error as HTTPError where error.status == .notFound:
            self = .notFound("path")
        case let error as HTTPError:
            self = APIError("request.malformed", error.status, error.body ?? "The request can't be read.")
        default:
            context.logger.error(
                "request failed",
                metadata: [
                    "request_id": "\(context.requestID)", "route": "\(context.endpointPath ?? "none")",
                    "error": "\(error)",
                ])
            self = .internal
        }
    }
}

extension Router where Context == ServerContext {
    /// A handler of requests to one path.
    typealias Handler = @Sendable (Request, ServerContext) async throws -> Response

    /// Serves a path: these methods, and a clear refusal for every other.
    func serve(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        let named = handlers.keys.map(\.rawValue) + (handlers.keys.contains(.get) ? ["HEAD"] : [])
        let allowed = named.sorted().joined(separator: ", ")
        let refusal: Handler = { _, _ in throw APIError.methodNotAllowed(allowed) }
        for method in servedMethods where method != .head {
            on(path, method: method, use: handlers[method] ?? refusal)
        }
        on(path, method: .head, use: handlers[.get] ?? refusal)
    }
}

/// What every path has an answer to.
private let servedMethods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options, .head, .trace]

/// Lets paths answer for methods that nobody has heard of: they are refused there as `TRACE` is, with the methods that the path takes.
struct MethodGate<Base: HTTPResponder>: HTTPResponder where Base.Context == ServerContext {
    let base: Base

    func respond(to request: Request, context: ServerContext) async throws -> Response {
        if servedMethods.contains(request.method) { return try await base.respond(to: request, context: context) }
        var head = request.head
        head.method = .trace
        return try await base.respond(to: Request(head: head, body: request.body), context: context)
    }
}
