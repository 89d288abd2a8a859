import Evidence
import Synchronization

/// What is known of autonomous systems: what their operators do, by the table of operators and by lists.
struct SystemFacts: Sendable {
    private struct Facts: Sendable {
        var name: String?
        var claims: [NetworkEvidence.Claim] = []
        var categories: [String] = []
        var clientTypes: [NetworkEvidence.ClientType] = []
        var tags: [String] = []
    }

    private var facts: [UInt32: Facts] = [:]
    private let names = NameReadings()

    /// What the table of operators says.
    init() {
        for system in NetworkOperators.all {
            var known = Facts(name: system.name)
            for role in Self.roles where system.roles.contains(role.role) {
                known.tags.append(role.tag)
                if let trait = role.trait {
                    known.claims.append(.init(trait: trait, provider: system.name, source: Self.builtIn))
                }
                if let type = role.clientType { known.clientTypes.append(type) }
            }
            facts[system.asn] = known
        }
    }

    /// What a system's role says of its addresses.
    private struct Role {
        var role: NetworkOperator.Roles
        var tag: String
        var trait: NetworkEvidence.Trait?
        var clientType: NetworkEvidence.ClientType?
    }

    private static let roles = [
        Role(role: .hosting, tag: "hosting", trait: .hosting, clientType: .hosting),
        Role(role: .vpn, tag: "vpn", trait: .vpn), Role(role: .relay, tag: "relay", trait: .relay),
        Role(role: .tor, tag: "tor", trait: .tor), Role(role: .mobile, tag: "mobile", clientType: .mobile),
        Role(role: .education, tag: "education", clientType: .education),
    ]

    /// The name of the table of operators as a source.
    static let builtIn = "operators"

    /// Adds a list of systems.
    mutating func add(_ systems: [ASNList.Entry], of source: NetworkSource) {
        guard case .trait(let trait) = source.meaning else { return }
        for system in systems {
            let provider = source.provider ?? system.name
            facts[system.asn, default: Facts()].claims.append(
                .init(trait: trait, provider: provider, source: source.name))
            facts[system.asn]?.categories += source.categories
            if trait == .hosting { facts[system.asn]?.clientTypes.append(.hosting) }
            if facts[system.asn]?.name == nil { facts[system.asn]?.name = system.name }
        }
    }

    /// Adds to what is known of an address what is known of its system.
    func complete(_ evidence: inout NetworkEvidence) {
        if let asn = evidence.asn, let known = facts[asn] {
            if evidence.organization == nil { evidence.organization = known.name }
            if !known.claims.isEmpty { evidence.claims += known.claims }
            if !known.categories.isEmpty { evidence.categories += known.categories }
            if !known.tags.isEmpty { evidence.operatorTags = known.tags + evidence.operatorTags }
            // Whole networks are listed as hostile, where addresses are listed for what came from them.
            if known.claims.contains(where: { $0.trait == .listed }) { evidence.isSuspiciousNetwork = true }
            if evidence.clientTypes.isEmpty { evidence.clientTypes = known.clientTypes }
        }
        if evidence.clientTypes.isEmpty { evidence.clientTypes = clientTypes(evidence) }
        for claim in evidence.claims where evidence.isUsedAs(claim.trait) {
            let tag = claim.trait.rawValue
            if !evidence.operatorTags.contains(tag) { evidence.operatorTags.append(tag) }
        }
    }

    /// What sort of clients an address serves of which no source says so: by what it is used as, or else by the name of its network.
    private func clientTypes(_ evidence: NetworkEvidence) -> [NetworkEvidence.ClientType] {
        if evidence.claims(.hosting) { return [.hosting] }
        guard let asn = evidence.asn, let name = evidence.organization else { return [] }
        return names.clientTypes(of: asn, named: name)
    }
}

/// What names of organizations say, read once each.
private final class NameReadings: Sendable {
    /// There are about 80,000 autonomous systems.
    private static let most = 100_000
    private let readings = Mutex<[UInt32: [NetworkEvidence.ClientType]]>([:])

    func clientTypes(of asn: UInt32, named name: String) -> [NetworkEvidence.ClientType] {
        readings.withLock { readings in
            if let known = readings[asn] { return known }
            let types = OrganizationName.clientType(name).map { [$0] } ?? []
            if readings.count < Self.most { readings[asn] = types }
            return types
        }
    }
}
