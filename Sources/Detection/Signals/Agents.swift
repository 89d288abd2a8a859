import Evidence
import Sessions

extension SignalCatalogue {
    /// What models leave that act in a page, and what their agents call themselves.
    static let agents: [Signal] = [
        Signal(
            "ai_agent_marks", "Marks of an AI agent's framework", .environment, .definitive, score: 95,
            looksAt: """
                What frameworks put into a page so that a model can point at its elements: Browser Use's highlights, \
                AgentQL's numbers, Skyvern's and Stagehand's helpers.
                """,
            innocent: "None known; the names are these frameworks' own.", highlight: .browserAutomation
        ) { $0.assistants(Marks.frameworks) },
        Signal(
            "ai_assistant_acting", "AI assistant at work", .environment, .strong, score: 85,
            looksAt: """
                What assistants show in a page while they act in it, in place of the person or beside them: glowing \
                borders, buttons to stop them, a pointer of their own.
                """,
            innocent: "A person who goes on by hand in a page where an assistant began.", highlight: .browserAutomation
        ) { $0.assistants(Marks.assistants) },
        Signal(
            "ai_assistant_present", "AI assistant installed", .environment, .weak, score: 5, effect: .context,
            looksAt: "What assistants leave in every page, or after they have acted; it does not say that one acts.",
            innocent: "Everybody who has such an extension.", highlight: .privacyProtections
        ) { $0.assistantsPresent },
        Signal(
            "ai_agent_user_agent", "AI agent by its own word", .environment, .definitive, score: 100,
            looksAt: "A user agent string that names an agent which fetches or acts because a person asked a model to.",
            innocent: "None: such agents are automatic by design.", highlight: .declaredAutomation
        ) { context in
            let texts = [context.request.userAgent, context.observed.navigator?.userAgent].compactMap(\.self)
            guard let agent = texts.lazy.compactMap({ DeclaredAgent(in: $0) }).first else { return nil }
            return Finding("the user agent names \(agent.name) of \(agent.organization)")
        },
        Signal(
            "remote_browser_provider", "Browser run by a provider", .environment, .strong, score: 85,
            looksAt: """
                A browser that somebody rents out to programs, by the signature of its provider or by what the \
                provider's service leaves in the page.
                """,
            innocent: "People who browse through such a service by hand.", highlight: .browserAutomation
        ) { context in
            let seen = Trace.Seen(context, [])
            guard let provider = Marks.providers.first(where: { $0.trace.isSeen(seen) })?.names.first else {
                return nil
            }
            return Finding("the browser is run by \(provider.label)")
        },
    ]
}

extension Context {
    /// Marks that do not say that somebody acts: they are in every page, or stay when the work is done.
    private static let marksOfPresence: Set<String> = [
        "claude-agent-animation-styles", "claude-static-indicator-container", "genspark-float-bar",
        "data-jetski-tab-id",
    ]

    /// A finding where the page bears one of these marks.
    fileprivate func assistants(_ table: [Mark]) -> Finding? {
        assistants(table.reduce(into: []) { $0.formUnion($1.trace.marks) })
    }

    /// A finding where the page bears a mark of an assistant that need not act.
    fileprivate var assistantsPresent: Finding? { assistants(Self.marksOfPresence) }

    private func assistants(_ marks: Set<String>) -> Finding? {
        let found = assistantMarks.filter(marks.contains).unique
        return found.isEmpty ? nil : Finding("the page has \(found.listed())")
    }
}
