/// Base64 (RFC 4648), strict: one text for one sequence of bytes, so that nothing can be written in two ways. Padding bits are zero;
/// the standard alphabet is padded and the one for URLs is not.
enum Base64 {
    enum Alphabet: Sendable {
        /// Section 4, padded.
        case standard
        /// Section 5, not padded.
        case url
    }

    /// Decodes a text; nil when it is not exactly what ``encode(_:alphabet:)`` would write.
    static func decode(_ text: some BidirectionalCollection<UInt8>, alphabet: Alphabet) -> [UInt8]? {
        var digits = text[...]
        if alphabet == .standard {
            guard text.count.isMultiple(of: 4) else { return nil }
            for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
        }
        guard digits.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * 3 / 4)
        var bits: UInt32 = 0
        var held = 0
        for digit in digits {
            guard let value = value(of: digit, alphabet) else { return nil }
            bits = bits << 6 | value
            held += 6
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
                bits &= (1 << UInt32(held)) - 1
            }
        }
        return bits == 0 ? bytes : nil
    }

    /// Encodes bytes.
    static func encode(_ bytes: some Collection<UInt8>, alphabet: Alphabet = .standard) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var bits: UInt32 = 0
        var held: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 6 {
                held -= 6
                text.append(digit(for: bits >> held & 0x3f, alphabet))
            }
            bits &= (1 << held) - 1
        }
        if held > 0 { text.append(digit(for: bits << (6 - held) & 0x3f, alphabet)) }
        while alphabet == .standard, !text.count.isMultiple(of: 4) { text.append(UInt8(ascii: "=")) }
        return String(decoding: text, as: UTF8.self)
    }

    private static func value(of digit: UInt8, _ alphabet: Alphabet) -> UInt32? {
        switch (digit, alphabet) {
        case (0x41...0x5a, _): UInt32(digit - 0x41)
        case (0x61...0x7a, _): UInt32(digit - 0x61 + 26)
        case (0x30...0x39, _): UInt32(digit - 0x30 + 52)
        case (UInt8(ascii: "+"), .standard), (UInt8(ascii: "-"), .url): 62
        case (UInt8(ascii: "/"), .standard), (UInt8(ascii: "_"), .url): 63
        default: nil
        }
    }

    private static func digit(for value: UInt32, _ alphabet: Alphabet) -> UInt8 {
        switch value {
        case 0..<26: UInt8(value) + 0x41
        case 26..<52: UInt8(value - 26) + 0x61
        case 52..<62: UInt8(value - 52) + 0x30
        case 62: alphabet == .url ? UInt8(ascii: "-") : UInt8(ascii: "+")
        default: alphabet == .url ? UInt8(ascii: "_") : UInt8(ascii: "/")
        }
    }
}
