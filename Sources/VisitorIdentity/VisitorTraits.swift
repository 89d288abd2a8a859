import Evidence
import OrderedJSON

/// What a browser shows of itself at the moment when its fingerprint is frozen: what is kept of it with its visitor.
///
/// Written as `{"storage": …, "anchors": …, "components": {"vector": …}}`, in the forms of the server API.
public struct VisitorTraits: Sendable, JSONWritable {
    /// The number of the vector's layout, which is its first element. Vectors of different layouts don't compare.
    public static let vectorLayout = 1.0

    private let observations: Observations

    /// The traits in a session's evidence.
    public init(_ evidence: Evidence) {
        observations = evidence.observations
    }

    /// The numeric features, in the order of layout 1 (`docs/visitors.md`); -1 stands for what was not observed.
    public var vector: [Double] {
        let screen = observations.screen
        let navigator = observations.navigator
        let features: [Double?] = [
            screen?.width.map(Double.init), screen?.height.map(Double.init), screen?.pixelRatio,
            screen?.colorDepth.map(Double.init), navigator?.hardwareConcurrency.map(Double.init),
            navigator?.deviceMemory, navigator?.maxTouchPoints.map(Double.init),
            observations.locale?.offsetJanuary.map(Double.init), observations.locale?.offsetJuly.map(Double.init),
            (navigator?.languages?.count).map(Double.init), observations.fonts?.detectedCount.map(Double.init),
            observations.speech?.voiceCount.map(Double.init), observations.media?.deviceCount.map(Double.init),
            observations.webgl?.maxTextureSize.map(Double.init), observations.webgl?.extensionsCount.map(Double.init),
            observations.audio?.sampleRate, (observations.engine?.features?.count).map(Double.init),
        ]
        return [Self.vectorLayout] + features.map { $0.flatMap { $0.isFinite && $0 >= -1440 ? $0 : nil } ?? -1 }
    }

    /// Writes the traits.
    public func write(to writer: inout JSONWriter) {
        let tokens = observations.continuity?.tokens
        let webgl = observations.webgl
        writer.object {
            $0.field(
                "storage",
                object: {
                    $0.field("cookies", tokens?.cookies != nil)
                    $0.field("local_storage", tokens?.localStorage != nil)
                    $0.field("indexed_db", tokens?.indexedDb != nil)
                    $0.field("service_worker", tokens?.serviceWorker != nil)
                    $0.field("window_name", tokens?.windowName != nil)
                })
            $0.field(
                "anchors",
                object: {
                    $0.field("webgl_hash", webgl?.imageHash)
                    $0.field("parameters_hash", webgl?.parametersHash)
                    $0.field("audio_hash", observations.audio?.hash)
                })
            $0.field("components", object: { $0.field("vector", vector) })
        }
    }
}
