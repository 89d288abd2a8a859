import Evidence

extension Crawlers {
    /// Crawlers that read for models, and fetchers that read for a person who asks one.
    static let assistants: [Crawler] = [
        openAI("gptbot", "GPTBot", .aiTraining, list: "gptbot"),
        openAI("oai-searchbot", "OAI-SearchBot", .aiSearch, list: "searchbot"),
        openAI("chatgpt-user", "ChatGPT-User", .userFetch, list: "chatgpt-user"),
        // It signs its requests; of addresses its operator promises less.
        openAI("chatgpt-agent", "ChatGPT Agent", .userFetch, list: "chatgpt-user", isExhaustive: false),
        anthropic("claudebot", "ClaudeBot", .aiTraining),
        anthropic("claude-user", "Claude-User", .userFetch),
        anthropic("claude-searchbot", "Claude-SearchBot", .aiSearch),
        anthropic("claude-web", "Claude-Web", .aiSearch),
        anthropic("anthropic-ai", "anthropic-ai", .aiTraining),
        perplexity("perplexitybot", "PerplexityBot", .aiSearch),
        perplexity("perplexity-user", "Perplexity-User", .userFetch),
        amazon("amazonbot", "Amazonbot", .aiSearch),
        amazon("amzn-searchbot", "Amzn-SearchBot", .search),
        amazon("amzn-user", "Amzn-User", .userFetch),
        Crawler(
            "bedrockbot", "bedrockbot", by: "Amazon", .aiSearch, tokens: ["bedrockbot", "bedrockbot-"],
            see: "https://docs.aws.amazon.com/bedrock/latest/userguide/webcrawl-data-source-connector.html"),
        Crawler(
            "mistralai-user", "MistralAI-User", by: "Mistral AI", .userFetch,
            ranges: ["https://mistral.ai/mistralai-user-ips.json"], see: "https://docs.mistral.ai/robots"),
        Crawler(
            "duckassistbot", "DuckAssistBot", by: "DuckDuckGo", .aiSearch,
            see: "https://duckduckgo.com/duckduckgo-help-pages/results/duckassistbot/"),
        bytedance("bytespider", "Bytespider"),
        bytedance("tiktokspider", "TikTokSpider"),
        Crawler("cohere-ai", "cohere-ai", by: "Cohere", .userFetch, see: "https://cohere.com/"),
        Crawler(
            "cohere-training-data-crawler", "cohere-training-data-crawler", by: "Cohere", .aiTraining,
            see: "https://cohere.com/"),
        Crawler("youbot", "YouBot", by: "You.com", .aiSearch, see: "https://about.you.com/youbot/"),
        Crawler("exasearchbot", "ExaSearchBot", by: "Exa", .aiSearch, see: "https://exa.ai/"),
        Crawler("shapbot", "ShapBot", by: "Parallel", .aiSearch, see: "https://docs.parallel.ai/features/crawler"),
        Crawler("phindbot", "PhindBot", by: "Phind", .aiSearch, see: "https://www.phind.com/"),
        Crawler("andibot", "Andibot", by: "Andi", .aiSearch, see: "https://andisearch.com/"),
        Crawler(
            "cloudflare-autorag", "Cloudflare-AutoRAG", by: "Cloudflare", .aiSearch,
            see: "https://developers.cloudflare.com/ai-search/"),
        Crawler("atlassian-bot", "atlassian-bot", by: "Atlassian", .aiSearch, see: "https://support.atlassian.com/"),
        Crawler("ai2bot", "AI2Bot", by: "Allen Institute for AI", .aiTraining, see: "https://allenai.org/crawler"),
        Crawler(
            "ai2bot-dolma", "Ai2Bot-Dolma", by: "Allen Institute for AI", .aiTraining,
            see: "https://allenai.org/crawler"),
        Crawler(
            "sbintuitionsbot", "SBIntuitionsBot", by: "SB Intuitions", .aiTraining,
            see: "https://www.sbintuitions.co.jp/en/bot/"),
        Crawler("icc-crawler", "ICC-Crawler", by: "NICT", .aiTraining, see: "https://www.nict.go.jp/en/"),
        Crawler(
            "cotoyogi", "Cotoyogi", by: "ROIS-DS", .aiTraining, see: "https://ds.rois.ac.jp/en_center8/en_crawler/"),
    ]

    private static func openAI(
        _ slug: String, _ name: String, _ category: CrawlerEvidence.Category, list: String, isExhaustive: Bool = true
    ) -> Crawler {
        Crawler(
            slug, name, by: "OpenAI", category, ranges: ["https://openai.com/\(list).json"], isExhaustive: isExhaustive,
            see: "https://platform.openai.com/docs/bots")
    }

    private static func anthropic(_ slug: String, _ name: String, _ category: CrawlerEvidence.Category) -> Crawler {
        Crawler(slug, name, by: "Anthropic", category, see: "https://support.anthropic.com/en/articles/8896518")
    }

    private static func perplexity(_ slug: String, _ name: String, _ category: CrawlerEvidence.Category) -> Crawler {
        Crawler(
            slug, name, by: "Perplexity", category, ranges: ["https://www.perplexity.ai/\(slug).json"],
            see: "https://docs.perplexity.ai/guides/bots")
    }

    private static func amazon(_ slug: String, _ name: String, _ category: CrawlerEvidence.Category) -> Crawler {
        Crawler(
            slug, name, by: "Amazon", category, domains: ["crawl.amazonbot.amazon"],
            see: "https://developer.amazon.com/amazonbot")
    }

    private static func bytedance(_ slug: String, _ name: String) -> Crawler {
        Crawler(slug, name, by: "ByteDance", .aiTraining, see: "https://www.bytespider.net/")
    }
}
