import Behavior
import Evidence
import OrderedJSON

/// Evidence that may be changed piece by piece, to see what of it a finding rests on.
struct EvidenceCopy: Sendable {
    var evidence: Evidence
    var features: InteractionFeatures
    /// The agent's observations as it sent them, by source.
    private(set) var observed: JSONValue

    /// - Parameter observed: the observations that the evidence was read from; those that read otherwise are left aside.
    init(_ evidence: Evidence, observed: JSONValue) {
        self.evidence = evidence
        features = evidence.interaction.features
        self.observed = Observations(observed) == evidence.observations ? observed : .object([])
    }

    var context: Context { Context(evidence, features: features) }

    /// Takes an observation away, as if nobody had looked.
    mutating func removeObservation(_ path: [String]) {
        observed = observed.removing(path[...])
        evidence.observations = Observations(observed)
    }

    /// Has a header be another one, or none.
    mutating func setHeader(_ name: String, to value: String?) {
        let request = evidence.request
        var headers = request.headerNames.filter { $0 != name }.map { (name: $0, value: request[$0] ?? "") }
        if let value { headers.append((name, value)) }
        var changed = RequestEvidence(clientAddress: request.clientAddress, headers: headers)
        changed.asked = request.asked
        evidence.request = changed
    }
}

extension JSONValue {
    /// The value without the member at the end of a path.
    fileprivate func removing(_ path: ArraySlice<String>) -> JSONValue {
        guard case .object(var members) = self, let key = path.first else { return self }
        if path.count == 1 {
            members.removeAll { $0.key == key }
        } else if let index = members.firstIndex(where: { $0.key == key }) {
            members[index].value = members[index].value.removing(path.dropFirst())
        }
        return .object(members)
    }
}
