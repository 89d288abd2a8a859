import Testing

@testable import Evidence

@Suite("A user agent string beside a connection")
struct UserAgentAlignmentTests {
    private static let chrome =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
    private static let edge = chrome + " Edg/156.0.0.0"
    private static let chromeOnIPhone =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0.0.0 Mobile/15E148 Safari/604.1"
    private static let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"
    private static let safari =
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.4 Safari/605.1.15"
    private static let epiphany =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15"
    private static let operaMini = "Opera/9.80 (Android; Opera Mini/36.2/119.132; U; en) Presto/2.12.423 Version/12.16"
    private static let curl = "curl/8.5.0"
    private static let googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"

    private func match(
        _ family: String, _ kind: ClientMatch.Kind = .browser, _ confidence: ClientMatch.Confidence = .exact,
        source: ClientMatch.Source = .fullJA4, isDeterministic: Bool = true, versions: ClosedRange<Int>? = nil,
        sharedWith: [String] = [], product: String = "chrome"
    ) -> ClientMatch {
        ClientMatch(
            kind: kind, family: family, product: product, profile: product, confidence: confidence, source: source,
            isDeterministic: isDeterministic, versions: versions, sharedWith: sharedWith)
    }

    private func alignment(_ userAgent: String?, _ tls: ClientMatch?, _ http2: ClientMatch? = nil)
        -> UserAgentAlignment?
    {
        UserAgentAlignment(
            ConnectionEvidence(
                observer: .server, ja4: "t13d1517h2_8daaf6152771_cb7bf5808d99",
                http2: http2.map { _ in "|00|0|m,a,s,p" },
                tlsMatch: tls, http2Match: http2),
            claimed: userAgent.map { UserAgent($0) })
    }

    @Test("matches the families of its engine; every browser on iOS is WebKit")
    func engines() {
        let table: [(String, [String: UserAgentAlignment])] = [
            (Self.chrome, ["chromium": .match, "firefox": .mismatch, "webkit": .mismatch, "openssl": .mismatch]),
            (Self.edge, ["chromium": .match, "firefox": .mismatch, "go": .mismatch]),
            (Self.chromeOnIPhone, ["webkit": .match, "chromium": .mismatch]),
            (Self.firefox, ["firefox": .match, "tor": .match, "chromium": .mismatch, "openssl": .mismatch]),
            (Self.safari, ["webkit": .match, "chromium": .mismatch, "gnutls": .mismatch]),
            (Self.epiphany, ["webkit": .match, "gnutls": .match, "openssl": .unknown, "go": .mismatch]),
        ]
        for (userAgent, expected) in table {
            for (family, answer) in expected {
                let kind: ClientMatch.Kind = BrowserEngine(family: family) == nil ? .library : .browser
                #expect(alignment(userAgent, match(family, kind)) == answer, "\(userAgent) over \(family)")
            }
        }
    }

    @Test("is not looked at without a fingerprint, and unknown without a match or a user agent")
    func unknown() {
        #expect(UserAgentAlignment(ConnectionEvidence(observer: .server), claimed: UserAgent(Self.chrome)) == nil)
        #expect(alignment(Self.chrome, nil) == .unknown)
        #expect(alignment(nil, match("chromium")) == .unknown)
        #expect(alignment("", match("chromium")) == .unknown)
        #expect(alignment(Self.chrome, match("", .browser, .unknown)) == .unknown)
        #expect(alignment(Self.googlebot, match("go", .library)) == .unknown)
        #expect(alignment(Self.operaMini, match("openssl", .library)) == .unknown)
    }

    @Test("accuses by whole fingerprints of the table alone")
    func confidence() {
        for confidence in ClientMatch.Confidence.allCases {
            let isWhole = confidence == .exact || confidence == .high
            for kind in ClientMatch.Kind.allCases {
                #expect(alignment(Self.chrome, match("go", kind, confidence)) == (isWhole ? .mismatch : .unknown))
            }
        }
        #expect(alignment(Self.chrome, match("firefox", .browser, .high, source: .learned)) == .unknown)
        #expect(alignment(Self.chrome, match("chromium", .browser, .high, source: .learned)) == .match)
        #expect(alignment(Self.chrome, match("chromium", .browser, .partial, source: .cipherSection)) == .match)
    }

    @Test("takes families that show the same for possible")
    func shared() {
        #expect(alignment(Self.safari, match("gnutls", .library, sharedWith: ["webkit"])) == .match)
        #expect(alignment(Self.chrome, match("curl-impersonate", .impersonator, sharedWith: ["chromium"])) == .match)
        // What an impersonator is modelled on is not what it is.
        #expect(alignment(Self.chrome, match("chromium", .impersonator)) == .mismatch)
    }

    @Test("of a library matches a library's connection, and never a browser's")
    func libraries() {
        #expect(alignment(Self.curl, match("openssl", .library)) == .match)
        #expect(alignment(Self.curl, match("curl-impersonate", .impersonator)) == .match)
        #expect(alignment(Self.curl, match("chromium")) == .mismatch)
        #expect(alignment(Self.curl, match("webkit", sharedWith: ["gnutls"])) == .unknown)
        #expect(alignment(Self.curl, match("chromium", .browser, .partial)) == .unknown)
    }

    @Test("is contradicted by either layer")
    func layers() {
        let (chromium, go) = (match("chromium", source: .http2), match("go", .library, source: .http2))
        #expect(alignment(Self.chrome, match("chromium"), chromium) == .match)
        #expect(alignment(Self.chrome, nil, chromium) == .match)
        #expect(alignment(Self.chrome, match("chromium"), go) == .mismatch)
        #expect(alignment(Self.chrome, match("go", .library), chromium) == .mismatch)
        #expect(alignment(Self.chrome, match("go", .library, .partial), chromium) == .match)
    }

    private func chromium(_ claimed: Int, shownBy versions: ClosedRange<Int>) -> UserAgentAlignment? {
        alignment(Self.chrome.replacing("Chrome/156", with: "Chrome/\(claimed)"), match("chromium", versions: versions))
    }

    @Test("of a much newer version than the last that shows the hello is contradicted")
    func versions() {
        #expect(chromium(156, shownBy: 119...131) == .mismatch)
        #expect(chromium(142, shownBy: 119...131) == .mismatch)
        #expect(chromium(141, shownBy: 119...131) == .match)
        #expect(chromium(119, shownBy: 119...131) == .match)
        // An older version may show what nobody has captured of it.
        #expect(chromium(98, shownBy: 119...131) == .match)
        // Newer than the table: the newest hello has an open end, an old one has not.
        #expect(chromium(400, shownBy: 152...999) == .match)
        #expect(chromium(400, shownBy: 119...131) == .mismatch)
        #expect(chromium(.max, shownBy: 119...(.max)) == .match && chromium(.max, shownBy: 0...0) == .mismatch)
        #expect(chromium(.max, shownBy: .min...(.min)) == .match)
    }

    @Test("is held to versions only where they are the engine's and the match is certain")
    func versionsThatCount() {
        let old = 60...80
        #expect(alignment(Self.firefox, match("firefox", versions: old, product: "firefox")) == .mismatch)
        #expect(alignment(Self.firefox, match("tor", versions: 13...15, product: "tor-browser")) == .match)
        #expect(alignment(Self.chrome, match("chromium", versions: 2...3, product: "qutebrowser")) == .match)
        #expect(alignment(Self.safari, match("webkit", versions: 15...15, product: "safari")) == .match)
        #expect(
            alignment(Self.chrome, match("chromium", .browser, .high, isDeterministic: false, versions: old)) == .match)
        #expect(alignment(Self.chrome, match("chromium", .browser, .high, source: .learned, versions: old)) == .match)
        let behind = match("chromium", versions: 119...131).versionsBehind(UserAgent(Self.chrome))
        #expect(behind == 25)
    }
}
