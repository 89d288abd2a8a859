/// What a request showed, beside its body: the client's address and its headers.
///
/// The names of headers are kept in their order, for what they tell; values only of the headers that describe the client. Cookies and
/// credentials are never kept.
public struct RequestEvidence: Sendable, Equatable {
    /// The client's address in text, if the connection has one.
    public var clientAddress: String?
    /// Names of the headers in the order they came, in lower case.
    public private(set) var headerNames: [String]
    /// The request itself; nil where it was the agent's own.
    public var asked: Asked?
    private var values: [String: String]

    /// What was asked for, when a session is of a request alone.
    public struct Asked: Sendable, Equatable {
        /// Such as `GET`.
        public var method: String
        /// The whole address.
        public var url: String

        /// What was asked for.
        public init(method: String, url: String) {
            self.method = method
            self.url = url
        }
    }

    /// What a request showed.
    /// - Parameters:
    ///   - clientAddress: the address of the client, a trusted proxy's word already taken into account.
    ///   - headers: names and values in the order they came.
    public init(clientAddress: String? = nil, headers: [(name: String, value: String)] = []) {
        self.clientAddress = clientAddress
        headerNames = []
        values = [:]
        for header in headers.prefix(Self.maximumHeaders) {
            let name = header.name.lowercased().cut(to: 64)
            headerNames.append(name)
            if Self.isDescriptive(name), values[name] == nil { values[name] = header.value.cut() }
        }
    }

    /// The value of a header that describes the client; nil when it was not sent, or is of a kind that is not kept.
    public subscript(name: String) -> String? { values[name] }

    /// Whether a header came, whatever its value.
    public func has(_ name: String) -> Bool { headerNames.contains(name) }

    /// `User-Agent`.
    public var userAgent: String? { values["user-agent"] }
    /// `Accept-Language`.
    public var acceptLanguage: String? { values["accept-language"] }
    /// `Origin`.
    public var origin: String? { values["origin"] }
    /// `Referer`.
    public var referer: String? { values["referer"] }

    /// The brands of `Sec-CH-UA`; nil when it was not sent.
    public var brands: [BrandVersion]? { values["sec-ch-ua"].map(BrandVersion.list(header:)) }

    /// `Sec-CH-UA-Platform` without its quotes.
    public var hintedPlatform: String? { values["sec-ch-ua-platform"].map { $0.trimming("\"") } }

    /// `Sec-CH-UA-Mobile`, a structured boolean: `?0` or `?1`.
    public var hintedMobile: Bool? {
        switch values["sec-ch-ua-mobile"] {
        case "?0": false
        case "?1": true
        default: nil
        }
    }

    private static let maximumHeaders = 100

    private static let descriptive: Set<String> = [
        "user-agent", "accept", "accept-language", "accept-encoding", "origin", "referer", "dnt", "priority", "via",
        "x-requested-with", "save-data", "upgrade-insecure-requests", "content-type",
    ]

    private static func isDescriptive(_ name: String) -> Bool {
        descriptive.contains(name) || name.hasPrefix("sec-ch-") || name.hasPrefix("sec-fetch-") || name == "sec-gpc"
    }
}

extension BrandVersion {
    /// Reads `Sec-CH-UA`: a list of quoted strings, each with the parameter `v` (RFC 9651; User-Agent Client Hints, section 3.1).
    static func list(header: String) -> [BrandVersion] {
        var brands: [BrandVersion] = []
        var rest = header.utf8[...]
        func quoted() -> String? {
            guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
            var text: [UInt8] = []
            while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                text.append(byte == UInt8(ascii: "\\") ? rest.popFirst() ?? byte : byte)
            }
            return String(decoding: text, as: UTF8.self)
        }
        while brands.count < 16 {
            rest = rest.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: ",") }
            guard let brand = quoted() else { break }
            var entry = BrandVersion()
            entry.brand = brand
            if rest.first == UInt8(ascii: ";") {
                rest = rest.dropFirst().drop { $0 == UInt8(ascii: " ") }
                guard rest.starts(with: "v=".utf8) else { break }
                rest = rest.dropFirst(2)
                entry.version = quoted()
            }
            brands.append(entry)
        }
        return brands
    }
}

extension StringProtocol {
    func trimming(_ character: Character) -> String {
        var text = self[...]
        while text.first == character { text.removeFirst() }
        while text.last == character { text.removeLast() }
        return String(text)
    }
}
