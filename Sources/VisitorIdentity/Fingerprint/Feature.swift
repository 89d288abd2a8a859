/// One comparable property of a browser or its machine.
///
/// The raw value is the feature's place in the vector of layout 2 and in the bytes that are kept: it never changes within a layout.
public enum Feature: Int, Sendable, CaseIterable {
    case gpuVendor = 1
    case gpuRenderer, webglParameters, webglExtensions, webglImage, webgpuAdapter, webgpuLimits
    case canvasGeometry, canvasText, canvasImage
    case audioRendering, audioOutput
    case fontSet, fontMetrics, fontPreferences, emoji
    case screenLong, screenShort, pixelRatio, colorDepth, colorRange, screenInsets
    case codecs, mediaDevices, voices
    case math, errorMessages, engineFeatures
    case browser, browserVersion, system, systemVersion, architecture, platformText, model, plugins
    case language, languages, timeZone, zoneOffsets, conventions
    case cores, memory, touchPoints, pointers
    case connection
    case preferences
    case engineKind, formFactor

    /// What the table says of it.
    var definition: FeatureDefinition { FeatureDefinition.table[rawValue] }
    /// Bits of surprise that a value has on average, before anything was learned.
    var bits: Double { Self.allBits[rawValue] }
    /// When it changes although nobody changed it.
    var drift: FeatureDefinition.Drift { Self.drifts[rawValue] }

    // Beside the table, because comparing reads nothing else of it, and often.
    private static let allBits = FeatureDefinition.table.map(\.bits)
    private static let drifts = FeatureDefinition.table.map(\.drift)
}

/// One line of the table of features.
struct FeatureDefinition: Sendable {
    /// How a value is kept and what of it stands in the vector.
    enum Form: Sendable {
        /// 31 bits of a hash.
        case hash
        /// A number, times a scale.
        case number(scale: Double)
    }

    /// When the feature changes although nobody changed it.
    enum Drift: Sendable {
        /// With the machine or a setting alone.
        case none
        /// With versions of browser, system or driver.
        case versions
        /// It may change between any two visits.
        case free
    }

    let feature: Feature
    let group: FeatureGroup
    let form: Form
    let drift: Drift
    /// Bits of surprise that a value has on average, before anything was learned.
    let bits: Double
    let draw: @Sendable (FeatureSources) -> FeatureReading?

    init(
        _ feature: Feature, _ group: FeatureGroup, form: Form = .hash, drift: Drift = .none, bits: Double,
        _ draw: @escaping @Sendable (FeatureSources) -> FeatureReading?
    ) {
        self.feature = feature
        self.group = group
        self.form = form
        self.drift = drift
        self.bits = bits
        self.draw = draw
    }

    /// By raw value. Place 0 is the layout's.
    static let table: [FeatureDefinition] = {
        let lines = graphics + rendering + display + software + setting
        precondition(Set(lines.map(\.feature)).count == Feature.allCases.count && lines.count == Feature.allCases.count)
        let sorted = lines.sorted { $0.feature.rawValue < $1.feature.rawValue }
        return [sorted[0]] + sorted
    }()
}

/// What was read of a feature.
enum FeatureReading {
    /// Texts that make a value together.
    case text([String])
    /// A number.
    case number(Double)

    /// Texts, unless one of them was not observed.
    static func texts(_ texts: String?...) -> FeatureReading? {
        let known = texts.compactMap(\.self)
        return known.count == texts.count ? .text(known) : nil
    }

    /// Texts, unless none of them was observed.
    static func anyTexts(_ texts: String?...) -> FeatureReading? {
        texts.allSatisfy { $0 == nil } ? nil : .text(texts.map { $0 ?? "" })
    }

    static func number(_ number: Int?) -> FeatureReading? { number.map { .number(Double($0)) } }
    static func number(_ number: Double?) -> FeatureReading? {
        guard let number else { return nil }
        return .number(number)
    }
}
