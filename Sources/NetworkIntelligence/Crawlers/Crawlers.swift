/// The crawlers that this project knows by name.
public enum Crawlers {
    /// All of them.
    public static let all: [Crawler] =
        google + searchEngines + assistants + previews + measuring + archives + monitors

    /// The crawler of that slug.
    public static func crawler(slug: String) -> Crawler? { bySlug[slug] }

    /// The crawler that a user agent names; nil where it names none of the table.
    ///
    /// A word counts where it stands alone: `NotGooglebot/1` and `Googlebot-Something` name no Googlebot, nor does a name within the
    /// address of a page (`+https://example.com/gptbot`) or of a mailbox. Where several are named the longest word counts, as
    /// `Googlebot-Image` does before `Googlebot`, then the first. Only the first 2,048 bytes are read.
    public static func claimed(by userAgent: String) -> Crawler? {
        var text = userAgent
        return text.withUTF8 { tokens.longest(in: UnsafeBufferPointer(rebasing: $0.prefix(2048))) }.map { all[$0] }
    }

    private static let tokens = CrawlerTokens(all.map(\.tokens))

    private static let bySlug = Dictionary(uniqueKeysWithValues: all.map { ($0.slug, $0) })
}
