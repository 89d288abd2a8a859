import Evidence

/// Which versions of an engine behave as the session's browser does.
///
/// One feature proves little: a flag, a trial or an administrator's policy may switch it on or off. So each end of the range is where
/// the second of two independent features puts it, and the range is wide rather than wrong.
public struct EngineReading: Sendable, Equatable {
    /// The engine that the features were read as.
    public let engine: BrowserEngine
    /// The oldest version that has what is there; nil where nothing says so.
    public let atLeast: EngineVersion?
    /// The newest version that lacks what is missing, or still has what was removed; nil where nothing says so.
    public let atMost: EngineVersion?
    /// A feature that put ``atLeast`` where it is.
    public let newest: String?
    /// A feature that put ``atMost`` where it is.
    public let oldestMissing: String?

    /// Reads features as those of an engine.
    /// - Parameters:
    ///   - observed: what the agent saw; nil or without features reads as nothing.
    ///   - isSecure: whether the page is a secure context; elsewhere some features are missing by right.
    /// - Returns: nil where there is nothing to read.
    public init?(_ observed: EngineObservation?, as engine: BrowserEngine, isSecure: Bool) {
        guard let observed, let names = observed.features, !names.isEmpty else { return nil }
        let present = Set(names)
        let isFirstList = (observed.featuresList ?? 1) < 2
        let isClean = observed.featuresRealm == "frame"
        var lower: [Bound] = []
        var upper: [Bound] = []
        for feature in EngineFeatures.all {
            guard let support = feature.support[engine], isSecure || !feature.isSecureOnly,
                !isFirstList || EngineFeatures.inFirstList.contains(feature.name)
            else { continue }
            if present.contains(feature.name) {
                if feature.origin == .engine || isClean { lower.append(Bound(support.since, feature)) }
                if let until = support.until { upper.append(Bound(until, feature)) }
            } else if support.until == nil {
                upper.append(Bound(engine.version(before: support.since), feature))
            }
        }
        let highest = Self.second(lower.sorted { $0.version > $1.version })
        let lowest = Self.second(upper.sorted { $0.version < $1.version })
        guard highest != nil || lowest != nil else { return nil }
        self.engine = engine
        (atLeast, newest) = (highest?.version, highest?.name)
        (atMost, oldestMissing) = (lowest?.version, lowest?.name)
    }

    /// How many versions the claim is older than the features; 0 where it fits.
    public func understatement(of claimed: EngineVersion) -> Double { max(0, (atLeast ?? claimed) - claimed) }

    /// How many versions the claim is newer than the features; 0 where it fits.
    public func overstatement(of claimed: EngineVersion) -> Double { max(0, claimed - (atMost ?? claimed)) }

    private struct Bound {
        let version: EngineVersion
        let name: String
        let owner: Substring

        init(_ version: EngineVersion, _ feature: EngineFeature) {
            self.version = version
            name = feature.name
            owner = feature.owner
        }
    }

    /// The first bound that another of another owner goes at least as far as.
    private static func second(_ sorted: [Bound]) -> Bound? {
        guard let first = sorted.first else { return nil }
        return sorted.first { $0.owner != first.owner }
    }
}

extension BrowserEngine {
    /// The version before one in which something came: its last release, as far as it matters here.
    fileprivate func version(before version: EngineVersion) -> EngineVersion {
        // Safari counts in tenths, and a major version is followed by up to seven minor ones.
        guard self == .webkit else { return version - 1 }
        return version == version.rounded() ? version - 0.3 : version - 0.1
    }
}
