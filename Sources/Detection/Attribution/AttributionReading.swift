import Evidence
import Sessions

/// Who or what is behind a session, read from the table of marks and from what was proven.
///
/// Names are given where something was seen that only this leaves behind (`is`), and, with less confidence, where what was seen is
/// typical of it (`resembles`).
struct AttributionReading {
    private let context: Context
    private let hits: [Hit]
    private let isBot: Bool
    /// What was found for each facet, the surest first.
    private let names: [AttributedName.Facet: [AttributedName]]
    /// The library that made the request, where no browser is driven.
    private let library: LibraryName?

    init(_ context: Context, _ hits: [Hit], isBot: Bool) {
        self.context = context
        self.hits = hits
        self.isBot = isBot
        let identity = Identity(context, hits)
        guard isBot || identity.isProven else {
            (names, library) = ([:], nil)
            return
        }
        let seen = Trace.Seen(context, hits)
        var found = Marks.all.filter { $0.trace.isSeen(seen) }.flatMap(\.names)
        // That it is automatic goes without saying where it is known what kind of it.
        let isActorKnown = found.contains { $0.facet == .actor }
        found += identity.names.filter { !(isActorKnown && $0.facet == .actor && $0.value == "automation") }
        if isBot {
            found += Self.stealth(in: hits, tools: found)
        } else {
            // Nothing is said of how somebody drives a browser who is not known to drive one.
            found.removeAll { [.tool, .driver, .environment, .evasion].contains($0.facet) }
        }
        names = Self.surestFirst(found)
        // What drives a browser is no library, whatever stands between it and the server.
        let drivesBrowser = hits.contains {
            $0.signal.strength == .definitive && $0.signal.highlight == .browserAutomation
        }
        library = isBot && !drivesBrowser ? LibraryName(context) : nil
    }

    /// What drives the browser, as far as it is known.
    var tool: Tool? { names[.tool]?.first.flatMap { Tool(rawValue: $0.value) } }

    /// The session document's `attribution`; nil when nothing is certain.
    var attribution: Attribution? {
        guard let actor = names[.actor]?.first else { return nil }
        let single: [AttributedName.Facet] = [.trust, .organization, .product, .purpose, .provider, .tool]
        var labels = [actor.asLabel] + single.compactMap { names[$0]?.first?.asLabel }
        if let driver = names[.driver]?.first, tool?.family == "webdriver" { labels.append(driver.asLabel) }
        if tool == nil, let library {
            labels.append(
                .init(kind: .tool, value: library.slug, label: library.displayName, confidence: library.confidence))
        }
        for facet in [AttributedName.Facet.environment, .evasion] {
            var shown: Set<String> = []
            labels += (names[facet] ?? []).filter { shown.insert($0.value).inserted }.map(\.asLabel)
        }
        var attribution = Attribution(labels: labels)
        if isBot { attribution.behaviors = Attribution.Behavior.all(in: hits) }
        return attribution
    }

    /// The sealed token's `attribution.bot`; nil unless the verdict is `bot`, or an agent or a crawler proved who it is.
    var bot: BotAttribution? {
        guard let actor = names[.actor]?.first else { return nil }
        var bot = BotAttribution(category: actor.asFacet)
        bot.organization = names[.organization]?.first?.asFacet
        bot.productIdentity = names[.product]?.first?.asFacet
        bot.concealmentStyle = names[.evasion]?.first?.asFacet
        if let found = names[.tool]?.first {
            bot.executionFramework = found.asFacet
            if let family = tool?.family {
                bot.providerFamily = .init(
                    value: family, confidence: found.asFacet.confidence, relation: found.relation)
            }
        } else if let library {
            bot.executionFramework = .init(
                value: library.slug, confidence: Double(library.confidence) / 100, relation: library.relation)
        }
        if let provider = names[.provider]?.first { bot.providerFamily = provider.asFacet }
        return bot
    }

    private static func surestFirst(_ names: [AttributedName]) -> [AttributedName.Facet: [AttributedName]] {
        let ranked = names.enumerated().sorted {
            ($1.element.confidence, $0.offset) < ($0.element.confidence, $1.offset)
        }
        return Dictionary(grouping: ranked.map(\.element), by: \.facet)
    }

    /// Stealth: what was replaced to hide, or a tool that is made for it.
    private static func stealth(in hits: [Hit], tools names: [AttributedName]) -> [AttributedName] {
        let isPatched = hits.contains {
            $0.raisesRisk && $0.signal.strength >= .strong && $0.signal.highlight == .runtimeAnomalies
                && $0.signal.manipulation >= 50
        }
        if isPatched { return [.init(.evasion, "stealth", "Stealth", 85)] }
        let tool = surestFirst(names)[.tool]?.first
        guard let tool, Tool(rawValue: tool.value)?.isMadeToHide == true else { return [] }
        return [.init(.evasion, "stealth", "Stealth", tool.confidence, tool.relation)]
    }
}
