/// A domain name in the form it has in messages (RFC 1035, section 3.1), in lower case: names are equal whatever their case.
struct DomainName: Hashable, Sendable {
    /// How many bytes a name may have, its length bytes and its end counted (RFC 1035, section 2.3.4).
    static let maximumLength = 255
    /// How many bytes a label may have.
    static let maximumLabelLength = 63

    /// The labels, each behind its length. The end of the name, a length of zero, is left out.
    let bytes: [UInt8]

    /// A name of labels as a message had them; nil where it is too long.
    init?(labels: [UInt8]) {
        guard labels.count < Self.maximumLength else { return nil }
        bytes = labels.map(Self.lowercased)
    }

    /// Reads the name of a host (RFC 1123, section 2.1), without a final dot; nil when the text is none.
    init?(host text: String) {
        guard (1..<Self.maximumLength - 1).contains(text.utf8.count) else { return nil }
        var bytes: [UInt8] = []
        for label in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard Self.isHostLabel(label) else { return nil }
            bytes.append(UInt8(label.count))
            bytes.append(contentsOf: label.map(Self.lowercased))
        }
        self.bytes = bytes
    }

    /// The name as it is written, without a final dot; nil where it can't be a host's, because a label has other characters than letters,
    /// digits and hyphens or begins or ends with a hyphen.
    var host: String? {
        var text: [UInt8] = []
        var rest = bytes[...]
        while let length = rest.popFirst() {
            let label = rest.prefix(Int(length))
            guard Self.isHostLabel(label) else { return nil }
            if !text.isEmpty { text.append(UInt8(ascii: ".")) }
            text.append(contentsOf: label)
            rest = rest.dropFirst(Int(length))
        }
        return text.isEmpty ? nil : String(decoding: text, as: UTF8.self)
    }

    /// Whether the name is the other one or lies below it.
    func isWithin(_ other: DomainName) -> Bool {
        var start = 0
        while bytes.count - start > other.bytes.count { start += 1 + Int(bytes[start]) }
        return bytes[start...] == other.bytes[...]
    }

    private static func isHostLabel(_ label: some BidirectionalCollection<UInt8>) -> Bool {
        (1...maximumLabelLength).contains(label.count) && label.allSatisfy(isHostByte)
            && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
