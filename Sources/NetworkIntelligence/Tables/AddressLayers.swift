import Evidence
import Geography
import Sessions

/// What the lists say of the addresses that have the same matches.
struct AddressListing: Sendable {
    /// What the lists claim, a claim with a provider before one without.
    var claims: [NetworkEvidence.Claim] = []
    /// What the addresses are listed for.
    var categories: [String] = []
    /// The crawlers whose published ranges they are in, by slug.
    var crawlers: [String] = []
    /// Where they are, by the layer that says so.
    var locations: [(layer: Int, location: NetworkEvidence.Location)] = []

    /// Where the addresses are by a layer; nil where it says nothing.
    func location(_ layer: Int) -> NetworkEvidence.Location? {
        for place in locations where place.layer == layer { return place.location }
        return nil
    }
}

/// Which of a crawler's lists are at hand.
struct CrawlerLists: Sendable {
    /// How many there are.
    var count = 0
    /// Until when the first of them counts; nil for ever.
    var goodUntil: Timestamp?

    /// Whether an address that is in none of them is not the crawler's.
    func isWhole(of crawler: Crawler, at now: Timestamp) -> Bool {
        count >= crawler.means.ranges.count && goodUntil.map { now < $0 } ?? true
    }
}

/// The lists while they are made into one table.
struct AddressLayers {
    private enum Meaning {
        case claim(NetworkEvidence.Claim, categories: [String])
        case crawlers([String])
        /// Values are those of ``CountryCode``.
        case countries
    }

    private var builder = AddressTableBuilder()
    private var meanings: [Meaning] = []

    /// The lists of crawlers' ranges, by slug.
    private(set) var crawlerLists: [String: CrawlerLists] = [:]

    /// Adds a list, by what its source says that being in it means.
    mutating func add(_ ranges: AddressRanges, of loaded: LoadedSource) {
        let source = loaded.source
        switch source.meaning {
        case .trait(let trait):
            let claim = NetworkEvidence.Claim(trait: trait, provider: source.provider, source: source.name)
            add(ranges, .claim(claim, categories: source.categories))
        case .crawler(let slug):
            // What the operator of the server names a crawler's list is taken for the whole of it.
            count(slug, Crawlers.crawler(slug: slug)?.means.ranges.count ?? 1, of: loaded)
            add(ranges, .crawlers([slug]))
        case nil: break
        }
    }

    /// Adds the ranges that operators of crawlers publish.
    mutating func add(_ lists: [CrawlerRanges], of loaded: LoadedSource) {
        for list in lists where !list.blocks.isEmpty {
            let slugs = Crawlers.all.filter(list.covers).map(\.slug)
            for slug in slugs { count(slug, 1, of: loaded) }
            var ranges = AddressRanges()
            for block in list.blocks { ranges.append(AddressRange(block)) }
            add(ranges, .crawlers(slugs))
        }
    }

    /// Adds ranges by country.
    /// - Parameter countries: their values are those of ``CountryCode``.
    /// - Returns: the layer.
    mutating func add(countries: AddressRanges) -> Int {
        meanings.append(.countries)
        return builder.addLayer(countries)
    }

    /// The table, and what the lists say by the numbers of its sets.
    consuming func finished() -> (AddressTable, [AddressListing]) {
        let (builder, meanings) = (builder, meanings)
        let table = builder.build()
        return (table, (0..<table.setCount).map { Self.listing(table.matches(ofSet: $0), meanings) })
    }

    private mutating func count(_ slug: String, _ number: Int, of loaded: LoadedSource) {
        var lists = crawlerLists[slug] ?? CrawlerLists()
        lists.count += number
        lists.goodUntil = [lists.goodUntil, loaded.goodUntil].compactMap(\.self).min()
        crawlerLists[slug] = lists
    }

    private mutating func add(_ ranges: AddressRanges, _ meaning: Meaning) {
        meanings.append(meaning)
        builder.addLayer(ranges, value: 0)
    }

    private static func listing(_ matches: ArraySlice<AddressTable.Match>, _ meanings: [Meaning]) -> AddressListing {
        var listing = AddressListing()
        for match in matches {
            switch meanings[match.layer] {
            case .claim(let claim, let categories):
                listing.claims.append(claim)
                for word in categories where !listing.categories.contains(word) { listing.categories.append(word) }
            case .crawlers(let slugs): listing.crawlers += slugs
            case .countries:
                if let code = CountryCode(value: match.value)?.description {
                    listing.locations.append((match.layer, location(code)))
                }
            }
        }
        listing.claims = listing.claims.filter { $0.provider != nil } + listing.claims.filter { $0.provider == nil }
        return listing
    }

    private static func location(_ code: String) -> NetworkEvidence.Location {
        var location = NetworkEvidence.Location()
        location.countryCode = code
        location.country = Countries.name(of: code)
        return location
    }
}
