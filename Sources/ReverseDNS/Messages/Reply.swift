import NetworkIntelligence

/// What a name server answered.
struct Reply: Sendable, Equatable {
    /// What a record says.
    enum Content: Sendable, Equatable {
        /// An address of the name: A or AAAA.
        case address(IPAddress)
        /// The name that an address has: PTR.
        case pointer(DomainName)
        /// The name that stands in the place of this one: CNAME.
        case alias(DomainName)
    }

    /// A record of the answer.
    struct Record: Sendable, Equatable {
        /// The name that it belongs to.
        var owner: DomainName
        /// For how many seconds it holds.
        var timeToLive: UInt32
        /// What it says.
        var content: Content
    }

    /// The records of the answer that are of a known type.
    var records: [Record] = []
    /// For how many seconds it holds that there is nothing: of the zone's SOA, where the reply has it (RFC 2308, section 5).
    var negativeTimeToLive: UInt32?

    /// What records say under one name.
    struct Values<Value> {
        /// What they say, in their order.
        var values: [Value] = []
        /// For how many seconds it holds: as long as every record that led there does. Nil where no record did.
        var timeToLive: UInt32?

        fileprivate mutating func hold(for seconds: UInt32) {
            timeToLive = min(timeToLive ?? seconds, seconds)
        }
    }

    /// How many aliases are followed from one name to the next.
    static let longestChain = 8

    /// What the records of a name say, or of the one that aliases lead to.
    func values<Value>(of name: DomainName, _ read: (Content) -> Value?) -> Values<Value> {
        var found = Values<Value>()
        var name = name
        for _ in 0...Self.longestChain {
            var alias: DomainName?
            for record in records where record.owner == name {
                if let value = read(record.content) {
                    found.values.append(value)
                    found.hold(for: record.timeToLive)
                } else if case .alias(let target) = record.content, alias == nil {
                    alias = target
                    found.hold(for: record.timeToLive)
                }
            }
            guard found.values.isEmpty, let alias else { break }
            name = alias
        }
        return found
    }
}
