import Evidence
import OrderedJSON
import Sessions

/// What is kept of what an address was found to be, with the request that came from it. What is not known is left out.
extension NetworkEvidence: JSONWritable {
    /// Writes what is known.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("standing", standing.rawValue)
            if let isIPv4 { $0.field("ipv4", isIPv4) }
            if let specialPurpose { $0.field("special_purpose", specialPurpose) }
            if let location { $0.field("location", object: { Self.write(location, to: &$0) }) }
            if let distanceFromServer { $0.field("distance_from_server", distanceFromServer) }
            if let asn { $0.field("asn", Int(asn)) }
            if let organization { $0.field("organization", organization) }
            if !claims.isEmpty { $0.field("claims", claims) }
            if !categories.isEmpty { $0.field("categories", categories) }
            if !clientTypes.isEmpty { $0.field("client_types", clientTypes.map(\.rawValue)) }
            if !operatorTags.isEmpty { $0.field("operator_tags", operatorTags) }
            if isSuspiciousNetwork { $0.field("suspicious", true) }
            if let evaluatedAt { $0.field("evaluated_ms", Int(evaluatedAt.milliseconds)) }
        }
    }

    private static func write(_ location: Location, to writer: inout JSONWriter) {
        let texts = [
            ("city", location.city), ("region", location.region), ("country", location.country),
            ("country_code", location.countryCode), ("time_zone", location.timeZone),
            ("postal_code", location.postalCode),
        ]
        for case (let name, let value?) in texts { writer.field(name, value) }
        let numbers = [
            ("latitude", location.latitude), ("longitude", location.longitude),
            ("accuracy_radius", location.accuracyRadius),
        ]
        for case (let name, let value?) in numbers { writer.field(name, value) }
    }

    /// Reads what was kept; nil when it is none.
    init?(_ json: JSONValue) {
        guard let standing = json["standing"]?.string.flatMap(Standing.init) else { return nil }
        self.init(standing, evaluatedAt: json["evaluated_ms"]?.int.map { Timestamp(milliseconds: Int64($0)) })
        isIPv4 = json["ipv4"]?.bool
        specialPurpose = json["special_purpose"]?.string
        location = json["location"].map(Self.location)
        distanceFromServer = json["distance_from_server"]?.double
        asn = json["asn"]?.int.flatMap(UInt32.init(exactly:))
        organization = json["organization"]?.string
        claims = json["claims"]?.array?.compactMap(Claim.init) ?? []
        categories = json["categories"]?.array?.compactMap(\.string) ?? []
        clientTypes = json["client_types"]?.array?.compactMap { $0.string.flatMap(ClientType.init) } ?? []
        operatorTags = json["operator_tags"]?.array?.compactMap(\.string) ?? []
        isSuspiciousNetwork = json["suspicious"]?.bool ?? false
    }

    private static func location(_ json: JSONValue) -> Location {
        var location = Location()
        location.city = json["city"]?.string
        location.region = json["region"]?.string
        location.country = json["country"]?.string
        location.countryCode = json["country_code"]?.string
        location.latitude = json["latitude"]?.double
        location.longitude = json["longitude"]?.double
        location.timeZone = json["time_zone"]?.string
        location.postalCode = json["postal_code"]?.string
        location.accuracyRadius = json["accuracy_radius"]?.double
        return location
    }
}

extension NetworkEvidence.Claim: JSONWritable {
    /// Writes `{trait, provider, source}`.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("trait", trait.rawValue)
            $0.field("provider", provider)
            $0.field("source", source)
        }
    }

    /// Reads what was kept; nil when it is none.
    init?(_ json: JSONValue) {
        guard let trait = json["trait"]?.string.flatMap(NetworkEvidence.Trait.init), let source = json["source"]?.string
        else { return nil }
        self.init(trait: trait, provider: json["provider"]?.string, source: source)
    }
}
