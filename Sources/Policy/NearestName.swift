/// Finds what a mistyped name was meant to be.
enum NearestName {
    /// The name that takes the fewest changes, if they are few for its length; of several the first.
    static func of(_ text: String, among names: some Sequence<String>) -> String? {
        // Whoever writes pages has mistyped nothing.
        let typed = Array(text.lowercased().utf8.prefix(80))
        let most = max(2, typed.count / 3)
        var best: (name: String, distance: Int)?
        for name in names {
            let distance = distance(typed, Array(name.lowercased().utf8))
            if distance <= most, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }

    /// How many bytes must be put in, left out or replaced (V. Levenshtein, 1965).
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var row = Array(0...other.count)
        for (i, byte) in one.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, second) in other.enumerated() {
                let replaced = diagonal + (byte == second ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
            }
        }
        return row[other.count]
    }
}
