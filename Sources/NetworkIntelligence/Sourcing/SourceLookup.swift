import Sessions

/// One source alone, to be asked about addresses: for people who want to know what it says by itself.
public struct SourceLookup: Sendable {
    /// What a source says of an address.
    public enum Word: Sendable {
        /// A database's record; nil when it has none.
        case record(DatabaseRecord?)
        /// Whether a list has it.
        case listed(Bool)
        /// The country, ISO 3166-1; nil when the source does not know.
        case country(String?)
        /// The lists of crawlers' addresses that have it, by name.
        case crawlers([String])
    }

    private let content: LoadedContent
    /// The ranges of a list, found at once.
    private let table: AddressTable

    /// Reads a source.
    /// - Parameters:
    ///   - library: the folder of downloads.
    ///   - scratch: a folder on a disk, where databases are copied to.
    /// - Throws: ``SourceFailure``; also for lists of autonomous systems, which have no addresses.
    public init(
        _ source: NetworkSource, library: String, scratch: String = MaxMindDatabase.scratchFolder
    ) throws {
        content = try SourceReading(source, path: source.path(library: library), scratch: scratch).content
        var builder = AddressTableBuilder()
        switch content {
        case .addresses(let ranges): builder.addLayer(ranges, value: 0)
        case .countries(let ranges): builder.addLayer(ranges)
        case .systems: throw SourceFailure("it lists autonomous systems, and no addresses")
        case .crawlers, .database, .locations: break
        }
        table = builder.build()
    }

    /// What the source says of an address.
    public func word(on address: IPAddress) -> Word {
        switch content {
        case .database(let database): .record(database.lookup(address))
        case .locations(let database): .record(database.lookup(address))
        case .addresses: .listed(table[address] != 0)
        case .countries: .country(table.matches(address).first.flatMap { CountryCode(value: $0.value)?.description })
        case .crawlers(let lists):
            .crawlers(lists.filter { $0.blocks.contains { $0.contains(address) } }.map(\.name))
        case .systems: .listed(false)
        }
    }
}

extension NetworkSource {
    /// The file with its data.
    /// - Parameter library: the folder of downloads.
    public func path(library: String) -> String {
        switch origin {
        case .file(let path): path
        case .url: SourceFolder(library: library, name: name).data
        }
    }
}
