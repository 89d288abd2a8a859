import OrderedJSON
import Sessions

/// Every signal there is.
public enum SignalCatalogue {
    /// All signals, by category.
    public static let all: [Signal] =
        environment + fingerprint + engineTruth + disguises + eventTrust + mouse + wheel + keyboard + timing + touch
        + antiTamper + connection
        + requestAlone
        + signedAgents + network + crawlers + visitors + drivers + agents + policy + conclusions

    private static let observing = all.filter {
        if case .evidence = $0.detector { true } else { false }
    }

    private static let concluding = all.filter {
        if case .findings = $0.detector { true } else { false }
    }

    /// The slugs of signals that conclude from what the others found.
    static let concludingSlugs = Set(concluding.map(\.slug))

    /// What some of the signals find, in no order.
    static func hits(in context: Context, of slugs: Set<String>) -> [Hit] {
        guard slugs.isDisjoint(with: concludingSlugs) else {
            return hits(in: context).filter { slugs.contains($0.signal.slug) }
        }
        return observing.compactMap { signal in
            guard slugs.contains(signal.slug), case .evidence(let detect) = signal.detector else { return nil }
            return detect(context).map { Hit(signal: signal, finding: $0) }
        }
    }

    /// What all signals find, strongest first.
    static func hits(in context: Context) -> [Hit] {
        var hits: [Hit] = []
        for signal in observing {
            guard case .evidence(let detect) = signal.detector, let finding = detect(context) else { continue }
            hits.append(Hit(signal: signal, finding: finding))
        }
        let first = hits
        for signal in concluding {
            guard case .findings(let detect) = signal.detector, let finding = detect(context, first) else { continue }
            hits.append(Hit(signal: signal, finding: finding))
        }
        // The slug breaks ties, so that the order never depends on the sort.
        return hits.sorted {
            if $0.raisesRisk != $1.raisesRisk { return $0.raisesRisk }
            if $0.signal.strength != $1.signal.strength { return $0.signal.strength > $1.signal.strength }
            if $0.score != $1.score { return $0.score > $1.score }
            return $0.signal.slug < $1.signal.slug
        }
    }
}

extension SignalCatalogue {
    /// The catalogue as a page in Markdown: a table for each category.
    public static var markdown: String {
        var text = """
            # Signals

            Everything that detection looks for, generated from the catalogue by `tripline signals --markdown`. A definitive signal decides
            alone; the others are weighed by category. Context is shown and never scored. What could fire a signal without ill intent
            stands beside it: no signal but a definitive one is meant to be acted on alone.

            There are \(all.count) signals.

            """
        for category in SignalCategory.allCases {
            let signals = all.filter { $0.category == category }
            guard !signals.isEmpty else { continue }
            text += """

                ## \(category.rawValue)

                | slug | name | strength | effect | what it looks at | innocent causes |
                | --- | --- | --- | --- | --- | --- |

                """
            for signal in signals {
                let effect = signal.effect.rawValue.replacing("_", with: " ")
                text += "| `\(signal.slug)` | \(signal.name) | \(signal.strength.rawValue) | \(effect) "
                text += "| \(signal.explanation) | \(signal.innocentCauses) |\n"
            }
        }
        return text
    }

    /// The catalogue as a JSON array.
    public static var json: [UInt8] {
        var writer = JSONWriter(capacity: 65_536)
        writer.array { writer in
            for signal in all { signal.write(to: &writer) }
        }
        return writer.bytes
    }
}

extension Signal: JSONWritable {
    /// Writes what is known of the signal.
    public func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("signal", slug)
            $0.field("name", name)
            $0.field("category", category)
            $0.field("strength", strength)
            $0.field("score", score)
            $0.field("effect", effect.rawValue)
            $0.field("role", role)
            $0.field("explanation", explanation)
            $0.field("innocent_causes", innocentCauses)
            $0.field("highlight", highlight?.rawValue)
            $0.key("integrity")
            if let integrity {
                $0.object {
                    $0.field("key", integrity.key.rawValue)
                    $0.field("level", integrity.level)
                }
            } else {
                $0.writeNull()
            }
            $0.field("manipulation", manipulation)
        }
    }
}
