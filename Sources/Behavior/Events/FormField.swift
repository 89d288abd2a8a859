/// A form field that rows refer to: a hash of its name and its kind.
public struct FormField: Sendable, Equatable {
    /// The kind of a field, as its element says.
    public enum Kind: String, Sendable {
        case text, email, password, tel, number, search, url, date, checkbox, radio, select, textarea, submit, button
        case other

        /// Whether a person types into it.
        public var takesText: Bool {
            switch self {
            case .text, .email, .password, .tel, .number, .search, .url, .date, .textarea: true
            case .checkbox, .radio, .select, .submit, .button, .other: false
            }
        }
    }

    /// 8 or 16 lowercase hex digits that stand for the field's name or id.
    public var hash: String
    /// The kind of the field.
    public var kind: Kind

    init?(hash: String, kind: String) {
        let digits = hash.utf8
        guard digits.count == 8 || digits.count == 16 else { return nil }
        guard digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return nil }
        self.hash = hash
        self.kind = Kind(rawValue: kind) ?? .other
    }
}
