import HTTPTypes
import OrderedJSON
import Sessions

/// An error as the API tells it: a code for programs and a sentence for people.
public struct APIError: Error, Sendable {
    /// What is wrong with one parameter or member.
    public struct Field: Sendable, JSONWritable {
        /// The parameter's name.
        public var name: String
        /// What is wrong: `missing`, `invalid`, `out_of_range`, …
        public var issue: String
        /// What would be right, in words.
        public var expected: String
        /// What came; nil when nothing did, or when it must not be repeated.
        public var received: String?

        /// Writes `{name, issue, expected, received}`.
        public func write(to writer: inout JSONWriter) {
            writer.object {
                $0.field("name", name)
                $0.field("issue", issue)
                $0.field("expected", expected)
                $0.field("received", received)
            }
        }
    }

    /// What a client library should do next.
    public enum NextAction: String, Sendable, JSONWritable {
        case retry
        case newSession = "new_session"
        case reloadBundle = "reload_bundle"
    }

    /// Family and name, such as `request.not_found`.
    public var code: String
    /// The HTTP status.
    public var status: HTTPResponse.Status
    /// One sentence: what was wrong, and what was expected.
    public var message: String
    /// Parameters that are wrong.
    public var fields: [Field] = []
    /// Where those parameters stand: `query` or `body`; nil when that is no question.
    public var parameterSet: String?
    /// What to do next, where that is certain.
    public var nextAction: NextAction?
    /// Headers that belong to the answer, such as `Allow` and `Retry-After`.
    public var headers = HTTPFields()

    /// An error.
    public init(_ code: String, _ status: HTTPResponse.Status, _ message: String) {
        self.code = code
        self.status = status
        self.message = message
    }

    /// Whether the same request may succeed later.
    public var isRetryable: Bool { status == .tooManyRequests || status.kind == .serverError }

    /// The envelope.
    func envelope(_ request: RequestID) -> [UInt8] {
        var writer = JSONWriter()
        writer.object {
            $0.key("error")
            $0.object {
                $0.field("code", code)
                $0.field("message", message)
                $0.field("status", status.code)
                $0.field("retryable", isRetryable)
                $0.field("request_id", request.text)
                if !fields.isEmpty || nextAction != nil {
                    $0.key("details")
                    $0.object {
                        if !fields.isEmpty { $0.field("fields", fields) }
                        if let parameterSet { $0.field("parameter_set", parameterSet) }
                        if let nextAction { $0.field("next_action", nextAction) }
                    }
                }
            }
        }
        return writer.bytes
    }
}

extension APIError {
    /// Nothing of that name, or nothing that this key may know of.
    static func notFound(_ what: String) -> APIError {
        APIError("request.not_found", .notFound, "There is no such \(what).")
    }

    /// One parameter is wrong.
    static func invalid(_ name: String, issue: String = "invalid", expected: String, received: String?) -> APIError {
        var error = APIError(
            "request.validation_failed", .unprocessableContent, "\(name) is not acceptable: expected \(expected).")
        error.fields = [
            Field(name: name, issue: issue, expected: expected, received: received.map { String($0.prefix(200)) })
        ]
        return error
    }

    /// What is asked for does not go with what is there.
    static func conflict(_ message: String) -> APIError {
        APIError("request.conflict", .conflict, message)
    }

    /// The request can't be read at all.
    static func malformed(_ message: String, status: HTTPResponse.Status = .badRequest) -> APIError {
        APIError("request.malformed", status, message)
    }

    /// The path exists, but not for this method.
    static func methodNotAllowed(_ allowed: String) -> APIError {
        var error = APIError(
            "request.method_not_allowed", .methodNotAllowed, "This path takes only \(allowed).")
        error.headers[.allow] = allowed
        return error
    }

    /// Something failed here.
    static let `internal` = APIError(
        "internal.error", .internalServerError, "The server could not do this; the request id names it in the log.")
}
