import Evidence

/// An agent that fetches or acts because a person asked a model to, by the name that it gives itself in the user agent string.
///
/// Names from the operators' own pages, as the AI Crawler Index 1.3.0 (2026-09-05, CC0) lists them.
struct DeclaredAgent: Sendable {
    /// The token, in lower case.
    let token: String
    /// The name for display.
    let name: String
    /// Who runs it.
    let organization: String

    /// The agent that a user agent string names; nil where it names none.
    init?(in userAgent: String) {
        let text = userAgent.lowercased()
        guard let agent = Self.all.first(where: { text.names($0.token) }) else { return nil }
        self = agent
    }

    private init(_ name: String, by organization: String) {
        token = name.lowercased()
        self.name = name
        self.organization = organization
    }

    static let all: [DeclaredAgent] = [
        .init("ChatGPT-User", by: "OpenAI"),
        .init("ChatGPT Agent", by: "OpenAI"),
        .init("Claude-User", by: "Anthropic"),
        .init("Perplexity-User", by: "Perplexity"),
        .init("MistralAI-User", by: "Mistral AI"),
        .init("Google-Agent", by: "Google"),
        .init("Google-GeminiNotebook", by: "Google"),
        .init("Google-NotebookLM", by: "Google"),
        .init("Google-Pinpoint", by: "Google"),
        .init("Amzn-User", by: "Amazon"),
        .init("meta-externalfetcher", by: "Meta"),
        .init("cohere-ai", by: "Cohere"),
    ]
}

extension String {
    /// Whether a text has a token as a word of its own. Both in lower case.
    fileprivate func names(_ token: String) -> Bool {
        guard let found = firstRange(of: token) else { return false }
        let isWord = { (character: Character?) in character.map { $0.isLetter || $0.isNumber } ?? false }
        let before = found.lowerBound == startIndex ? nil : self[index(before: found.lowerBound)]
        let after = found.upperBound == endIndex ? nil : self[found.upperBound]
        return !isWord(before) && !isWord(after) && after != "-"
    }
}
