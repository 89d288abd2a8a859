import Crypto
import HTTPTypes
import Hummingbird
import OrderedJSON
import SessionViews
import Sessions
import Storage

/// The parameters of `GET /v1/sessions`.
struct ListQuery: Sendable {
    /// Rows of a page.
    var limit: Int
    /// Only sessions with this verdict.
    var verdict: Verdict?
    /// Only sessions in which this text stands.
    var search: String?
    /// Where the page before ended.
    var cursor: Cursor?
    /// Names the list that the cursor belongs to.
    var list: String

    private static let maximumSearch = 256

    /// Reads the parameters.
    /// - Throws: ``APIError`` with every parameter that is wrong.
    init(_ request: Request, tenant: Tenant, cursorKey: SymmetricKey) throws {
        let query = request.uri.queryParameters
        func text(_ name: String) -> String? { query[Substring(name)].map(String.init) }
        var fields: [APIError.Field] = []

        limit = 50
        if let sent = text("limit") {
            if let number = Int(sent), (1...200).contains(number) {
                limit = number
            } else {
                let issue = Int(sent) == nil ? "invalid_type" : "out_of_range"
                fields.append(
                    .init(name: "limit", issue: issue, expected: "a whole number from 1 to 200", received: sent))
            }
        }
        if let sent = text("verdict") {
            verdict = Verdict(rawValue: sent)
            if verdict == nil {
                let expected = "one of " + Verdict.allCases.map(\.rawValue).joined(separator: ", ")
                fields.append(.init(name: "verdict", issue: "invalid_enum", expected: expected, received: sent))
            }
        }
        if let sent = text("search"), !sent.isEmpty {
            search = sent
            if sent.utf8.count > Self.maximumSearch {
                let expected = "at most \(Self.maximumSearch) bytes"
                fields.append(.init(name: "search", issue: "too_long", expected: expected, received: sent))
            }
        }
        list = "sessions\0\(tenant.scope)\0\(verdict?.rawValue ?? "")\0\(search ?? "")"
        if let sent = text("cursor") {
            cursor = Cursor(sent, list: list, key: cursorKey)
            if cursor == nil {
                fields.append(
                    .init(
                        name: "cursor", issue: "invalid", expected: "a next_cursor of this list with the same filters",
                        received: sent))
            }
        }
        guard fields.isEmpty else {
            var error = APIError(
                "request.validation_failed", .unprocessableContent,
                fields.map { "\($0.name) must be \($0.expected)." }.joined(separator: " "))
            error.fields = fields.map { field in
                var field = field
                field.received = field.received.map { String($0.prefix(200)) }
                return field
            }
            throw error
        }
    }
}
