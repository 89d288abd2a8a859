/// A header or trailer field as it was received.
public struct MessageField: Hashable, Sendable {
    /// The field's name in small letters.
    public var name: String
    /// The field's value as it came.
    public var value: String

    /// A field; the name is put into small letters.
    public init(_ name: String, _ value: String) {
        self.name = ASCII.lowercased(name)
        self.value = value
    }
}

/// The parts of a request that a signature can cover (RFC 9421, section 2).
public struct SignedRequest: Sendable, Equatable {
    /// The method, as it was sent.
    public var method: String
    /// `http` or `https`.
    public var scheme: String
    /// Host and port as the request named them (`Host` or `:authority`).
    public var authority: String
    /// The path as it was sent, percent-encoded; empty is read as `/`.
    public var path: String
    /// The query as it was sent, without the question mark; nil where there was none.
    public var query: String?
    /// The header fields in the order they came, repeated ones each for itself.
    public var headers: [MessageField]
    /// The trailer fields, likewise.
    public var trailers: [MessageField]

    /// A request.
    public init(
        method: String, scheme: String, authority: String, path: String, query: String? = nil,
        headers: [MessageField] = [], trailers: [MessageField] = []
    ) {
        self.method = method
        self.scheme = scheme
        self.authority = authority
        self.path = path
        self.query = query
        self.headers = headers
        self.trailers = trailers
    }

    /// A request whose target is given in origin form.
    /// - Parameter target: path and query as they stand in the request line or in `:path`.
    public init(
        method: String, scheme: String, authority: String, target: String, headers: [MessageField] = []
    ) {
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            method: method, scheme: scheme, authority: authority, path: String(parts.first ?? ""),
            query: parts.count > 1 ? String(parts[1]) : nil, headers: headers)
    }
}

/// The parts of a response that a signature can cover (RFC 9421, section 2).
public struct SignedResponse: Sendable, Equatable {
    /// The status code.
    public var status: Int
    /// The header fields in the order they came, repeated ones each for itself.
    public var headers: [MessageField]
    /// The trailer fields, likewise.
    public var trailers: [MessageField]
    /// The request that it answers, for components with `;req`.
    public var request: SignedRequest?

    /// A response.
    public init(
        status: Int, headers: [MessageField], trailers: [MessageField] = [], request: SignedRequest? = nil
    ) {
        self.status = status
        self.headers = headers
        self.trailers = trailers
        self.request = request
    }
}

/// What a signature is made over.
public enum SignedMessage: Sendable, Equatable {
    /// A request.
    case request(SignedRequest)
    /// A response, with the request that it answers where that is known.
    case response(SignedResponse)

    var headers: [MessageField] {
        switch self {
        case .request(let request): request.headers
        case .response(let response): response.headers
        }
    }

    var trailers: [MessageField] {
        switch self {
        case .request(let request): request.trailers
        case .response(let response): response.trailers
        }
    }
}
