import Evidence

extension Crawlers {
    /// Readers that show a link where people talk, and what else social networks send.
    static let previews: [Crawler] = [
        meta("facebookexternalhit", "facebookexternalhit", .preview),
        meta("facebookbot", "FacebookBot", .aiTraining, tokens: ["FacebookBot", "Facebot"]),
        meta("facebookcatalog", "facebookcatalog", .preview),
        meta("meta-externalagent", "meta-externalagent", .aiTraining),
        meta("meta-externalfetcher", "meta-externalfetcher", .userFetch),
        meta("meta-externalads", "meta-externalads", .advertising),
        meta("meta-webindexer", "Meta-WebIndexer", .aiSearch),
        // A person's own device reads the page for the message it writes, under the names of others, and from wherever it is.
        Crawler(
            "apple-messages", "Messages link preview", by: "Apple", .preview,
            tokens: ["facebookexternalhit/1.1 Facebot Twitterbot"], see: "https://support.apple.com/messages"),
        Crawler(
            "line-poker", "LINE link preview", by: "LY Corporation", .preview,
            tokens: ["facebookexternalhit/1.1;line-poker", "line-poker"], see: "https://help2.line.me/"),
        Crawler(
            "twitterbot", "Twitterbot", by: "X", .preview, systems: [13414], isExhaustive: false,
            see: "https://developer.x.com/en/docs/x-for-websites/cards/guides/getting-started"),
        Crawler(
            "linkedinbot", "LinkedInBot", by: "LinkedIn", .preview, domains: ["linkedin.com"], systems: [14413],
            isExhaustive: false, see: "https://www.linkedin.com/robots.txt"),
        Crawler(
            "pinterestbot", "Pinterestbot", by: "Pinterest", .preview, tokens: ["Pinterestbot", "Pinterest/0."],
            domains: ["pinterest.com", "pinterestcrawler.com"],
            see: "https://help.pinterest.com/en/business/article/pinterest-crawler"),
        slack("slackbot", "Slackbot"),
        slack("slackbot-linkexpanding", "Slackbot-LinkExpanding"),
        slack("slack-imgproxy", "Slack-ImgProxy"),
        Crawler("discordbot", "Discordbot", by: "Discord", .preview, see: "https://discord.com/"),
        Crawler("telegrambot", "TelegramBot", by: "Telegram", .preview, see: "https://telegram.org/"),
        Crawler("redditbot", "redditbot", by: "Reddit", .preview, see: "https://www.reddit.com/"),
        Crawler("skypeuripreview", "SkypeUriPreview", by: "Microsoft", .preview, see: "https://www.skype.com/"),
        Crawler("vkshare", "vkShare", by: "VK", .preview, see: "https://vk.com/dev/Share"),
        Crawler(
            "snap-url-preview", "Snap URL Preview Service", by: "Snap", .preview,
            see: "https://developers.snap.com/robots"),
    ]

    /// Meta names its autonomous system as the one that all of them come from.
    private static func meta(
        _ slug: String, _ name: String, _ category: CrawlerEvidence.Category, tokens: [String]? = nil
    ) -> Crawler {
        Crawler(
            slug, name, by: "Meta", category, tokens: tokens, systems: [32934],
            see: "https://developers.facebook.com/docs/sharing/webmasters/web-crawlers")
    }

    private static func slack(_ slug: String, _ name: String) -> Crawler {
        Crawler(slug, name, by: "Slack", .preview, see: "https://api.slack.com/robots")
    }
}
