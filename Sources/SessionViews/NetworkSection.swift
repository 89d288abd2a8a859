import Detection
import Evidence
import Geography
import OrderedJSON
import Sessions

/// `network`: where the client's address is, whose it is, and what hides behind it.
struct NetworkSection: JSONWritable {
    private let session: JudgedSession
    private let network: NetworkEvidence

    /// The network of a session.
    init(_ session: JudgedSession) {
        self.session = session
        // Of a session from before addresses were looked up nothing is known but the address.
        network = session.evidence.network ?? NetworkEvidence(.unsourced)
    }

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("ip_address", session.evidence.request.clientAddress)
            $0.field("ip_version", isIPv4.map { $0 ? "ipv4" : "ipv6" })
            $0.field("status", status)
            $0.field("summary", session.evidence.network.map { NetworkSummary($0).text })
            $0.key("location")
            if let location = network.location { Self.write(location, to: &$0) } else { $0.writeNull() }
            $0.key("routing")
            $0.object {
                $0.field("asn", network.asn.map { String($0) })
                $0.field("organization", network.organization)
            }
            // The schema has no null for these; `status` says whether anybody looked.
            $0.field("anonymity", object: writeAnonymity)
            $0.field("reputation", object: writeReputation)
            $0.field("evidence", object: writeEvidence)
            $0.field("evaluated_at", network.standing == .evaluated ? network.evaluatedAt : nil)
        }
    }

    private var isIPv4: Bool? {
        network.isIPv4 ?? session.evidence.request.clientAddress.map { !$0.contains(":") }
    }

    private var status: String {
        switch network.standing {
        case .evaluated: "ready"
        case .loading: "pending"
        case .unnamed, .special, .unsourced: "skipped"
        }
    }

    private static func write(_ location: NetworkEvidence.Location, to writer: inout JSONWriter) {
        writer.object {
            $0.field("city", location.city)
            $0.field("region", location.region)
            $0.field("country", location.country)
            $0.field("country_code", location.countryCode)
            $0.field("latitude", location.latitude)
            $0.field("longitude", location.longitude)
            $0.field("timezone", location.timeZone)
            $0.field("postal_code", location.postalCode)
            $0.field("accuracy_radius_km", location.accuracyRadius)
        }
    }

    private func writeAnonymity(_ writer: inout JSONWriter) {
        for trait in Self.anonymity { writer.field(trait.rawValue, network.isUsedAs(trait)) }
        writer.field("callback_proxy", has("second_transport_other_address") || has("second_transport_other_tls"))
        writer.field("provider", network.provider)
    }

    private func writeReputation(_ writer: inout JSONWriter) {
        writer.field("listed", network.isListed)
        writer.field("categories", network.isListed ? network.listedFor : [])
        writer.field("suspicious_network", network.isSuspiciousNetwork)
    }

    private func writeEvidence(_ writer: inout JSONWriter) {
        writer.field("risk_signals", riskSignals)
        writer.field("operator_tags", network.operatorTags)
        writer.field("client_types", network.clientTypes.map(\.rawValue))
        writer.field("client_count", session.evidence.addressCompany?.visitorsBehindAddress)
    }

    /// What is against the address: what it is used as, and the signals about it that fired, by their slugs.
    private var riskSignals: [String] {
        let traits = Self.hiding.filter(network.isUsedAs).map(\.rawValue)
        let slugs = SignalCatalogue.networkRisks
        return traits + session.assessment.signals.map(\.signal).filter(slugs.contains)
    }

    private func has(_ slug: String) -> Bool { session.assessment.signals.contains { $0.signal == slug } }

    private static let anonymity: [NetworkEvidence.Trait] = [.vpn, .proxy, .tor, .relay, .hosting, .residentialProxy]
    private static let hiding: [NetworkEvidence.Trait] = [.vpn, .proxy, .tor, .residentialProxy, .hosting, .listed]
}

extension NetworkEvidence {
    /// Whether a list warns of the address.
    fileprivate var isListed: Bool { !listedFor.isEmpty }

    /// What lists warn of it for: the words of the lists, and what else it is used as that hides people.
    fileprivate var listedFor: [String] {
        let traits = [Trait.vpn, .proxy, .tor, .residentialProxy].filter(isUsedAs).map(\.rawValue)
        let words = categories.isEmpty && claims(.listed) ? [Trait.listed.rawValue] : categories
        return (traits + words).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// What is known of an address, in one plain sentence.
struct NetworkSummary {
    private let network: NetworkEvidence

    init(_ network: NetworkEvidence) {
        self.network = network
    }

    /// The sentence.
    var text: String {
        switch network.standing {
        case .evaluated: "\(what)\(place)."
        case .unnamed: "The request came without an address."
        case .special: "The address is not of the public Internet: \(network.specialPurpose ?? "it is set aside")."
        case .unsourced: "No source of address data is at hand."
        case .loading: "The sources of address data were still being read."
        }
    }

    private var what: String {
        let by = network.provider.map { " of \($0)" } ?? ""
        if network.isUsedAs(.tor) { return "An exit of the Tor network" }
        if network.isUsedAs(.relay) { return "A privacy relay\(by)" }
        if network.isUsedAs(.vpn) { return "A VPN exit\(by)" }
        if network.isUsedAs(.residentialProxy) { return "A line that is lent out as a proxy\(by)" }
        if network.isUsedAs(.proxy) { return "A proxy\(by)" }
        if network.isUsedAs(.hosting) { return "A data centre\(by.isEmpty ? owner : by)" }
        if network.claims(.listed) { return "A listed address\(owner)" }
        return network.organization == nil && network.asn == nil ? "An address" : "A line\(owner)"
    }

    private var owner: String {
        switch (network.organization, network.asn) {
        case (let name?, let asn?): " of \(name) (AS\(asn))"
        case (let name?, nil): " of \(name)"
        case (nil, let asn?): " of AS\(asn)"
        case (nil, nil): ""
        }
    }

    private var place: String {
        guard let location = network.location else { return " in a place that no source knows" }
        let country = location.city == nil ? location.country.map(Countries.phrase) : location.country
        let parts = [location.city, country ?? location.countryCode].compactMap(\.self)
        return parts.isEmpty ? " in a place that no source knows" : " in \(parts.joined(separator: ", "))"
    }
}
