/// Names of countries by their codes.
public enum Countries {
    /// The name in English; nil for what is no code of a country or region.
    /// - Parameter code: two capital letters of ISO 3166-1, `XK` (Kosovo), or `EU` and `AP`, under which databases file addresses of
    ///   which they know no more than the continent. `A1`, `T1` and the like, by which they mean proxies and Tor, are none.
    public static func name(of code: String) -> String? { names[code] ?? regions[code] }

    /// Whether the code is a country's: one of ISO 3166-1, or `XK`.
    public static func isCountry(_ code: String) -> Bool { names[code] != nil }

    /// All codes of countries, in order.
    public static let codes: [String] = names.keys.sorted()

    private static let regions = ["AP": "Asia and the Pacific", "EU": "Europe"]

    private static let names: [String: String] = Dictionary(
        uniqueKeysWithValues: table.split(separator: "\n").map { (String($0.prefix(2)), String($0.dropFirst(3))) })
}
