/// The content of a `data:` address (RFC 2397).
struct DataAddress {
    /// The media type in small letters, without parameters.
    let mediaType: String
    /// The content, decoded.
    let content: [UInt8]

    /// Reads an address; nil where the text is none or its content is not properly encoded.
    init?(_ text: String) {
        guard ASCII.lowercased(text.prefix(5)) == "data:",
            let comma = text.utf8.firstIndex(of: UInt8(ascii: ","))
        else { return nil }
        let header = text.utf8.dropFirst(5)
        guard comma >= header.startIndex else { return nil }
        let parts = header[..<comma].split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
            .map { ASCII.lowercased(Substring($0)) }
        mediaType = parts.first ?? ""
        guard let bytes = Self.percentDecoded(text.utf8[text.utf8.index(after: comma)...]) else { return nil }
        guard parts.last == "base64", parts.count > 1 else {
            content = bytes
            return
        }
        // Written with either alphabet, padded or not.
        let digits = bytes.map { byte in
            switch byte {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            default: byte
            }
        }
        guard let content = Base64.decode(digits.prefix { $0 != UInt8(ascii: "=") }, alphabet: .url) else { return nil }
        self.content = content
    }

    private static func percentDecoded(_ text: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(ASCII.hexadecimal(_:)),
                let low = rest.popFirst().flatMap(ASCII.hexadecimal(_:))
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }
}
