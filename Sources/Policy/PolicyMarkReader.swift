import NetworkIntelligence
import Sessions

/// Reads the mark of an entry.
enum PolicyMarkReader {
    /// What was expected instead, in words.
    struct Expectation: Error {
        let words: String
    }

    /// The names of marks, as they stand in the file.
    static let names = ["address", "asn", "ja4", "visitor", "agent"]

    /// The mark of that name and text.
    static func read(_ name: String, _ text: String) -> Result<PolicyEntry.Mark, Expectation> {
        let (mark, expectation): (PolicyEntry.Mark?, String) =
            switch name {
            case "address":
                (AddressBlock(text).map { .address($0) }, "an address or a block such as 192.0.2.0/24")
            case "asn": (asn(text).map { .asn($0) }, "the number of an autonomous system such as 64496")
            case "ja4": (isJA4(text) ? .ja4(text) : nil, "a JA4 such as t13d1516h2_8daaf6152771_02713d6af862")
            case "visitor": (VisitorID(text).map { .visitor($0) }, "the id of a visitor such as vid_…")
            default: agent(text)
            }
        return mark.map { .success($0) } ?? .failure(Expectation(words: expectation))
    }

    /// `64496` or `AS64496`.
    private static func asn(_ text: String) -> UInt32? {
        let digits = text.lowercased().hasPrefix("as") ? text.dropFirst(2) : text[...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt32(digits), number > 0 else {
            return nil
        }
        return number
    }

    /// Ten characters, and two hashes of twelve hexadecimal digits.
    private static func isJA4(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: 0x5f, omittingEmptySubsequences: false)
        guard parts.count == 3, parts.map(\.count) == [10, 12, 12] else { return false }
        guard let transport = parts[0].first, [0x74, 0x71, 0x64].contains(transport) else { return false }
        return parts[0].allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || (0x41...0x5a).contains($0)
        }
            && parts[1...].allSatisfy {
                $0.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
            }
    }

    /// A domain, or a crawler of the table by its slug or name.
    private static func agent(_ text: String) -> (PolicyEntry.Mark?, String) {
        let word = text.lowercased()
        if let slug = crawlers[word] { return (.agent(slug), "") }
        if word.utf8.contains(0x2e), isHost(word) { return (.agent(word), "") }
        let nearest = NearestName.of(word, among: Crawlers.all.map(\.slug)).map { "; perhaps \($0)" } ?? ""
        return (nil, "the domain of a signed agent, or the slug or name of a known crawler\(nearest)")
    }

    private static let crawlers = Dictionary(
        Crawlers.all.flatMap { [($0.slug.lowercased(), $0.slug), ($0.name.lowercased(), $0.slug)] }
    ) { first, _ in first }

    private static func isHost(_ text: String) -> Bool {
        text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count)
                && label.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7a).contains($0) || $0 == 0x2d }
        }
    }
}
