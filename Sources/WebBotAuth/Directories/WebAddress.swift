/// An absolute `http` or `https` address, read strictly (RFC 3986), as far as a directory's address goes.
///
/// No user information, no fragment, no dot segments, no spaces: what is unusual in a signer's address is refused and not repaired.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// The most characters of an address, as it is given and as it is written.
    public static let maximumLength = 2048

    /// Whether the scheme is `https`.
    public let isSecure: Bool
    /// A domain name or an IPv4 address in small letters, or an IPv6 address in brackets.
    public let host: String
    /// The port, unless it is the scheme's own.
    public let port: Int?
    /// The path; begins with a slash, percent-encoding in its normal form (RFC 3986, section 6.2.2).
    public let path: String
    /// The query without its question mark; nil where there is none.
    public let query: String?

    /// Reads an address; nil where the text is none.
    public init?(_ text: String) {
        let lowercased = ASCII.lowercased(text.prefix(8))
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            !text.utf8.contains(where: { Self.isForbidden($0) })
        else { return nil }
        let scheme: Int
        if lowercased.hasPrefix("https://") {
            (isSecure, scheme) = (true, 8)
        } else if lowercased.hasPrefix("http://") {
            (isSecure, scheme) = (false, 7)
        } else {
            return nil
        }
        let rest = text.utf8.dropFirst(scheme).prefix { $0 != UInt8(ascii: "#") }
        let authority = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
        guard let (host, port) = Self.authority(authority),
            let path = Self.path(rest.dropFirst(authority.count).prefix { $0 != UInt8(ascii: "?") })
        else { return nil }
        self.host = host
        self.port = port == (isSecure ? 443 : 80) ? nil : port
        self.path = path
        query = rest.firstIndex(of: UInt8(ascii: "?")).map { String(rest[rest.index(after: $0)...]) ?? "" }
        // The slash of an empty path came in addition, and what is kept in writing must be read again.
        guard description.utf8.count <= Self.maximumLength else { return nil }
    }

    private init(isSecure: Bool, host: String, port: Int?, path: String) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.path = path
        query = nil
    }

    /// Host and port.
    public var authority: String { port.map { "\(host):\($0)" } ?? host }

    /// Scheme, host and port.
    public var origin: String { "\(isSecure ? "https" : "http")://\(authority)" }

    /// The address as it is fetched.
    public var description: String { origin + target }

    /// Path and query.
    public var target: String { path + (query.map { "?\($0)" } ?? "") }

    /// The address without its query: what identifies a signer, however it spells its queries.
    public var identifier: String { origin + path }

    /// Another path at the same origin.
    func replacingPath(_ path: String) -> WebAddress {
        WebAddress(isSecure: isSecure, host: host, port: port, path: path)
    }

    private static func isForbidden(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            true
        default: false
        }
    }

    private static func authority(_ text: Substring.UTF8View) -> (host: String, port: Int?)? {
        let isLiteral = text.first == UInt8(ascii: "[")
        let end = isLiteral ? text.firstIndex(of: UInt8(ascii: "]")).map(text.index(after:)) : nil
        if isLiteral, end == nil { return nil }
        let hostEnd = end ?? text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        let host = ASCII.lowercased(Substring(text[..<hostEnd]))
        guard isLiteral ? isIPv6Literal(host) : isHost(host) else { return nil }
        let rest = text[hostEnd...]
        guard let colon = rest.first else { return (host, nil) }
        let digits = rest.dropFirst()
        guard colon == UInt8(ascii: ":"), (1...5).contains(digits.count), digits.allSatisfy(ASCII.isDigit),
            let port = Int(Substring(digits)), (1...65535).contains(port)
        else { return nil }
        return (host, port)
    }

    /// Labels of letters, digits and hyphens (RFC 1123, section 2.1).
    private static func isHost(_ host: String) -> Bool {
        guard (1...253).contains(host.utf8.count) else { return false }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
        }
        guard areLabels, let last = labels.last else { return false }
        // Resolvers take such a name for an address, in whatever form: only the usual one is let through.
        let isNumber = last.hasPrefix("0x") || last.utf8.allSatisfy(ASCII.isDigit)
        return !isNumber || isIPv4Address(labels)
    }

    private static func isIPv4Address(_ labels: [Substring]) -> Bool {
        labels.count == 4 && labels.allSatisfy { UInt8($0).map(String.init) == String($0) }
    }

    private static func isIPv6Literal(_ host: String) -> Bool {
        (4...47).contains(host.utf8.count)
            && host.utf8.dropFirst().dropLast().allSatisfy {
                ASCII.hexadecimal($0) != nil || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            }
    }

    /// The path in its normal form; nil where an escape is broken or a segment is `.` or `..`.
    private static func path(_ text: Substring.UTF8View) -> String? {
        guard !text.isEmpty else { return "/" }
        guard text.first == UInt8(ascii: "/") else { return nil }
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
            let octet = high << 4 | low
            if ASCII.isUnreserved(octet) {
                bytes.append(octet)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(contentsOf: ASCII.hexadecimal(octet, letters: "A"))
            }
        }
        let hasDots = bytes.split(separator: UInt8(ascii: "/")).contains { $0 == [0x2e] || $0 == [0x2e, 0x2e] }
        return hasDots ? nil : String(decoding: bytes, as: UTF8.self)
    }
}
