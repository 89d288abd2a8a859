/// The character classes of the grammars that are read here (RFC 9110, RFC 9651, RFC 3986).
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isLowercase(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
    static func isUppercase(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
    static func isLetter(_ byte: UInt8) -> Bool { isLowercase(byte | 0x20) && byte < 0x80 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

    /// What a key of a structured field goes on with.
    static func isKeyCharacter(_ byte: UInt8) -> Bool {
        isLowercase(byte) || isDigit(byte) || among("_-.*", byte)
    }

    static func isKey(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLowercase(first) || first == UInt8(ascii: "*") else { return false }
        return text.utf8.allSatisfy(isKeyCharacter)
    }

    /// `tchar` of RFC 9110, section 5.6.2.
    static func isFieldNameCharacter(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || among("!#$%&'*+-.^_`|~", byte) }

    /// What a token of a structured field goes on with.
    static func isTokenCharacter(_ byte: UInt8) -> Bool { isFieldNameCharacter(byte) || among(":/", byte) }

    /// `unreserved` of RFC 3986, section 2.3.
    static func isUnreserved(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || among("-._~", byte) }

    static func lowercaseHexadecimal(_ byte: UInt8) -> UInt8? {
        isUppercase(byte) ? nil : hexadecimal(byte)
    }

    /// The value of a hexadecimal digit.
    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    /// The two hexadecimal digits of a byte.
    /// - Parameter letters: `a` or `A`.
    static func hexadecimal(_ byte: UInt8, letters: Unicode.Scalar) -> [UInt8] {
        [byte >> 4, byte & 0xf].map { $0 < 10 ? 0x30 + $0 : UInt8(ascii: letters) + $0 - 10 }
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// Without spaces and tabs at both ends.
    static func trimmed(_ text: String) -> String {
        var bytes = text.utf8[...]
        while let first = bytes.first, isSpace(first) { bytes.removeFirst() }
        while let last = bytes.last, isSpace(last) { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// In small letters, other characters as they are.
    static func lowercased(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map { isUppercase($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static func among(_ characters: StaticString, _ byte: UInt8) -> Bool {
        characters.withUTF8Buffer { $0.contains(byte) }
    }
}
