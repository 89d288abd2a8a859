/// What a visitor's browser showed: its latest fingerprints that differ.
///
/// A change may be taken back: who zooms for one visit, or comes from a private window, looks at the next as before. So a session is
/// compared with more than the last of them.
public struct FingerprintHistory: Sendable, Equatable {
    /// The most fingerprints that are kept.
    public static let most = 3

    /// The newest first; at least one, at most ``most``.
    public let fingerprints: [Fingerprint]

    /// What was shown last.
    public var latest: Fingerprint { fingerprints[0] }

    /// One fingerprint, of a visitor that was seen once.
    public init(_ fingerprint: Fingerprint) {
        fingerprints = [fingerprint]
    }

    private init(newestFirst fingerprints: [Fingerprint]) {
        self.fingerprints = Array(fingerprints.prefix(Self.most))
    }

    /// This history with what is shown now.
    ///
    /// What is absent in it is taken from the one before: a visit in haste forgets nothing. Earlier ones that differ from it in nothing but
    /// what versions change are left out: no version comes again.
    public func adding(_ fingerprint: Fingerprint) -> FingerprintHistory {
        let new = fingerprint.filled(from: latest)
        return FingerprintHistory(
            newestFirst: [new] + fingerprints.filter { !Comparison(known: $0, new: new).isSuperseded })
    }

    /// Hashes of combinations of stable features: of ``Fingerprint/blockingKeys`` of each, those of the newest first.
    public var blockingKeys: [UInt64] {
        var seen: Set<UInt64> = []
        return fingerprints.flatMap(\.blockingKeys).filter { seen.insert($0).inserted }
    }

    /// The compact form for the store: that of each fingerprint, one after the other.
    public var bytes: [UInt8] { fingerprints.flatMap(\.bytes) }

    /// Reads the compact form; nil when it holds another layout, or is none of ours.
    public init?(bytes: some Collection<UInt8>) {
        var reader = FingerprintReader(bytes)
        var fingerprints: [Fingerprint] = []
        repeat {
            guard fingerprints.count < Self.most, let next = reader.next() else { return nil }
            fingerprints.append(next)
        } while !reader.isAtEnd
        self.init(newestFirst: fingerprints)
    }
}

extension Comparison {
    /// Whether nothing differs but what versions change.
    fileprivate var isSuperseded: Bool {
        FeatureGroup.allCases.allSatisfy { group in
            switch compare(group) {
            case .absent, .same: true
            case .drifted: isUpgraded && !differs(.pixelRatio)
            case .adjusted(.upgrade): true
            case .adjusted, .changed: false
            }
        }
    }
}
