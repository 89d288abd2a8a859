import Evidence

/// A crawler that says who it is: by which words in the user agent, and how its operator lets sites see that it is true.
public struct Crawler: Sendable, Equatable {
    /// How the operator lets sites tell its crawler from others under its name. Empty where it publishes nothing.
    public struct Means: Sendable, Equatable {
        /// Where the operator publishes the blocks of addresses that the crawler comes from.
        public var ranges: [String] = []
        /// Domains that the names of its addresses lie under, such as `googlebot.com`.
        public var domains: [String] = []
        /// Autonomous systems of the operator's own that it comes from.
        public var systems: [UInt32] = []
        /// Whether the operator says that the crawler comes from nowhere else. Where it does not, a miss proves nothing.
        public var isExhaustive = true

        /// Whether there is any.
        public var isEmpty: Bool { ranges.isEmpty && domains.isEmpty && systems.isEmpty }
    }

    /// Such as `oai-searchbot`; no two have the same.
    public let slug: String
    /// The name for display, as the operator writes it.
    public let name: String
    /// Who runs it.
    public let operatorName: String
    /// What it reads pages for.
    public let category: CrawlerEvidence.Category
    /// Words by which its user agent says so; the case of letters does not count.
    public let tokens: [String]
    /// How it proves itself.
    public let means: Means
    /// Where its operator describes it.
    public let documentation: String

    init(
        _ slug: String, _ name: String, by operatorName: String, _ category: CrawlerEvidence.Category,
        tokens: [String]? = nil, ranges: [String] = [], domains: [String] = [], systems: [UInt32] = [],
        isExhaustive: Bool = true, see documentation: String
    ) {
        self.slug = slug
        self.name = name
        self.operatorName = operatorName
        self.category = category
        self.tokens = tokens ?? [name]
        means = Means(ranges: ranges, domains: domains, systems: systems, isExhaustive: isExhaustive)
        self.documentation = documentation
    }
}
