import Evidence
import OrderedJSON

/// What is kept of a crawler's claim, with the request that made it.
extension CrawlerEvidence: JSONWritable {
    /// Writes what came of the claim.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("slug", slug)
            $0.field("name", name)
            $0.field("operator", operatorName)
            $0.field("category", category.rawValue)
            switch standing {
            case .proven(by: .ranges): $0.field("proven", "ranges")
            case .proven(by: .reverseDNS(let host)):
                $0.field("proven", "reverse_dns")
                $0.field("host", host)
            case .proven(by: .autonomousSystem(let number)):
                $0.field("proven", "autonomous_system")
                $0.field("asn", Int(number))
            case .unproven(let reason): $0.field("unproven", reason)
            case .pending: $0.field("pending", true)
            case .unverifiable: break
            }
        }
    }

    /// Reads what was kept; nil when it is none.
    init?(_ json: JSONValue) {
        guard let slug = json["slug"]?.string, let name = json["name"]?.string,
            let operatorName = json["operator"]?.string,
            let category = json["category"]?.string.flatMap(Category.init)
        else { return nil }
        self.init(
            slug: slug, name: name, operatorName: operatorName, category: category, standing: Self.standing(json))
    }

    private static func standing(_ json: JSONValue) -> Standing {
        if let reason = json["unproven"]?.string { return .unproven(reason: reason) }
        if json["pending"]?.bool == true { return .pending }
        switch json["proven"]?.string {
        case "ranges": return .proven(by: .ranges)
        case "reverse_dns": return .proven(by: .reverseDNS(host: json["host"]?.string ?? ""))
        case "autonomous_system":
            return .proven(by: .autonomousSystem(json["asn"]?.int.flatMap(UInt32.init(exactly:)) ?? 0))
        default: return .unverifiable
        }
    }
}
