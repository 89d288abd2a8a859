import Evidence

/// What connections of well-known clients show. The texts are captured; the matches are what the table of known clients says of them.
enum Connections {
    static let chromium = ConnectionEvidence(
        observer: .server, ja4: "t13d1517h2_8daaf6152771_cb7bf5808d99", http2: http2OfChromium, headersWeight: 256,
        tlsMatch: browser("chromium", "chrome", versions: 152...156), http2Match: http2(.browser, "chromium", "chrome"))
    static let firefox = ConnectionEvidence(
        observer: .server, ja4: "t13d1617h2_86a278354501_3cbfd9057e0d",
        http2: "1:65536;2:0;4:131072;5:16384|12517377|0|m,p,a,s", headersWeight: 42,
        tlsMatch: browser("firefox", "firefox", versions: 140...153), http2Match: http2(.browser, "firefox", "firefox"))
    static let safari = ConnectionEvidence(
        observer: .server, ja4: "t13d2014h2_a09f3c656075_e42f34c56612",
        http2: "2:0;3:100;4:2097152;9:1|10420225|0|m,s,a,p", headersWeight: 256,
        tlsMatch: browser("webkit", "safari", versions: 18...18), http2Match: http2(.browser, "webkit", "safari"))
    static let curl = ConnectionEvidence(
        observer: .server, ja4: "t13d3112h2_e8f1e7e78f70_b26ce05bbdd6",
        http2: "3:100;4:33554432;2:0|33488897|0|m,p,s,a",
        tlsMatch: library("openssl", "curl", isDeterministic: false), http2Match: http2(.library, "curl", "curl"))
    static let python = ConnectionEvidence(
        observer: .server, ja4: "t13d1812h1_85036bcba153_b26ce05bbdd6", tlsMatch: library("openssl", "python-requests"))
    static let go = ConnectionEvidence(
        observer: .server, ja4: "t13d1910h2_9dc949149365_97f8aa674fd9",
        http2: "2:0;4:4194304;6:10485760|1073741824|0|a,m,p,s", tlsMatch: library("go", "go-http-client"),
        http2Match: http2(.library, "go", "go-http-client"))
    /// A library that imitates Chrome's hello and not its HTTP/2.
    static let halfImitated = ConnectionEvidence(
        observer: .server, ja4: chromium.ja4, http2: go.http2, tlsMatch: chromium.tlsMatch, http2Match: go.http2Match)
    /// A library that imitates Chrome and offers an ALPN that no browser offers over TCP.
    static let impersonator = ConnectionEvidence(
        observer: .server, ja4: "t13d1516h3_8daaf6152771_d8a2da3f94cd", http2: http2OfChromium, headersWeight: 256,
        tlsMatch: ClientMatch(
            kind: .impersonator, family: "tls-client", product: "tls-client", profile: "tls-client-133",
            confidence: .exact, source: .fullJA4, isDeterministic: true),
        http2Match: chromium.http2Match)
    /// A hello that equals Chrome's in JA4 and not in its bytes: nobody knows whose it is.
    static let namelessImpersonator = changed {
        $0.tlsContradictions = ["missing_grease"]
        $0.tlsMatch = ClientMatch(
            kind: .impersonator, family: "unknown", product: "unknown", profile: "imitates-chrome-152",
            confidence: .high, source: .fullJA4, isDeterministic: true)
    }
    /// A hello that nobody knows.
    static let unknown = ConnectionEvidence(observer: .server, ja4: "t13d0101h2_000000000001_000000000002")

    private static let http2OfChromium = "1:65536;2:0;4:6291456;6:262144|15663105|0|m,a,s,p"

    static func browser(_ family: String, _ product: String, versions: ClosedRange<Int>?) -> ClientMatch {
        ClientMatch(
            kind: .browser, family: family, product: product, profile: product, confidence: .exact, source: .fullJA4,
            isDeterministic: true, versions: versions)
    }

    static func library(_ family: String, _ product: String, isDeterministic: Bool = true) -> ClientMatch {
        ClientMatch(
            kind: .library, family: family, product: product, profile: product, confidence: .exact, source: .fullJA4,
            isDeterministic: isDeterministic)
    }

    static func http2(_ kind: ClientMatch.Kind, _ family: String, _ product: String) -> ClientMatch {
        ClientMatch(
            kind: kind, family: family, product: product, profile: product, confidence: .exact, source: .http2,
            isDeterministic: true)
    }

    /// Chromium's connection with a change.
    static func changed(_ edit: (inout ConnectionEvidence) -> Void) -> ConnectionEvidence {
        var connection = chromium
        edit(&connection)
        return connection
    }
}

/// The headers of requests alone, in their order.
enum Headers {
    typealias List = [(name: String, value: String)]

    /// A page opened by Chromium.
    static func chromium(_ version: Int = 156) -> List {
        [
            ("sec-ch-ua", #""Not:A-Brand";v="8", "Chromium";v="\#(version)""#), ("sec-ch-ua-mobile", "?0"),
            ("sec-ch-ua-platform", #""Linux""#), ("upgrade-insecure-requests", "1"),
            ("user-agent", UserAgents.chrome(version)),
            ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"),
            ("sec-fetch-site", "none"), ("sec-fetch-mode", "navigate"), ("sec-fetch-user", "?1"),
            ("sec-fetch-dest", "document"), ("accept-encoding", "gzip, deflate, br, zstd"),
            ("accept-language", "en-US,en;q=0.9"), ("priority", "u=0, i"),
        ]
    }

    /// A page opened by Firefox.
    static let firefox: List = [
        ("user-agent", UserAgents.firefox(153)),
        ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
        ("accept-language", "en-US,en;q=0.5"), ("accept-encoding", "gzip, deflate, br, zstd"),
        ("upgrade-insecure-requests", "1"), ("sec-fetch-dest", "document"), ("sec-fetch-mode", "navigate"),
        ("sec-fetch-site", "none"), ("sec-fetch-user", "?1"), ("priority", "u=0, i"), ("te", "trailers"),
    ]

    /// A page opened by Safari.
    static let safari: List = [
        ("sec-fetch-dest", "document"), ("user-agent", UserAgents.safari),
        ("accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), ("sec-fetch-site", "none"),
        ("sec-fetch-mode", "navigate"), ("accept-language", "en-GB,en;q=0.9"), ("priority", "u=0, i"),
        ("accept-encoding", "gzip, deflate, br"),
    ]

    /// What Python's requests sends.
    static func python(_ userAgent: String) -> List {
        [
            ("host", "shop.example"), ("user-agent", userAgent), ("accept-encoding", "gzip, deflate"),
            ("accept", "*/*"), ("connection", "keep-alive"),
        ]
    }
}
