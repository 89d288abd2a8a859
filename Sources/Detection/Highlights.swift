import Sessions

/// The kinds of highlight, in the order in which they matter.
public enum HighlightKey: String, Sendable, CaseIterable {
    /// The operator's own lists name the session.
    case operatorPolicy = "operator_policy"
    /// Something drives the browser.
    case browserAutomation = "browser_automation"
    /// The session calls itself an automatic client.
    case declaredAutomation = "declared_automation"
    /// The browser is not what it says it is.
    case identityContradictions = "identity_contradictions"
    /// The connection is that of another program than the browser it claims to be.
    case connectionContradictions = "connection_contradictions"
    /// The request's headers are none that the claimed browser sends.
    case requestAnomalies = "request_anomalies"
    /// A signature that names an agent and is not that agent's.
    case agentSignature = "agent_signature"
    /// A crawler's name under which somebody else comes.
    case crawlerClaim = "crawler_claim"
    /// Functions of the browser were replaced, or its parts disagree.
    case runtimeAnomalies = "runtime_anomalies"
    /// Batches were replayed, forged or left out.
    case reportAnomalies = "report_anomalies"
    /// Input that no device made.
    case syntheticInput = "synthetic_input"
    /// Movement or typing unlike a person's.
    case unnaturalBehavior = "unnatural_behavior"
    /// Signs of a browser without a window.
    case headlessEnvironment = "headless_environment"
    /// A debugger is attached.
    case developerTools = "developer_tools"
    /// The address does not fit what else is known.
    case networkContradictions = "network_contradictions"
    /// The address hides who uses it.
    case networkAnonymity = "network_anonymity"
    /// Others have said something of the address.
    case networkReputation = "network_reputation"
    /// Protections that a person may have chosen.
    case privacyProtections = "privacy_protections"
    /// A machine without graphics, or a virtual one.
    case virtualMachine = "virtual_machine"
    /// A browser that is long out of date.
    case outdatedBrowser = "outdated_browser"
    /// Input as people make it.
    case naturalInput = "natural_input"
    /// The visitor was here before.
    case knownVisitorFingerprint = "known_visitor_fingerprint"
    /// An agent that proved who it is.
    case verifiedAgent = "verified_agent"
    /// A crawler that comes from where its operator says.
    case provenCrawler = "proven_crawler"
    /// The address fits the browser.
    case networkConsistent = "network_consistent"
    /// The connection is the claimed browser's own.
    case connectionConsistent = "connection_consistent"
    /// Everything that was compared agrees.
    case browserProfileConsistent = "browser_profile_consistent"

    /// One plain sentence for a person.
    func summary(tool: Tool?) -> String {
        switch self {
        case .operatorPolicy: "The operator's policy names this session"
        case .browserAutomation:
            tool.map { "\($0.displayName) drives the browser" } ?? "The browser is driven by automation"
        case .declaredAutomation: "The client says itself that it is automatic"
        case .identityContradictions: "The browser is not what it says it is"
        case .connectionContradictions: "The connection is not that of the browser it claims to be"
        case .requestAnomalies: "The request is unlike those of the browser it claims to be"
        case .agentSignature: "A signature that names an agent could not be confirmed"
        case .crawlerClaim: "A crawler is named that does not come from this address"
        case .runtimeAnomalies: "Parts of the browser were replaced or contradict each other"
        case .reportAnomalies: "The session's reports were repeated, altered or are incomplete"
        case .syntheticInput: "Input came from a script and not from a device"
        case .unnaturalBehavior: "Movement or typing is unlike a person's"
        case .headlessEnvironment: "The browser seems to run without a window"
        case .developerTools: "Developer tools or a debugger were attached"
        case .networkContradictions: "The address does not fit what else is known"
        case .networkAnonymity: "The address hides who uses it"
        case .networkReputation: "The address is known from others"
        case .privacyProtections: "The visitor uses protections against tracking"
        case .virtualMachine: "The machine has no graphics of its own, as virtual machines have not"
        case .outdatedBrowser: "The browser is long out of date"
        case .naturalInput: "The visitor moves and types as people do"
        case .knownVisitorFingerprint: "This visitor was here before"
        case .verifiedAgent: "The request is signed by an agent that proved who it is"
        case .provenCrawler: "The crawler comes from where its operator says"
        case .networkConsistent: "The address fits the browser"
        case .connectionConsistent: "The connection is that of the browser it claims to be"
        case .browserProfileConsistent: "Everything the browser says of itself agrees"
        }
    }
}

extension Highlight {
    /// The most highlights a session has.
    static let most = 5
    /// The most signals behind one.
    static let mostEvidence = 5

    /// The few things to read first: what worries, most telling first, with room kept for one that reassures.
    static func chosen(from hits: [Hit], tool: Tool?) -> [Highlight] {
        var groups: [HighlightKey: [Hit]] = [:]
        for hit in hits {
            if let key = hit.signal.highlight { groups[key, default: []].append(hit) }
        }
        let made = HighlightKey.allCases.compactMap { key in groups[key].map { Self.make(key, $0, tool) } }
        let ranked = made.sorted { $0.rank > $1.rank }
        let worries = ranked.filter { $0.highlight.effect == .increasesRisk }
        let others = ranked.filter { $0.highlight.effect != .increasesRisk }
        let kept = worries.prefix(others.isEmpty ? most : most - 1)
        return (kept + others.prefix(most - kept.count)).map(\.highlight)
    }

    private static func make(_ key: HighlightKey, _ hits: [Hit], _ tool: Tool?) -> (highlight: Highlight, rank: Double)
    {
        let strength = hits.map(\.signal.strength).max() ?? .weak
        let effect: Effect =
            if hits.contains(where: \.raisesRisk) {
                .increasesRisk
            } else if hits.contains(where: { $0.signal.effect == .lowersRisk }) {
                .reducesRisk
            } else {
                .context
            }
        let importance: Importance =
            switch (effect, strength) {
            case (.increasesRisk, .definitive), (.increasesRisk, .strong): .high
            case (.increasesRisk, .moderate), (.reducesRisk, .moderate), (.reducesRisk, .strong): .medium
            default: .low
            }
        let highlight = Highlight(
            key: key.rawValue, effect: effect, importance: importance, summary: key.summary(tool: tool),
            evidence: hits.prefix(mostEvidence).map { Evidence(signal: $0.signal.slug, name: $0.words) })
        // What decides alone comes before any sum of what does not, and what reassures before what is only worth knowing.
        let weight = hits.reduce(0) { $0 + Scoring.weight(of: $1.signal.strength) * $1.finding.extent }
        let decides = strength == .definitive || effect == .reducesRisk
        return (highlight, weight + (decides ? 1000 : 0))
    }
}
