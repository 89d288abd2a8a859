import Evidence
import NetworkIntelligence

/// Looks up what is known of addresses.
public struct AddressLookup: Sendable {
    private let tables: @Sendable () -> NetworkTables?
    private let place: ServerPlace?
    private let clock: any WallClock

    /// A lookup.
    /// - Parameters:
    ///   - tables: the tables as they are now; nil while they are read for the first time.
    ///   - place: where the server is; nil where the operator did not say.
    public init(
        tables: @escaping @Sendable () -> NetworkTables?, place: ServerPlace?, clock: any WallClock = SystemWallClock()
    ) {
        self.tables = tables
        self.place = place
        self.clock = clock
    }

    /// What was kept of what is known of an address; looked up now, where the tables were not there when the session began, and what is
    /// kept of the address is the address.
    func known(_ network: NetworkEvidence?, of kept: String?) -> NetworkEvidence? {
        guard network?.standing == .loading, tables() != nil, let address = kept.flatMap({ IPAddress($0) }) else {
            return network
        }
        return self.network(of: address)
    }

    func network(of address: IPAddress) -> NetworkEvidence {
        guard let tables = tables() else {
            var network = NetworkEvidence(address.isPublic ? .loading : .special)
            network.isIPv4 = address.isIPv4
            network.specialPurpose = address.specialPurpose
            return network
        }
        var network = tables.evidence(of: address, at: clock.now)
        network.distanceFromServer = network.location.flatMap { place?.distance(to: $0) }
        return network
    }
}
