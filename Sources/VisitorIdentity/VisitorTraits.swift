import Evidence
import OrderedJSON

/// What a browser shows of itself at the moment when its fingerprint is frozen: what is kept of it with its visitor.
///
/// Written as `{"storage": …, "anchors": …, "components": {"vector": …}}`, in the forms of the server API.
public struct VisitorTraits: Sendable, JSONWritable {
    private let observations: Observations
    private let fingerprint: Fingerprint

    /// The traits in a session's evidence.
    public init(_ evidence: Evidence) {
        observations = evidence.observations
        fingerprint = Fingerprint(evidence)
    }

    /// The fingerprint's numbers (`docs/visitors.md`).
    public var vector: [Double] { fingerprint.vector }

    /// Writes the traits.
    public func write(to writer: inout JSONWriter) {
        let tokens = observations.continuity?.tokens
        let webgl = observations.webgl
        writer.object {
            $0.field(
                "storage",
                object: {
                    $0.field("cookies", tokens?.cookies != nil || tokens?.serverCookie != nil)
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
