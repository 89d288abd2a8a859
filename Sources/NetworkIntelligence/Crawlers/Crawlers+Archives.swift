import Evidence

extension Crawlers {
    /// Crawlers that keep copies or gather data.
    static let archives: [Crawler] = [
        Crawler(
            "ccbot", "CCBot", by: "Common Crawl", .archive, ranges: ["https://index.commoncrawl.org/ccbot.json"],
            domains: ["crawl.commoncrawl.org"], see: "https://commoncrawl.org/ccbot"),
        internetArchive("archive-org-bot", "archive.org_bot"),
        internetArchive("ia-archiver", "ia_archiver", tokens: ["ia_archiver", "ia_archiver-web.archive.org"]),
        Crawler("diffbot", "Diffbot", by: "Diffbot", .dataset, see: "https://docs.diffbot.com/"),
        Crawler(
            "omgili", "omgili", by: "Webz.io", .dataset, tokens: ["omgili", "omgilibot"],
            see: "https://webz.io/bot.html"),
        Crawler("webzio-extended", "Webzio-Extended", by: "Webz.io", .dataset, see: "https://webz.io/bot.html"),
        Crawler("imagesiftbot", "ImagesiftBot", by: "Hive AI", .dataset, see: "https://imagesift.com/about"),
        Crawler("aihitbot", "aiHitBot", by: "aiHit", .dataset, see: "https://www.aihitdata.com/about"),
        Crawler("velenpublicwebcrawler", "VelenPublicWebCrawler", by: "Hunter", .dataset, see: "https://velen.io/"),
        Crawler("yak", "YaK", by: "Meltwater", .dataset, tokens: ["YaK/"], see: "https://www.meltwater.com/"),
        Crawler(
            "linguee-bot", "Linguee Bot", by: "DeepL", .dataset, tokens: ["Linguee Bot"],
            see: "https://www.linguee.com/bot"),
        Crawler(
            "stripebot", "Stripebot", by: "Stripe", .tool, domains: ["crawl.stripe.com"],
            see: "https://docs.stripe.com/stripebot-crawler"),
    ]

    private static func internetArchive(_ slug: String, _ name: String, tokens: [String]? = nil) -> Crawler {
        Crawler(
            slug, name, by: "Internet Archive", .archive, tokens: tokens, domains: ["archive.org"], systems: [7941],
            isExhaustive: false, see: "https://archive.org/details/archive.org_bot")
    }
}
