import Sessions

/// What each finding adds to the log-odds of a script, after decay and ceilings: the sum that ``Scoring`` makes a risk of, taken apart.
struct Weighing: Sendable {
    /// What each hit adds, in nats, in the order of the hits: negative for what reassures, 0 for context and for what decides alone.
    private(set) var contributions: [Double]
    /// All of them together, in nats.
    private(set) var total = 0.0
    /// How many hits decide alone.
    private(set) var definitive = 0
    /// Whether something other than behaviour speaks for a script, and is more than a hint.
    private(set) var isCorroborated = false
    /// Whether findings that contradict the browser's claim to be another one came to more than they may.
    private(set) var isClaimCeilingReached = false
    /// Whether weak findings came to more than they may.
    private(set) var isWeakCeilingReached = false
    /// Whether reassuring findings came to more than they may.
    private(set) var isReassuranceCeilingReached = false

    /// A hit of one category by its place, with what it weighs alone.
    private struct Weight {
        let place: Int
        let nats: Double
        let isWeak: Bool
    }

    /// Weighs findings.
    init(_ hits: [Hit], under rules: Rules) {
        contributions = Array(repeating: 0, count: hits.count)
        var evidence: [SignalCategory: [Weight]] = [:]
        var claim: [Weight] = []
        var reassurance: [Weight] = []
        for (place, hit) in hits.enumerated() {
            let strength = rules.strength(of: hit.signal)
            let weight = Weight(place: place, nats: rules.weight(of: hit), isWeak: strength == .weak)
            switch hit.signal.effect {
            case .context: continue
            case .lowersRisk: reassurance.append(weight)
            case .raisesRisk:
                if strength >= .moderate, weight.nats > 0, !Scoring.behavior.contains(hit.signal.category) {
                    isCorroborated = true
                }
                if strength == .definitive {
                    definitive += 1
                } else if hit.signal.highlight == .identityContradictions {
                    claim.append(weight)
                } else {
                    evidence[hit.signal.category, default: []].append(weight)
                }
            }
        }
        addEvidence(evidence, claim)
        addReassurance(reassurance)
    }

    /// Within a category the strongest counts whole and each further one for a share of the one before it. So does what says that
    /// the browser is another one than it claims to be, whatever its category: it is one fact, and one that a person may have made.
    private mutating func addEvidence(_ evidence: [SignalCategory: [Weight]], _ claim: [Weight]) {
        // Always in the same order: sums of floating-point numbers depend on it.
        let ordered = SignalCategory.allCases.compactMap { category in
            evidence[category]?.sorted { $0.nats > $1.nats }
        }
        let claim = claim.sorted { $0.nats > $1.nats }
        isClaimCeilingReached = Self.sum([Self.decayed(claim)]) > Scoring.claimCeiling
        let all = ordered.map(Self.decayed) + [Self.bounded(Self.decayed(claim))]
        let middle =
            ordered.map { Self.decayed($0.filter { !$0.isWeak }) }
            + [Self.bounded(Self.decayed(claim.filter { !$0.isWeak }))]
        let undecided = Self.sum(all)
        let withoutWeak = Self.sum(middle)
        total = min(undecided, withoutWeak + Scoring.weakCeiling)
        isWeakCeilingReached = undecided > withoutWeak + Scoring.weakCeiling
        guard isWeakCeilingReached else {
            for share in all.joined() { contributions[share.place] = share.nats }
            return
        }
        for share in middle.joined() { contributions[share.place] = share.nats }
        let weak = all.joined().filter(\.isWeak)
        let sum = weak.reduce(0) { $0 + $1.nats }
        for share in weak where sum > 0 { contributions[share.place] = share.nats * Scoring.weakCeiling / sum }
    }

    private mutating func addReassurance(_ weights: [Weight]) {
        let sum = weights.map(\.nats).sorted().reduce(0, +)
        isReassuranceCeilingReached = sum > Scoring.reassuranceCeiling
        total -= min(sum, Scoring.reassuranceCeiling)
        let share = isReassuranceCeilingReached ? Scoring.reassuranceCeiling / sum : 1
        for weight in weights { contributions[weight.place] = -weight.nats * share }
    }

    private static func decayed(_ weights: [Weight]) -> [Weight] {
        var share = 1.0
        return weights.map { weight in
            defer { share *= Scoring.decay }
            return Weight(place: weight.place, nats: weight.nats * share, isWeak: weight.isWeak)
        }
    }

    /// Weights held to ``Scoring/claimCeiling`` together, each by the same share.
    private static func bounded(_ weights: [Weight]) -> [Weight] {
        let share = min(1, Scoring.claimCeiling / max(sum([weights]), .leastNonzeroMagnitude))
        return weights.map { Weight(place: $0.place, nats: $0.nats * share, isWeak: $0.isWeak) }
    }

    private static func sum(_ categories: [[Weight]]) -> Double {
        categories.reduce(0) { $0 + $1.reduce(0) { $0 + $1.nats } }
    }
}
