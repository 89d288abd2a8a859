/// How a group of features of a known browser and of a session's compare.
enum GroupComparison: Equatable {
    /// One side, or both, has nothing of it.
    case absent
    /// All that both have is the same. The part of the group's bits that both have is 0...1.
    case same(part: Double)
    /// Pictures and measures differ, and there is a reason; the rest is the same. They had to differ, or might have.
    case drifted(part: Double, isDue: Bool)
    /// Something differs in a way that is usual between two visits.
    case adjusted(Adjustment)
    /// It differs.
    case changed

    /// Changes that people make without changing machines.
    enum Adjustment: Equatable {
        /// Zoom, or the arrangement of the desktop.
        case zoom
        /// A font was installed, or removed: up to three names came, or went, because a family answers to several.
        case oneFont
        /// Two or three names of fonts came and went, of which others stayed.
        case fonts
        /// A private window that tells one language alone, or other conventions.
        case languages
        /// Other devices are plugged in.
        case devices
        /// A version went up by so many.
        case upgrade(Int)
    }
}

/// A known browser and a session's, compared group by group.
struct Comparison {
    let known: Fingerprint
    let new: Fingerprint

    /// Whether a version of browser or system differs.
    var isUpgraded: Bool { differs(.browserVersion) || differs(.systemVersion) }

    func compare(_ group: FeatureGroup) -> GroupComparison {
        switch group {
        case .screen: screen
        case .fonts: fonts
        case .platform: platform
        default: plain(group)
        }
    }

    func both(_ feature: Feature) -> Bool { known[feature] != 0 && new[feature] != 0 }
    func differs(_ feature: Feature) -> Bool { both(feature) && known[feature] != new[feature] }
    func agrees(_ feature: Feature) -> Bool { both(feature) && known[feature] == new[feature] }

    /// Whether all of these features are the same, absent ones too.
    func hasSame(_ features: [Feature]) -> Bool { features.allSatisfy { known[$0] == new[$0] } }

    /// Whether the group is counted as the same value.
    func hasSameTally(_ group: FeatureGroup) -> Bool { hasSame(group.talliedFeatures) }

    /// Whether both language and time zone differ.
    var hasMovedAndTurned: Bool { differs(.language) && differs(.timeZone) }

    // MARK: Groups

    private func plain(_ group: FeatureGroup, except: [Feature] = []) -> GroupComparison {
        var sharedCount = 0
        var agreeing = 0.0
        var all = 0.0
        var differing = (count: 0, free: 0, bound: 0)
        for feature in group.features where !except.contains(feature) && new[feature] != 0 {
            all += feature.bits
            guard known[feature] != 0 else { continue }
            sharedCount += 1
            if known[feature] == new[feature] {
                agreeing += feature.bits
            } else {
                differing.count += 1
                switch feature.drift {
                case .none: differing.bound += 1
                case .free: differing.free += 1
                case .versions: break
                }
            }
        }
        guard sharedCount > 0 else { return .absent }
        let part = all > 0 ? min(agreeing / all, 1) : 1
        if differing.count == 0 { return .same(part: part) }
        if differing.free == differing.count { return .adjusted(group == .locale ? .languages : .devices) }
        guard differing.bound == 0, isDrawnAnew(group) else { return .changed }
        // In Firefox text is another with each zoom, and in Chromium not: `docs/returns.md`.
        return .drifted(part: part, isDue: isGecko && isRescaled(group))
    }

    /// Whether there is a reason for other pictures and measures on the same machine.
    private func isDrawnAnew(_ group: FeatureGroup) -> Bool {
        if isUpgraded || isRescaled(group) { return true }
        // Signs that one font lacks are taken from another. Shapes have none.
        return group == .canvas && fontAdjustment != nil && !differs(.canvasGeometry)
    }

    /// Whether it is of text, which is drawn and measured in the pixels of the screen, and these are of another size.
    private func isRescaled(_ group: FeatureGroup) -> Bool {
        differs(.pixelRatio) && (group == .canvas || group == .fonts)
    }

    private var screen: GroupComparison {
        let sides: [Feature] = [.screenLong, .screenShort, .pixelRatio]
        let sizeDiffers = differs(.screenLong) || differs(.screenShort)
        let rest = plain(.screen, except: sides)
        guard both(.screenLong), both(.screenShort) else { return .absent }
        // No zoom changes the bits of a colour.
        if differs(.colorDepth) { return .changed }
        // Firefox measures the screen in zoomed pixels: with another zoom the sides differ, with the same sides the screen is another.
        if sizeDiffers || isGecko && differs(.pixelRatio) {
            return isGecko && hasSamePixels ? .adjusted(.zoom) : .changed
        }
        if rest == .changed { return .changed }
        if differs(.pixelRatio) || rest != .same(part: 1) && rest != .absent { return .adjusted(.zoom) }
        return .same(part: 1)
    }

    private var isGecko: Bool { new.number(.engineKind) == 1 }

    private var hasSamePixels: Bool {
        func pixels(_ fingerprint: Fingerprint, _ side: Feature) -> Double? {
            guard let length = fingerprint.number(side), let ratio = fingerprint.number(.pixelRatio) else { return nil }
            return length * ratio
        }
        return [Feature.screenLong, .screenShort].allSatisfy { side in
            guard let before = pixels(known, side), let after = pixels(new, side) else { return false }
            // A pixel is rounded on either side of the zoom.
            return abs(before - after) <= 2 + max(new.number(.pixelRatio) ?? 0, known.number(.pixelRatio) ?? 0)
        }
    }

    private var fonts: GroupComparison {
        guard differs(.fontSet) else { return plain(.fonts) }
        return fontAdjustment.map { .adjusted($0) } ?? .changed
    }

    /// What became of the fonts, where a person may have done it; nil where the sets are the same, or too different.
    private var fontAdjustment: GroupComparison.Adjustment? {
        guard differs(.fontSet) else { return nil }
        let before = Set(known.fonts)
        let after = Set(new.fonts)
        guard before.symmetricDifference(after).count <= 3 else { return nil }
        if before.isSubset(of: after) || after.isSubset(of: before) { return .oneFont }
        return before.intersection(after).count >= 3 ? .fonts : nil
    }

    private var platform: GroupComparison {
        let rest = plain(.platform, except: [.browserVersion, .systemVersion, .plugins])
        guard case .same = rest else { return rest }
        let browserSteps = steps(.browserVersion) ?? 0
        let systemSteps = steps(.systemVersion) ?? 0
        if browserSteps < 0 || systemSteps < 0 { return .changed }
        if browserSteps > 0 || systemSteps > 0 { return .adjusted(.upgrade(browserSteps)) }
        return rest
    }

    private func steps(_ version: Feature) -> Int? {
        guard let before = known.number(version), let after = new.number(version) else { return nil }
        return Int(after) - Int(before)
    }
}
