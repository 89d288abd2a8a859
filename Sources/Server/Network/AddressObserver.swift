import Evidence
import Foundation
import NetworkIntelligence
import Storage

/// What a session takes from its client's address; the address itself is not among it, unless the operator wants it kept.
struct ObservedAddress: Sendable {
    /// What stands for the address in documents, lists and events; nil without an address.
    var kept: String?
    /// What tells it apart from others; nil without an address.
    var digests: AddressDigests?
    /// What is known of it.
    var network: NetworkEvidence
}

/// Where a server is, for telling how far its clients are.
public struct ServerPlace: Sendable, Equatable {
    /// Degrees, north positive, -90…90.
    public var latitude: Double
    /// Degrees, east positive, -180…180.
    public var longitude: Double

    /// Reads `52.52,13.40`; nil when the text is no latitude and longitude in degrees.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
            Double($0.trimmingCharacters(in: .whitespaces))
        }
        guard parts.count == 2, let latitude = parts[0], let longitude = parts[1], abs(latitude) <= 90,
            abs(longitude) <= 180
        else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// How far a location is at least, in kilometres on the great circle (haversine; a mean radius of 6371 km); nil without coordinates.
    func distance(to location: NetworkEvidence.Location) -> Double? {
        guard let north = location.latitude, let east = location.longitude else { return nil }
        let radians = Double.pi / 180
        let half = { (degrees: Double) in pow(sin(degrees * radians / 2), 2) }
        let chord =
            half(north - latitude) + cos(latitude * radians) * cos(north * radians) * half(east - longitude)
        let kilometres = 2 * 6371 * asin(min(1, chord.squareRoot()))
        return max(0, kilometres - (location.accuracyRadius ?? 0))
    }
}

/// Looks up clients' addresses as they come, and makes of them what is kept.
struct AddressObserver: Sendable {
    let lookup: AddressLookup
    let keeper: AddressKeeper

    init(
        tables: @escaping @Sendable () -> NetworkTables?, keeper: AddressKeeper, place: ServerPlace?,
        clock: any WallClock
    ) {
        lookup = AddressLookup(tables: tables, place: place, clock: clock)
        self.keeper = keeper
    }

    /// What a session takes from an address.
    func observe(_ address: IPAddress?) -> ObservedAddress {
        guard let address else { return ObservedAddress(network: NetworkEvidence(.unnamed)) }
        return ObservedAddress(
            kept: keeper.kept(address), digests: keeper.digests(address), network: lookup.network(of: address))
    }
}
