/// A signature of a message: what it covers, and its bytes (RFC 9421, section 4).
public struct MessageSignature: Hashable, Sendable {
    /// The label that ties the members of both fields.
    public let label: String
    /// What is covered.
    public let input: SignatureInput
    /// The signature itself.
    public let signature: [UInt8]

    /// The signatures with a tag, in the order of `Signature-Input`; members with other tags are not looked at.
    /// - Parameter tag: what the signatures are for, such as `web-bot-auth`.
    /// - Throws: ``MessageSignatureError``, also where a label stands there twice, whichever it is.
    public static func all(
        tagged tag: String, in headers: [MessageField]
    ) throws(MessageSignatureError) -> [MessageSignature] {
        guard let inputs = try dictionary("signature-input", in: headers) else { return [] }
        let tagged = inputs.entries.filter { $0.member.innerList?.parameters["tag"]?.string == tag }
        guard !tagged.isEmpty else { return [] }
        let signatures = try dictionary("signature", in: headers)
        var found: [MessageSignature] = []
        for entry in tagged {
            guard let bytes = signatures?[entry.key]?.item?.value.bytes else {
                throw MessageSignatureError(.missing, "signature of label \(entry.key)")
            }
            found.append(.init(label: entry.key, input: try SignatureInput(entry.member), signature: bytes))
        }
        return found
    }

    private static func dictionary(
        _ name: String, in headers: [MessageField]
    ) throws(MessageSignatureError) -> StructuredDictionary? {
        guard let text = try FieldValues(headers).combined(name) else { return nil }
        let dictionary: StructuredDictionary
        do {
            dictionary = try StructuredField.dictionary(text)
        } catch {
            throw MessageSignatureError(.malformed, "\(name): \(error)")
        }
        guard dictionary.repeatedKeys.isEmpty else {
            throw MessageSignatureError(.repeated, "label \(dictionary.repeatedKeys.sorted()[0]) of \(name)")
        }
        return dictionary
    }
}
