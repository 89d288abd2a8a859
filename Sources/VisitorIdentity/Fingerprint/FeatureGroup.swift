/// Features that depend on one another, because one part of the machine or one setting is behind them. They are weighed together.
///
/// The raw values are places in tallies that are kept: they never change.
public enum FeatureGroup: Int, Sendable, CaseIterable {
    /// The graphics card and its driver, as WebGL and WebGPU show them.
    case graphics = 1
    /// What the 2D canvas draws.
    case canvas = 2
    /// Audio rendering and output.
    case audio = 3
    /// Fonts and their measures.
    case fonts = 4
    /// The screen.
    case screen = 5
    /// Codecs, media devices, voices.
    case media = 6
    /// Traits of the script engine.
    case engine = 7
    /// Browser, operating system, model.
    case platform = 8
    /// Languages and time zone.
    case locale = 9
    /// Processors, memory, pointing devices.
    case hardware = 10
    /// How the connection is made.
    case connection = 11
    /// What the person chose: contrast, motion, tracking.
    case preferences = 12

    /// The name, as the API says it.
    public var name: String { String(describing: self) }

    /// The group's features, in the order of the table.
    var features: [Feature] { Self.members[rawValue] }

    /// Those whose values are counted together: not what differs with each zoom or each version.
    var talliedFeatures: [Feature] { Self.tallied[rawValue] }

    /// One more than the highest raw value.
    static let places = 13

    private static let members: [[Feature]] = (0..<places).map { number in
        Feature.allCases.filter { $0.definition.group.rawValue == number }
    }

    private static let tallied = members.map { features in
        features.filter { $0.definition.bits > 0 && $0 != .browserVersion && $0 != .pixelRatio }
    }
}
