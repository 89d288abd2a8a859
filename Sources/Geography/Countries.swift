/// Names of countries by their codes.
public enum Countries {
    /// The name in English; nil for what is no code of a country or region.
    /// - Parameter code: two capital letters of ISO 3166-1, `XK` (Kosovo), or `EU` and `AP`, under which databases file addresses of
    ///   which they know no more than the continent. `A1`, `T1` and the like, by which they mean proxies and Tor, are none.
    public static func name(of code: String) -> String? { names[code] ?? regions[code] }

    /// Whether the code is a country's: one of ISO 3166-1, or `XK`.
    public static func isCountry(_ code: String) -> Bool { names[code] != nil }

    /// The name as it stands in a sentence: some have an article.
    public static func phrase(_ name: String) -> String {
        let hasArticle =
            name.hasPrefix("United ") || name.hasSuffix("Islands") || name.hasSuffix("Republic")
            || name.hasSuffix("Territory") || name.hasSuffix("Territories") || articled.contains(name)
        return hasArticle ? "the \(name)" : name
    }

    private static let articled: Set<String> = [
        "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Seychelles", "Comoros", "Isle of Man",
        "Caribbean Netherlands", "United States of America",
    ]

    /// All codes of countries, in order.
    public static let codes: [String] = names.keys.sorted()

    private static let regions = ["AP": "Asia and the Pacific", "EU": "Europe"]

    private static let names: [String: String] = Dictionary(
        uniqueKeysWithValues: table.split(separator: "\n").map { (String($0.prefix(2)), String($0.dropFirst(3))) })
}
