import Foundation
import NetworkIntelligence

/// Why nothing is sent to an address.
struct OutboundRefusal: Error, Equatable {
    /// What would be right: ends the sentence "The address must be …".
    let expected: String
}

/// An address that requests of the server can go to, as it is kept: in one spelling, so that no two readers take it for two hosts.
struct OutboundURL: Sendable, Equatable {
    /// The most characters.
    static let maximumLength = 2048

    /// The whole address.
    let text: String
    /// The host: a name in lower case, or an address without brackets.
    let host: String
    /// Whether the connection is encrypted.
    let isSecure: Bool

    /// Reads an address.
    /// - Throws: ``OutboundRefusal``.
    init(_ text: String, allowsPlainHTTP: Bool) throws(OutboundRefusal) {
        let expected = allowsPlainHTTP ? "an http or https address" : "an https address"
        guard text.utf8.count <= Self.maximumLength, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            var host = parts.percentEncodedHost?.lowercased(), !host.isEmpty
        else { throw OutboundRefusal(expected: "\(expected) with a host, such as https://shop.example/hooks") }
        guard scheme == "https" || scheme == "http" && allowsPlainHTTP else {
            throw OutboundRefusal(expected: expected)
        }
        guard parts.user == nil, parts.password == nil else {
            throw OutboundRefusal(expected: "\(expected) without a user name or password")
        }
        guard parts.fragment == nil else { throw OutboundRefusal(expected: "\(expected) without a fragment") }
        if let port = parts.port, !(1...65_535).contains(port) {
            throw OutboundRefusal(expected: "\(expected) with a port from 1 to 65535")
        }
        let isLiteral = host.hasPrefix("[") || host.contains(":")
        host.removeAll { "[]".contains($0) }
        guard isLiteral ? host.contains(":") && IPAddress(host) != nil : host.utf8.allSatisfy(Self.isHostByte) else {
            throw OutboundRefusal(expected: "\(expected) whose host is a name in ASCII or an address")
        }
        let authority = (isLiteral ? "[\(host)]" : host) + (parts.port.map { ":\($0)" } ?? "")
        let path = parts.percentEncodedPath.isEmpty ? "/" : parts.percentEncodedPath
        self.text = "\(scheme)://\(authority)\(path)" + (parts.percentEncodedQuery.map { "?\($0)" } ?? "")
        self.host = host
        isSecure = scheme == "https"
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
            || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_")].contains(byte)
    }
}
