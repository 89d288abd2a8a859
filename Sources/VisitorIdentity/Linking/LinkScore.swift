import Foundation
import Sessions

/// What a comparison with one candidate is worth, as Fellegi and Sunter (1969) weigh it: bits by which what is seen is likelier of the
/// same browser than of another.
struct LinkScore {
    /// All bits together.
    private(set) var bits = 0.0
    private(set) var matched: [FeatureGroup] = []
    private(set) var changed: [FeatureGroup] = []
    /// Whether anything at all differs.
    private(set) var isEvolved = false

    private let question: LinkQuestion
    private let comparison: Comparison
    /// With what the candidate last showed, which is what it was counted for.
    private let latest: Comparison
    private let days: Double
    /// Bits of the groups that agree, by the group's number; nil where it does not.
    private var agreements = [Double?](repeating: nil, count: FeatureGroup.places)

    /// The score of what the candidate showed that fits best.
    static func best(_ candidate: LinkCandidate, _ question: LinkQuestion) -> LinkScore {
        let earlier = candidate.history.earlier.map { LinkScore(candidate, $0, question) }
        return earlier.reduce(LinkScore(candidate, candidate.history.latest, question)) { $1.bits > $0.bits ? $1 : $0 }
    }

    private init(_ candidate: LinkCandidate, _ known: Fingerprint, _ question: LinkQuestion) {
        self.question = question
        comparison = Comparison(known: known, new: question.fingerprint)
        latest = Comparison(known: candidate.history.latest, new: question.fingerprint)
        days = max(0, (question.now - candidate.lastSeenAt).days)
        for group in FeatureGroup.allCases { weigh(group) }
        bits += min(agreementBits() + addressBits(candidate), question.mostBits)
        if known != candidate.history.latest {
            bits -= question.model.relapseBits
            isEvolved = true
        }
    }

    // MARK: Groups

    private mutating func weigh(_ group: FeatureGroup) {
        switch comparison.compare(group) {
        case .absent: return
        case .same(let part): agree(group, part)
        case .drifted(let part, let isDue): agree(group, part * 0.5, chance: isDue ? 0.95 : 0.4)
        case .adjusted(.zoom): agree(group, 0.95, chance: 0.5)
        case .adjusted(.languages), .adjusted(.devices): agree(group, 0.5, chance: min(0.5, 0.1 + days / 200))
        case .adjusted(.upgrade(let steps)): agree(group, 0.7, chance: upgrade(steps))
        case .adjusted(.oneFont): differ(group, chance: min(0.3, 0.2 + days / 700))
        case .adjusted(.fonts): differ(group, chance: min(0.3, 0.03 + days / 700))
        case .changed:
            let chance = Stability.of(group).change(in: days)
            // Languages and time zone are two settings; who moves changes one.
            differ(group, chance: group == .locale && comparison.hasMovedAndTurned ? chance * chance : chance)
        }
    }

    /// - Parameters:
    ///   - part: of the group's bits, 0...1.
    ///   - chance: of what differs all the same.
    private mutating func agree(_ group: FeatureGroup, _ part: Double, chance: Double = 1) {
        matched.append(group)
        if chance < 1 { isEvolved = true }
        agreements[group.rawValue] = question.surprise(group, countsCandidate: latest.hasSameTally(group)) * part
        bits += log2(chance)
    }

    private mutating func differ(_ group: FeatureGroup, chance: Double) {
        changed.append(group)
        isEvolved = true
        bits += log2(chance)
    }

    /// The chance that a browser went up by so many versions since; browsers come out every four weeks.
    private func upgrade(_ steps: Int) -> Double {
        let due = days / 28
        let distance = abs(Double(steps) - due)
        return max(0.002, 0.5 * exp(-distance / (1 + due / 3)) * min(1, 0.04 + due))
    }

    // MARK: Agreement

    /// Bits of all groups that agree, as far as combinations that were counted do not say that they go together.
    private func agreementBits() -> Double {
        let order = matched.sorted { agreements[$0.rawValue] ?? 0 > agreements[$1.rawValue] ?? 0 }
        let total = combined(order) { _ in true }
        var least = total
        for joint in FeatureJoint.allCases where comparison.hasSame(joint.features) {
            let expected = combined(order, joint.groups.contains)
            let counted = question.surprise(
                joint, expected: expected, countsCandidate: latest.hasSame(joint.features))
            guard let counted else { continue }
            least = min(least, total - expected + counted)
        }
        return least
    }

    /// Bits of several groups: those of the machine depend on one another, so each counts for a part of the one before it.
    /// - Parameter order: the groups, the strongest first.
    private func combined(_ order: [FeatureGroup], _ isWanted: (FeatureGroup) -> Bool) -> Double {
        var sum = 0.0
        var factor = 1.0
        for group in order where isWanted(group) {
            guard let bits = agreements[group.rawValue] else { continue }
            if question.dependsOnMachine(group) {
                sum += bits * factor
                factor *= question.dependence
            } else {
                sum += bits * question.model.independence
            }
        }
        return sum
    }

    /// An address is many people's, and people have many: a few bits. Those behind one address share a place besides.
    private func addressBits(_ candidate: LinkCandidate) -> Double {
        guard candidate.sharesAddress else { return candidate.sharesNetwork ? 1 : -0.5 }
        let place = (agreements[FeatureGroup.locale.rawValue] ?? 0) * question.model.independence
        return question.model.addressBits - place * 0.5
    }
}

extension FeatureGroup {
    /// Bits before anything was learned. Features of a group depend on one another: each counts for half of the one before it.
    func startingBits(_ fingerprint: Fingerprint) -> Double {
        let bits = features.filter { fingerprint[$0] != 0 }.map(\.bits).sorted(by: >)
        var factor = 1.0
        var sum = 0.0
        for value in bits {
            sum += value * factor
            factor *= 0.5
        }
        return fingerprint.isHandheld ? min(sum, mostHandheldBits) : sum
    }

    /// On phones and tablets the model makes most values.
    private var mostHandheldBits: Double {
        switch self {
        case .graphics, .screen, .platform: 3
        case .locale: 4
        case .hardware: 1
        case .canvas, .audio, .fonts, .media, .engine, .connection, .preferences: 0.5
        }
    }
}

extension Fingerprint {
    /// Whether it is of a phone or a tablet.
    var isHandheld: Bool { number(.formFactor) == 1 || number(.formFactor) == 2 }
}

extension Duration {
    /// In days of 24 hours.
    var days: Double { Double(components.seconds) / 86_400 }
}
