import CollectProtocol
import Detection
import Evidence
import OrderedJSON
import Policy
import SessionViews
import Sessions
import Storage

extension Judge {
    /// Says why a session is judged as it is, by all that is known of it. It keeps nothing.
    func explanation(_ state: SessionState, _ evidence: Evidence, under policy: Policy) -> ExplanationView {
        ExplanationView(
            id: state.id, decision: state.decisions.last,
            explanation: Explanation(of: evidence, observed: Self.observed(state), under: policy.rules),
            policy: policy.source.map { .init(file: $0.file, label: $0.label, digest: $0.digest) })
    }

    /// What the agent observed, as it sent it: a source that came twice replaces the earlier one.
    private static func observed(_ state: SessionState) -> JSONValue {
        var sources: [JSONValue.Member] = []
        for batch in state.batches {
            guard let bytes = try? BatchFrame.inflate(batch.payload), let payload = try? JSONValue(parsing: bytes)
            else {
                continue
            }
            for source in payload["observations"]?.object ?? [] where !source.value.isNull {
                sources.removeAll { $0.key == source.key }
                sources.append(source)
            }
        }
        return .object(sources)
    }
}
