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
        let scored = candidates.prefix(maximumCandidates).map { candidate in
            (candidate, LinkScore(candidate, fingerprint, counts: counts, at: now, model: model))
        }
        guard let best = scored.max(by: { $0.1.bits < $1.1.bits }) else {
            return LinkDecision(visitor: nil, source: .new, confidence: isCut ? 50 : 100)
        }
        // Known visitors share what is likely of returning ones.
        let visitors = Double(max(counts.visitors, candidates.count, 1))
        let prior = model.returning / visitors
        let odds = scored.map { prior * exp2(min($0.1.bits, 60)) }
        let bestOdds = prior * exp2(min(best.1.bits, 60))
        var total = odds.reduce(0, +) + (1 - model.returning)
        let rivals = odds.count { $0 * 4 >= bestOdds } - 1
        let hidden = isCut ? unseenRivals(fingerprint, scored.map(\.0), counts) : 0
        total += Double(hidden) * bestOdds
        let certainty = bestOdds / total
        let score = best.1
        guard certainty >= model.threshold else {
            return LinkDecision(
                visitor: nil, source: .new, confidence: percent(1 - odds.reduce(0, +) / total),
                matched: score.matched.map(\.name), changed: score.changed.map(\.name), rivals: rivals + 1 + hidden)
        }
        return LinkDecision(
            visitor: best.0.visitor, source: score.isEvolved ? .fingerprintEvolution : .fingerprint,
            confidence: percent(certainty), matched: score.matched.map(\.name), changed: score.changed.map(\.name),
            rivals: rivals + hidden)
    }

    /// How many known visitors have the same machine and settings and are not among the candidates.
    private static func unseenRivals(
        _ fingerprint: Fingerprint, _ candidates: [LinkCandidate], _ counts: FeatureCounts
    ) -> Int {
        guard let whole = fingerprint.tally(of: .whole) else { return 1 }
        let shown = candidates.count { $0.fingerprint.tally(of: .whole) == whole }
        return max(0, counts.count(whole) - shown)
    }

    private static func percent(_ share: Double) -> Int {
        share.isFinite ? Int((min(max(share, 0), 1) * 100).rounded()) : 0
    }
}
