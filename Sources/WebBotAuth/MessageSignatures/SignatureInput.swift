import Sessions

/// What a signature covers and its metadata: a member of `Signature-Input` (RFC 9421, sections 2.3 and 4.1).
public struct SignatureInput: Hashable, Sendable {
    /// The covered components in their order. None is there twice.
    public let components: [CoveredComponent]
    /// When the signature was made, if it says so.
    public let created: Timestamp?
    /// When its time is over, if it says so.
    public let expires: Timestamp?
    /// The key that made it, if it says so.
    public let keyID: String?
    /// The algorithm by its registered name, known or not.
    public let algorithm: String?
    /// A value that is used only once.
    public let nonce: String?
    /// What the signature is for.
    public let tag: String?
    /// The value of `@signature-params`, with all parameters, known or not, in their order.
    public let signatureParameters: String

    /// Reads a member of `Signature-Input`.
    /// - Throws: ``MessageSignatureError``.
    public init(_ member: StructuredMember) throws(MessageSignatureError) {
        guard let list = member.innerList, let text = list.canonical else {
            throw MessageSignatureError(.malformed, "signature-input is no inner list")
        }
        signatureParameters = text
        components = try Self.components(of: list)
        guard !list.parameters.isRepeating else { throw MessageSignatureError(.repeated, "a signature parameter") }
        created = try Self.moment("created", in: list.parameters)
        expires = try Self.moment("expires", in: list.parameters)
        keyID = try Self.text("keyid", in: list.parameters)
        algorithm = try Self.text("alg", in: list.parameters)
        nonce = try Self.text("nonce", in: list.parameters)
        tag = try Self.text("tag", in: list.parameters)
    }

    /// Whether a component of that name is covered, in whatever form.
    public func covers(_ name: String) -> Bool { components.contains { $0.name == name } }

    private static func components(of list: StructuredInnerList) throws(MessageSignatureError) -> [CoveredComponent] {
        var components: [CoveredComponent] = []
        var seen: Set<String> = []
        for item in list.items {
            let component = try CoveredComponent(item)
            guard seen.insert(component.identity).inserted else {
                throw MessageSignatureError(.repeated, component.identifier)
            }
            components.append(component)
        }
        return components
    }

    private static func moment(
        _ name: String, in parameters: StructuredParameters
    ) throws(MessageSignatureError) -> Timestamp? {
        guard let value = parameters[name] else { return nil }
        // At most 15 digits, so that milliseconds fit.
        guard let seconds = value.integer else { throw MessageSignatureError(.malformed, name) }
        return Timestamp(milliseconds: seconds * 1000)
    }

    private static func text(
        _ name: String, in parameters: StructuredParameters
    ) throws(MessageSignatureError) -> String? {
        guard let value = parameters[name] else { return nil }
        guard let text = value.string else { throw MessageSignatureError(.malformed, name) }
        return text
    }
}
