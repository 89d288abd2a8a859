import NetworkIntelligence
import Synchronization

/// How many WebSockets are open, which is bounded for all clients together and for each address.
final class OpenSockets: Sendable {
    /// A place among them, which is free again when nobody holds it any more.
    final class Place: Sendable {
        private let sockets: OpenSockets
        private let address: IPAddress?

        fileprivate init(_ sockets: OpenSockets, _ address: IPAddress?) {
            self.sockets = sockets
            self.address = address
        }

        deinit { sockets.leave(address) }
    }

    private struct Counts {
        var all = 0
        var byAddress: [IPAddress?: Int] = [:]
    }

    private let limit: Int
    private let limitByAddress: Int
    private let counts = Mutex(Counts())

    init(limit: Int, limitByAddress: Int) {
        self.limit = limit
        self.limitByAddress = limitByAddress
    }

    /// How many there are.
    var count: Int { counts.withLock { $0.all } }

    /// Takes a place; nil when there is none.
    func enter(_ address: IPAddress?) -> Place? {
        let isIn = counts.withLock { counts in
            guard counts.all < limit, counts.byAddress[address, default: 0] < limitByAddress else { return false }
            counts.all += 1
            counts.byAddress[address, default: 0] += 1
            return true
        }
        return isIn ? Place(self, address) : nil
    }

    private func leave(_ address: IPAddress?) {
        counts.withLock { counts in
            counts.all -= 1
            let left = counts.byAddress[address, default: 1] - 1
            counts.byAddress[address] = left > 0 ? left : nil
        }
    }
}
