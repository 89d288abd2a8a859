import Evidence

extension Crawlers {
    /// Crawlers that measure sites for searches and advertisements.
    static let measuring: [Crawler] = [
        ahrefs("ahrefsbot", "AhrefsBot"),
        ahrefs("ahrefssiteaudit", "AhrefsSiteAudit"),
        semrush("semrushbot", "SemrushBot"),
        semrush("semrushbot-ba", "SemrushBot-BA"),
        semrush("semrushbot-esi", "SemrushBot-ESI"),
        semrush("semrushbot-ft", "SemrushBot-FT"),
        semrush("semrushbot-ocob", "SemrushBot-OCOB"),
        semrush("semrushbot-si", "SemrushBot-SI"),
        semrush("semrushbot-sa", "SemrushBot-SA"),
        semrush("semrushbot-swa", "SemrushBot-SWA"),
        semrush("siteauditbot", "SiteAuditBot"),
        semrush("splitsignalbot", "SplitSignalBot"),
        Crawler("mj12bot", "MJ12bot", by: "Majestic", .seo, see: "https://mj12bot.com/"),
        Crawler("dotbot", "DotBot", by: "Moz", .seo, see: "https://moz.com/help/moz-procedures/crawlers/dotbot"),
        Crawler("rogerbot", "rogerbot", by: "Moz", .seo, see: "https://moz.com/help/moz-procedures/crawlers/rogerbot"),
        Crawler("barkrowler", "Barkrowler", by: "Babbar", .seo, see: "https://babbar.tech/crawler"),
        Crawler("dataforseobot", "DataForSeoBot", by: "DataForSEO", .seo, see: "https://dataforseo.com/dataforseo-bot"),
        Crawler("serpstatbot", "serpstatbot", by: "Serpstat", .seo, see: "https://serpstatbot.com/"),
        Crawler("seokicks", "SEOkicks", by: "SEOkicks", .seo, see: "https://www.seokicks.de/robot.html"),
        Crawler("blexbot", "BLEXBot", by: "WebMeUp", .seo, see: "https://webmeup-crawler.com/"),
        Crawler(
            "screaming-frog", "Screaming Frog SEO Spider", by: "Screaming Frog", .seo,
            see: "https://www.screamingfrog.co.uk/seo-spider/user-agent/"),
        Crawler(
            "amazonadbot", "AmazonAdBot", by: "Amazon", .advertising, domains: ["amazonadbot.com"],
            see: "https://adbot.amazon.com/"),
        Crawler("criteobot", "CriteoBot", by: "Criteo", .advertising, see: "https://www.criteo.com/criteo-crawler/"),
        Crawler("quantcastbot", "Quantcastbot", by: "Quantcast", .advertising, see: "https://www.quantcast.com/bot"),
        Crawler(
            "geedoproductsearch", "GeedoProductSearch", by: "Geedo", .search,
            ranges: ["https://geedo.com/product-search/product-search-ip.json"], domains: ["geedo.com"],
            see: "https://geedo.com/product-search/"),
    ]

    private static func ahrefs(_ slug: String, _ name: String) -> Crawler {
        Crawler(
            slug, name, by: "Ahrefs", .seo, ranges: ["https://api.ahrefs.com/v3/public/crawler-ip-ranges"],
            see: "https://ahrefs.com/robot")
    }

    /// Semrush says that names lead to it, and not for which of its readers.
    private static func semrush(_ slug: String, _ name: String) -> Crawler {
        Crawler(
            slug, name, by: "Semrush", .seo, domains: ["semrush.com"], isExhaustive: false,
            see: "https://www.semrush.com/bot/")
    }
}
