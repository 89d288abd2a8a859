import NIOCore
import NetworkIntelligence

/// How many datagrams are answered in a second: who forges the address of another can have little sent there.
///
/// Time is handed in. IPv6 clients are counted by their /64, which one of them has for itself.
struct DatagramRate {
    private let limit: Int
    private let limitByAddress: Int
    private var begun: NIODeadline?
    private var count = 0
    private var byAddress: [IPAddress: Int] = [:]

    /// - Parameters:
    ///   - limit: of all together.
    ///   - limitByAddress: of one address.
    init(limit: Int = 2000, limitByAddress: Int = 20) {
        self.limit = limit
        self.limitByAddress = limitByAddress
    }

    /// Whether one more is answered.
    mutating func admits(_ address: IPAddress, at now: NIODeadline) -> Bool {
        if begun.map({ now - $0 >= .seconds(1) }) ?? true {
            begun = now
            count = 0
            byAddress.removeAll(keepingCapacity: true)
        }
        let subject = address.isIPv4 ? address : AddressBlock(address, prefixLength: 64)?.first ?? address
        // Only who is answered is counted, so there are never more addresses than answers.
        guard count < limit, byAddress[subject, default: 0] < limitByAddress else { return false }
        count += 1
        byAddress[subject, default: 0] += 1
        return true
    }
}
