import Evidence
import NetworkIntelligence

extension SecondTransportEvidence.AddressAgreement {
    /// Holds two addresses against each other. A client with IPv4 and IPv6 uses now the one, now the other: between them nothing is
    /// known.
    init(_ one: IPAddress?, _ other: IPAddress?) {
        guard let one, let other, one.isIPv4 == other.isIPv4 else {
            self = .unknown
            return
        }
        let network = AddressBlock(one, prefixLength: one.isIPv4 ? 24 : 48)
        self = one == other ? .same : network?.contains(other) == true ? .sameNetwork : .otherNetwork
    }
}

extension IPAddress {
    /// 4 or 6.
    var version: Int { isIPv4 ? 4 : 6 }
}
