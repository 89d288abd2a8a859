import Sessions
import VisitorIdentity

/// Visitors in memory, as the store keeps them: found by blocking keys, counted by tallies.
struct KnownVisitors {
    struct Visitor {
        var id: VisitorID
        var owner: Int
        var history: FingerprintHistory
        var keys: Set<UInt64>
        var lastSeenAt: Timestamp
        var home: Int
    }

    private(set) var visitors: [Visitor] = []
    private var numbers: [VisitorID: Int] = [:]
    private var blocks: [UInt64: [Int]] = [:]
    private var counts: [FeatureTally: Int] = [:]

    /// Candidates for a fingerprint, those with most keys first, of equals the newest, and whether there are more.
    func candidates(for fingerprint: Fingerprint, home: Int) -> (candidates: [LinkCandidate], isCut: Bool) {
        var shared: [Int: Int] = [:]
        var isCut = false
        for key in fingerprint.blockingKeys {
            let block = blocks[key] ?? []
            isCut = isCut || block.count > Linking.maximumCandidates
            for number in block.suffix(Linking.maximumCandidates) { shared[number, default: 0] += 1 }
        }
        let ranked = shared.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
        isCut = isCut || ranked.count > Linking.maximumCandidates
        let candidates = ranked.prefix(Linking.maximumCandidates).map { number, _ in
            let visitor = visitors[number]
            return LinkCandidate(
                visitor: visitor.id, history: visitor.history, lastSeenAt: visitor.lastSeenAt,
                sharesAddress: visitor.home == home, sharesNetwork: visitor.home / 50 == home / 50)
        }
        return (candidates, isCut)
    }

    func counts(for fingerprint: Fingerprint) -> FeatureCounts {
        var found: [FeatureTally: Int] = [:]
        for tally in fingerprint.tallies { found[tally] = counts[tally] }
        return FeatureCounts(visitors: visitors.count, counts: found)
    }

    /// How many visitors have the same machine and settings.
    func twins(of fingerprint: Fingerprint) -> Int {
        fingerprint.tallies.first { $0.feature == 33 }.flatMap { counts[$0] } ?? 0
    }

    /// What a visitor last showed.
    func shown(by id: VisitorID) -> Fingerprint { visitors[numbers[id]!].history.latest }

    func owner(of id: VisitorID) -> Int { visitors[numbers[id]!].owner }

    mutating func add(_ fingerprint: Fingerprint, owner: Int, at now: Timestamp, home: Int) {
        let id = VisitorID(high: 0, low: UInt64(visitors.count))
        numbers[id] = visitors.count
        let history = FingerprintHistory(fingerprint)
        let keys = Set(history.fingerprints.flatMap(\.blockingKeys))
        for key in keys { blocks[key, default: []].append(visitors.count) }
        visitors.append(
            Visitor(id: id, owner: owner, history: history, keys: keys, lastSeenAt: now, home: home))
        for tally in fingerprint.tallies { counts[tally, default: 0] += 1 }
    }

    mutating func see(_ id: VisitorID, _ fingerprint: Fingerprint, at now: Timestamp, home: Int) {
        let number = numbers[id]!
        let history = visitors[number].history.adding(fingerprint)
        for tally in visitors[number].history.latest.tallies { counts[tally, default: 1] -= 1 }
        for tally in history.latest.tallies { counts[tally, default: 0] += 1 }
        let keys = Set(history.fingerprints.flatMap(\.blockingKeys))
        for key in visitors[number].keys where !keys.contains(key) { blocks[key]?.removeAll { $0 == number } }
        for key in keys where !visitors[number].keys.contains(key) { blocks[key, default: []].append(number) }
        visitors[number].history = history
        visitors[number].keys = keys
        visitors[number].lastSeenAt = now
        visitors[number].home = home
    }
}
