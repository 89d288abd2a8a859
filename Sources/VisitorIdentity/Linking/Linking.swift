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
        let question = LinkQuestion(fingerprint, counts: counts, at: now, model: model)
        let scored = ranked(candidates, question)
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

    /// The best look of each visitor, the likeliest visitor first.
    private static func ranked(
        _ candidates: [LinkCandidate], _ question: LinkQuestion
    ) -> [(candidate: LinkCandidate, score: LinkScore)] {
        var looks: [VisitorID: (candidate: LinkCandidate, score: LinkScore)] = [:]
        for candidate in candidates.prefix(maximumCandidates) {
            let score = LinkScore(candidate, question)
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
        let shown = candidates.count { $0.fingerprint.tally(of: .whole) == whole }
        return max(0, counts.count(whole) - shown)
    }

    private static func percent(_ share: Double) -> Int {
        share.isFinite ? Int((min(max(share, 0), 1) * 100).rounded()) : 0
    }
}
