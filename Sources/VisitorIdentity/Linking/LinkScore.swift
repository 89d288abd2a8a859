import Foundation
import Sessions

/// What a comparison with one candidate is worth, as Fellegi and Sunter (1969) weigh it: bits by which what is seen is likelier of the
/// same browser than of another.
struct LinkScore {
    /// Bits without those of the address.
    private(set) var bits = 0.0
    private(set) var matched: [FeatureGroup] = []
    private(set) var changed: [FeatureGroup] = []
    /// Whether anything at all differs.
    private(set) var isEvolved = false
    private let counts: FeatureCounts
    private let model: LinkingModel
    private let comparison: Comparison
    private let days: Double
    private var agreements: [FeatureGroup: Double] = [:]

    init(_ candidate: LinkCandidate, _ new: Fingerprint, counts: FeatureCounts, at now: Timestamp, model: LinkingModel)
    {
        self.counts = counts
        self.model = model
        comparison = Comparison(known: candidate.fingerprint, new: new)
        days = max(0, (now - candidate.lastSeenAt).days)
        for group in FeatureGroup.allCases { weigh(group) }
        bits += agreementBits()
        bits += addressBits(candidate)
    }

    // MARK: Groups

    private mutating func weigh(_ group: FeatureGroup) {
        let outcome = comparison.compare(group)
        let stability = Stability.of(group)
        switch outcome {
        case .absent: return
        case .same(let part):
            matched.append(group)
            agreements[group] = surprise(group) * part
        case .drifted(let part):
            matched.append(group)
            isEvolved = true
            agreements[group] = surprise(group) * part * 0.5
            bits += log2(0.4)
        case .adjusted(let adjustment):
            isEvolved = true
            adjust(group, adjustment)
        case .changed:
            isEvolved = true
            changed.append(group)
            bits += log2(stability.change(in: days))
        }
    }

    private mutating func adjust(_ group: FeatureGroup, _ adjustment: GroupComparison.Adjustment) {
        let bitsOfGroup = group.startingBits(comparison.new)
        switch adjustment {
        case .zoom:
            matched.append(group)
            agreements[group] = min(bitsOfGroup, surprise(group)) * 0.8
            bits += log2(0.15)
        case .fonts(let count):
            changed.append(group)
            bits += log2(min(0.3, (count == 1 ? 0.06 : 0.02) + days / 700))
        case .languages, .devices:
            matched.append(group)
            agreements[group] = min(bitsOfGroup, surprise(group)) * 0.5
            bits += log2(min(0.5, 0.1 + days / 200))
        case .upgrade(let steps):
            matched.append(group)
            agreements[group] = min(bitsOfGroup, surprise(group)) * 0.7
            bits += log2(upgrade(steps))
        }
    }

    /// The chance that a browser went up by so many versions since; browsers come out every four weeks.
    private func upgrade(_ steps: Int) -> Double {
        let due = days / 28
        let distance = abs(Double(steps) - due)
        return max(0.002, 0.5 * exp(-distance / (1 + due / 3)) * min(1, 0.04 + due))
    }

    // MARK: Agreement

    /// Bits of surprise in the group's value: how few others have it.
    private func surprise(_ group: FeatureGroup) -> Double {
        let start = exp2(-group.startingBits(comparison.new))
        guard let tally = comparison.new.tally(of: group) else { return -log2(start) }
        return -log2(share(tally, known: comparison.known.tally(of: group), start: start))
    }

    /// The share of other visitors with a value: of those that were counted, beside what the starting table expects.
    private func share(_ tally: FeatureTally, known: FeatureTally?, start: Double) -> Double {
        // The candidate itself was counted, and is not another.
        let others = Double(max(0, counts.count(tally) - (known == tally ? 1 : 0)))
        let visitors = Double(counts.visitors)
        let learned = (others + model.pseudoVisitors * start) / (visitors + model.pseudoVisitors)
        return min(1, max(learned, min(start, model.unseenTwins / max(visitors, 1))))
    }

    /// Bits of all groups that agree, as far as combinations that were counted do not say that they go together.
    private func agreementBits() -> Double {
        let total = combined(Set(agreements.keys))
        var best = total
        for joint in FeatureJoint.allCases {
            guard let tally = comparison.new.tally(of: joint), tally == comparison.known.tally(of: joint) else {
                continue
            }
            let inside = joint.groups.intersection(agreements.keys)
            let expected = combined(inside)
            let counted = -log2(share(tally, known: tally, start: exp2(-expected)))
            best = min(best, total - expected + counted)
        }
        return best
    }

    /// Bits of several groups: those of the machine depend on one another, so each counts for a part of the one before it.
    private func combined(_ groups: Set<FeatureGroup>) -> Double {
        var machine: [Double] = []
        var rest = 0.0
        for (group, bits) in agreements where groups.contains(group) {
            if group.dependsOnMachine(comparison.new) {
                machine.append(bits)
            } else {
                rest += bits * model.independence
            }
        }
        var factor = 1.0
        var sum = 0.0
        for bits in machine.sorted(by: >) {
            sum += bits * factor
            factor *= model.dependence
        }
        return sum + rest
    }

    /// An address is many people's, and people have many: a few bits. Those behind one address share a place besides.
    private func addressBits(_ candidate: LinkCandidate) -> Double {
        guard candidate.sharesAddress else { return candidate.sharesNetwork ? 1 : -0.5 }
        let place = agreements[.locale].map { $0 * model.independence } ?? 0
        return max(0, 3 - place * 0.5)
    }
}

extension FeatureGroup {
    /// Bits before anything was learned; on phones and tablets the model makes most values, so each has fewer.
    func startingBits(_ fingerprint: Fingerprint) -> Double {
        let bits = features.filter { fingerprint[$0] != 0 }.map(\.definition.bits).sorted(by: >)
        var factor = 1.0
        var sum = 0.0
        for value in bits {
            sum += value * factor
            factor *= 0.5
        }
        return fingerprint.isHandheld ? sum * 0.6 : sum
    }

    /// Whether what made the machine makes the group's value.
    func dependsOnMachine(_ fingerprint: Fingerprint) -> Bool {
        switch self {
        case .locale, .preferences: false
        case .screen: fingerprint.isHandheld
        default: true
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
