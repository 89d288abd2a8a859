import Behavior
import Evidence
import Sessions

/// Who or what is behind a session, read from what the signals found.
///
/// Names are given where something was seen that only this leaves behind (`is`), and, with less confidence, where what was seen is
/// typical of it (`resembles`).
struct AttributionReading {
    /// What drives the browser, as far as it is known.
    private(set) var tool: Tool?
    private var confidence = 0
    private var relation = BotAttribution.Facet.Relation.is
    private let context: Context
    private let hits: [Hit]
    private let isBot: Bool
    /// The agent that proved who it is; nil without one.
    private let agent: WebBotAuthEvidence?
    /// The crawler that proved that it is the one it names; nil without one.
    private let crawler: CrawlerEvidence?
    /// The library that made the request, where no browser is driven.
    private let library: LibraryName?

    init(_ context: Context, _ hits: [Hit], isBot: Bool) {
        self.context = context
        self.hits = hits
        self.isBot = isBot
        // Keys that came with the request prove nobody.
        agent = context.evidence.webBotAuth.flatMap { $0.status == .verified && $0.domain != nil ? $0 : nil }
        crawler = context.evidence.crawler.flatMap { $0.isProven ? $0 : nil }
        // What drives a browser is no library, whatever stands between it and the server.
        let drivesBrowser = hits.contains {
            $0.signal.strength == .definitive && $0.signal.highlight == .browserAutomation
        }
        library = isBot && !drivesBrowser ? LibraryName(context) : nil
        guard isBot else { return }
        readTool()
    }

    private func has(_ slug: String) -> Bool { hits.contains { $0.signal.slug == slug } }

    private mutating func readTool() {
        let named = hits.filter { $0.signal.tool != nil && $0.signal.strength == .definitive }
        // A name that a tool gives itself outweighs the driver under it.
        if let other = named.first(where: { $0.signal.tool != .chromedriver })?.signal.tool {
            (tool, confidence) = (other, 97)
        } else if !named.isEmpty {
            // ChromeDriver is what Selenium drives Chromium with; few others use it.
            (tool, confidence, relation) = (.selenium, 90, .resembles)
        } else if has("webdriver_detected") {
            readResemblance()
        }
    }

    /// A browser that says it is driven and names nobody: what remains is how it is driven.
    private mutating func readResemblance() {
        relation = .resembles
        switch context.engine {
        case .gecko:
            // Marionette leaves nothing in the page; Selenium's geckodriver is what nearly everyone drives it with.
            (tool, confidence) = (.selenium, 70)
        case .webkit:
            (tool, confidence) = (.selenium, 60)
        default:
            let presses = context.features.presses
            let fractional = presses.fractionalShare ?? 0 > 0
            let pressed = presses.zeroPressureShare.map { $0 == 0 }
            if pressed == true, fractional || has("screen_coordinates_mismatch") {
                (tool, confidence) = (.playwright, 75)
            } else if pressed == false, fractional {
                (tool, confidence) = (.puppeteer, 65)
            } else if pressed == false {
                (tool, confidence) = (.selenium, 60)
            }
        }
    }

    /// Whether there is something to say of who it is: of a bot always, of who proved it whatever the verdict.
    private var isAttributed: Bool { isBot || agent != nil || crawler != nil }

    /// The session document's `attribution`; nil when nothing is certain.
    var attribution: Attribution? {
        guard isAttributed else { return nil }
        var attribution = Attribution(labels: actor)
        guard isBot else { return attribution }
        if let tool {
            attribution.labels.append(
                .init(kind: .tool, value: tool.rawValue, label: tool.displayName, confidence: confidence))
            if let driver { attribution.labels.append(driver) }
        } else if let library {
            attribution.labels.append(
                .init(kind: .tool, value: library.slug, label: library.displayName, confidence: library.confidence))
        }
        if isHeadless {
            attribution.labels.append(
                .init(kind: .environment, value: "headless", label: "Headless", confidence: headlessConfidence))
        }
        if isStealthy {
            attribution.labels.append(.init(kind: .evasion, value: "stealth", label: "Stealth", confidence: 85))
        }
        attribution.behaviors = behaviors
        return attribution
    }

    /// Who acts: a crawler or an agent by its name, or else automation.
    private var actor: [Attribution.Label] {
        if let crawler { return Self.labels(of: crawler) }
        guard let agent else {
            return [.init(kind: .actor, value: "automation", label: "Automation", confidence: isCertain ? 98 : 85)]
        }
        var labels = [
            Attribution.Label(kind: .actor, value: "verified-bot", label: "Verified Bot", confidence: 99),
            .init(kind: .trust, value: "verified", label: "Verified", confidence: 99),
        ]
        if let domain = agent.domain {
            labels.append(.init(kind: .organization, value: domain, label: domain, confidence: 99))
        }
        return labels
    }

    private static func labels(of crawler: CrawlerEvidence) -> [Attribution.Label] {
        let purpose = crawler.category
        return [
            .init(kind: .actor, value: "crawler", label: "Crawler", confidence: 99),
            .init(kind: .trust, value: "verified", label: "Verified", confidence: 99),
            .init(
                kind: .organization, value: crawler.operatorName.slug, label: crawler.operatorName, confidence: 99),
            .init(kind: .product, value: crawler.slug, label: crawler.name, confidence: 99),
            .init(
                kind: .purpose, value: purpose.rawValue.slug, label: purpose.displayName, confidence: 95),
        ]
    }

    /// Whether something was found that decides alone.
    private var isCertain: Bool { hits.contains { $0.raisesRisk && $0.signal.strength == .definitive } }

    /// The driver under the tool, where it is another program.
    private var driver: Attribution.Label? {
        guard tool == .selenium else { return nil }
        if has("chromedriver_globals") || has("chromedriver_commands") {
            return .init(kind: .tool, value: "chromedriver", label: "ChromeDriver", confidence: 99)
        }
        return context.engine == .gecko
            ? .init(kind: .tool, value: "geckodriver", label: "geckodriver", confidence: 70) : nil
    }

    private var isHeadless: Bool { has("headless_user_agent") || has("window_size_zero") || has("no_pointing_device") }

    private var headlessConfidence: Int { has("headless_user_agent") ? 99 : 75 }

    private var isStealthy: Bool {
        hits.contains {
            $0.raisesRisk && $0.signal.strength >= .strong && $0.signal.highlight == .runtimeAnomalies
                && $0.signal.manipulation >= 50
        }
    }

    /// Ways of acting, from the signals of the channel: one strong or two moderate ones are enough.
    private var behaviors: [Attribution.Behavior] {
        let channels: [(Attribution.Behavior.Channel, String, String, Set<String>)] = [
            (
                .typing, "synthetic-typing", "Synthetic Typing",
                [
                    "key_dwell_too_short", "key_dwell_constant", "key_intervals_constant", "typing_too_fast",
                    "keys_never_released",
                    "untrusted_keys", "keypress_without_keydown",
                ]
            ),
            (
                .form, "scripted-filling", "Scripted Filling",
                [
                    "text_without_keys", "fields_filled_without_focus", "untrusted_inputs", "form_sent_untouched",
                    "untrusted_submission",
                    "fields_filled_instantly",
                ]
            ),
            (
                .mouse, "synthetic-pointer", "Synthetic Pointer",
                [
                    "press_without_approach", "press_after_one_move", "pointer_teleports", "straight_strokes",
                    "constant_speed",
                    "even_pointer_spacing", "press_too_short", "press_always_as_long", "centred_clicks",
                    "pressure_missing",
                    "fractional_press_coordinates", "untrusted_clicks", "untrusted_pointer", "press_without_button",
                ]
            ),
            (
                .touch, "synthetic-touch", "Synthetic Touch",
                [
                    "touch_without_screen", "touch_without_contact", "touch_without_pointer", "touch_too_short",
                    "touch_strokes_straight",
                    "untrusted_touches",
                ]
            ),
            (.scroll, "scripted-scrolling", "Scripted Scrolling", ["unexplained_scrolling", "lone_wheel_turn"]),
        ]
        return channels.compactMap { channel, value, label, slugs in
            let found = hits.filter { slugs.contains($0.signal.slug) }
            let weight = found.reduce(0.0) { $0 + Scoring.weight(of: $1.signal.strength) * $1.finding.extent }
            guard weight >= 2 else { return nil }
            return .init(channel: channel, value: value, label: label, confidence: min(97, 60 + Int(weight * 6)))
        }
    }

    /// The sealed token's `attribution.bot`; nil unless the verdict is `bot`, or an agent or a crawler proved who it is.
    var bot: BotAttribution? {
        guard isAttributed else { return nil }
        var bot = BotAttribution(category: category)
        if let domain = agent?.domain { bot.organization = .init(value: domain, confidence: 0.99, relation: .is) }
        if let tool {
            bot.executionFramework = .init(
                value: tool.rawValue, confidence: Double(confidence) / 100, relation: relation)
            if let family = tool.family {
                bot.providerFamily = .init(value: family, confidence: Double(confidence) / 100, relation: relation)
            }
        } else if let library {
            bot.executionFramework = .init(
                value: library.slug, confidence: Double(library.confidence) / 100, relation: library.relation)
        }
        if let crawler {
            bot.organization = .init(value: crawler.operatorName.slug, confidence: 0.99, relation: .is)
            bot.productIdentity = .init(value: crawler.slug, confidence: 0.99, relation: .is)
        } else if has("crawler_user_agent"),
            let name = (context.header?.agency == .crawler ? context.header : context.page)?.browser.name
        {
            bot.productIdentity = .init(value: name.slug, confidence: 0.6, relation: .resembles)
        }
        if isBot, isStealthy { bot.concealmentStyle = .init(value: "stealth", confidence: 0.85, relation: .is) }
        return bot
    }

    private var category: BotAttribution.Facet {
        if crawler != nil { return .init(value: "crawler", confidence: 0.99, relation: .is) }
        if agent != nil { return .init(value: "verified-bot", confidence: 0.99, relation: .is) }
        if context.evidence.crawler?.isFabricated == true {
            return .init(value: "fabricated", confidence: 0.9, relation: .is)
        }
        if has("crawler_user_agent") { return .init(value: "crawler", confidence: 0.9, relation: .is) }
        return .init(
            value: "automation", confidence: isCertain ? 0.98 : 0.85, relation: isCertain ? .is : .resembles)
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

/// The library behind a request: by its own word, or else by its connection.
private struct LibraryName {
    let slug: String
    let displayName: String
    /// 0–100.
    let confidence: Int
    let relation: BotAttribution.Facet.Relation

    /// The library that made a session's request; nil where a browser made it, or nobody knows.
    init?(_ context: Context) {
        if let header = context.header, header.agency == .library, let name = header.browser.name {
            // A library has no reason to take another's name; its connection confirms that it is one.
            (slug, displayName, confidence, relation) = (name.slug, name, context.tlsAlignment == .match ? 97 : 90, .is)
            return
        }
        let layers = [context.connection?.tlsMatch, context.connection?.http2Match].compactMap(\.self)
        // Programs on one TLS stack show the same hello: the layer that only one of them shows names it best.
        let libraries = layers.filter {
            $0.kind != .browser && $0.isFirm && $0.isNamed && !$0.engines.contains(context.engine)
        }
        guard let match = libraries.first(where: { $0.isDeterministic }) ?? libraries.first else { return nil }
        slug = match.product.slug
        displayName = Self.displayNames[slug] ?? match.product
        confidence = match.isDeterministic ? (match.confidence == .exact ? 95 : 85) : 60
        relation = match.isDeterministic ? .is : .resembles
    }

    private static let displayNames = [
        "python": "Python", "python-requests": "Python Requests", "python-urllib": "Python-urllib",
        "python-httpx": "HTTPX", "httpx": "HTTPX",
        "python-aiohttp": "aiohttp", "go-http-client": "Go-http-client", "go": "Go-http-client", "java": "Java",
        "node": "Node", "deno": "Deno", "openssl": "OpenSSL", "wget": "Wget", "wget2": "Wget2",
    ]
}

extension String {
    /// The text as a slug: lower case, digits and single hyphens.
    fileprivate var slug: String {
        let words = lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        return words.isEmpty ? "unknown" : words.joined(separator: "-")
    }
}
