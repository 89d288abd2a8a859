import Sessions

/// A client's address as digests that only this server can make: they tell addresses apart, and say nothing of them.
public struct AddressDigests: Sendable, Equatable {
    /// Of the whole address.
    public var address: [UInt8]
    /// Of the network it is in, /24 or /48.
    public var network: [UInt8]

    /// The digests of an address.
    public init(address: [UInt8], network: [UInt8]) {
        self.address = address
        self.network = network
    }
}

/// How a session's address and visitor were seen together with others.
public struct AddressCounts: Sendable, Equatable {
    /// Visitors seen behind the address within ``AddressVisits/day``, the session's own among them.
    public var visitorsBehindAddress: Int
    /// Networks from which the visitor was seen within ``AddressVisits/hour``, the session's own among them; nil without a visitor.
    public var networksOfVisitor: Int?

    /// How they were seen.
    public init(visitorsBehindAddress: Int, networksOfVisitor: Int?) {
        self.visitorsBehindAddress = visitorsBehindAddress
        self.networksOfVisitor = networksOfVisitor
    }
}

/// Which visitors came from which addresses lately: a row for each pair, gone after a day.
enum AddressVisits {
    /// Within what time visitors behind an address are counted.
    static let day: Duration = .seconds(86_400)
    /// Within what time the networks of a visitor are counted.
    static let hour: Duration = .seconds(3600)
    /// No more are counted.
    static let most: Int64 = 1000

    /// Notes that a visitor came from an address.
    static func note(
        _ visitor: VisitorID, from digests: AddressDigests, of tenant: Tenant, at moment: Timestamp,
        _ connection: any SQLConnection
    ) throws {
        try connection.run(
            """
            INSERT INTO address_visits (organization_id, environment, address, visitor_id, network, seen_at)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (organization_id, environment, address, visitor_id) DO UPDATE SET seen_at = excluded.seen_at
            WHERE excluded.seen_at > address_visits.seen_at
            """,
            tenant.sql + [
                .blob(digests.address), .text(visitor.text), .blob(digests.network), .integer(moment.milliseconds),
            ])
    }

    /// Counts what was seen around a session.
    static func counts(
        of digests: AddressDigests, visitor: VisitorID?, _ tenant: Tenant, at moment: Timestamp,
        _ connection: any SQLConnection
    ) throws -> AddressCounts {
        func count(_ sql: String, _ arguments: [SQLValue]) throws -> Int {
            let row = try connection.row(
                "SELECT count(*) FROM (\(sql) LIMIT ?) AS found", tenant.sql + arguments + [.integer(most)])
            return row?.integer(0).map(Int.init) ?? 0
        }
        func since(_ lifetime: Duration) -> SQLValue { .integer((moment + (.zero - lifetime)).milliseconds) }
        let others = try count(
            """
            SELECT 1 FROM address_visits WHERE organization_id = ? AND environment = ? AND address = ? AND seen_at >= ?
                AND visitor_id <> ?
            """, [.blob(digests.address), since(day), .text(visitor?.text ?? "")])
        guard let visitor else { return AddressCounts(visitorsBehindAddress: others, networksOfVisitor: nil) }
        let networks = try count(
            """
            SELECT DISTINCT network FROM address_visits
            WHERE organization_id = ? AND environment = ? AND visitor_id = ? AND seen_at >= ? AND network <> ?
            """, [.text(visitor.text), since(hour), .blob(digests.network)])
        return AddressCounts(visitorsBehindAddress: others + 1, networksOfVisitor: networks + 1)
    }
}
