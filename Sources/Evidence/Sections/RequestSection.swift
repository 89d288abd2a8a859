import OrderedJSON

/// `request` of the session document (`SessionDetailRequest` in the schema): the page that was visited.
public struct RequestSection: Sendable, Equatable, JSONWritable {
    /// Address of the page. Where nothing showed one it is `about:invalid`, because the schema asks for an address.
    public var url: String
    /// Where the page was reached from; nil when unknown.
    public var referrer: String?
    /// The user agent string; empty when there was none.
    public var userAgent: String

    /// The section for a session.
    public init(_ evidence: Evidence) {
        let request = evidence.request
        let candidates = [evidence.observations.page?.url, request.asked?.url, request.referer, request.origin]
        url = candidates.lazy.compactMap { $0.flatMap(Self.address) }.first ?? "about:invalid"
        let reached = request.asked == nil ? evidence.observations.page?.referrer : request.referer
        referrer = reached.flatMap { $0.isEmpty ? nil : $0 }
        userAgent = evidence.userAgentText
    }

    /// The text as the address of a page (RFC 3986), or nil when it is none. Browsers leave some characters in an address that may not stand
    /// in one: those are percent-encoded. A script or inline data is no page, and would be run by who follows the link.
    private static func address(_ text: String) -> String? {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > text.utf8.startIndex else { return nil }
        let scheme = text.utf8[..<colon]
        let isLetter = { (byte: UInt8) in (0x61...0x7a).contains(byte | 0x20) }
        guard isLetter(scheme.first!),
            scheme.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e].contains($0) }),
            !["javascript", "vbscript", "data"].contains(text[..<colon].lowercased()),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
        else { return nil }
        let encoded: [UInt8: String] = [
            UInt8(ascii: "\""): "%22", UInt8(ascii: "<"): "%3C", UInt8(ascii: ">"): "%3E", UInt8(ascii: "\\"): "%5C",
            UInt8(ascii: "^"): "%5E", UInt8(ascii: "`"): "%60", UInt8(ascii: "{"): "%7B", UInt8(ascii: "|"): "%7C",
            UInt8(ascii: "}"): "%7D",
        ]
        guard text.utf8.contains(where: { encoded[$0] != nil }) else { return text }
        return text.utf8.reduce(into: "") { address, byte in
            address += encoded[byte] ?? String(UnicodeScalar(byte))
        }
    }

    /// Writes the section.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("url", url)
            $0.field("referrer", referrer)
            $0.field("user_agent", userAgent)
        }
    }
}
