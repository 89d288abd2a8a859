import Evidence

extension Crawlers {
    /// Google names three sorts of readers, each with lists and names of its own: crawlers, special ones, and fetchers that a person set off.
    static let google: [Crawler] = [
        common("googlebot", "Googlebot", .search, tokens: ["Googlebot", "Googlebot-Mobile"]),
        common("googlebot-image", "Googlebot-Image", .search),
        common("googlebot-news", "Googlebot-News", .search),
        common("googlebot-video", "Googlebot-Video", .search),
        common("google-inspectiontool", "Google-InspectionTool", .tool),
        common("storebot-google", "Storebot-Google", .search),
        common("googleother", "GoogleOther", .aiTraining),
        common("googleother-image", "GoogleOther-Image", .aiTraining),
        common("googleother-video", "GoogleOther-Video", .aiTraining),
        common("google-cloudvertexbot", "Google-CloudVertexBot", .aiSearch),

        special("adsbot-google", "AdsBot-Google"),
        special("adsbot-google-mobile", "AdsBot-Google-Mobile"),
        special("adsbot-google-mobile-apps", "AdsBot-Google-Mobile-Apps"),
        special("mediapartners-google", "Mediapartners-Google"),
        special("apis-google", "APIs-Google", .tool),
        special("google-safety", "Google-Safety", .tool),

        triggered("feedfetcher-google", "FeedFetcher-Google", .feed),
        triggered("google-read-aloud", "Google-Read-Aloud"),
        triggered("google-site-verification", "Google-Site-Verification", .tool),
        triggered("google-cws", "Google-CWS", .tool),
        triggered("google-pinpoint", "Google-Pinpoint"),
        triggered("googleproducer", "GoogleProducer", .feed),
        triggered("googlemessages", "GoogleMessages", .preview),
        triggered("google-gemininotebook", "Google-GeminiNotebook"),
        Crawler(
            "google-agent", "Google-Agent", by: "Google", .userFetch, ranges: ["\(lists)user-triggered-agents.json"],
            see: "\(pages)google-user-triggered-fetchers"),
    ]

    private static let pages = "https://developers.google.com/search/docs/crawling-indexing/"
    private static let lists = "https://developers.google.com/static/search/apis/ipranges/"

    /// A common crawler. Some of them are listed among the special ones too.
    private static func common(
        _ slug: String, _ name: String, _ category: CrawlerEvidence.Category, tokens: [String]? = nil
    ) -> Crawler {
        Crawler(
            slug, name, by: "Google", category, tokens: tokens,
            ranges: ["\(lists)googlebot.json"] + (slug.hasPrefix("googlebot") ? [] : ["\(lists)special-crawlers.json"]),
            domains: ["googlebot.com"] + (slug.hasPrefix("googlebot") ? [] : ["google.com"]),
            see: "\(pages)google-common-crawlers")
    }

    /// A special-case crawler, for a product whose customer agreed to it.
    private static func special(
        _ slug: String, _ name: String, _ category: CrawlerEvidence.Category = .advertising
    ) -> Crawler {
        Crawler(
            slug, name, by: "Google", category, ranges: ["\(lists)special-crawlers.json"], domains: ["google.com"],
            see: "\(pages)google-special-case-crawlers")
    }

    /// A fetcher that a person set off. Of `googleusercontent.com` only the part that Google names: in other parts of it anybody may
    /// rent a machine.
    private static func triggered(
        _ slug: String, _ name: String, _ category: CrawlerEvidence.Category = .userFetch
    ) -> Crawler {
        Crawler(
            slug, name, by: "Google", category,
            ranges: ["\(lists)user-triggered-fetchers.json", "\(lists)user-triggered-fetchers-google.json"],
            domains: ["google.com", "gae.googleusercontent.com"], see: "\(pages)google-user-triggered-fetchers")
    }
}
