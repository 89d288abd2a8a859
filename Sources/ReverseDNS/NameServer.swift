import NetworkIntelligence

/// A recursive name server that is asked.
public struct NameServer: Sendable, Hashable, CustomStringConvertible {
    /// Its address.
    public let address: IPAddress
    /// Its port, for UDP and TCP; never 0.
    public let port: UInt16

    /// A name server; nil where the port is 0.
    public init?(_ address: IPAddress, port: UInt16 = 53) {
        guard port != 0 else { return nil }
        self.address = address
        self.port = port
    }

    /// Reads `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1` or `[2001:db8::1]:53`; nil when the text is none of them.
    public init?(_ text: String) {
        if let address = IPAddress(text) {
            self.init(address)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Self.port(text[text.index(after: colon)...]) else {
            return nil
        }
        let host = text[..<colon]
        let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
        // Without brackets, what stands before the port could be the beginning of an IPv6 address.
        guard let address = IPAddress(String(isBracketed ? host.dropFirst().dropLast() : host)),
            isBracketed != address.isIPv4
        else { return nil }
        self.init(address, port: port)
    }

    /// The address and the port, an IPv6 address in brackets.
    public var description: String { address.isIPv4 ? "\(address):\(port)" : "[\(address)]:\(port)" }

    private static func port(_ text: Substring) -> UInt16? {
        // A number reads a sign as well.
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return UInt16(text)
    }
}
