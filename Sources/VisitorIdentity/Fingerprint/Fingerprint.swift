import Evidence

/// What a browser shows of itself and its machine, as comparable features: frozen once for each session.
///
/// Features that noise or a protection touches are absent. Two fingerprints compare when both have the same layout, and the
/// features that both have.
public struct Fingerprint: Sendable, Equatable {
    /// The number of the layout: the first element of ``vector``, the first byte of ``bytes``.
    public static let layout = 2

    /// The most fonts that are kept one by one.
    static let maximumFonts = 128

    /// By the feature's raw value; 0 is absent. Place 0 is not used.
    private(set) var values: [UInt32]
    /// A hash of each font that was found, in rising order.
    private(set) var fonts: [UInt32]

    /// The fingerprint in a session's evidence.
    public init(_ evidence: Evidence) {
        self.init()
        let sources = FeatureSources(evidence)
        for feature in Feature.allCases {
            switch feature.definition.draw(sources) {
            case .text(let parts): set(feature, parts)
            case .number(let number): set(feature, number)
            case nil: continue
            }
        }
        set(fonts: sources.fonts?.detected ?? [])
    }

    /// Nothing observed.
    public init() {
        values = Array(repeating: 0, count: Feature.allCases.count + 1)
        fonts = []
    }

    /// Sets a feature to what a text, or several together, say.
    public mutating func set(_ feature: Feature, _ parts: [String]) {
        values[feature.rawValue] = max(1, UInt32(StableHash(parts).value & 0x7fff_ffff))
    }

    /// Sets a feature to a number; what is not finite, or not within 0...1 000 000, is absent.
    public mutating func set(_ feature: Feature, _ number: Double) {
        guard case .number(let scale) = feature.definition.form, number.isFinite, (0...1_000_000).contains(number)
        else {
            return values[feature.rawValue] = 0
        }
        values[feature.rawValue] = UInt32((number * scale).rounded()) + 1
    }

    /// Sets the fonts one by one.
    public mutating func set(fonts names: [String]) {
        let hashes = Set(names.prefix(Self.maximumFonts).map { UInt32(StableHash([$0]).value & 0x7fff_ffff) })
        fonts = hashes.sorted()
    }

    init(values: [UInt32], fonts: [UInt32]) {
        self.values = values
        self.fonts = fonts
    }

    /// This fingerprint with what is absent in it taken from an earlier one of the same browser: a visit in haste forgets nothing.
    public func filled(from earlier: Fingerprint) -> Fingerprint {
        var filled = self
        for place in values.indices where values[place] == 0 { filled.values[place] = earlier.values[place] }
        if self[.fontSet] == 0 { filled.fonts = earlier.fonts }
        return filled
    }

    /// Whether it says enough of the machine to be compared: something of three or more of graphics, canvas, audio and fonts.
    public var isComparable: Bool {
        let groups: [FeatureGroup] = [.graphics, .canvas, .audio, .fonts]
        return groups.count { group in group.features.contains { self[$0] != 0 } } >= 3
    }

    /// The value that is kept of a feature; 0 where it is absent.
    subscript(_ feature: Feature) -> UInt32 { values[feature.rawValue] }

    /// The number of a feature that is one; nil where it is absent.
    func number(_ feature: Feature) -> Double? {
        guard case .number(let scale) = feature.definition.form, self[feature] > 0 else { return nil }
        return Double(self[feature] - 1) / scale
    }

    /// One number for each feature, after the layout's own: numbers as they are, of texts 31 bits of a hash; -1 is absent.
    public var vector: [Double] {
        [Double(Self.layout)]
            + Feature.allCases.map { feature in
                switch feature.definition.form {
                case .hash: self[feature] == 0 ? -1 : Double(self[feature])
                case .number: number(feature) ?? -1
                }
            }
    }
}
