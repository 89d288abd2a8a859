/// Where languages are expected: a hint from a browser's languages about where its person lives.
///
/// It is weak evidence. People move, travel and learn, and many use a browser in another language than their own.
public enum Languages {
    /// Whether a browser of that language is nothing to wonder at in that country; nil where that says nothing: English, which is
    /// everywhere, languages that are not in the table, and what is no country.
    /// - Parameters:
    ///   - tag: a language tag (RFC 5646) such as `de-DE` or `zh-Hant-TW`. A tag with the country's own region is expected there.
    ///   - country: two capital letters of ISO 3166-1, or `XK`.
    public static func isExpected(_ tag: String, in country: String) -> Bool? {
        guard tag.utf8.count <= maximumLength, Countries.isCountry(country) else { return nil }
        let subtags = tag.lowercased().split { $0 == "-" || $0 == "_" }
        guard let first = subtags.first else { return nil }
        let language = String(first)
        guard let expected = countries[formerCodes[language] ?? language] else { return nil }
        return expected.contains(country) || region(subtags.dropFirst()) == country
    }

    /// The countries where a language is expected, in order; empty for English and for languages that are not in the table.
    /// - Parameter code: of ISO 639, such as `de`.
    public static func countries(of code: String) -> [String] { countries[formerCodes[code] ?? code]?.sorted() ?? [] }

    /// The region among subtags (RFC 5646, section 2.2.4): two letters, before any extension.
    private static func region(_ subtags: ArraySlice<Substring>) -> String? {
        subtags.prefix { $0.count > 1 }.first { $0.count == 2 }?.uppercased()
    }

    private static let maximumLength = 64

    /// Codes of the same languages, or of ones that are written alike: the former ones of ISO 639, and those of what is spoken in China
    /// and Norway.
    private static let formerCodes = [
        "iw": "he", "in": "id", "no": "nb", "nn": "nb", "tl": "fil", "sh": "sr", "mo": "ro", "cmn": "zh", "yue": "zh",
        "wuu": "zh",
    ]

    private static let countries: [String: Set<String>] = Dictionary(
        uniqueKeysWithValues: table.split(separator: "\n").map { line in
            let words = line.split(separator: " ").map(String.init)
            return (words[0], Set(words.dropFirst()))
        })
}
