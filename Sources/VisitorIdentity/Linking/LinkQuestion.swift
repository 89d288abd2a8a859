import Foundation
import Sessions

/// A fingerprint that is to be linked, with all that does not depend on a candidate.
struct LinkQuestion {
    let fingerprint: Fingerprint
    let now: Timestamp
    let model: LinkingModel

    let isHandheld: Bool
    /// How many visitors are another one's, made by mistake.
    var split = 0

    private let visitors: Double
    private var groups = [Counted?](repeating: nil, count: FeatureGroup.places)
    private var joints: [FeatureJoint: Double] = [:]

    /// How many visitors have a group's value, and what share of all the starting table expects.
    private struct Counted {
        var count: Double
        var start: Double
    }

    init(_ fingerprint: Fingerprint, counts: FeatureCounts, at now: Timestamp, model: LinkingModel) {
        self.fingerprint = fingerprint
        self.now = now
        self.model = model
        visitors = Double(counts.visitors)
        isHandheld = fingerprint.isHandheld
        for group in FeatureGroup.allCases {
            guard let tally = fingerprint.tally(of: group) else { continue }
            groups[group.rawValue] = Counted(
                count: Double(counts.count(tally)), start: exp2(-group.startingBits(fingerprint)))
        }
        for joint in FeatureJoint.allCases {
            joints[joint] = fingerprint.tally(of: joint).map { Double(counts.count($0)) }
        }
    }

    /// Bits of surprise in the group's value: how few others have it.
    /// - Parameter countsCandidate: whether the candidate itself was counted among those that have the value.
    func surprise(_ group: FeatureGroup, countsCandidate: Bool) -> Double {
        guard let counted = groups[group.rawValue] else { return 0 }
        return -log2(share(others: counted.count - (countsCandidate ? 1 : 0), start: counted.start))
    }

    /// Bits of surprise in a combination that the candidate has too; nil where it is absent.
    /// - Parameters:
    ///   - expected: the bits of its groups.
    ///   - countsCandidate: whether the candidate itself was counted among those that have it.
    func surprise(_ joint: FeatureJoint, expected: Double, countsCandidate: Bool) -> Double? {
        // Of a phone no more is taken for granted than that one in 128 is like it.
        let start = exp2(-(isHandheld ? min(expected, 7) : expected))
        return joints[joint].map { -log2(share(others: $0 - (countsCandidate ? 1 : 0), start: start)) }
    }

    /// The share of other visitors with a value: of those that were counted, beside what was expected.
    private func share(others: Double, start: Double) -> Double {
        let pseudo = isHandheld ? model.handheldPseudoVisitors : model.pseudoVisitors
        let learned = (max(0, others - Double(split)) + pseudo * start) / (visitors + pseudo)
        return min(1, max(learned, min(start, model.unseenTwins / max(visitors, 1))))
    }

    /// Of how many visitors a candidate is one.
    var population: Double { max(visitors, model.leastVisitors) }

    /// The most bits that agreement is worth.
    var mostBits: Double { log2(population) + model.surplus }

    /// How likely somebody else's browser shows the same, whatever the features say.
    func twins(sharingAddress: Bool) -> Double {
        guard isHandheld else { return model.twins }
        return sharingAddress || fingerprint.number(.engineKind) == 2 ? model.householdTwins : model.handheldTwins
    }

    /// How much of the next group's bits counts.
    var dependence: Double { isHandheld ? model.handheldDependence : model.dependence }

    /// Whether what made the machine makes the group's value.
    func dependsOnMachine(_ group: FeatureGroup) -> Bool {
        switch group {
        case .locale, .preferences: false
        case .screen: isHandheld
        default: true
        }
    }
}
