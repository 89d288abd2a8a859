/// The canonical text of structured fields (RFC 9651, section 4.1). Signatures are made over it, so it is exact.
extension BareItem {
    /// The canonical text; nil for what the grammar cannot write: a number out of range, a string that is not printable ASCII, or no token.
    public var canonical: String? {
        switch self {
        case .integer(let value): Self.isInRange(value) ? String(value) : nil
        case .decimal(let thousandths): Self.isInRange(thousandths) ? Self.decimal(thousandths) : nil
        case .string(let text): Self.quoted(text)
        case .token(let text): Self.isToken(text) ? text : nil
        case .bytes(let bytes): ":\(Base64.encode(bytes)):"
        case .boolean(let value): value ? "?1" : "?0"
        case .date(let seconds): Self.isInRange(seconds) ? "@\(seconds)" : nil
        case .displayString(let text): Self.display(text)
        }
    }

    private static func isInRange(_ value: Int64) -> Bool { value.magnitude <= 999_999_999_999_999 }

    private static func decimal(_ thousandths: Int64) -> String {
        let (whole, fraction) = thousandths.magnitude.quotientAndRemainder(dividingBy: 1000)
        var digits = String(1000 + fraction).dropFirst()
        while digits.count > 1, digits.last == "0" { digits.removeLast() }
        return "\(thousandths < 0 ? "-" : "")\(whole).\(digits)"
    }

    private static func quoted(_ text: String) -> String? {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            guard (0x20...0x7e).contains(byte) else { return nil }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func display(_ text: String) -> String {
        var bytes = Array("%\"".utf8)
        for byte in text.utf8 {
            if (0x20...0x7e).contains(byte), byte != UInt8(ascii: "%"), byte != UInt8(ascii: "\"") {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(contentsOf: ASCII.hexadecimal(byte, letters: "a"))
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isToken(_ text: String) -> Bool {
        guard let first = text.utf8.first, ASCII.isLetter(first) || first == UInt8(ascii: "*") else { return false }
        return text.utf8.allSatisfy(ASCII.isTokenCharacter)
    }
}

extension StructuredParameters {
    /// The canonical text, each parameter with its semicolon before it; nil for what the grammar cannot write.
    public var canonical: String? {
        var text = ""
        for entry in entries {
            guard ASCII.isKey(entry.key), let value = entry.value.canonical else { return nil }
            text += entry.value == .boolean(true) ? ";\(entry.key)" : ";\(entry.key)=\(value)"
        }
        return text
    }
}

extension StructuredItem {
    /// The canonical text; nil for what the grammar cannot write.
    public var canonical: String? {
        guard let value = value.canonical, let parameters = parameters.canonical else { return nil }
        return value + parameters
    }
}

extension StructuredInnerList {
    /// The canonical text; nil for what the grammar cannot write.
    public var canonical: String? {
        var texts: [String] = []
        for item in items {
            guard let text = item.canonical else { return nil }
            texts.append(text)
        }
        return parameters.canonical.map { "(\(texts.joined(separator: " ")))\($0)" }
    }
}

extension StructuredMember {
    /// The canonical text; nil for what the grammar cannot write.
    public var canonical: String? {
        switch self {
        case .item(let item): item.canonical
        case .innerList(let list): list.canonical
        }
    }
}

extension StructuredList {
    /// The canonical text; nil for what the grammar cannot write.
    public var canonical: String? {
        let texts = members.compactMap(\.canonical)
        return texts.count == members.count ? texts.joined(separator: ", ") : nil
    }
}

extension StructuredDictionary {
    /// The canonical text; nil for what the grammar cannot write.
    public var canonical: String? {
        let texts = entries.compactMap { entry -> String? in
            guard ASCII.isKey(entry.key), let text = entry.member.canonical else { return nil }
            guard case .item(let item) = entry.member, item.value == .boolean(true) else {
                return "\(entry.key)=\(text)"
            }
            return item.parameters.canonical.map { entry.key + $0 }
        }
        return texts.count == entries.count ? texts.joined(separator: ", ") : nil
    }
}
