import HTTPTypes
import NetworkIntelligence

/// The header by which proxies say for whom they speak.
public enum ForwardedAddress: String, Sendable, CaseIterable {
    /// `Forwarded` (RFC 7239).
    case forwarded
    /// `X-Forwarded-For`.
    case forwardedFor = "x-forwarded-for"
    /// `X-Real-IP`.
    case realIP = "x-real-ip"

    /// The addresses in a request's headers, in the order in which proxies added them. Nil stands for what is no address: a name that
    /// hides one, or nonsense.
    func addresses(in headers: HTTPFields) -> [IPAddress?] {
        switch self {
        case .forwarded: headers[.forwarded].map(Self.forwarded) ?? []
        case .forwardedFor:
            headers[.forwardedFor]?.split(separator: ",", omittingEmptySubsequences: false).map(Self.address) ?? []
        case .realIP: headers[.realIP].map { [Self.address($0[...])] } ?? []
        }
    }

    /// The node of an entry (RFC 7239, section 6): an address, perhaps with a port, IPv6 in brackets then.
    private static func address(_ node: Substring) -> IPAddress? {
        var node = node.trimmed
        if node.first == "\"", node.last == "\"", node.count >= 2 { node = node.dropFirst().dropLast() }
        if node.first == "[", let end = node.firstIndex(of: "]") {
            return IPAddress(String(node[node.index(after: node.startIndex)..<end]))
        }
        // One colon separates an IPv4 address from a port; more are IPv6.
        let parts = node.split(separator: ":", omittingEmptySubsequences: false)
        return IPAddress(String(parts.count == 2 ? parts[0] : node))
    }

    /// A client could leave a quote open that swallows what proxies add: an odd number of them makes the whole worthless.
    private static func forwarded(_ header: String) -> [IPAddress?] {
        guard header.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else { return [nil] }
        return split(header[...], at: ",").map { element in
            for pair in split(element, at: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0].trimmed.lowercased() == "for" { return address(parts[1]) }
            }
            return nil
        }
    }

    /// Splits where a separator stands outside of quotes.
    private static func split(_ text: Substring, at separator: Character) -> [Substring] {
        var isQuoted = false
        return text.split(omittingEmptySubsequences: false) { character in
            if character == "\"" { isQuoted.toggle() }
            return character == separator && !isQuoted
        }
    }
}

extension Substring {
    /// Without the spaces and tabs around it.
    var trimmed: Substring {
        var text = self
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text.drop { $0 == " " || $0 == "\t" }
    }
}

extension HTTPField.Name {
    static let forwarded = Self("Forwarded")!
    static let forwardedFor = Self("X-Forwarded-For")!
    static let forwardedProto = Self("X-Forwarded-Proto")!
    static let realIP = Self("X-Real-IP")!
}
