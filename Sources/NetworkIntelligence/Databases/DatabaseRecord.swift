import Evidence
import Synchronization

/// What one database says of an address, whoever made it and however it writes that.
///
/// A record is shared by all the addresses that the database has it for, and is the same object for them as long as it is kept in memory.
public final class DatabaseRecord: Sendable {
    /// What else a database may say of a network.
    public struct Flags: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt8

        /// The flags with those bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// The same address is announced from many places, so that its location says little.
        public static let anycast = Flags(rawValue: 1)
        /// It is reached by satellite, so that its location says little.
        public static let satellite = Flags(rawValue: 2)
        /// The publisher advises to drop whatever comes from it.
        public static let hostile = Flags(rawValue: 4)
    }

    /// Tells the record from every other that this process has made.
    let serial: UInt64

    /// Where the address is; nil where the database does not say.
    public let location: NetworkEvidence.Location?
    /// The number of the autonomous system that announces the address.
    public let asn: UInt32?
    /// Who runs that system; where the database does not say so, who holds the address.
    public let organization: String?
    /// Who holds the address, in databases that tell that from who announces it.
    public let holder: String?
    /// Who sells the access.
    public let isp: String?
    /// What the address is used as, in the order of ``Evidence/NetworkEvidence/Trait``.
    public let traits: [NetworkEvidence.Trait]
    /// Whose service that is, such as `NordVPN`.
    public let provider: String?
    /// What sort of clients the address serves, in the order of ``Evidence/NetworkEvidence/ClientType``.
    public let clientTypes: [NetworkEvidence.ClientType]
    /// What else the database says.
    public let flags: Flags

    /// A record, or nil when nothing was found that has a place in one.
    init?(_ draft: Draft) {
        serial = Self.serials.add(1, ordering: .relaxed).newValue
        location = draft.location == NetworkEvidence.Location() ? nil : draft.location
        asn = draft.asn
        organization = draft.organization ?? draft.holder
        holder = draft.holder
        isp = draft.isp
        traits = NetworkEvidence.Trait.allCases.filter(draft.traits.contains)
        provider = draft.provider
        clientTypes = NetworkEvidence.ClientType.allCases.filter(draft.clientTypes.contains)
        flags = draft.flags
        let isEmpty =
            location == nil && asn == nil && organization == nil && isp == nil && traits.isEmpty && provider == nil
            && clientTypes.isEmpty && flags.isEmpty
        if isEmpty { return nil }
    }

    private static let serials = Atomic<UInt64>(0)

    /// A record while it is being read.
    struct Draft {
        var location = NetworkEvidence.Location()
        var asn: UInt32?
        var organization: String?
        var holder: String?
        var isp: String?
        var traits: [NetworkEvidence.Trait] = []
        var provider: String?
        var clientTypes: [NetworkEvidence.ClientType] = []
        var flags: Flags = []

        /// Takes coordinates when both are of this world; otherwise neither.
        mutating func place(latitude: Double?, longitude: Double?) {
            guard let latitude, let longitude, (-90...90).contains(latitude), (-180...180).contains(longitude) else {
                return
            }
            location.latitude = latitude
            location.longitude = longitude
        }

        /// Takes a radius in kilometres, up to half the circumference of the Earth.
        mutating func take(radius: Double?) {
            guard let radius, (0...20_038).contains(radius) else { return }
            location.accuracyRadius = radius
        }
    }
}

extension DatabaseRecord {
    /// The sorts of facts that a database may have.
    public enum Content: String, Sendable, CaseIterable {
        case country, city, coordinates
        case timeZone = "time_zone"
        case autonomousSystem = "autonomous_system"
        case organization, anonymity
        case clientType = "client_type"
    }

    /// The sorts of facts that are in this record.
    public var contents: Set<Content> {
        var contents: Set<Content> = []
        if location?.countryCode != nil || location?.country != nil { contents.insert(.country) }
        if location?.city != nil { contents.insert(.city) }
        if location?.latitude != nil { contents.insert(.coordinates) }
        if location?.timeZone != nil { contents.insert(.timeZone) }
        if asn != nil { contents.insert(.autonomousSystem) }
        if organization != nil || isp != nil { contents.insert(.organization) }
        if !traits.isEmpty { contents.insert(.anonymity) }
        if !clientTypes.isEmpty { contents.insert(.clientType) }
        return contents
    }
}
