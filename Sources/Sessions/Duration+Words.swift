extension Duration {
    /// Reads a length of time as operators write it: a whole number and `s`, `m`, `h` or `d`, such as `30d`, from a second to a hundred
    /// years. Nil when the text is none.
    public init?(words text: String) {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
        guard let unit = text.last.flatMap({ units[$0] }), let number = Int(text.dropLast()),
            (1...(100 * 365 * 86_400 / unit)).contains(number)
        else { return nil }
        self = .seconds(number * unit)
    }
}
