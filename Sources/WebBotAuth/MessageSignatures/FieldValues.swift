/// The values of a message's fields by name.
struct FieldValues {
    /// The most fields of a message that are looked at.
    static let maximumFields = 256

    private let values: [String: [String]]

    init(_ fields: [MessageField]) throws(MessageSignatureError) {
        guard fields.count <= Self.maximumFields else { throw MessageSignatureError(.tooLarge, "the header") }
        var values: [String: [String]] = [:]
        for field in fields { values[field.name, default: []].append(field.value) }
        self.values = values
    }

    /// The values of a field in their order, without the space around each (RFC 9421, section 2.1); nil where there is none.
    ///
    /// Line folding is obsolete and no server of today passes it on: a line break is refused, not repaired.
    func lines(_ name: String) throws(MessageSignatureError) -> [String]? {
        guard let lines = values[name] else { return nil }
        // Asked before anything is scanned: what is larger fits into no signature base.
        guard lines.reduce(0, { $0 + $1.utf8.count }) <= SignatureBase.maximumBytes else {
            throw MessageSignatureError(.tooLarge, name)
        }
        for line in lines where line.utf8.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7f }) {
            throw MessageSignatureError(.controlCharacter, name)
        }
        return lines.map(ASCII.trimmed)
    }

    /// All values of a field in one (RFC 9110, section 5.3); nil where there is none. HTTP/2 splits cookies, and they are put together as
    /// they were (RFC 9113, section 8.2.3).
    func combined(_ name: String) throws(MessageSignatureError) -> String? {
        try lines(name)?.joined(separator: name == "cookie" ? "; " : ", ")
    }
}
