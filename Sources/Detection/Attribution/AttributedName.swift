import Sessions

/// One thing that is said of who or what is behind a session.
struct AttributedName: Sendable, Equatable {
    /// What it is a name of.
    enum Facet: Sendable, Hashable, CaseIterable {
        case actor, trust, organization, product, purpose, provider, tool, driver, environment, evasion

        /// The kind of label that it is shown as. A driver is a tool under another one.
        var kind: Attribution.Label.Kind {
            switch self {
            case .actor: .actor
            case .trust: .trust
            case .organization: .organization
            case .product: .product
            case .purpose: .purpose
            case .provider: .provider
            case .tool, .driver: .tool
            case .environment: .environment
            case .evasion: .evasion
            }
        }
    }

    var facet: Facet
    /// Slug.
    var value: String
    /// For display.
    var label: String
    /// 0–100.
    var confidence: Int
    /// Whether only this leaves what was seen, or it is typical of it.
    var relation: BotAttribution.Facet.Relation

    init(
        _ facet: Facet, _ value: String, _ label: String, _ confidence: Int,
        _ relation: BotAttribution.Facet.Relation = .is
    ) {
        self.facet = facet
        self.value = value
        self.label = label
        self.confidence = confidence
        self.relation = relation
    }

    /// A tool.
    static func tool(
        _ tool: Tool, _ confidence: Int = 97, _ relation: BotAttribution.Facet.Relation = .is
    ) -> AttributedName { .init(.tool, tool.rawValue, tool.displayName, confidence, relation) }

    /// The program under a tool that does its bidding.
    static func driver(
        _ tool: Tool, _ confidence: Int, _ relation: BotAttribution.Facet.Relation = .is
    ) -> AttributedName { .init(.driver, tool.rawValue, tool.displayName, confidence, relation) }

    /// As a label of the session document.
    var asLabel: Attribution.Label { .init(kind: facet.kind, value: value, label: label, confidence: confidence) }

    /// As a facet of the sealed token.
    var asFacet: BotAttribution.Facet {
        .init(value: value, confidence: Double(confidence) / 100, relation: relation)
    }
}
