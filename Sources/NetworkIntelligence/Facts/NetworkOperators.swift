/// Whoever runs an autonomous system, as far as it tells what is behind its addresses.
public struct NetworkOperator: Sendable, Equatable {
    /// What an operator does with its addresses.
    public struct Roles: OptionSet, Sendable, Hashable {
        /// The set as bits.
        public let rawValue: UInt8

        /// A set by its bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// It rents out servers: what browses from there is a program, or a person behind a tunnel of their own.
        public static let hosting = Roles(rawValue: 1)
        /// Its customers leave by it from a virtual private network.
        public static let vpn = Roles(rawValue: 2)
        /// It is a platform's relay and nothing else, such as Apple's Private Relay.
        public static let relay = Roles(rawValue: 4)
        /// It runs exits of Tor and little else.
        public static let tor = Roles(rawValue: 8)
        /// Its customers are telephones.
        public static let mobile = Roles(rawValue: 16)
        /// It connects universities, schools and research.
        public static let education = Roles(rawValue: 32)
    }

    /// Where a row is from.
    public enum Basis: String, Sendable {
        /// The registry's record names the operator, and its trade is plain from what it sells.
        case registry
        /// The operator says so itself.
        case `operator`
        /// Published research.
        case research
    }

    /// The number of the autonomous system.
    public let asn: UInt32
    /// The operator's name for display, a trade name before a company's.
    public let name: String
    /// What it does.
    public let roles: Roles
    /// Where the row is from.
    public let basis: Basis
}

/// A table of autonomous systems that are of one use, for a server that has no lists of its own.
///
/// It holds the larger ones, and only those where nearly every client is of that use: not carriers that sell lines and servers under one
/// number, nor content networks that people's relays share with other traffic. That an address is hosted says nothing bad of who uses it.
/// Names of holders were held against the registries' records (2022); newer systems are from their operators.
public enum NetworkOperators {
    /// Who runs that autonomous system; nil where the table does not know.
    public static func `operator`(asn: UInt32) -> NetworkOperator? {
        var low = 0
        var high = all.count
        while low < high {
            let middle = (low + high) / 2
            if all[middle].asn < asn { low = middle + 1 } else { high = middle }
        }
        return low < all.count && all[low].asn == asn ? all[low] : nil
    }

    /// The whole table, by number.
    public static let all: [NetworkOperator] = table.split(separator: "\n").compactMap(NetworkOperator.init(line:))
        .sorted { $0.asn < $1.asn }
}

extension NetworkOperator {
    fileprivate init?(line: Substring) {
        let fields = line.split(separator: " ", maxSplits: 3)
        guard fields.count == 4, let asn = UInt32(fields[0]), let basis = Basis(rawValue: String(fields[2])) else {
            return nil
        }
        let roles = fields[1].split(separator: ",").compactMap { Self.roleNames[String($0)] }
        self.init(asn: asn, name: String(fields[3]), roles: Roles(roles), basis: basis)
    }

    private static let roleNames: [String: Roles] = [
        "hosting": .hosting, "vpn": .vpn, "relay": .relay, "tor": .tor, "mobile": .mobile, "education": .education,
    ]
}
