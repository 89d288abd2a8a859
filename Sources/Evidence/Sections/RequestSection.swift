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
        let candidates = [evidence.observations.page?.url, evidence.request.referer, evidence.request.origin]
        url = candidates.lazy.compactMap { $0 }.first(where: Self.isAddress) ?? "about:invalid"
        referrer = evidence.observations.page?.referrer.flatMap { $0.isEmpty ? nil : $0 }
        userAgent = evidence.userAgentText
    }

    /// Whether a text has the outer form of a URI (RFC 3986): a scheme, a colon, and only characters that may stand in one.
    private static func isAddress(_ text: String) -> Bool {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), colon > text.utf8.startIndex else {
            return false
        }
        let scheme = text.utf8[..<colon]
        let isLetter = { (byte: UInt8) in (0x61...0x7a).contains(byte | 0x20) }
        guard isLetter(scheme.first!),
            scheme.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e].contains($0) })
        else { return false }
        let forbidden = Set("\"<>\\^`{|}".utf8)
        return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !forbidden.contains($0) }
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
