import Evidence

/// Reads the records of MaxMind and DB-IP.
///
/// Fields: MaxMind's "GeoIP2 and GeoLite2 binary database fields", and DB-IP's "MMDB format" pages. A field of another type than is documented is
/// passed over, as is what has no place in a ``DatabaseRecord``; a value that breaks the file's format makes the whole record unreadable.
struct MaxMindRecord {
    /// What was found.
    private(set) var draft = DatabaseRecord.Draft()

    /// Reads the record at a place in a data section.
    init(_ data: UnsafeRawBufferPointer, at offset: Int) throws(MaxMindData.Fault) {
        var walk = MaxMindData(data)
        let map = try walk.value(at: offset)
        guard map.kind == .map else { throw .malformed(offset) }
        try walk.forEachEntry(of: map) { (walk, key, value) throws(MaxMindData.Fault) in
            switch key {
            case "city": draft.location.city = try walk.name(of: value)
            case "country": try takeCountry(value, &walk)
            case "subdivisions": try takeRegion(value, &walk)
            case "location": try takeLocation(value, &walk)
            case "postal": draft.location.postalCode = try walk.entry("code", of: value).flatMap { walk.text($0) }
            case "traits":
                try walk.forEachEntry(of: value) { (walk, key, value) in takeTrait(key, value, walk) }
            default: takeTrait(key, value, walk)
            }
        }
    }

    private mutating func takeCountry(
        _ country: MaxMindData.Value, _ walk: inout MaxMindData
    ) throws(MaxMindData.Fault) {
        try walk.forEachEntry(of: country) { (walk, key, value) throws(MaxMindData.Fault) in
            switch key {
            case "iso_code": draft.location.countryCode = DatabaseText.countryCode(walk.text(value))
            case "names": draft.location.country = try walk.englishName(value)
            default: break
            }
        }
    }

    /// Subdivisions go from the largest to the smallest.
    private mutating func takeRegion(
        _ subdivisions: MaxMindData.Value, _ walk: inout MaxMindData
    ) throws(MaxMindData.Fault) {
        guard let largest = try walk.firstElement(of: subdivisions) else { return }
        draft.location.region = try walk.name(of: largest)
    }

    private mutating func takeLocation(
        _ location: MaxMindData.Value, _ walk: inout MaxMindData
    ) throws(MaxMindData.Fault) {
        var latitude: Double?
        var longitude: Double?
        try walk.forEachEntry(of: location) { (walk, key, value) in
            switch key {
            case "latitude": latitude = walk.number(value)
            case "longitude": longitude = walk.number(value)
            case "accuracy_radius": draft.take(radius: walk.number(value))
            case "time_zone": draft.location.timeZone = DatabaseText.timeZone(walk.text(value))
            default: break
            }
        }
        draft.place(latitude: latitude, longitude: longitude)
    }

    /// In the Enterprise database these stand under `traits`, in those for one purpose (ASN, ISP, Anonymous-IP, …) on their own.
    private mutating func takeTrait(_ key: MaxMindData.Key, _ value: MaxMindData.Value, _ walk: MaxMindData) {
        switch key {
        case "autonomous_system_number": draft.asn = walk.asn(value)
        case "autonomous_system_organization": draft.organization = walk.text(value)
        case "organization": draft.holder = walk.text(value)
        case "isp": draft.isp = walk.text(value)
        case "provider_name": draft.provider = walk.text(value)
        case "connection_type": draft.take(connectionType: walk.text(value))
        case "user_type": draft.take(userType: walk.text(value))
        default: if walk.isTrue(value) { draft.take(flag: key) }
        }
    }
}

extension MaxMindData {
    /// The English name of a place, which is a map with its `names`.
    fileprivate mutating func name(of place: Value) throws(Fault) -> String? {
        guard let names = try entry("names", of: place) else { return nil }
        return try englishName(names)
    }
}

extension DatabaseRecord.Draft {
    /// Takes a flag that is set.
    fileprivate mutating func take(flag: MaxMindData.Key) {
        switch flag {
        case "is_anonymous_vpn": traits.append(.vpn)
        // The second is of databases from before 2018.
        case "is_public_proxy", "is_anonymous_proxy": traits.append(.proxy)
        case "is_tor_exit_node": traits.append(.tor)
        case "is_hosting_provider": traits.append(.hosting)
        case "is_residential_proxy": traits.append(.residentialProxy)
        case "is_anycast": flags.insert(.anycast)
        case "is_satellite_provider": flags.insert(.satellite)
        // `is_anonymous` alone does not say how; `is_legitimate_proxy` is a company's own.
        default: break
        }
    }

    /// Takes a value of `connection_type`.
    fileprivate mutating func take(connectionType: String?) {
        switch connectionType {
        case "Cellular": clientTypes.append(.mobile)
        case "Corporate": clientTypes.append(.business)
        case "Cable/DSL", "Dialup": clientTypes.append(.consumer)
        case "Satellite":
            clientTypes.append(.consumer)
            flags.insert(.satellite)
        default: break
        }
    }

    /// Takes a value of `user_type`.
    fileprivate mutating func take(userType: String?) {
        switch userType {
        case "cellular": clientTypes.append(.mobile)
        case "business", "government", "military": clientTypes.append(.business)
        case "college", "library", "school": clientTypes.append(.education)
        case "content_delivery_network", "hosting", "search_engine_spider": clientTypes.append(.hosting)
        case "cafe", "dialup", "residential", "traveler": clientTypes.append(.consumer)
        case "consumer_privacy_network": traits.append(.relay)
        default: break
        }
    }
}
