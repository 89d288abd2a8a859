/// Reads numbers of autonomous systems from bytes where they lie.
enum ASNText {
    /// `13335` or `AS13335`, in plain decimals (RFC 5396); 0 and 4,294,967,295 are no systems (RFC 7607, RFC 7300).
    static func number(_ text: TextBytes) -> UInt32? {
        let digits = hasPrefix(text) ? text.from(2) : text
        guard digits.count <= 10, let value = AddressText.decimal(digits), let number = UInt32(exactly: value),
            number != 0, number != .max
        else { return nil }
        return number
    }

    /// Whether it begins with `AS`.
    static func hasPrefix(_ text: TextBytes) -> Bool {
        text.count > 2 && text[0] | 0x20 == 0x61 && text[1] | 0x20 == 0x73
    }

    /// Why a text is no number of a system.
    static func reasonNotRead(_ text: TextBytes) -> String {
        if AddressText.range(text) != nil { return "an address, not an AS number" }
        let digits = hasPrefix(text) ? text.from(2) : text
        guard digits.count > 0, digits.allSatisfy({ $0.decimalDigit != nil }) else { return "no AS number" }
        return digits[0] == 0x30 && digits.count > 1
            ? "an AS number with a leading zero" : "an AS number that nobody can have"
    }
}
