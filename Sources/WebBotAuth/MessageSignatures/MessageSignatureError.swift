/// Why a message signature (RFC 9421) cannot be read, or its signature base cannot be made.
public struct MessageSignatureError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure.
    public enum Code: String, Sendable, CaseIterable {
        /// `Signature-Input`, `Signature` or a field that is covered by key is no structured field of the right kind.
        case malformed
        /// A label or component stands there twice.
        case repeated
        /// A component or one of its parameters is not known.
        case unknown
        /// Parameters of a component exclude each other, or do not fit the message.
        case unfit
        /// The message has no such component.
        case missing
        /// A value holds a line break or another control character.
        case controlCharacter = "control_character"
        /// The field's strict form is asked for and cannot be made.
        case unserializable
        /// More than what is looked at.
        case tooLarge = "too_large"
    }

    /// What kind of failure it is.
    public var code: Code
    /// What it is about: a component, a label or a field.
    public var subject: String

    init(_ code: Code, _ subject: String) {
        self.code = code
        // What is told of hostile input is bounded and printable.
        self.subject = String(
            decoding: subject.utf8.prefix(80).map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") },
            as: UTF8.self)
    }

    /// The failure in words.
    public var description: String {
        switch code {
        case .malformed: "malformed: \(subject)"
        case .repeated: "twice there: \(subject)"
        case .unknown: "not known: \(subject)"
        case .unfit: "does not fit the message: \(subject)"
        case .missing: "not in the message: \(subject)"
        case .controlCharacter: "a control character in \(subject)"
        case .unserializable: "no strict form: \(subject)"
        case .tooLarge: "too large: \(subject)"
        }
    }
}
