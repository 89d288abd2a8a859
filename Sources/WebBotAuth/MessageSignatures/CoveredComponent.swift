/// What a signature covers: a field, or a part that is derived from the message (RFC 9421, section 2).
public struct CoveredComponent: Hashable, Sendable {
    /// The field's name in small letters, or a derived component's name with its `@`.
    public let name: String
    /// The parameters, in the order in which they were written.
    public let parameters: StructuredParameters
    /// The identifier as it stands in the signature base, `"signature-agent";key="sig1"`.
    public let identifier: String

    /// A component as a member of `Signature-Input` names it.
    /// - Throws: ``MessageSignatureError``.
    public init(_ item: StructuredItem) throws(MessageSignatureError) {
        guard let name = item.value.string, let identifier = item.canonical else {
            throw MessageSignatureError(.malformed, "a covered component is no string")
        }
        self.name = name
        self.identifier = identifier
        parameters = item.parameters
        try checkName()
        try checkParameters()
    }

    /// A component without parameters.
    /// - Throws: ``MessageSignatureError``.
    public init(_ name: String) throws(MessageSignatureError) {
        try self.init(StructuredItem(.string(name)))
    }

    /// Whether it is derived from the message and no field.
    public var isDerived: Bool { name.utf8.first == UInt8(ascii: "@") }
    /// Whether it is taken from the request that a response answers.
    public var isOfRequest: Bool { has("req") }
    /// Whether it is taken from the trailers.
    public var isTrailer: Bool { has("tr") }
    /// Whether the field is written anew in its strict form.
    public var isStrict: Bool { has("sf") }
    /// Whether each of the field's values stands as a byte sequence.
    public var isByteSequence: Bool { has("bs") }
    /// The member of a dictionary field that is covered; nil for the whole field.
    public var key: String? { parameters["key"]?.string }
    /// The query parameter that is covered, percent-encoded.
    public var queryName: String? { parameters["name"]?.string }

    /// What two components share that are the same: parameters have no order among each other.
    var identity: String {
        let parameters = parameters.entries.map { "\($0.key)=\($0.value.canonical ?? "")" }.sorted()
        return ([name] + parameters).joined(separator: ";")
    }

    private static let derived: Set<String> = [
        "@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query", "@query-param",
        "@status",
    ]

    private func has(_ flag: String) -> Bool { parameters[flag] == .boolean(true) }

    private func checkName() throws(MessageSignatureError) {
        if isDerived {
            guard Self.derived.contains(name) else { throw MessageSignatureError(.unknown, name) }
        } else {
            let isName =
                !name.isEmpty && name.utf8.allSatisfy { ASCII.isFieldNameCharacter($0) && !ASCII.isUppercase($0) }
            guard isName else { throw MessageSignatureError(.malformed, "a field's name: \(name)") }
        }
    }

    private func checkParameters() throws(MessageSignatureError) {
        guard !parameters.isRepeating else { throw MessageSignatureError(.repeated, identifier) }
        for entry in parameters.entries {
            switch (entry.key, entry.value) {
            case ("req", .boolean(true)): continue
            case ("sf", .boolean(true)), ("bs", .boolean(true)), ("tr", .boolean(true)), ("key", .string):
                guard !isDerived else { throw MessageSignatureError(.unfit, identifier) }
            case ("name", .string):
                guard name == "@query-param" else { throw MessageSignatureError(.unfit, identifier) }
            case ("req", _), ("sf", _), ("bs", _), ("tr", _), ("key", _), ("name", _):
                throw MessageSignatureError(.malformed, identifier)
            default:
                throw MessageSignatureError(.unknown, identifier)
            }
        }
        guard !isByteSequence || (!isStrict && key == nil) else { throw MessageSignatureError(.unfit, identifier) }
        guard name != "@query-param" || queryName != nil else { throw MessageSignatureError(.unfit, identifier) }
    }
}
