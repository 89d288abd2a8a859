/// Texts as databases hold them, checked before they go anywhere.
enum DatabaseText {
    /// The most bytes that a text keeps; organizations' names are the longest, and 203 bytes the most that was seen.
    static let limit = 256

    /// A text of one line; nil when it is empty, no UTF-8, or has control characters. What is longer than ``limit`` is cut.
    static func line(_ bytes: UnsafeRawBufferPointer) -> String? {
        var end = bytes.count
        if end > limit {
            end = limit
            // Not in the middle of a character: back to a byte that begins one.
            while end > limit - 4, bytes[end] & 0xc0 == 0x80 { end -= 1 }
        }
        let kept = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        var bits: UInt8 = 0
        for byte in kept {
            guard byte >= 0x20, byte != 0x7f else { return nil }
            bits |= byte
        }
        guard !kept.isEmpty else { return nil }
        // What is ASCII need not be checked again.
        return bits < 0x80 ? String(decoding: kept, as: UTF8.self) : String(validating: kept, as: UTF8.self)
    }

    /// A country's code (ISO 3166-1, two letters) in upper case; nil for anything else.
    static func countryCode(_ text: String?) -> String? {
        guard let text, text.utf8.count == 2, text.utf8.allSatisfy({ isLetter($0) }) else { return nil }
        return text.uppercased()
    }

    /// A name that could be of the IANA time zone database; nil for anything else.
    static func timeZone(_ text: String?) -> String? {
        guard let text, text.utf8.count <= 64, text.utf8.allSatisfy(isOfTimeZone) else { return nil }
        return text
    }

    /// The number of an autonomous system, such as `AS64496` or `64496`; nil for anything else, and for 0, which nobody has (RFC 7607).
    static func asn(_ text: String?) -> UInt32? {
        guard var digits = text?.utf8[...] else { return nil }
        if digits.first.map({ $0 | 0x20 }) == UInt8(ascii: "a"),
            digits.dropFirst().first.map({ $0 | 0x20 }) == UInt8(ascii: "s")
        {
            digits = digits.dropFirst(2)
        }
        guard digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return UInt32(Substring(digits)).flatMap { $0 == 0 ? nil : $0 }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isOfTimeZone(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "+"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: isLetter(byte)
        }
    }
}
