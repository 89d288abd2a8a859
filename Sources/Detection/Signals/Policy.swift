import Evidence
import Sessions

extension SignalCatalogue {
    /// The slug of the signal of a list that keeps sessions out.
    static let denial = "denied_by_policy"
    /// The slug of the signal of a list that lets sessions in.
    static let admission = "allowed_by_policy"

    /// The signals that say nothing but what the operator's lists say. A policy can't mute or weigh them: it has the lists.
    public static let ofPolicy: Set<String> = [denial, admission]

    /// What the operator's own lists say of the session.
    static let policy: [Signal] = [
        Signal(
            denial, "Denied by policy", .environment, .definitive, score: 100,
            looksAt: "An address, network, ClientHello, visitor or proven agent that the operator's policy denies.",
            innocent: "Whoever shares the address, network or client that the operator listed.",
            highlight: .operatorPolicy
        ) { $0.listed(.denied) },
        Signal(
            admission, "Allowed by policy", .environment, .moderate, score: 50, effect: .lowersRisk,
            looksAt: """
                An address, network, ClientHello, visitor or proven agent that the operator's policy allows: the risk of its sessions is \
                held low unless something was forged.
                """,
            innocent: "None: the operator decided so.", highlight: .operatorPolicy
        ) { $0.listed(.allowed) },
    ]
}

extension Context {
    /// A finding where the session is on such a list.
    fileprivate func listed(_ disposition: PolicyListing.Disposition) -> Finding? {
        guard let listing = evidence.listing, listing.disposition == disposition else { return nil }
        let note = listing.note.map { " (\($0))" } ?? ""
        let words = "\(listing.kind.words) \(listing.entry) is \(disposition.rawValue) in line \(listing.line)\(note)"
        return Finding(String(words.prefix(300)))
    }
}

extension PolicyListing.Kind {
    /// What it is, in words.
    fileprivate var words: String {
        switch self {
        case .address: "address"
        case .asn: "network"
        case .ja4: "ClientHello"
        case .visitor: "visitor"
        case .agent: "agent"
        }
    }
}
