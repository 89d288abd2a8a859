/// The bytes that a signature is made over (RFC 9421, section 2.5).
public struct SignatureBase: Hashable, Sendable {
    /// The most bytes that a base may have.
    public static let maximumBytes = 32 * 1024

    /// The bytes.
    public let bytes: [UInt8]

    /// The base of a message for what a signature covers.
    /// - Throws: ``MessageSignatureError`` where the message has not what is covered, or it cannot be written unambiguously.
    public init(_ input: SignatureInput, of message: SignedMessage) throws(MessageSignatureError) {
        let values = try ComponentValues(message)
        var bytes: [UInt8] = []
        for component in input.components {
            let value = try values.value(of: component)
            guard value.utf8.allSatisfy({ ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7f }) else {
                throw MessageSignatureError(.controlCharacter, component.identifier)
            }
            bytes.append(contentsOf: "\(component.identifier): \(value)\n".utf8)
            guard bytes.count <= Self.maximumBytes else { throw MessageSignatureError(.tooLarge, "what is covered") }
        }
        bytes.append(contentsOf: "\"@signature-params\": \(input.signatureParameters)".utf8)
        self.bytes = bytes
    }
}
