extension MaxMindData {
    /// A line of text; nil when the value is none, or one that ``DatabaseText`` does not take.
    func text(_ value: Value) -> String? {
        value.kind == .text ? DatabaseText.line(content(of: value)) : nil
    }

    /// A whole number that is not negative, of whatever type. IPinfo writes numbers as texts.
    func unsigned(_ value: Value) -> UInt64? {
        switch value.kind {
        case .uint16, .uint32, .uint64: content(of: value).reduce(0) { $0 << 8 | UInt64($1) }
        case .int32: UInt64(exactly: signed(value))
        case .text: shortText(value).flatMap { UInt64($0) }
        default: nil
        }
    }

    /// A finite number, of whatever type.
    func number(_ value: Value) -> Double? {
        let number: Double? =
            switch value.kind {
            case .double: Double(bitPattern: content(of: value).reduce(0) { $0 << 8 | UInt64($1) })
            case .float: Double(Float(bitPattern: content(of: value).reduce(0) { $0 << 8 | UInt32($1) }))
            case .int32: Double(signed(value))
            case .text: shortText(value).flatMap { Double($0) }
            default: unsigned(value).map { Double($0) }
            }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }

    /// Whether it says yes. IPinfo writes `true`, `false` or nothing as texts, and some writers know no booleans and put 1 and 0.
    func isTrue(_ value: Value) -> Bool {
        switch value.kind {
        case .boolean: value.size == 1
        case .text: shortText(value)?.lowercased() == "true"
        default: unsigned(value) == 1
        }
    }

    /// The number of an autonomous system; nil for 0, which nobody has, and for more than 32 bits.
    func asn(_ value: Value) -> UInt32? {
        if value.kind == .text { return DatabaseText.asn(shortText(value)) }
        return unsigned(value).flatMap { UInt32(exactly: $0) }.flatMap { $0 == 0 ? nil : $0 }
    }

    private func shortText(_ value: Value) -> String? { value.size <= 64 ? text(value) : nil }

    /// Fewer than four bytes are those of a number that is not negative ("padded with zeros").
    private func signed(_ value: Value) -> Int32 {
        Int32(bitPattern: content(of: value).reduce(0) { $0 << 8 | UInt32($1) })
    }
}
