import Evidence
import Sessions

extension SignalCatalogue {
    /// What came of a crawler's name in the user agent.
    static let crawlers: [Signal] = [
        Signal(
            "crawler_unproven", "Crawler's name on another's address", .antiTamper, .strong, score: 85,
            looksAt: """
                The user agent names a crawler, and the address is neither in the blocks that its operator publishes nor has a name of the \
                operator's that leads back to it.
                """,
            innocent:
                "A crawler that comes from new addresses before its operator publishes them; people who test a site as a crawler.",
            highlight: .crawlerClaim, integrity: (.identitySpoofing, .highRisk), manipulation: 70
        ) { context in
            guard let crawler = context.evidence.crawler, case .unproven(let reason) = crawler.standing else {
                return nil
            }
            return Finding(String("named \(crawler.name) of \(crawler.operatorName): \(reason)".prefix(300)))
        },
        Signal(
            "crawler_proven", "Proven crawler", .environment, .weak, score: 10, effect: .context,
            looksAt: """
                The user agent names a crawler, and the address is its operator's by published blocks or by reverse DNS that leads back. \
                Whether it is welcome is for the site to say.
                """,
            innocent: "None: only the operator has those addresses.", highlight: .provenCrawler
        ) { context in
            guard let crawler = context.evidence.crawler, case .proven(let proof) = crawler.standing else { return nil }
            return Finding("\(crawler.name) of \(crawler.operatorName), \(proof.words)")
        },
    ]
}

extension CrawlerEvidence.Proof {
    /// By what it is proven, in words.
    fileprivate var words: String {
        switch self {
        case .ranges: "by its operator's published addresses"
        case .reverseDNS(let host): "by the name \(host)"
        case .autonomousSystem(let number): "by AS\(number)"
        }
    }
}

extension CrawlerEvidence {
    /// Whether the crawler is the one that it names.
    var isProven: Bool {
        if case .proven = standing { true } else { false }
    }

    /// Whether it is known not to be the one that it names.
    var isFabricated: Bool {
        if case .unproven = standing { true } else { false }
    }
}
