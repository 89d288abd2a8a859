/// What was read from a list of addresses.
public struct AddressList: Sendable {
    /// The addresses, blocks and ranges in the order of the list, IPv4 first. Their values are 0.
    public internal(set) var ranges = AddressRanges()
    /// The lines that could not be used.
    public internal(set) var problems = ListProblems()
    /// How the list was written.
    public let format: ListFormat

    /// The most entries that a list may have.
    static let entryLimit = 1 << 24
    /// What readers of addresses expect, in words.
    static let expected = "a list of addresses"

    init(format: ListFormat) { self.format = format }

    /// Takes an entry, or notes why it can't be used.
    mutating func take(_ text: TextBytes, line: Int) throws(ListError) {
        guard let range = AddressText.range(text) else {
            return problems.add(line, text, AddressText.reasonNotRead(text))
        }
        try take(range, text, line: line)
    }

    /// Takes a range unless it is so broad that it must be a mistake.
    mutating func take(_ range: AddressRange, _ text: TextBytes, line: Int) throws(ListError) {
        guard !range.isTooBroad else {
            return problems.add(
                line, text, "broader than /\(range.first.isIPv4 ? 8 : 16), which is no entry but a mistake")
        }
        guard ranges.count < Self.entryLimit else {
            throw ListError(
                code: .tooManyEntries, found: "more than \(Self.entryLimit) entries", expected: Self.expected)
        }
        ranges.append(range)
    }
}

extension AddressRange {
    /// Whether it holds more than a /8 of IPv4, or more than a /16 of IPv6, does.
    var isTooBroad: Bool { last.value - first.value >= (first.isIPv4 ? 1 << 24 : 1 << 112) }
}
