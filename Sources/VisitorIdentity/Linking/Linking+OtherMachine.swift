extension Linking {
    /// Whether a machine can't be the one that was known before: its operating system is another family's, and what it renders, plays
    /// and writes with is too.
    ///
    /// A token that shows up on such a machine was copied. A claimed user agent alone, an upgrade, a new font, a screen or another way
    /// to use the graphics card makes no other machine.
    public static func isOtherMachine(_ fingerprint: Fingerprint, than known: Fingerprint) -> Bool {
        let comparison = Comparison(known: known, new: fingerprint)
        guard comparison.differs(.system) || comparison.differs(.platformText) else { return false }
        let graphics = comparison.differs(.gpuVendor) && comparison.differs(.gpuRenderer)
        let fonts = comparison.differs(.fontSet) && comparison.fontsInCommon < 0.5
        let others = [
            fonts,
            comparison.differs(.audioRendering) && !comparison.isUpgraded,
            comparison.differs(.cores) && comparison.differs(.memory),
            comparison.differs(.emoji) && comparison.differs(.fontPreferences),
        ]
        return graphics && others.contains(true) || fonts && others.count { $0 } >= 3
    }
}

extension Comparison {
    /// The share of fonts that both have of those that any has.
    var fontsInCommon: Double {
        let before = Set(known.fonts)
        let after = Set(new.fonts)
        let all = before.union(after).count
        return all == 0 ? 1 : Double(before.intersection(after).count) / Double(all)
    }
}
