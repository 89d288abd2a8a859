import Evidence
import Geography
import Sessions

/// Everything that the sources say of addresses, in tables that never change: who reads the sources again makes new tables and swaps them
/// whole.
///
/// All lists are flattened into one ``AddressTable``, so that an address is looked up once however many lists there are; databases are
/// asked one after the other. Where several sources know the country or the network of an address, the first of them counts.
public final class NetworkTables: Sendable {
    /// What a source says of where an address is and whose.
    private enum Place: Sendable {
        /// A list of countries, by its layer in the table.
        case layer(Int)
        /// A database.
        case database(String, any AddressDatabase)
    }

    private let table: AddressTable
    /// What the lists say, by the number of a set of matches.
    private let listings: [AddressListing]
    /// Sources of places, the one that counts most first.
    private let places: [Place]
    private let systems: SystemFacts
    /// How many lists of a crawler's ranges are at hand, by slug.
    private let crawlerLists: [String: Int]
    private let isEmpty: Bool

    /// The memory that the flattened lists take, in bytes.
    public var tableBytes: Int { table.byteCount }

    /// Makes tables of what was read.
    /// - Parameter sources: in the order in which they count.
    public init(_ sources: [LoadedSource]) {
        var layers = AddressLayers()
        var places: [Place] = []
        var systems = SystemFacts()
        for loaded in sources {
            switch loaded.content {
            case .addresses(let ranges): layers.add(ranges, of: loaded.source)
            case .crawlers(let crawlers): layers.add(crawlers)
            case .countries(let ranges): places.append(.layer(layers.add(countries: ranges)))
            case .systems(let listed): systems.add(listed, of: loaded.source)
            case .database(let database): places.append(.database(loaded.source.name, database))
            case .locations(let database): places.append(.database(loaded.source.name, database))
            }
        }
        (table, listings) = layers.finished()
        crawlerLists = layers.crawlerLists
        self.places = places
        self.systems = systems
        isEmpty = sources.isEmpty
    }

    /// What is known of an address.
    /// - Parameter now: when it is looked up.
    public func evidence(of address: IPAddress, at now: Timestamp) -> NetworkEvidence {
        if let purpose = address.specialPurpose {
            var evidence = NetworkEvidence(.special)
            evidence.isIPv4 = address.isIPv4
            evidence.specialPurpose = purpose
            return evidence
        }
        var evidence = NetworkEvidence(isEmpty ? .unsourced : .evaluated, evaluatedAt: isEmpty ? nil : now)
        evidence.isIPv4 = address.isIPv4
        guard !isEmpty else { return evidence }
        let listing = listings[table[address]]
        evidence.claims = listing.claims
        evidence.categories = listing.categories
        for place in places {
            switch place {
            case .layer(let layer):
                if let location = listing.location(layer) { evidence.add(location) }
            case .database(let name, let database):
                if let record = database.lookup(address) { evidence.add(record, of: name) }
            }
        }
        systems.complete(&evidence)
        return evidence
    }

    /// What is known of an address under which a client calls itself a crawler, but for its names.
    public func address(_ address: IPAddress, of crawler: Crawler) -> CrawlerProof.Address {
        CrawlerProof.Address(
            isInRanges: isInRanges(address, of: crawler), asn: crawler.means.systems.isEmpty ? nil : asn(of: address))
    }

    /// Nil where that can't be said: not all of its operator's lists are at hand, and the address is in none of them.
    private func isInRanges(_ address: IPAddress, of crawler: Crawler) -> Bool? {
        if listings[table[address]].crawlers.contains(crawler.slug) { return true }
        guard let count = crawlerLists[crawler.slug] else { return nil }
        return count < crawler.means.ranges.count ? nil : false
    }

    private func asn(of address: IPAddress) -> UInt32? {
        for case .database(_, let database) in places {
            if let asn = database.lookup(address)?.asn { return asn }
        }
        return nil
    }
}

/// A database that has a record for each address.
public protocol AddressDatabase: Sendable {
    /// What the database says of an address; nil when it says nothing.
    func lookup(_ address: IPAddress) -> DatabaseRecord?
}

extension MaxMindDatabase: AddressDatabase {}
extension LocationDatabase: AddressDatabase {}

extension NetworkEvidence {
    /// Takes a location, where no source before it knew one, or where this one knows more of the same country.
    fileprivate mutating func add(_ found: Location) {
        guard let known = location, known.countryCode != nil else {
            location = found
            return
        }
        if known.latitude == nil, known.city == nil, found.countryCode == known.countryCode { location = found }
    }

    /// Adds what a database says, where no source before it said something.
    fileprivate mutating func add(_ record: DatabaseRecord, of source: String) {
        if let location = record.location { add(location) }
        if asn == nil { asn = record.asn }
        if organization == nil { organization = record.organization }
        for trait in record.traits {
            claims.append(Claim(trait: trait, provider: record.provider, source: source))
        }
        for type in record.clientTypes where !clientTypes.contains(type) { clientTypes.append(type) }
        if record.flags.isEmpty { return }
        if record.flags.contains(.anycast) { operatorTags.append("anycast") }
        if record.flags.contains(.satellite) { operatorTags.append("satellite") }
        if record.flags.contains(.hostile) { isSuspiciousNetwork = true }
    }
}
