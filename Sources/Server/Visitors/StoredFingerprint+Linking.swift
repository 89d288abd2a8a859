import Evidence
import OrderedJSON
import Sessions
import Storage
import VisitorIdentity

extension StoredFingerprint {
    /// What the store keeps of what a visitor showed.
    init(_ history: FingerprintHistory) {
        self.init(
            bytes: history.latest.bytes, keys: history.latest.blockingKeys,
            tallies: history.latest.tallies.map { StoredTally(feature: $0.feature, value: $0.value) },
            earlier: history.earlier.isEmpty
                ? nil
                : Earlier(
                    bytes: history.earlier.flatMap(\.bytes), keys: history.earlier.flatMap(\.blockingKeys)))
    }
}

extension LinkRules {
    /// The rules by which a session's fingerprint is compared with what the store keeps.
    init(linking fingerprint: Fingerprint, at now: Timestamp) {
        self.init(
            isOtherMachine: { known in
                Fingerprint(bytes: known).map { Linking.isOtherMachine(fingerprint, than: $0) } ?? false
            },
            decide: { block in
                Linking.decide(
                    fingerprint, candidates: block.candidates.compactMap(LinkCandidate.init), isCut: block.isCut,
                    counts: FeatureCounts(block), at: now)
            },
            remembered: { known in
                FingerprintHistory(bytes: known.bytes, earlier: known.earlier?.bytes ?? [])
                    .map { StoredFingerprint($0.adding(fingerprint)) }
            })
    }
}

extension LinkCandidate {
    /// A visitor from the store; nil where its fingerprints are of another layout.
    fileprivate init?(_ known: KnownFingerprint) {
        guard let history = FingerprintHistory(bytes: known.bytes, earlier: known.earlier) else { return nil }
        self.init(
            visitor: known.visitor, history: history, lastSeenAt: known.lastSeenAt,
            sharesAddress: known.sharesAddress, sharesNetwork: known.sharesNetwork)
    }
}

extension FeatureCounts {
    fileprivate init(_ block: LinkBlock) {
        self.init(
            visitors: block.visitors,
            counts: Dictionary(
                uniqueKeysWithValues: block.counts.map {
                    (FeatureTally(feature: $0.key.feature, value: $0.key.value), $0.value)
                }))
    }
}

extension TokenFindings {
    /// What the store is told of a browser's storages.
    init(_ reading: ContinuityReading) {
        self.init(
            visitors: reading.visitors, sessions: reading.sessions, confidence: reading.confidence,
            found: reading.found, foreign: reading.foreign, expired: reading.expired)
    }
}

extension FrozenFingerprint {
    /// What a session shows of its visitor.
    /// - Parameter reading: what the browser's storages say.
    init(_ evidence: Evidence, _ reading: ContinuityReading, at now: Timestamp) {
        let fingerprint = Fingerprint(evidence)
        self.init(
            traits: VisitorTraits(evidence).jsonBytes(), tokens: TokenFindings(reading),
            fingerprint: StoredFingerprint(FingerprintHistory(fingerprint)),
            linking: LinkRules(linking: fingerprint, at: now))
    }
}
