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

    /// What was shown before that.
    public var earlier: ArraySlice<Fingerprint> { fingerprints.dropFirst() }

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

    /// Reads compact forms; nil when the latest is of another layout, or none of ours.
    /// - Parameters:
    ///   - bytes: ``Fingerprint/bytes`` of the latest.
    ///   - earlier: those of the earlier ones, one after the other. What can't be read of them is left out.
    public init?(bytes: some Collection<UInt8>, earlier: some Collection<UInt8>) {
        guard let latest = Fingerprint(bytes: bytes) else { return nil }
        var reader = FingerprintReader(earlier)
        var fingerprints = [latest]
        while fingerprints.count < Self.most, !reader.isAtEnd, let next = reader.next() { fingerprints.append(next) }
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
