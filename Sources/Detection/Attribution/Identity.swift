import Evidence
import Sessions

/// Who a session is, by proof, by its own word, and by what it can't be.
struct Identity {
    /// What is known of it; the last is always an actor.
    let names: [AttributedName]
    /// Whether an agent or a crawler proved who it is.
    let isProven: Bool

    init(_ context: Context, _ hits: [Hit]) {
        // Keys that came with the request prove nobody.
        let agent = context.evidence.webBotAuth.flatMap { $0.status == .verified ? $0.domain : nil }
        let crawler = context.evidence.crawler.flatMap { $0.isProven ? $0 : nil }
        isProven = agent != nil || crawler != nil
        if let crawler {
            names = Self.names(of: crawler)
        } else if let agent {
            names = Self.names(ofSigner: agent)
        } else {
            names = Self.names(without: context, hits)
        }
    }

    private static func names(of crawler: CrawlerEvidence) -> [AttributedName] {
        let purpose = crawler.category
        return [
            // A fetcher acts for a person who asked a model.
            purpose == .userFetch ? .init(.actor, "ai-agent", "AI Agent", 99) : .init(.actor, "crawler", "Crawler", 99),
            .init(.trust, "verified", "Verified", 99),
            .init(.organization, crawler.operatorName.slug, crawler.operatorName, 99),
            .init(.product, crawler.slug, crawler.name, 99),
            .init(.purpose, purpose.rawValue.slug, purpose.displayName, 95),
        ]
    }

    private static func names(ofSigner domain: String) -> [AttributedName] {
        [
            .init(.actor, "verified-bot", "Verified Bot", 99), .init(.trust, "verified", "Verified", 99),
            .init(.organization, domain, domain, 99),
        ]
    }

    /// Where nobody proved anything: what the session says of itself, and in the end that it is automatic.
    private static func names(without context: Context, _ hits: [Hit]) -> [AttributedName] {
        if context.evidence.crawler?.isFabricated == true {
            return [.init(.actor, "fabricated", "Fabricated Identity", 90)]
        }
        let slugs = Set(hits.map(\.signal.slug))
        let texts = [context.request.userAgent, context.observed.navigator?.userAgent].compactMap(\.self)
        if let agent = texts.lazy.compactMap({ DeclaredAgent(in: $0) }).first {
            return [
                .init(.actor, "ai-agent", "AI Agent", 90), .init(.product, agent.name.slug, agent.name, 60, .resembles),
                .init(.organization, agent.organization.slug, agent.organization, 60, .resembles),
            ]
        }
        let isCertain = hits.contains { $0.raisesRisk && $0.signal.strength == .definitive }
        if slugs.contains("crawler_user_agent") {
            let named = context.header?.agency == .crawler ? context.header : context.page
            let product = named?.browser.name.map { AttributedName(.product, $0.slug, $0, 60, .resembles) }
            return [product, .init(.actor, "crawler", "Crawler", 90)].compactMap(\.self)
        }
        // A profile that was made up, and nothing of what drives or moves it.
        if slugs.contains("anti_detect_browser_indicators"), !hits.contains(where: \.showsAutomation) {
            return [.init(.actor, "fabricated", "Fabricated Identity", 75, .resembles)]
        }
        return [.init(.actor, "automation", "Automation", isCertain ? 98 : 85, isCertain ? .is : .resembles)]
    }
}

extension Hit {
    /// Whether it says that a program acts, and not only that a browser is another than it says.
    fileprivate var showsAutomation: Bool {
        guard raisesRisk else { return false }
        switch signal.highlight {
        case .browserAutomation, .declaredAutomation, .syntheticInput, .unnaturalBehavior, .headlessEnvironment:
            return true
        default: return false
        }
    }
}

extension CrawlerEvidence.Category {
    /// The purpose in words.
    fileprivate var displayName: String {
        switch self {
        case .search: "Search"
        case .aiTraining: "AI Training"
        case .aiSearch: "AI Search"
        case .userFetch: "Fetching for a Person"
        case .preview: "Link Previews"
        case .seo: "SEO"
        case .advertising: "Advertising"
        case .archive: "Archive"
        case .dataset: "Datasets"
        case .feed: "Feeds"
        case .monitoring: "Monitoring"
        case .tool: "Tool"
        }
    }
}
