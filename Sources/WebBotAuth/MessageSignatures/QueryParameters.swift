/// Parameters of a query as `application/x-www-form-urlencoded`, for `@query-param` (RFC 9421, section 2.2.8).
enum QueryParameters {
    /// The values of the parameters of a name, encoded again in the one way in which a signature base has them.
    /// - Parameters:
    ///   - name: percent-encoded, as a signature names it.
    ///   - query: without the question mark.
    static func values(of name: String, in query: String) -> [String] {
        let wanted = encoded(decoded(name.utf8[...]))
        return query.utf8.split(separator: UInt8(ascii: "&")).compactMap { pair in
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = parts.first, encoded(decoded(key)) == wanted else { return nil }
            return parts.count > 1 ? encoded(decoded(parts[1])) : ""
        }
    }

    private static func decoded(_ text: Substring.UTF8View) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+") {
                bytes.append(UInt8(ascii: " "))
            } else if byte == UInt8(ascii: "%"), let octet = octet(rest.prefix(2)) {
                bytes.append(octet)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return bytes
    }

    private static func octet(_ digits: Substring.UTF8View) -> UInt8? {
        let values = digits.compactMap(ASCII.hexadecimal(_:))
        return values.count == 2 ? values[0] << 4 | values[1] : nil
    }

    /// Percent-encodes what the form encoding of the URL standard encodes, with `%20` for a space.
    private static func encoded(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for byte in bytes {
            if ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "*") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            {
                text.append(byte)
            } else {
                text.append(UInt8(ascii: "%"))
                text.append(contentsOf: ASCII.hexadecimal(byte, letters: "A"))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
