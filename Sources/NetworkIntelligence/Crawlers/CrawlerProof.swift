import Evidence

/// Whether a client that names itself a crawler is that operator's.
public enum CrawlerProof: Sendable, Equatable {
    /// What is known of the client's address.
    public struct Address: Sendable, Equatable {
        /// Whether it lies in the blocks that the operator publishes for the crawler; nil where no such list is at hand.
        public var isInRanges: Bool?
        /// Its names that lead back to it, in any case of letters, with or without the last dot. Empty where it has none; nil where
        /// nobody asked, or there was no answer.
        public var confirmedNames: [String]?
        /// The autonomous system that announces it; nil where no source knows.
        public var asn: UInt32?

        /// What is known of an address.
        public init(isInRanges: Bool? = nil, confirmedNames: [String]? = nil, asn: UInt32? = nil) {
            self.isInRanges = isInRanges
            self.confirmedNames = confirmedNames
            self.asn = asn
        }
    }

    /// What an answer waits for.
    public enum Missing: Sendable, Equatable {
        /// The confirmed names of the address.
        case names
        /// The operator's list of blocks.
        case ranges
        /// The autonomous system of the address.
        case autonomousSystem
    }

    /// It is the operator's.
    case proven(by: CrawlerEvidence.Proof)
    /// It is not the operator's; why, in words for a person.
    case unproven(reason: String)
    /// Not known yet. Names can be asked for; lists have to be loaded.
    case undecided(Missing)
    /// The operator publishes nothing to tell it by, or not all.
    case unverifiable

    /// Holds what is known of an address against what the operator publishes.
    ///
    /// One match is enough. Only when everything that the operator publishes was looked at, and it says that there is no more, is a client
    /// said not to be its. A list may be old, so a miss in it does not count where names may still tell.
    /// - Parameters:
    ///   - crawler: the one that the user agent names.
    ///   - address: what is known of the client's address.
    public static func of(_ crawler: Crawler, _ address: Address) -> CrawlerProof {
        if let proof = proof(of: crawler, address) { return .proven(by: proof) }
        let means = crawler.means
        if !means.domains.isEmpty, address.confirmedNames == nil { return .undecided(.names) }
        guard means.isExhaustive, !means.isEmpty else { return .unverifiable }
        // Every one of a crawler's addresses has a name, so that names alone decide; lists are what a site may or may not have.
        if means.domains.isEmpty {
            if !means.ranges.isEmpty, address.isInRanges == nil { return .undecided(.ranges) }
            if !means.systems.isEmpty, address.asn == nil { return .undecided(.autonomousSystem) }
        }
        return .unproven(reason: reason(crawler, address))
    }

    /// What the answer is in the evidence of a session.
    public var standing: CrawlerEvidence.Standing {
        switch self {
        case .proven(let proof): .proven(by: proof)
        case .unproven(let reason): .unproven(reason: reason)
        case .undecided: .pending
        case .unverifiable: .unverifiable
        }
    }

    private static func proof(of crawler: Crawler, _ address: Address) -> CrawlerEvidence.Proof? {
        if address.isInRanges == true { return .ranges }
        for name in address.confirmedNames ?? [] {
            if let host = HostName(name), crawler.means.domains.contains(where: host.lies(under:)) {
                return .reverseDNS(host: host.text)
            }
        }
        if let asn = address.asn, crawler.means.systems.contains(asn) { return .autonomousSystem(asn) }
        return nil
    }

    private static func reason(_ crawler: Crawler, _ address: Address) -> String {
        let means = crawler.means
        var reasons: [String] = []
        if !means.ranges.isEmpty, address.isInRanges == false {
            reasons.append("the address is not among those that \(crawler.operatorName) publishes for \(crawler.name)")
        }
        if !means.domains.isEmpty {
            let domains = means.domains.joined(separator: " or ")
            if let name = address.confirmedNames?.lazy.compactMap(HostName.init).first {
                reasons.append("its name is \(name.text) and not under \(domains)")
            } else {
                reasons.append("it has no confirmed name under \(domains)")
            }
        }
        if !means.systems.isEmpty, let asn = address.asn {
            reasons.append("it is announced by AS\(asn) and not by \(crawler.operatorName)")
        }
        return reasons.joined(separator: ", and ")
    }
}

/// A host's name as a resolver gives it, fit to be shown and compared.
private struct HostName {
    /// In lower case, without the last dot.
    let text: String

    /// Nil for what is no name of a host (RFC 1123, section 2.1): too long, empty labels, or other characters than letters, digits,
    /// hyphens and underscores.
    init?(_ name: String) {
        let text = name.utf8.last == UInt8(ascii: ".") ? String(name.dropLast()) : name
        guard (1...253).contains(text.utf8.count) else { return nil }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard labels.allSatisfy({ (1...63).contains($0.count) && $0.allSatisfy(Self.isAllowed) }) else { return nil }
        self.text = text.lowercased()
    }

    /// Whether this is the domain or a name within it, by whole labels.
    func lies(under domain: String) -> Bool { text == domain || text.hasSuffix(".\(domain)") }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension CrawlerEvidence {
    /// What came of a crawler's name, as the evidence of a session.
    public init(_ crawler: Crawler, _ proof: CrawlerProof) {
        self.init(
            slug: crawler.slug, name: crawler.name, operatorName: crawler.operatorName, category: crawler.category,
            standing: proof.standing)
    }
}
