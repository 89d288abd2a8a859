import Evidence
import Sessions

/// IPFire's location database, as Debian's package `libloc-database` has it: country, autonomous system and a few flags of every network.
///
/// It is read here and not by libloc, which allocates at every lookup and may be used by one thread only. The file is copied when it is opened, and
/// checked from end to end; what becomes of the original does not matter afterwards. All of it may be used from any thread.
public final class LocationDatabase: Sendable {
    /// Where Debian puts the file.
    public static let debianPath = "/usr/share/libloc-location/location.db"
    /// The most bytes that a file may have unless the caller says otherwise: ten times what it had in 2022.
    public static let sizeLimit = 512 << 20

    /// When the database was made.
    public var createdAt: Timestamp { file.header.createdAt }
    /// Who made it; nil when it does not say.
    public var vendor: String? { file.text(file.header.vendor) }
    /// What its maker says of it, on one line; nil when nothing.
    public let description: String?
    /// Its licence, such as `CC BY-SA 4.0`; nil when it does not say.
    public var license: String? { file.text(file.header.license) }
    /// The file's size in bytes.
    public var size: Int { file.size }
    /// How many autonomous systems it has names of.
    public var systemCount: Int { file.header.systems.count }
    /// How many different networks it has; several blocks may share one.
    public var networkCount: Int { file.header.networks.count }
    /// How many countries it has names of.
    public var countryCount: Int { file.countries.count }

    private let file: LocationFile
    private let cache = LookupCache<UInt64, DatabaseRecord?>()

    /// Opens and checks a file.
    /// - Parameters:
    ///   - path: the file.
    ///   - sizeLimit: the most bytes that it may have.
    ///   - scratchFolder: where the private copy is made: a folder on a disk, with room for the file. The copy has no name in it.
    /// - Throws: `DatabaseError` when the file can't be read, is none, or is damaged anywhere in its tables.
    public init(
        path: String = LocationDatabase.debianPath, sizeLimit: Int = LocationDatabase.sizeLimit,
        scratchFolder: String = MaxMindDatabase.scratchFolder
    ) throws(DatabaseError) {
        file = try LocationFile(path: path, limit: sizeLimit, scratchFolder: scratchFolder)
        description = file.paragraph(file.header.description)
    }

    /// What the database says of an address; nil when it says nothing.
    ///
    /// Its records have the country, the autonomous system with its name, and of the flags: anonymous proxies as the trait
    /// ``Evidence/NetworkEvidence/Trait/proxy``, networks to drop as ``Evidence/NetworkEvidence/Trait/listed`` and
    /// ``DatabaseRecord/Flags/hostile``, satellite and anycast.
    public func lookup(_ address: IPAddress) -> DatabaseRecord? {
        guard let index = file.network(of: address), let key = file.key(of: index) else { return nil }
        return cache.value(key) { file.network(at: index).flatMap { record($0) } }
    }

    private func record(_ network: LocationFile.Network) -> DatabaseRecord? {
        var draft = DatabaseRecord.Draft()
        draft.location.countryCode = network.countryCode
        draft.location.country = network.countryCode.flatMap { file.countries[$0] }
        draft.asn = network.asn
        draft.organization = network.asn.flatMap { file.systemName($0) }
        if network.flags & 1 != 0 { draft.traits.append(.proxy) }
        if network.flags & 2 != 0 { draft.flags.insert(.satellite) }
        if network.flags & 4 != 0 { draft.flags.insert(.anycast) }
        if network.flags & 8 != 0 {
            draft.traits.append(.listed)
            draft.flags.insert(.hostile)
        }
        return DatabaseRecord(draft)
    }
}
