import HTTPTypes
import Hummingbird
import NIOCore
import OrderedJSON
import Sessions

extension Response {
    /// Made once: each field is checked when it is made.
    private static let jsonHeaders: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]

    /// An answer in JSON.
    static func json(_ bytes: some Collection<UInt8> & Sendable, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: jsonHeaders,
            body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A resource in its envelope: `{data, meta: {request_id}}`.
    static func resource(
        _ request: Sessions.RequestID, status: HTTPResponse.Status = .ok, _ data: (inout JSONWriter) -> Void
    ) -> Response {
        var writer = JSONWriter()
        writer.object {
            $0.key("data")
            data(&$0)
            $0.writeMeta(request)
        }
        return json(writer.bytes, status: status)
    }

    /// A page of a list in its envelope: `{data, pagination, meta: {request_id}}`.
    /// - Parameter next: the cursor of the next page; nil when this is the last.
    static func page(
        _ request: Sessions.RequestID, _ rows: [some JSONWritable], limit: Int, next: String?
    ) -> Response {
        var writer = JSONWriter(capacity: 512 * (rows.count + 1))
        writer.object {
            $0.field("data", rows)
            $0.field("pagination", Pagination(limit: limit, next: next))
            $0.writeMeta(request)
        }
        return json(writer.bytes)
    }

    /// A resource that is kept as JSON already, in its envelope.
    static func stored(
        _ document: ByteBuffer, _ request: Sessions.RequestID, status: HTTPResponse.Status = .ok
    ) -> Response {
        var body = ByteBufferAllocator().buffer(capacity: document.readableBytes + 80)
        body.writeStaticString("{\"data\":")
        body.writeImmutableBuffer(document)
        body.writeStaticString(",\"meta\":{\"request_id\":\"")
        body.writeString(request.text)
        body.writeStaticString("\"}}")
        return Response(status: status, headers: jsonHeaders, body: .init(byteBuffer: body))
    }

    /// An error in its envelope.
    static func failure(_ error: APIError, _ request: Sessions.RequestID) -> Response {
        var response = json(error.envelope(request), status: error.status)
        response.headers.append(contentsOf: error.headers)
        return response
    }
}

extension JSONWriter {
    /// Writes the `meta` of an envelope.
    mutating func writeMeta(_ request: Sessions.RequestID) {
        field("meta", object: { $0.field("request_id", request.text) })
    }
}

extension HTTPField.Name {
    static let requestID = Self("x-request-id")!
    static let rateLimit = Self("X-RateLimit-Limit")!
    static let rateLimitRemaining = Self("X-RateLimit-Remaining")!
}

/// How far a list goes on (`CursorPagination` in the schema).
struct Pagination: JSONWritable {
    /// Rows of a page.
    let limit: Int
    /// The cursor of the next page; nil when this is the last.
    let next: String?

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("limit", limit)
            $0.field("has_more", next != nil)
            if let next { $0.field("next_cursor", next) }
        }
    }
}
