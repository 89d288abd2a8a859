import Foundation
import Sessions

/// Decides whether a fingerprint is of somebody who is known.
public enum Linking {
    /// The most candidates that are looked at.
    public static let maximumCandidates = 64

    /// Decides for one session.
    ///
    /// What each candidate's agreement is worth is set against all others and against somebody new; they share one certainty.
    /// - Parameters:
    ///   - candidates: visitors with at least one of the fingerprint's blocking keys, at most ``maximumCandidates``.
    ///   - isCut: whether there are more of them than candidates.
    ///   - counts: how often the fingerprint's tallies occur among the tenant's visitors.
    public static func decide(
        _ fingerprint: Fingerprint, candidates: [LinkCandidate], isCut: Bool, counts: FeatureCounts, at now: Timestamp
    ) -> LinkDecision {
        decide(fingerprint, candidates: candidates, isCut: isCut, counts: counts, at: now, model: .fitted)
    }

    /// Decides with other constants, as fitting needs them.
    public static func decide(
        _ fingerprint: Fingerprint, candidates: [LinkCandidate], isCut: Bool, counts: FeatureCounts, at now: Timestamp,
        model: LinkingModel
    ) -> LinkDecision {
        var question = LinkQuestion(fingerprint, counts: counts, at: now, model: model)
        let scored = joined(candidates, &question)
        guard let best = scored.first else {
            return LinkDecision(visitor: nil, source: .new, confidence: isCut ? 50 : 100)
        }
        // Known visitors share what is likely of returning ones.
        let prior = model.returning / question.population
        let odds = scored.map { prior * exp2(min($0.score.bits * model.shrink, 60)) }
        let rivals = odds.count { $0 * 4 >= odds[0] } - 1
        let hidden = isCut ? unseenRivals(fingerprint, scored.map(\.candidate), counts) : 0
        let known = odds.reduce(0, +)
        let twins = Double(hidden) + question.twins(sharingAddress: best.candidate.sharesAddress)
        let total = known + twins * odds[0] + 1 - model.returning
        let certainty = odds[0] / total
        let isLinked = certainty >= model.threshold
        return LinkDecision(
            visitor: isLinked ? best.candidate.visitor : nil,
            source: !isLinked ? .new : best.score.isEvolved ? .fingerprintEvolution : .fingerprint,
            confidence: percent(isLinked ? certainty : 1 - known / total),
            matched: best.score.matched.map(\.name), changed: best.score.changed.map(\.name),
            rivals: rivals + hidden + (isLinked ? 0 : 1))
    }

    private typealias Scored = (candidate: LinkCandidate, score: LinkScore)

    /// The candidates, the likeliest first. One machine that was taken for two once is one, or else each later visit would find rivals and
    /// make another: what any of its visitors showed counts for the one that was seen last.
    private static func joined(_ candidates: [LinkCandidate], _ question: inout LinkQuestion) -> [Scored] {
        let scored = ranked(candidates, question)
        guard let best = scored.first, !question.isHandheld else { return scored }
        let alike = scored.filter { best.score.bits - $0.score.bits < 6 && areOne(best.candidate, $0.candidate) }
        // More of them are a fleet.
        guard (2...3).contains(alike.count),
            let latest = alike.max(by: { $0.candidate.lastSeenAt < $1.candidate.lastSeenAt })
        else { return scored }
        question.split = alike.count - 1
        let others = Set(alike.map(\.candidate.visitor))
        let joined = candidates.prefix(maximumCandidates).map { candidate in
            var candidate = candidate
            if others.contains(candidate.visitor) { candidate.visitor = latest.candidate.visitor }
            return candidate
        }
        return ranked(joined, question)
    }

    /// Whether two known visitors showed what nothing but a font tells apart.
    private static func areOne(_ one: LinkCandidate, _ other: LinkCandidate) -> Bool {
        if one.visitor == other.visitor { return true }
        let (earlier, later) = one.lastSeenAt <= other.lastSeenAt ? (one, other) : (other, one)
        return later.history.fingerprints.contains { new in
            earlier.history.fingerprints.contains { Comparison(known: $0, new: new).isOfOneMachine }
        }
    }

    /// The best look of each visitor, the likeliest visitor first.
    private static func ranked(_ candidates: [LinkCandidate], _ question: LinkQuestion) -> [Scored] {
        var looks: [VisitorID: Scored] = [:]
        for candidate in candidates.prefix(maximumCandidates) {
            let score = LinkScore.best(candidate, question)
            if let other = looks[candidate.visitor], other.score.bits >= score.bits { continue }
            looks[candidate.visitor] = (candidate, score)
        }
        // Names break ties, so that the same question has the same answer.
        return looks.values.sorted {
            ($1.score.bits, $0.candidate.visitor.text) < ($0.score.bits, $1.candidate.visitor.text)
        }
    }

    /// How many known visitors have the same machine and settings and are not among the candidates.
    private static func unseenRivals(
        _ fingerprint: Fingerprint, _ candidates: [LinkCandidate], _ counts: FeatureCounts
    ) -> Int {
        guard let whole = fingerprint.tally(of: .whole) else { return 1 }
        let shown = candidates.count { $0.history.latest.tally(of: .whole) == whole }
        return max(0, counts.count(whole) - shown)
    }

    private static func percent(_ share: Double) -> Int {
        share.isFinite ? Int((min(max(share, 0), 1) * 100).rounded()) : 0
    }
}

extension Comparison {
    /// Whether six groups or more agree, and what differs comes of one font that was installed or removed.
    fileprivate var isOfOneMachine: Bool {
        var agreeing = 0
        for group in FeatureGroup.allCases {
            switch compare(group) {
            case .absent, .adjusted(.oneFont), .drifted: continue
            case .same: agreeing += 1
            case .adjusted, .changed: return false
            }
        }
        return agreeing >= 6 && !isUpgraded && !differs(.pixelRatio)
    }
}
