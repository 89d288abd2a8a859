/// The blocks that an operator publishes for some of its crawlers, as one list has them.
public struct CrawlerRanges: Sendable, Equatable {
    /// The list's name, such as `google-special`.
    public var name: String
    /// Who publishes it; nil where the list does not say.
    public var operatorName: String?
    /// Where its operator publishes it; nil where the list does not say.
    public var origin: String?
    /// Slugs of the crawlers that it says it is for.
    public var slugs: [String]
    /// The blocks, in the order of the list.
    public var blocks: [AddressBlock]

    /// A list of blocks.
    public init(
        name: String, operatorName: String? = nil, origin: String? = nil, slugs: [String], blocks: [AddressBlock]
    ) {
        self.name = name
        self.operatorName = operatorName
        self.origin = origin
        self.slugs = slugs
        self.blocks = blocks
    }

    /// Whether the list is one of a crawler's: it says so, or it is from where the crawler's operator publishes them.
    public func covers(_ crawler: Crawler) -> Bool {
        slugs.contains(crawler.slug) || origin.map(crawler.means.ranges.contains) ?? false
    }
}

extension Collection<CrawlerRanges> {
    /// Whether an address lies in the blocks that are published for a crawler; nil where that can't be said: no list is the crawler's, or
    /// not all of its operator's lists are here and the address is in none of them.
    ///
    /// It looks at each block. That is for the few requests that name a crawler.
    public func hold(_ address: IPAddress, for crawler: Crawler) -> Bool? {
        let lists = filter { $0.covers(crawler) && !$0.blocks.isEmpty }
        if lists.contains(where: { $0.blocks.contains { $0.contains(address) } }) { return true }
        return lists.isEmpty || lists.count < crawler.means.ranges.count ? nil : false
    }
}
