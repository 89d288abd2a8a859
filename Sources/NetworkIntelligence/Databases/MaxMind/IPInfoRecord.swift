import Evidence

/// Reads the records of IPinfo: one flat map.
///
/// The names of fields changed over the years, and files of all ages are about: `country` is a code in those that have `country_name` and a name in
/// those that have `country_code`; `lat` and `lng`, later `latitude` and `longitude`; flags as `vpn` and as `is_vpn`.
struct IPInfoRecord {
    /// What was found.
    private(set) var draft = DatabaseRecord.Draft()
    private var country: String?
    private var latitude: Double?
    private var longitude: Double?
    private var name: String?
    private var service: String?
    private var isResidentialProxy = false

    /// Reads the record at a place in a data section.
    init(_ data: UnsafeRawBufferPointer, at offset: Int) throws(MaxMindData.Fault) {
        var walk = MaxMindData(data)
        let map = try walk.value(at: offset)
        guard map.kind == .map else { throw .malformed(offset) }
        try walk.forEachEntry(of: map) { (walk, key, value) in
            if takePlace(key, value, walk) || takeNetwork(key, value, walk) { return }
            if walk.isTrue(value) { draft.take(flag: key) }
        }
        finish()
    }

    private mutating func takePlace(_ key: MaxMindData.Key, _ value: MaxMindData.Value, _ walk: MaxMindData) -> Bool {
        switch key {
        case "city": draft.location.city = walk.text(value)
        case "region": draft.location.region = walk.text(value)
        case "country": country = walk.text(value)
        case "country_code": draft.location.countryCode = DatabaseText.countryCode(walk.text(value))
        case "country_name": draft.location.country = walk.text(value)
        case "lat", "latitude": latitude = walk.number(value)
        case "lng", "longitude": longitude = walk.number(value)
        case "radius": draft.take(radius: walk.number(value))
        case "timezone": draft.location.timeZone = DatabaseText.timeZone(walk.text(value))
        case "postal", "postal_code": draft.location.postalCode = walk.text(value)
        default: return false
        }
        return true
    }

    private mutating func takeNetwork(_ key: MaxMindData.Key, _ value: MaxMindData.Value, _ walk: MaxMindData) -> Bool {
        switch key {
        case "asn": draft.asn = walk.asn(value)
        case "as_name": draft.organization = walk.text(value)
        case "name": name = walk.text(value)
        case "type", "as_type": draft.take(networkType: walk.text(value))
        case "carrier", "carrier_name": takeCarrier(walk.text(value))
        case "service", "privacy_name": service = walk.text(value) ?? service
        case "percent_days_seen": isResidentialProxy = true
        default: return false
        }
        return true
    }

    private mutating func takeCarrier(_ carrier: String?) {
        guard let carrier else { return }
        draft.isp = carrier
        draft.clientTypes.append(.mobile)
    }

    /// What can be told only when all fields were seen.
    private mutating func finish() {
        draft.place(latitude: latitude, longitude: longitude)
        if let code = DatabaseText.countryCode(country) {
            draft.location.countryCode = draft.location.countryCode ?? code
        } else {
            draft.location.country = draft.location.country ?? country
        }
        // Databases of systems call the system's name `name`, those of companies the company's, and the system's `as_name`.
        if draft.organization == nil, draft.asn != nil { draft.organization = name } else { draft.holder = name }
        if isResidentialProxy { draft.traits.append(.residentialProxy) }
        if !draft.traits.isEmpty { draft.provider = service }
    }
}

extension DatabaseRecord.Draft {
    /// Takes a flag that is set.
    fileprivate mutating func take(flag: MaxMindData.Key) {
        switch flag {
        case "vpn", "is_vpn": traits.append(.vpn)
        case "proxy", "is_proxy": traits.append(.proxy)
        case "tor", "is_tor": traits.append(.tor)
        case "relay", "is_relay": traits.append(.relay)
        case "hosting", "is_hosting": traits.append(.hosting)
        case "is_mobile": clientTypes.append(.mobile)
        case "is_anycast": flags.insert(.anycast)
        case "is_satellite": flags.insert(.satellite)
        default: break
        }
    }

    /// Takes what sort of organisation a company or a system is of.
    fileprivate mutating func take(networkType: String?) {
        switch networkType {
        case "isp": clientTypes.append(.consumer)
        case "hosting": clientTypes.append(.hosting)
        case "business", "government": clientTypes.append(.business)
        case "education": clientTypes.append(.education)
        default: break
        }
    }
}
