import Behavior
import Evidence
import Sessions

extension Assessment {
    /// Judges a session. Pure: the same evidence under the same rules gives the same assessment for ever.
    /// - Parameters:
    ///   - profile: the session's client, if it is known already.
    ///   - rules: by what findings become a decision.
    public init(judging evidence: Evidence, profile: ClientProfile? = nil, under rules: Rules = .builtIn) {
        let context = Context(evidence, profile: profile)
        let hits = SignalCatalogue.hits(in: context).filter { !rules.isMuted($0.signal) }
        let scoring = Scoring(hits, for: evidence, under: rules)
        // Whom the operator keeps out is kept out; what that is, only what was seen of it can tell.
        let seen = hits.filter { !$0.isDenial }
        let isBot =
            rules.verdict(of: (seen.count == hits.count ? scoring : Scoring(seen, for: evidence, under: rules)).risk)
            == .bot
        let attributed = AttributionReading(context, hits, isBot: isBot)
        self.init(
            riskScore: scoring.risk,
            phase: context.features.hasInteraction ? .behavioral : .snapshot,
            manipulation: Manipulation(score: scoring.manipulation),
            signals: hits.map {
                FiredSignal(
                    signal: $0.signal.slug, role: $0.signal.role, category: $0.signal.category,
                    strength: $0.signal.strength, score: $0.score)
            },
            highlights: Highlight.chosen(from: hits, tool: attributed.tool),
            runtimeIntegrity: RuntimeIntegrity(hits),
            attribution: attributed.attribution,
            bot: attributed.bot,
            categoryScores: scoring.categories,
            coverage: AnalysisCoverage(evidence, hasInteraction: context.features.hasInteraction))
    }
}

extension Scoring {
    /// Weighs findings by what could be looked at, and by the operator's trust in an agent that proved who it is.
    /// - Parameter ceiling: the most that the risk may come to; nil for what the operator's trust makes it.
    init(_ hits: [Hit], for evidence: Evidence, under rules: Rules, ceiling: Int? = nil) {
        self.init(
            hits, under: rules, prior: Self.prior(for: evidence),
            ceiling: ceiling ?? Self.ceiling(of: hits, for: evidence, under: rules))
    }

    /// The log-odds of a script before anything was found.
    static func prior(for evidence: Evidence) -> Double { evidence.origin == .request ? priorOfRequest : prior }

    /// The most that the risk may come to: little where the operator lets the session in, unless something was forged, or
    /// another list of the operator's keeps it out.
    static func ceiling(of hits: [Hit], for evidence: Evidence, under rules: Rules) -> Int {
        let isLetIn = evidence.listing?.disposition == .allowed || evidence.webBotAuth?.isTrustedAgent == true
        guard isLetIn, !hits.contains(where: { $0.isDenial || $0.raisesRisk && $0.isForgery }) else { return 100 }
        return min(trustedCeiling, rules.thresholds.inconclusive - 1)
    }
}

extension Hit {
    /// Whether it is the operator's word, and nothing that was seen.
    var isDenial: Bool { signal.slug == SignalCatalogue.denial }

    /// Whether what was sent to the server was forged or sent again. No trust in whoever sent it excuses that.
    fileprivate var isForgery: Bool {
        guard signal.category == .antiTamper, let integrity = signal.integrity, integrity.level == .highRisk else {
            return false
        }
        return integrity.key == .tampering || integrity.key == .replay
    }
}

extension WebBotAuthEvidence {
    /// Whether it is proven who the agent is, and the operator lets it in.
    var isTrustedAgent: Bool { status == .verified && isTrusted }
}

extension AnalysisCoverage {
    /// What detection could look at.
    init(_ evidence: Evidence, hasInteraction: Bool) {
        let observed = evidence.observations
        self.init(
            browser: observed.navigator != nil,
            device: observed.screen != nil,
            network: evidence.network?.standing == .evaluated,
            runtime: observed.automation != nil || observed.natives != nil,
            behavioral: hasInteraction,
            visitorIdentity: evidence.visitor != nil)
    }
}

extension RuntimeIntegrity {
    /// Each question takes the most troubling answer of the signals that feed it.
    init(_ hits: [Hit]) {
        self.init()
        for hit in hits {
            guard let answer = hit.signal.integrity else { continue }
            self[answer.key] = max(self[answer.key], answer.level)
        }
    }
}
