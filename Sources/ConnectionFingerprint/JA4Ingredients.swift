import Crypto

/// What a JA4 is made of: the first part's ten characters, and the lists behind the two hashes, in their order, without
/// GREASE.
struct JA4Ingredients {
    /// The first part, such as `t13d1516h2`.
    var prefix: Prefix
    /// Cipher suites, sorted.
    var ciphers: [UInt16]
    /// Extensions, sorted, without `server_name` and ALPN.
    var extensions: [UInt16]
    /// Signature algorithms in the client's order.
    var signatureAlgorithms: [UInt16]

    /// What stands before the first underscore.
    struct Prefix {
        var transport: UInt8
        var version: (UInt8, UInt8)
        var hasServerName: Bool
        var cipherCount: Int
        var extensionCount: Int
        var alpn: (UInt8, UInt8)
    }

    /// - Parameters:
    ///   - hello: the message.
    ///   - ignored: extensions to treat as if they had not come.
    init(_ hello: ClientHello, leavingOut ignored: [UInt16] = []) {
        ciphers = Self.sorted(hello.cipherSuites) { !Grease.contains($0) }
        var own = 0
        extensions = Self.sorted(hello.extensions) { type in
            if Grease.contains(type) || ignored.contains(type) { return false }
            if type != TLSExtension.serverName, type != TLSExtension.applicationProtocols { return true }
            own += 1
            return false
        }
        signatureAlgorithms = hello.signatureAlgorithms
        if signatureAlgorithms.contains(where: Grease.contains) {
            signatureAlgorithms.removeAll(where: Grease.contains)
        }
        prefix = Prefix(
            transport: hello.transport.letter, version: Self.version(of: hello), hasServerName: hello.hasServerName,
            cipherCount: ciphers.count, extensionCount: extensions.count + own, alpn: Self.alpn(of: hello))
    }

    /// The values that are kept, sorted.
    private static func sorted(_ values: [UInt16], keeping isKept: (UInt16) -> Bool) -> [UInt16] {
        Array(unsafeUninitializedCapacity: values.count) { buffer, count in
            for value in values where isKept(value) {
                buffer[count] = value
                count += 1
            }
            var kept = UnsafeMutableBufferPointer(rebasing: buffer[..<count])
            // Lists of honest clients are short: putting each in its place beats setting up a sort.
            if count <= 64 { sortShort(kept) } else { kept.sort() }
        }
    }

    private static func sortShort(_ values: UnsafeMutableBufferPointer<UInt16>) {
        for end in values.indices.dropFirst() {
            let value = values[end]
            var place = end
            while place > 0, values[place - 1] > value {
                values[place] = values[place - 1]
                place -= 1
            }
            values[place] = value
        }
    }
}

// What the specification says of the first part.
extension JA4Ingredients {
    private static func version(of hello: ClientHello) -> (UInt8, UInt8) {
        let offered = hello.supportedVersions.lazy.filter { !Grease.contains($0) }
        var highest = offered.max()
        // DTLS counts its versions downwards.
        if hello.transport == .dtls { highest = offered.filter { $0 >= 0xfe00 }.min() ?? highest }
        let (first, last): (Unicode.Scalar, Unicode.Scalar) =
            switch highest ?? hello.legacyVersion {
            case 0x0304: ("1", "3")
            case 0x0303: ("1", "2")
            case 0x0302: ("1", "1")
            case 0x0301: ("1", "0")
            case 0x0300: ("s", "3")
            case 0x0002: ("s", "2")
            case 0xfeff: ("d", "1")
            case 0xfefd: ("d", "2")
            case 0xfefc: ("d", "3")
            default: ("0", "0")
            }
        return (UInt8(ascii: first), UInt8(ascii: last))
    }

    /// The first and the last character of the first ALPN name; the first and the last digit of its hexadecimal form when
    /// either is no letter or digit; `00` without a name.
    private static func alpn(of hello: ClientHello) -> (UInt8, UInt8) {
        guard let (first, last) = endsOfFirstProtocol(hello.protocolList) else {
            return (UInt8(ascii: "0"), UInt8(ascii: "0"))
        }
        if HexText.isAlphanumeric(first), HexText.isAlphanumeric(last) { return (first, last) }
        return (HexText.digit(first >> 4), HexText.digit(last & 0x0f))
    }

    private static func endsOfFirstProtocol(_ list: [UInt8]) -> (UInt8, UInt8)? {
        var rest = list[...]
        while let count = rest.popFirst() {
            let name = rest.prefix(Int(count))
            rest = rest.dropFirst(Int(count))
            if Grease.contains(name) { continue }
            guard let first = name.first, let last = name.last else { return nil }
            return (first, last)
        }
        return nil
    }
}

// Writing.
extension JA4Ingredients {
    /// The 36 characters with hashes.
    var hashed: String {
        String(unsafeUninitializedCapacity: JA4.length) { buffer in
            var writer = TextWriter(buffer)
            write(prefix, to: &writer)
            writer.write("_")
            writeHash(of: ciphers, and: [], to: &writer)
            writer.write("_")
            writeHash(of: extensions, and: signatureAlgorithms, to: &writer)
            return writer.count
        }
    }

    /// The raw form with the lists themselves.
    var raw: String {
        let lists = ciphers.count + extensions.count + signatureAlgorithms.count
        return String(unsafeUninitializedCapacity: 16 + 5 * lists) { buffer in
            var writer = TextWriter(buffer)
            write(prefix, to: &writer)
            writer.write("_")
            writer.writeList(ciphers)
            writer.write("_")
            Self.write(extensions, and: signatureAlgorithms, to: &writer)
            return writer.count
        }
    }

    private func write(_ prefix: Prefix, to writer: inout TextWriter) {
        writer.write(prefix.transport)
        writer.write(prefix.version.0)
        writer.write(prefix.version.1)
        writer.write(prefix.hasServerName ? "d" : "i")
        writer.writeCount(prefix.cipherCount)
        writer.writeCount(prefix.extensionCount)
        writer.write(prefix.alpn.0)
        writer.write(prefix.alpn.1)
    }

    /// The list, and behind an underscore the second one, if it holds anything.
    private static func write(_ list: [UInt16], and second: [UInt16], to writer: inout TextWriter) {
        writer.writeList(list)
        guard !second.isEmpty else { return }
        writer.write("_")
        writer.writeList(second)
    }

    /// The first 12 digits of the SHA-256 of the lists' text; twelve zeros when the first list is empty.
    private func writeHash(of list: [UInt16], and second: [UInt16], to writer: inout TextWriter) {
        guard !list.isEmpty else {
            for _ in 0..<12 { writer.write("0") }
            return
        }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 8 + 5 * (list.count + second.count)) { buffer in
            var text = TextWriter(buffer)
            Self.write(list, and: second, to: &text)
            var hash = SHA256()
            hash.update(bufferPointer: text.bytes)
            hash.finalize().withUnsafeBytes { digest in
                for byte in digest.prefix(6) { writer.writeHex(byte) }
            }
        }
    }
}

// Reading.
extension JA4Ingredients {
    /// Reads a raw form, such as the table of known clients is written in.
    init?(raw: some StringProtocol) {
        let parts = raw.split(separator: "_", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3, let prefix = Prefix(parts[0]), let ciphers = Self.list(parts[1]),
            let extensions = Self.list(parts[2]), let algorithms = Self.list(parts.count > 3 ? parts[3] : "")
        else { return nil }
        self.prefix = prefix
        self.ciphers = ciphers
        self.extensions = extensions
        signatureAlgorithms = algorithms
    }

    private static func list(_ text: some StringProtocol) -> [UInt16]? {
        var values: [UInt16] = []
        for item in text.split(separator: ",") {
            guard item.utf8.count == 4, let value = UInt16(item, radix: 16) else { return nil }
            values.append(value)
        }
        return values
    }
}

extension JA4Ingredients.Prefix {
    init?(_ text: some StringProtocol) {
        guard let whole = JA4(parsing: "\(text)_000000000000_000000000000") else { return nil }
        let bytes = Array(whole.description.utf8)
        transport = bytes[0]
        version = (bytes[1], bytes[2])
        hasServerName = bytes[3] == UInt8(ascii: "d")
        cipherCount = whole.cipherCount
        extensionCount = whole.extensionCount
        alpn = (bytes[8], bytes[9])
    }
}
