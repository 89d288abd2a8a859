/// Which products of a user agent string name which browser: a table, most particular first.
struct ProductRule {
    /// The product as it is written.
    let token: String
    /// The browser's name, for display.
    let name: String
    var agency = UserAgent.Agency.browser
    /// The product whose version counts, where it is not the product itself.
    var versionOf: String?

    static func match(_ tokens: UserAgentTokens) -> (browser: VersionedName, agency: UserAgent.Agency) {
        if let crawler = crawler(tokens) { return (crawler, .crawler) }
        if let explorer = internetExplorer(tokens) { return (explorer, .browser) }
        for rule in table where tokens.has(rule.token) {
            let version = tokens.version(rule.versionOf ?? rule.token) ?? tokens.version(rule.token)
            return (VersionedName(name: rule.name, version: version.map(cleaned)), rule.agency)
        }
        return (fallback(tokens), .browser)
    }

    /// Internet Explorer by its engine, because its compatibility view claims older versions of it.
    private static func internetExplorer(_ tokens: UserAgentTokens) -> VersionedName? {
        if let engine = tokens.version("Trident").flatMap({ VersionedName(version: $0).major }),
            (4...7).contains(engine)
        {
            return VersionedName(name: "Internet Explorer", version: "\(engine + 4).0")
        }
        guard let explorer = tokens.comment(startingWith: "MSIE "), !tokens.has("Opera") else { return nil }
        return VersionedName(name: "Internet Explorer", version: cleaned(String(explorer.dropFirst(5))))
    }

    /// What is not in the table: Safari by its `Version`, and the stock browser of Android, which has the version of the system.
    private static func fallback(_ tokens: UserAgentTokens) -> VersionedName {
        if tokens.comments.contains("Brave") { return VersionedName(name: "Brave") }
        if tokens.comment(startingWith: "Android") != nil, tokens.has("AppleWebKit"), tokens.has("Version") {
            return VersionedName(name: "Android Browser", version: OperatingSystemRule.read(tokens).version)
        }
        if tokens.has("Safari") {
            return VersionedName(name: "Safari", version: tokens.version("Version").map(cleaned))
        }
        if tokens.has("AppleWebKit"), tokens.text.holds("like Mac OS X") {
            return VersionedName(name: "WKWebView", version: nil)
        }
        return VersionedName()
    }

    /// Crawlers name themselves so that site owners can find them; the name ends in one of a few words.
    private static func crawler(_ tokens: UserAgentTokens) -> VersionedName? {
        let endings = ["bot", "spider", "crawler", "slurp", "scraper", "fetcher", "externalhit"]
        for name in tokens.productNames {
            let lower = name.lowercased()
            if lower == "cubot" { continue }
            if endings.contains(where: { lower.hasSuffix($0) })
                || lower.holds("-user") && tokens.text.holds("+http")
            {
                return VersionedName(name: name, version: tokens.version(name).map(cleaned))
            }
        }
        for part in tokens.comments {
            let word = part.prefix { $0 != " " && $0 != "/" }
            let lower = word.lowercased()
            if endings.contains(where: { lower.hasSuffix($0) }), lower != "cubot" {
                return VersionedName(name: String(word), version: tokens.version(String(word)).map(cleaned))
            }
        }
        return nil
    }

    /// Digits and dots from the front; `132.0.0.0` of `132.0.0.0,gzip`.
    private static func cleaned(_ version: String) -> String {
        String(version.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }).trimming(".")
    }

    private static let table: [ProductRule] = [
        // Without a person.
        .init(token: "HeadlessChrome", name: "Headless Chrome", agency: .headless),
        .init(token: "PhantomJS", name: "PhantomJS", agency: .headless),
        .init(token: "SlimerJS", name: "SlimerJS", agency: .headless),
        .init(token: "curl", name: "curl", agency: .library),
        .init(token: "Wget", name: "Wget", agency: .library),
        .init(token: "HTTPie", name: "HTTPie", agency: .library),
        .init(token: "python-requests", name: "Python Requests", agency: .library),
        .init(token: "Python-urllib", name: "Python-urllib", agency: .library),
        .init(token: "python-httpx", name: "HTTPX", agency: .library),
        .init(token: "aiohttp", name: "aiohttp", agency: .library),
        .init(token: "Go-http-client", name: "Go-http-client", agency: .library),
        .init(token: "okhttp", name: "OkHttp", agency: .library),
        .init(token: "Java", name: "Java", agency: .library),
        .init(token: "Java-http-client", name: "Java HttpClient", agency: .library),
        .init(token: "Deno", name: "Deno", agency: .library),
        .init(token: "Bun", name: "Bun", agency: .library),
        .init(token: "git", name: "Git", agency: .library),
        .init(token: "Wget2", name: "Wget2", agency: .library),
        .init(token: "nghttp2", name: "nghttp2", agency: .library),
        .init(token: "tls-client", name: "tls-client", agency: .library),
        .init(token: "reqwest", name: "reqwest", agency: .library),
        .init(token: "ureq", name: "ureq", agency: .library),
        .init(token: "Dart", name: "Dart", agency: .library),
        .init(token: "Apache-HttpClient", name: "Apache-HttpClient", agency: .library),
        .init(token: "libwww-perl", name: "libwww-perl", agency: .library),
        .init(token: "node", name: "Node", agency: .library),
        .init(token: "node-fetch", name: "node-fetch", agency: .library),
        .init(token: "undici", name: "undici", agency: .library),
        .init(token: "axios", name: "axios", agency: .library),
        .init(token: "got", name: "got", agency: .library),
        .init(token: "GuzzleHttp", name: "Guzzle", agency: .library),
        .init(token: "Scrapy", name: "Scrapy", agency: .library),
        .init(token: "PostmanRuntime", name: "Postman", agency: .library),
        // Apps that show pages.
        .init(token: "FBAV", name: "Facebook"),
        .init(token: "FBAN", name: "Facebook", versionOf: "FBAV"),
        .init(token: "Instagram", name: "Instagram"),
        .init(token: "Pinterest", name: "Pinterest"),
        .init(token: "Snapchat", name: "Snapchat"),
        .init(token: "MicroMessenger", name: "WeChat Browser"),
        .init(token: "GSA", name: "Google"),
        .init(token: "Spotify", name: "Spotify"),
        .init(token: "Line", name: "LINE"),
        .init(token: "Thunderbird", name: "Thunderbird"),
        .init(token: "Electron", name: "Electron"),
        .init(token: "QtWebEngine", name: "Qt Web Engine"),
        // Built on Chromium.
        .init(token: "OculusBrowser", name: "Oculus Browser"),
        .init(token: "SamsungBrowser", name: "Samsung Internet"),
        .init(token: "EdgA", name: "Edge"),
        .init(token: "EdgiOS", name: "Edge"),
        .init(token: "Edg", name: "Edge"),
        .init(token: "Edge", name: "Edge"),
        .init(token: "OPR", name: "Opera"),
        .init(token: "OPiOS", name: "Opera Mini"),
        .init(token: "OPT", name: "Opera Touch"),
        .init(token: "OPX", name: "Opera GX"),
        .init(token: "Opera Mini", name: "Opera Mini"),
        .init(token: "Brave", name: "Brave", versionOf: "Chrome"),
        .init(token: "Vivaldi", name: "Vivaldi"),
        .init(token: "YaBrowser", name: "Yandex Browser"),
        .init(token: "Whale", name: "Whale"),
        .init(token: "YaSearchBrowser", name: "Yandex Browser"),
        .init(token: "UCBrowser", name: "UC Browser"),
        .init(token: "UCMobile", name: "UC Browser"),
        .init(token: "UBrowser", name: "UC Browser"),
        .init(token: "MQQBrowser", name: "QQ Browser Mobile"),
        .init(token: "QQBrowser", name: "QQ Browser"),
        .init(token: "DuckDuckGo", name: "DuckDuckGo"),
        .init(token: "Ddg", name: "DuckDuckGo"),
        .init(token: "Silk", name: "Amazon Silk"),
        .init(token: "Puffin", name: "Puffin"),
        .init(token: "HuaweiBrowser", name: "Huawei Browser"),
        .init(token: "HonorBrowser", name: "Honor Browser"),
        .init(token: "MiuiBrowser", name: "MiuiBrowser"),
        .init(token: "HeyTapBrowser", name: "HeyTap"),
        .init(token: "VivoBrowser", name: "Vivo Browser"),
        .init(token: "Maxthon", name: "Maxthon"),
        .init(token: "Sleipnir", name: "Sleipnir"),
        .init(token: "coc_coc_browser", name: "Coc Coc"),
        .init(token: "Iron", name: "Iron"),
        .init(token: "Avast", name: "Avast Secure Browser"),
        .init(token: "AVG", name: "AVG Secure Browser"),
        .init(token: "Dolphin", name: "Dolphin"),
        .init(token: "Otter", name: "Otter"),
        .init(token: "Epiphany", name: "Epiphany"),
        .init(token: "Midori", name: "Midori"),
        .init(token: "QupZilla", name: "QupZilla"),
        .init(token: "Falkon", name: "Falkon"),
        .init(token: "Konqueror", name: "Konqueror"),
        .init(token: "Chromium", name: "Chromium"),
        .init(token: "CriOS", name: "Chrome"),
        // Built on Gecko.
        .init(token: "FxiOS", name: "Firefox"),
        .init(token: "Focus", name: "Firefox Focus"),
        .init(token: "Klar", name: "Firefox Klar"),
        .init(token: "PaleMoon", name: "Pale Moon"),
        .init(token: "Waterfox", name: "Waterfox"),
        .init(token: "SeaMonkey", name: "SeaMonkey"),
        .init(token: "Camino", name: "Camino"),
        .init(token: "Iceweasel", name: "Iceweasel"),
        .init(token: "Basilisk", name: "Basilisk"),
        // What they all want to be taken for.
        .init(token: "Opera", name: "Opera", versionOf: "Version"),
        .init(token: "Chrome", name: "Chrome"),
        .init(token: "Firefox", name: "Firefox"),
    ]
}
