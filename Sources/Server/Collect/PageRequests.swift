import HTTPTypes
import Hummingbird
import NIOCore

extension Request {
    /// Reads a body as far as its limit.
    /// - Returns: the bytes, and whether they are all there were.
    func collected(as type: String, limit: Int) async throws -> (bytes: ByteBuffer, isWhole: Bool) {
        let sent = headers[.contentType]?.split(separator: ";").first.map {
            $0.lowercased().filter { $0 != " " }
        }
        guard sent == type else {
            throw APIError.malformed(
                "The content type must be \(type), not \(sent.map { String($0.prefix(80)) } ?? "missing").",
                status: .unsupportedMediaType)
        }
        var bytes = ByteBuffer()
        for try await var part in body {
            guard bytes.readableBytes + part.readableBytes <= limit else {
                var start = part.readSlice(length: limit - bytes.readableBytes)!
                bytes.writeBuffer(&start)
                return (bytes, false)
            }
            bytes.writeBuffer(&part)
        }
        return (bytes, true)
    }
}

extension Router where Context == ServerContext {
    /// Serves a path for pages of any origin; which origins a key is for is checked with the key.
    func serveToPages(_ path: RouterPath, _ method: HTTPRequest.Method, _ handler: @escaping Handler) {
        serveToPages(path, [method: handler])
    }

    /// Serves a path for pages of any origin; which origins a key is for is checked with the key.
    func serveToPages(_ path: RouterPath, _ handlers: [HTTPRequest.Method: Handler]) {
        let methods = handlers.keys.map(\.rawValue).sorted().joined(separator: ", ")
        var shared = handlers.mapValues(Self.shared)
        shared[.options] = { request, _ in
            var headers = sharing(request)
            headers[.accessControlAllowMethods] = methods
            headers[.accessControlAllowHeaders] = "authorization, content-type"
            headers[.accessControlMaxAge] = "7200"
            return Response(status: .noContent, headers: headers)
        }
        serve(path, shared)
    }

    private static func shared(_ handler: @escaping Handler) -> Handler {
        { request, context in
            var response: Response
            do {
                response = try await handler(request, context)
            } catch let error as APIError {
                response = .failure(error, context.requestID)
            }
            response.headers.append(contentsOf: sharing(request))
            return response
        }
    }
}

private func sharing(_ request: Request) -> HTTPFields {
    guard let origin = request.headers[.origin] else { return [:] }
    return [
        .accessControlAllowOrigin: origin, .vary: "Origin",
        .accessControlExposeHeaders: "x-request-id, retry-after",
    ]
}
