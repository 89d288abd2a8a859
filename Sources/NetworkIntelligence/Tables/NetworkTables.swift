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
        /// A database, by its place among them.
        case database(Int)
    }

    private let table: AddressTable
    /// What the lists say, by the number of a set of matches.
    private let listings: [AddressListing]
    private let databases: [any AddressDatabase]
    /// The names of their sources.
    private let names: [String]
    /// Answers that were put together lately, by what they were put together from.
    private let answers = LookupCache<AnswerKey, Answer>()
    /// Answers for the addresses of late: the same clients come again and again.
    private let recent = LookupCache<IPAddress, Answer>()
    /// Sources of places, the one that counts most first.
    private let places: [Place]
    private let systems: SystemFacts
    /// The lists of crawlers' ranges that are at hand, by slug.
    private let crawlerLists: [String: CrawlerLists]
    private let isEmpty: Bool

    /// The memory that the flattened lists take, in bytes.
    public var tableBytes: Int { table.byteCount }

    /// Makes tables of what was read.
    /// - Parameter sources: in the order in which they count.
    public init(_ sources: [LoadedSource]) {
        var layers = AddressLayers()
        var places: [Place] = []
        var databases: [any AddressDatabase] = []
        var names: [String] = []
        func add(_ database: any AddressDatabase, of source: NetworkSource) {
            places.append(.database(databases.count))
            databases.append(database)
            names.append(source.name)
        }
        var systems = SystemFacts()
        for loaded in sources {
            switch loaded.content {
            case .addresses(let ranges): layers.add(ranges, of: loaded)
            case .crawlers(let crawlers): layers.add(crawlers, of: loaded)
            case .countries(let ranges): places.append(.layer(layers.add(countries: ranges)))
            case .systems(let listed): systems.add(listed, of: loaded.source)
            case .database(let database): add(database, of: loaded.source)
            case .locations(let database): add(database, of: loaded.source)
            }
        }
        (table, listings) = layers.finished()
        crawlerLists = layers.crawlerLists
        self.places = places
        self.databases = databases
        self.names = names
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
        guard !isEmpty else {
            var evidence = NetworkEvidence(.unsourced)
            evidence.isIPv4 = address.isIPv4
            return evidence
        }
        var evidence = recent.value(address) { answer(address) }.evidence
        evidence.evaluatedAt = now
        return evidence
    }

    /// The answer for an address, which it shares with all of which the sources say the same.
    private func answer(_ address: IPAddress) -> Answer {
        let set = table[address]
        let records = databases.map { $0.lookup(address) }
        guard let key = AnswerKey(set: set, isIPv4: address.isIPv4, records: records) else {
            return Answer(assembled(set, records, isIPv4: address.isIPv4))
        }
        return answers.value(key) { Answer(assembled(set, records, isIPv4: address.isIPv4)) }
    }

    /// Puts together what the sources say, in the order in which they count.
    /// - Parameters:
    ///   - set: the number of the set of what lists say.
    ///   - records: what the databases say, in their order.
    private func assembled(_ set: Int, _ records: [DatabaseRecord?], isIPv4: Bool) -> NetworkEvidence {
        let listing = listings[set]
        var evidence = NetworkEvidence(.evaluated)
        evidence.isIPv4 = isIPv4
        evidence.claims = listing.claims
        evidence.categories = listing.categories
        for place in places {
            switch place {
            case .layer(let layer):
                if let location = listing.location(layer) { evidence.add(location) }
            case .database(let index):
                if let record = records[index] { evidence.add(record, of: names[index]) }
            }
        }
        systems.complete(&evidence)
        return evidence
    }

    /// The country of an address, ISO 3166-1; nil where no source knows.
    public func country(of address: IPAddress) -> String? {
        guard address.isPublic else { return nil }
        let listing = listings[table[address]]
        for place in places {
            let location =
                switch place {
                case .layer(let layer): listing.location(layer)
                case .database(let index): databases[index].lookup(address)?.location
                }
            if let code = location?.countryCode { return code }
        }
        return nil
    }

    /// What is known of an address under which a client calls itself a crawler, but for its names.
    public func address(_ address: IPAddress, of crawler: Crawler, at now: Timestamp) -> CrawlerProof.Address {
        CrawlerProof.Address(
            isInRanges: isInRanges(address, of: crawler, at: now),
            asn: crawler.means.systems.isEmpty ? nil : asn(of: address))
    }

    /// Nil where that can't be said: not all of its operator's lists are at hand and of these days, and the address is in none of them.
    private func isInRanges(_ address: IPAddress, of crawler: Crawler, at now: Timestamp) -> Bool? {
        if listings[table[address]].crawlers.contains(crawler.slug) { return true }
        return crawlerLists[crawler.slug]?.isWhole(of: crawler, at: now) == true ? false : nil
    }

    private func asn(of address: IPAddress) -> UInt32? {
        databases.lazy.compactMap { $0.lookup(address)?.asn }.first
    }
}

extension IPAddress: LookupKey {
    var bits: UInt64 {
        UInt64(truncatingIfNeeded: value) ^ UInt64(truncatingIfNeeded: value >> 64) &* 0xff51_afd7_ed55_8ccd
    }
}

/// What an answer is put together from: addresses of which all this is the same have the same answer.
private struct AnswerKey: LookupKey {
    /// How many databases have a place in a key.
    static let most = 4

    /// The number of the set of lists' matches.
    let set: Int
    let isIPv4: Bool
    /// The serial numbers of the databases' records; 0 for none.
    private let records: (UInt64, UInt64, UInt64, UInt64)

    /// The key of an answer; nil where there are more databases than have a place in one.
    init?(set: Int, isIPv4: Bool, records: [DatabaseRecord?]) {
        guard records.count <= Self.most else { return nil }
        self.set = set
        self.isIPv4 = isIPv4
        func serial(_ place: Int) -> UInt64 { place < records.count ? records[place]?.serial ?? 0 : 0 }
        self.records = (serial(0), serial(1), serial(2), serial(3))
    }

    var bits: UInt64 {
        var bits = UInt64(set) &<< 1 | (isIPv4 ? 1 : 0)
        func mix(_ serial: UInt64) {
            bits = (bits ^ serial) &* 0xff51_afd7_ed55_8ccd
            bits ^= bits &>> 33
        }
        mix(records.0)
        mix(records.1)
        mix(records.2)
        mix(records.3)
        return bits
    }

    static func == (left: Self, right: Self) -> Bool {
        left.set == right.set && left.isIPv4 == right.isIPv4 && left.records == right.records
    }
}

/// An answer but for its time. What is shared is not copied.
private final class Answer: Sendable {
    let evidence: NetworkEvidence

    init(_ evidence: NetworkEvidence) {
        self.evidence = evidence
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
        let isVague = known.latitude == nil && known.city == nil
        if isVague, found.latitude != nil || found.city != nil, found.countryCode == known.countryCode {
            location = found
        }
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
