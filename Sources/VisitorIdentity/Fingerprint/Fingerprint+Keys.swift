extension Fingerprint {
    /// Hashes of combinations of stable features, at most six. Browsers that may be the same one share at least one of them.
    ///
    /// No combination has a version in it, and no feature is in all of them: what changes at a time leaves one alone.
    public var blockingKeys: [UInt64] {
        Self.combinations.enumerated().compactMap { number, features in
            // A visit in haste has no fonts, or no graphics, that the next one has: a key without them would name another browser.
            guard Self.mustBeThere.allSatisfy({ self[$0] != 0 || !features.contains($0) }) else { return nil }
            return joint(features, salt: 0x100 + UInt64(number))
        }
    }

    private static let mustBeThere: [Feature] = [
        .fontSet, .gpuRenderer, .screenLong, .language, .timeZone, .canvasText,
    ]

    private static let combinations: [[Feature]] = [
        [.gpuRenderer, .screenLong, .screenShort, .system, .browser, .language, .cores],
        [.timeZone, .screenLong, .screenShort, .system, .browser, .language, .cores, .memory],
        [.fontSet, .gpuRenderer, .timeZone, .system, .browser],
        [.fontSet, .language, .cores, .memory, .system, .browser],
        [.gpuRenderer, .timeZone, .language, .model, .cores, .memory, .system, .browser],
        [.canvasText, .screenLong, .screenShort, .language, .cores, .system, .browser],
    ]

    /// What is counted once for each visitor in a tenant's traffic: groups and combinations of them. At most 24.
    public var tallies: [FeatureTally] {
        var tallies = FeatureGroup.allCases.compactMap(tally(of:))
        tallies += FeatureJoint.allCases.compactMap(tally(of:))
        if self[.browserVersion] != 0 {
            tallies.append(
                FeatureTally(feature: FeatureTally.version, value: joint([.browser, .browserVersion], salt: 0)))
        }
        return tallies
    }

    func tally(of group: FeatureGroup) -> FeatureTally? {
        let features = group.talliedFeatures
        guard features.contains(where: { self[$0] != 0 }) else { return nil }
        return FeatureTally(feature: group.rawValue, value: joint(features, salt: UInt64(group.rawValue)))
    }

    func tally(of joint: FeatureJoint) -> FeatureTally? {
        guard joint.features.count(where: { self[$0] != 0 }) * 2 >= joint.features.count else { return nil }
        return FeatureTally(feature: joint.rawValue, value: self.joint(joint.features, salt: UInt64(joint.rawValue)))
    }

    private func joint(_ features: [Feature], salt: UInt64) -> UInt64 {
        var hash = StableHash()
        hash.combine(salt)
        for feature in features { hash.combine(UInt64(self[feature])) }
        // Stores keep signed numbers.
        return hash.value & 0x7fff_ffff_ffff_ffff
    }
}

/// Combinations of groups whose values are counted together, because groups depend on one another: a phone's model makes most of them.
enum FeatureJoint: Int, CaseIterable {
    /// The machine, without what versions change.
    case machine = 32
    /// The machine and the settings of the person.
    case whole = 33

    /// What of it does not change with versions.
    var features: [Feature] {
        switch self {
        case .machine: Self.machineFeatures
        case .whole: Self.machineFeatures + [.language, .timeZone]
        }
    }

    private static let machineFeatures: [Feature] = [
        .gpuVendor, .gpuRenderer, .fontSet, .screenLong, .screenShort, .colorDepth, .cores, .memory, .touchPoints,
        .browser,
        .system, .architecture, .platformText, .model,
    ]

    /// The groups that it stands for.
    var groups: [FeatureGroup] {
        switch self {
        case .machine: [.graphics, .fonts, .screen, .hardware, .platform]
        case .whole: [.graphics, .fonts, .screen, .hardware, .platform, .locale]
        }
    }
}
