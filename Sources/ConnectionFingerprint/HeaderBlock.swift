/// The names in an HTTP/2 connection's first header block, and how the block was compressed (RFC 7541).
///
/// Values are stepped over, not decoded: nobody needs them here, and a block that would unpack to far more than it takes costs nothing.
/// It is exact for every valid block that is a connection's first. What is against HPACK in the values is for the connection itself to
/// refuse.
struct HeaderBlock {
    /// Pseudo-headers by their letters, as in ``HTTP2Preface/pseudoHeaders``.
    private(set) var pseudoHeaders = ""
    /// Names of the other headers in lower case and in their order; the first ``nameLimit`` of them.
    private(set) var names: [String] = []
    /// How it was compressed.
    private(set) var encoding = HeaderEncoding()

    /// The most names that are kept.
    static let nameLimit = 100
    /// The most characters of a name that are kept.
    static let nameLengthLimit = 64
    private static let pseudoHeaderLimit = 8

    /// Names that came with the wish to remember them, for fields that refer to them.
    private var remembered: [String] = []

    /// Reads a block; nil when it is not HPACK.
    init?(_ bytes: UnsafeRawBufferPointer) {
        names.reserveCapacity(24)
        remembered.reserveCapacity(24)
        var reader = HPACKReader(bytes)
        while let first = reader.peek {
            if first & 0x80 != 0 {
                guard let index = reader.integer(7), let name = name(at: index) else { return nil }
                if index == Self.pathOfRoot || index == Self.pathOfIndex { encoding.hasIndexedPath = true }
                add(name)
            } else if first & 0xe0 == 0x20 {
                // An update of the table's size.
                guard reader.integer(5) != nil else { return nil }
            } else {
                let isRemembered = first & 0xc0 == 0x40
                guard let name = literal(&reader, prefix: isRemembered ? 6 : 4) else { return nil }
                if isRemembered { remembered.append(name) }
                add(name)
            }
        }
    }

    private mutating func literal(_ reader: inout HPACKReader, prefix: Int) -> String? {
        guard let index = reader.integer(prefix) else { return nil }
        var name: String?
        if index == 0 {
            guard let string = reader.string() else { return nil }
            name = spelled(string)
        } else {
            name = self.name(at: index)
        }
        guard let name, let value = reader.string() else { return nil }
        note(value)
        return name
    }

    private func name(at index: Int) -> String? {
        guard index > 0 else { return nil }
        if index <= Self.staticNames.count { return Self.staticNames[index - 1] }
        let age = index - Self.staticNames.count
        return age <= remembered.count ? remembered[remembered.count - age] : nil
    }

    private mutating func add(_ name: String) {
        if name.utf8.first == UInt8(ascii: ":") {
            if let letter = Self.letter(of: name), pseudoHeaders.utf8.count < Self.pseudoHeaderLimit {
                pseudoHeaders.append(letter)
            }
        } else if names.count < Self.nameLimit {
            names.append(name)
        }
    }

    private static func letter(of name: String) -> Character? {
        switch name {
        case ":method": "m"
        case ":authority": "a"
        case ":scheme": "s"
        case ":path": "p"
        default: nil
        }
    }
}

// Strings.
extension HeaderBlock {
    /// A name that is spelled out, in lower case.
    private mutating func spelled(_ string: HPACKReader.Text) -> String? {
        guard !string.bytes.isEmpty else { return nil }
        var count: Int? = string.bytes.count
        let name = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.nameLengthLimit) { buffer in
            var kept = 0
            func keep(_ byte: UInt8) {
                guard kept < buffer.count else { return }
                buffer[kept] = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
                kept += 1
            }
            if string.isHuffman {
                count = HuffmanCode.shared.decode(string.bytes, keep)
            } else {
                string.bytes.prefix(buffer.count).forEach(keep)
            }
            return String(decoding: buffer[..<kept], as: UTF8.self)
        }
        guard let count, count > 0 else { return nil }
        if string.isHuffman, string.bytes.count >= count { encoding.hasNeedlessHuffman = true }
        return name
    }

    /// Looks whether a short value is in Huffman code for nothing; long ones nearly always gain by it.
    private mutating func note(_ value: HPACKReader.Text) {
        guard value.isHuffman, !encoding.hasNeedlessHuffman, (1...Self.shortValue).contains(value.bytes.count) else {
            return
        }
        if let count = HuffmanCode.shared.decode(value.bytes), value.bytes.count >= count {
            encoding.hasNeedlessHuffman = true
        }
    }

    private static let shortValue = 8
}

// The static table (RFC 7541, appendix A).
extension HeaderBlock {
    private static let pathOfRoot = 4
    private static let pathOfIndex = 5

    private static let staticNames: [String] = [
        ":authority", ":method", ":method", ":path", ":path", ":scheme", ":scheme", ":status", ":status", ":status",
        ":status", ":status", ":status", ":status", "accept-charset", "accept-encoding", "accept-language",
        "accept-ranges", "accept", "access-control-allow-origin", "age", "allow", "authorization", "cache-control",
        "content-disposition", "content-encoding", "content-language", "content-length", "content-location",
        "content-range", "content-type", "cookie", "date", "etag", "expect", "expires", "from", "host", "if-match",
        "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "last-modified", "link", "location",
        "max-forwards", "proxy-authenticate", "proxy-authorization", "range", "referer", "refresh", "retry-after",
        "server", "set-cookie", "strict-transport-security", "transfer-encoding", "user-agent", "vary", "via",
        "www-authenticate",
    ]
}
