import NetworkIntelligence

/// The origin of a page: scheme, host and port, as browsers send it in `Origin` (RFC 6454, section 6.2).
public enum WebOrigin {
    /// The most characters of an origin.
    static let maximumLength = 300

    /// Reads an origin and gives it back as browsers write it: in lower case, without the scheme's own port; nil when the text is none.
    /// A single slash at the end is taken, as addresses have it.
    public static func read(_ text: String) -> String? {
        // Some characters of other scripts become letters of ASCII when they are made small.
        guard text.utf8.count <= maximumLength, text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var text = Substring(text.lowercased())
        if text.hasSuffix("/") { text.removeLast() }
        guard let scheme = ["http://", "https://"].first(where: { text.hasPrefix($0) }) else { return nil }
        let authority = text.dropFirst(scheme.count)
        let bracket = authority.firstIndex(of: "]")
        let colon = authority[(bracket ?? authority.startIndex)...].firstIndex(of: ":")
        let host = authority[..<(colon ?? authority.endIndex)]
        guard isHost(host) else { return nil }
        guard let colon else { return scheme + host }
        let digits = authority[authority.index(after: colon)...]
        guard let port = UInt16(digits), port > 0, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        let isUsual = port == (scheme == "https://" ? 443 : 80)
        return scheme + host + (isUsual ? "" : ":\(port)")
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("["), host.hasSuffix("]") { return IPAddress(String(host.dropFirst().dropLast())) != nil }
        return !host.isEmpty && !host.hasPrefix(".")
            && host.utf8.allSatisfy { byte in
                (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
                    || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(byte)
            }
    }
}
