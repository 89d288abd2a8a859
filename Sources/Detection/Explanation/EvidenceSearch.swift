import OrderedJSON

/// An observed value behind a signal.
public struct ObservedValue: Sendable, Equatable {
    /// Where it stands, such as `observations.navigator.webdriver`, `headers.user-agent` or `interaction.presses`.
    public var path: String
    /// What was observed, cut to 2 KB; null where it was missing and that is what was seen.
    public var value: JSONValue
}

/// Finds what of the evidence a finding rests on, by looking again without it.
///
/// Nobody says of a signal what it reads, so nobody can be wrong about it: a value is behind a finding if the finding is another one, or
/// none, without the value. Where no single value is, because each would do, those are named that have to go together.
struct EvidenceSearch {
    /// The most values that are named for one signal.
    static let mostValues = 12

    private let copy: EvidenceCopy
    private let before: [String: Finding]
    private var behind: [String: [EvidencePart]] = [:]

    /// - Parameter hits: what was found in the evidence.
    init(_ copy: EvidenceCopy, _ hits: [Hit]) {
        self.copy = copy
        before = Dictionary(hits.map { ($0.signal.slug, $0.finding) }) { first, _ in first }
    }

    /// The values behind each signal, by slug.
    static func values(in copy: EvidenceCopy, behind hits: [Hit]) -> [String: [ObservedValue]] {
        var search = Self(copy, hits)
        search.run()
        return search.behind.mapValues { parts in
            parts.prefix(mostValues).map { part in
                // Tokens of earlier sessions are keys to a visitor.
                let isSecret = part.path.hasPrefix("observations.continuity")
                return ObservedValue(path: part.path, value: (isSecret ? part.value.hidden : part.value).shown)
            }
        }
    }

    private mutating func run() {
        let present = EvidencePart.present(in: copy)
        for part in present { look(at: part, for: Set(before.keys)) }
        for part in EvidencePart.missing(in: copy) { look(atMissing: part) }
        for slug in unexplained.sorted() { behind[slug] = together(present, slug) }
    }

    private var unexplained: Set<String> { Set(before.keys.filter { behind[$0, default: []].isEmpty }) }

    /// Notes a value, or what of it matters, with the signals that would find something else without it.
    private mutating func look(at part: EvidencePart, for slugs: Set<String>) {
        guard !slugs.isEmpty else { return }
        let changed = changed(by: [part], of: slugs)
        guard !changed.isEmpty else { return }
        let known = behind.mapValues(\.count)
        // What concludes from the findings of others rests on too much for single values to tell.
        for inner in part.parts { look(at: inner, for: changed.subtracting(SignalCatalogue.concludingSlugs)) }
        for slug in changed where behind[slug, default: []].count == known[slug, default: 0] {
            behind[slug, default: []].append(part)
        }
    }

    /// Notes what is missing with the signals that would find nothing if it were there, and with those that would find something else
    /// and of which nothing better is known.
    private mutating func look(atMissing part: EvidencePart) {
        let after = findings(with: [part], of: Set(before.keys))
        let unexplained = unexplained
        for slug in before.keys where after[slug] == nil || unexplained.contains(slug) && after[slug] != before[slug] {
            behind[slug, default: []].append(part)
        }
    }

    /// Those of the signals that find something else when values are changed.
    private func changed(by parts: [EvidencePart], of slugs: Set<String>) -> Set<String> {
        let after = findings(with: parts, of: slugs)
        return slugs.filter { after[$0] != before[$0] }
    }

    /// What some of the signals find when values are changed.
    private func findings(with parts: [EvidencePart], of slugs: Set<String>) -> [String: Finding] {
        var copy = copy
        for part in parts { part.change(&copy) }
        return SignalCatalogue.hits(in: copy.context, of: slugs).reduce(into: [:]) { $0[$1.signal.slug] = $1.finding }
    }

    /// The fewest values that have to go together, found by putting back one after the other.
    private func together(_ parts: [EvidencePart], _ slug: String) -> [EvidencePart] {
        var kept = parts
        guard changed(by: kept, of: [slug]) == [slug] else { return [] }
        for part in parts {
            let fewer = kept.filter { $0.path != part.path }
            if changed(by: fewer, of: [slug]) == [slug] { kept = fewer }
        }
        return kept
    }
}
