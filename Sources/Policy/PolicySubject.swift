import Evidence
import NetworkIntelligence
import Sessions

/// What of a session lists can name.
struct PolicySubject: Sendable {
    /// What is kept of the client's address: a block of one, a network where addresses are truncated, nil where they are hashed.
    let address: AddressBlock?
    /// The marks other than the address, in the order in which they are looked for.
    let marks: [PolicyEntry.Mark]
    /// The domain of a proven agent for which the domain as a whole does not stand: enough to keep it out, and not to let it in.
    let host: PolicyEntry.Mark?

    init(_ evidence: Evidence, visitor: VisitorID?) {
        address = evidence.request.clientAddress.flatMap { AddressBlock($0) }
        var marks: [PolicyEntry.Mark] = []
        if let asn = evidence.network?.asn { marks.append(.asn(asn)) }
        if let ja4 = evidence.connection?.ja4 { marks.append(.ja4(ja4)) }
        if let visitor { marks.append(.visitor(visitor)) }
        if let agent = evidence.webBotAuth, agent.status == .verified, let domain = agent.domain {
            if agent.standsForDomain { marks.append(.agent(domain.lowercased())) }
            host = agent.standsForDomain ? nil : .agent(domain.lowercased())
        } else {
            host = nil
        }
        if let crawler = evidence.crawler, case .proven = crawler.standing {
            marks.append(.agent(crawler.slug))
        }
        self.marks = marks
    }
}
