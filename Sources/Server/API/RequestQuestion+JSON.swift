import ConnectionFingerprint
import Evidence
import Foundation
import NetworkIntelligence

extension RequestQuestion {
    /// The most headers of a request that is asked about.
    static let maximumHeaders = 100
    /// The most bytes of one header's value.
    static let maximumValue = 8192

    /// Reads the members of a body. What is wrong is noted in it, and nil comes back.
    init?(reading body: inout JSONBody) {
        let method = body.text("method", maximum: 32) ?? "GET"
        if !Self.isToken(method) {
            body.note("method", "invalid", expected: "a method such as GET", received: method)
        }
        let url = body.text("url", isRequired: true, expected: Self.expectedURL) { Self.url($0) }
        let headers = body.pairs("headers", most: Self.maximumHeaders, expected: Self.expectedHeaders, Self.isHeader)
        let address = body.text("ip_address", expected: "an IPv4 or IPv6 address, or null") { IPAddress($0) }
        let ja4 = body.text("ja4", expected: "a JA4 such as t13d1517h2_8daaf6152771_cb7bf5808d99, or null") {
            JA4(parsing: $0)
        }
        let http2 = body.text(
            "http2_fingerprint", expected: "SETTINGS|WINDOW_UPDATE|PRIORITY|pseudo-header order, or null"
        ) { AkamaiText(parsing: $0) }
        guard let url, let headers else { return nil }
        self.init(
            method: method, url: url, headers: headers.map { (name: $0.0, value: $0.1) }, address: address)
        if ja4 != nil || http2 != nil {
            connection = ConnectionEvidence(observer: .caller, ja4: ja4?.description, http2: http2?.text)
        }
    }

    private static let expectedURL = "an http or https address of at most 8192 characters"
    private static let expectedHeaders =
        "a list of at most \(maximumHeaders) pairs [name, value] of texts, in the order in which the request had them"

    /// Reads the address of a request; nil when the text is none.
    static func url(_ text: String) -> URLComponents? {
        guard text.utf8.count <= 8192, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }),
            let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
            let host = parts.host, !host.isEmpty,
            !host.contains(":") || IPAddress(host.filter { !"[]".contains($0) }) != nil
        else { return nil }
        return parts
    }

    private static func isHeader(_ name: String, _ value: String) -> Bool {
        // The parts of the first line stand among the headers in HTTP/2, with a colon before their names.
        isToken(name.first == ":" ? name.dropFirst() : name[...]) && name.utf8.count <= 256
            && value.utf8.count <= maximumValue
    }

    /// What names and methods are made of (RFC 9110, section 5.6.2).
    private static func isToken(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }
}
