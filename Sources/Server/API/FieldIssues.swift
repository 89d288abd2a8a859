import HTTPTypes
import OrderedJSON

/// Gathers everything that is wrong with a request, so that one answer tells all of it.
struct FieldIssues {
    /// Where the fields stand: `query` or `body`.
    let parameterSet: String
    private(set) var fields: [APIError.Field] = []

    init(_ parameterSet: String) {
        self.parameterSet = parameterSet
    }

    /// Notes what is wrong with a field.
    /// - Parameters:
    ///   - issue: the kind of fault, such as `missing`.
    ///   - expected: what would be right: ends the sentence "It must be …".
    ///   - received: what came.
    mutating func note(_ name: String, _ issue: String, expected: String, received: String? = nil) {
        fields.append(
            .init(
                name: String(name.prefix(100)), issue: issue, expected: expected,
                received: received.map { String($0.prefix(200)) }))
    }

    /// Notes a value that is of another type.
    mutating func noteType(_ name: String, expected: String, received: JSONValue) {
        let text = String(decoding: received.jsonBytes(), as: UTF8.self)
        note(name, "invalid_type", expected: expected, received: text)
    }

    /// What was noted, as an error.
    var error: APIError {
        var error = APIError(
            "request.validation_failed", .unprocessableContent,
            fields.map { "\($0.name) must be \($0.expected)." }.joined(separator: " "))
        error.fields = fields
        error.parameterSet = parameterSet
        return error
    }

    /// Throws what was noted, if there is anything.
    func check() throws {
        if !fields.isEmpty { throw error }
    }
}
