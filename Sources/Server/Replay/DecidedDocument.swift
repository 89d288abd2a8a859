import Evidence
import OrderedJSON
import Sessions

/// What a kept document says of its decision.
struct DecidedDocument {
    /// The signals that fired.
    let signals: [FiredSignal]
    private let visitorsBehindAddress: Int?

    /// Reads a document; of one that can't be read nothing is known.
    init(_ bytes: [UInt8]?) {
        let document = bytes.flatMap { try? JSONValue(parsing: $0) }
        signals = document?["signals_fired"]?.array?.compactMap(FiredSignal.init) ?? []
        visitorsBehindAddress = document?["network"]?["evidence"]?["client_count"]?.int
    }

    /// Puts in how many sessions the movements and the typing were seen in then: they may be in others since.
    func restoreMovements(in evidence: inout Evidence) {
        evidence.movementSeenBefore = sessions(by: "movement_replayed", many: 75)
        evidence.typingSeenBefore = sessions(by: "keys_replayed", many: 70)
    }

    /// How many sessions a signal spoke of, as far as its score says: several at its whole score, or one; nil where it did not fire.
    private func sessions(by slug: String, many: Int) -> Int? {
        signals.first { $0.signal == slug }.map { $0.score >= many ? 2 : 1 }
    }

    /// Puts the company of the session's address as it was then: it is counted for a day, and would be another now.
    ///
    /// How many networks a visitor came from is not in a document; that they were many is, by the signal that says so and how much.
    func restoreCompany(in evidence: inout Evidence) {
        guard let visitorsBehindAddress else {
            evidence.addressCompany = nil
            return
        }
        let signal = signals.first { $0.signal == "visitor_over_many_networks" }
        let networks = signal.map { $0.score >= 40 ? 10 : 5 } ?? 1
        evidence.addressCompany = AddressCompany(
            visitorsBehindAddress: visitorsBehindAddress,
            networksOfVisitor: evidence.visitor == nil ? nil : networks)
    }
}

extension FiredSignal {
    /// Reads a signal as a document lists it.
    fileprivate init?(_ json: JSONValue) {
        guard let slug = json["signal"]?.string, let role = json["role"]?.string.flatMap(Role.init),
            let category = json["category"]?.string.flatMap(SignalCategory.init),
            let strength = json["strength"]?.string.flatMap(SignalStrength.init), let score = json["signal_score"]?.int
        else { return nil }
        self.init(signal: slug, role: role, category: category, strength: strength, score: score)
    }
}
