import Sessions

/// A source and everything that was read from it: what tables are made of.
public struct LoadedSource: Sendable {
    /// The source as it is configured: its name, what being in it means, its provider and categories.
    public var source: NetworkSource
    /// What it holds.
    public var content: LoadedContent
    /// Until when it counts that something is not in it: what is older may lack what is new. Nil for ever.
    public var goodUntil: Timestamp?

    /// A source and what it holds.
    public init(source: NetworkSource, content: LoadedContent, goodUntil: Timestamp? = nil) {
        self.source = source
        self.content = content
        self.goodUntil = goodUntil
    }
}

/// What a source holds, by its form.
public enum LoadedContent: Sendable {
    /// Addresses that mean what the source says.
    case addresses(AddressRanges)
    /// Autonomous systems that mean what the source says.
    case systems([ASNList.Entry])
    /// The lists that operators publish of their crawlers' addresses.
    case crawlers([CrawlerRanges])
    /// Ranges by country; their values are those of ``CountryCode``.
    case countries(AddressRanges)
    /// A database in MaxMind's format.
    case database(MaxMindDatabase)
    /// IPFire's database.
    case locations(LocationDatabase)
}
