import Evidence
import NetworkIntelligence
import OrderedJSON

/// What is known of an address, by the names of its parts, as it is shown.
struct AddressAnswer {
    /// The parts in order; what is not known is null.
    var members: [(name: String, value: JSONValue)] = []

    /// Adds a part.
    mutating func add(_ name: String, _ text: String?) { members.append((name, text.map { .string($0) } ?? .null)) }

    mutating func add(_ name: String, _ number: Double?) { members.append((name, number.map { .number($0) } ?? .null)) }

    mutating func add(_ name: String, _ number: UInt32?) {
        members.append((name, number.map { .integer(Int64($0)) } ?? .null))
    }

    mutating func add(_ name: String, _ texts: [String]) { members.append((name, .array(texts.map { .string($0) }))) }

    mutating func add(_ location: NetworkEvidence.Location?) {
        add("country_code", location?.countryCode)
        add("country", location?.country)
        add("region", location?.region)
        add("city", location?.city)
        add("postal_code", location?.postalCode)
        add("latitude", location?.latitude)
        add("longitude", location?.longitude)
        add("accuracy_radius_km", location?.accuracyRadius)
        add("time_zone", location?.timeZone)
    }
}

extension NetworkEvidence {
    /// What all sources come to.
    var answer: AddressAnswer {
        var answer = AddressAnswer()
        answer.add("standing", standing.rawValue)
        answer.add("special_purpose", specialPurpose)
        answer.add(location)
        answer.add("asn", asn)
        answer.add("organization", organization)
        answer.members.append(("claims", .array(claims.map(\.json))))
        answer.add("categories", categories)
        answer.add("client_types", clientTypes.map(\.rawValue))
        return answer
    }
}

extension NetworkEvidence.Claim {
    fileprivate var json: JSONValue {
        .object([
            .init("trait", .string(trait.rawValue)), .init("provider", provider.map { .string($0) } ?? .null),
            .init("source", .string(source)),
        ])
    }
}

extension SourceLookup.Word {
    /// What one source says.
    var answer: AddressAnswer {
        var answer = AddressAnswer()
        switch self {
        case .listed(let isListed): answer.members.append(("listed", .bool(isListed)))
        case .country(let code): answer.add("country_code", code)
        case .crawlers(let lists): answer.add("lists", lists)
        case .record(let record):
            answer.members.append(("found", .bool(record != nil)))
            guard let record else { break }
            answer.add(record.location)
            answer.add("asn", record.asn)
            answer.add("organization", record.organization)
            answer.add("holder", record.holder)
            answer.add("isp", record.isp)
            answer.add("traits", record.traits.map(\.rawValue))
            answer.add("provider", record.provider)
            answer.add("client_types", record.clientTypes.map(\.rawValue))
        }
        return answer
    }
}

extension JSONValue {
    /// The value for people; empty where there is none.
    var words: String {
        switch self {
        case .null: ""
        case .bool(let value): value ? "yes" : "no"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .string(let value): value
        case .array(let elements): elements.map(\.words).joined(separator: "; ")
        case .object(let members): members.map(\.value.words).filter { !$0.isEmpty }.joined(separator: ", ")
        }
    }
}
