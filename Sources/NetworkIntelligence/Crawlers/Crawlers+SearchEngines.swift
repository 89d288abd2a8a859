import Evidence

extension Crawlers {
    static let searchEngines: [Crawler] =
        [
            bing("bingbot", "bingbot", .search),
            bing("adidxbot", "AdIdxBot", .advertising),
            bing("bingpreview", "BingPreview", .preview),
            bing("microsoftpreview", "MicrosoftPreview", .preview),
            Crawler(
                "applebot", "Applebot", by: "Apple", .search,
                ranges: ["https://search.developer.apple.com/applebot.json"],
                domains: ["applebot.apple.com"], see: "https://support.apple.com/en-us/119829"),
            Crawler(
                "duckduckbot", "DuckDuckBot", by: "DuckDuckGo", .search, tokens: ["DuckDuckBot", "DuckDuckBot-Https"],
                ranges: ["https://duckduckgo.com/duckduckbot.json"],
                see: "https://duckduckgo.com/duckduckgo-help-pages/results/duckduckbot/"),
            Crawler(
                "baiduspider", "Baiduspider", by: "Baidu", .search,
                tokens: ["", "-render", "-image", "-video", "-news", "-mobile", "-favo", "-cpro", "-ads"].map {
                    "Baiduspider\($0)"
                },
                domains: ["baidu.com", "baidu.jp"], see: "https://help.baidu.com/question?prod_id=99&class=0&id=3001"),
            Crawler(
                "petalbot", "PetalBot", by: "Huawei", .search, tokens: ["PetalBot", "AspiegelBot"],
                domains: ["petalsearch.com", "aspiegel.com"], see: "https://aspiegel.com/petalbot"),
            Crawler(
                "seznambot", "SeznamBot", by: "Seznam", .search, domains: ["seznam.cz"],
                see: "https://napoveda.seznam.cz/en/full-text-search/seznambot-crawler/"),
            Crawler(
                "yeti", "Yeti", by: "Naver", .search, tokens: ["Yeti/"], domains: ["naver.com"],
                see: "https://searchadvisor.naver.com/guide/seo-basic-crawl"),
            Crawler(
                "qwantbot", "Qwantbot", by: "Qwant", .search, tokens: ["Qwantbot", "Qwantify"],
                see: "https://help.qwant.com/bot/"),
            Crawler("qwantbot-news", "Qwantbot-news", by: "Qwant", .search, see: "https://help.qwant.com/bot/"),
            Crawler("mojeekbot", "MojeekBot", by: "Mojeek", .search, see: "https://www.mojeek.com/bot.html"),
            Crawler("kagibot", "Kagibot", by: "Kagi", .search, see: "https://kagi.com/bot"),
            Crawler("timpibot", "Timpibot", by: "Timpi", .search, see: "https://timpi.io/"),
            Crawler(
                "sogou", "Sogou Spider", by: "Sogou", .search,
                tokens: ["Sogou web spider", "Sogou inst spider", "Sogou Pic Spider", "Sogou News Spider"],
                see: "https://www.sogou.com/docs/help/webmasters.htm"),
            Crawler("360spider", "360Spider", by: "Qihoo 360", .search, see: "https://www.so.com/help/help_3_2.html"),
            Crawler("yisouspider", "YisouSpider", by: "Shenma", .search, see: "https://zhanzhang.sm.cn/"),
            Crawler(
                "coccocbot", "coccocbot", by: "Cốc Cốc", .search,
                tokens: ["coccocbot", "coccocbot-web", "coccocbot-image"],
                see: "https://help.coccoc.com/searchengine"),
            Crawler(
                "yahoo-slurp", "Yahoo! Slurp", by: "Yahoo", .search, see: "https://help.yahoo.com/kb/SLN22600.html"),
            Crawler(
                "mail-ru-bot", "Mail.RU_Bot", by: "VK", .search, see: "https://help.mail.ru/webmaster/indexing/robots"),
        ] + yandex

    private static func bing(_ slug: String, _ name: String, _ category: CrawlerEvidence.Category) -> Crawler {
        Crawler(
            slug, name, by: "Microsoft", category, ranges: ["https://www.bing.com/toolbox/bingbot.json"],
            domains: ["search.msn.com"],
            see: "https://www.bing.com/webmasters/help/which-crawlers-does-bing-use-8c184ec0")
    }

    /// Yandex has a name for each of its readers, and one way to tell them all.
    private static let yandex: [Crawler] =
        [
            ("YandexBot", .search), ("YandexAccessibilityBot", .tool), ("YandexAdNet", .advertising),
            ("YandexAdditional", .aiTraining), ("YandexAdditionalBot", .aiTraining), ("YandexBlogs", .search),
            ("YandexCalendar", .userFetch), ("YandexComBot", .search), ("YandexDirect", .advertising),
            ("YandexFavicons", .search), ("YandexImages", .search), ("YandexImageResizer", .search),
            ("YandexMarket", .search), ("YandexMedia", .search), ("YandexMetrika", .tool),
            ("YandexMobileBot", .search), ("YandexNews", .search), ("YandexPagechecker", .tool),
            ("YandexRenderResourcesBot", .search), ("YandexScreenshotBot", .tool), ("YandexVideo", .search),
            ("YandexWebmaster", .tool),
        ].map { (name: String, category: CrawlerEvidence.Category) in
            Crawler(
                name.lowercased(), name, by: "Yandex", category, domains: ["yandex.ru", "yandex.net", "yandex.com"],
                see: "https://yandex.com/support/webmaster/en/robot-workings/check-yandex-robots")
        }
}
