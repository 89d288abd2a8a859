/// What was read from a list of autonomous systems.
public struct ASNList: Sendable {
    /// An entry: the number of a system and, where the list tells it, who runs it.
    public struct Entry: Hashable, Sendable {
        /// 1 to 4,294,967,294.
        public let asn: UInt32
        /// At most 200 characters that print; nil where the list has none.
        public let name: String?
    }

    /// In the order of the list; a number may stand in it more than once.
    public internal(set) var entries: [Entry] = []
    /// The lines that could not be used.
    public internal(set) var problems = ListProblems()
    /// How the list was written.
    public let format: ListFormat

    /// The most entries that a list may have: ten times the systems that there are.
    static let entryLimit = 1 << 20
    static let nameLimit = 200
    static let expected = "a list of AS numbers"

    init(format: ListFormat) { self.format = format }

    mutating func take(_ asn: UInt32, name: String?) throws(ListError) {
        guard entries.count < Self.entryLimit else {
            throw ListError(
                code: .tooManyEntries, found: "more than \(Self.entryLimit) entries", expected: Self.expected)
        }
        entries.append(Entry(asn: asn, name: name.flatMap { $0.isEmpty ? nil : $0 }))
    }

    /// Takes an entry by its texts, or notes why it can't be used.
    mutating func take(_ number: TextBytes, name: TextBytes?, line: Int) throws(ListError) {
        guard let asn = ASNText.number(number) else {
            return problems.add(line, number, ASNText.reasonNotRead(number))
        }
        try take(asn, name: name.map(Self.name))
    }

    /// A field as a name, doubled quotes made single.
    static func name(_ text: TextBytes) -> String {
        let text = text.trimmed
        guard text.place(of: 0x22) != nil else { return text.printable(nameLimit) }
        var plain: [UInt8] = []
        for (index, byte) in text.part(0, nameLimit * 8).enumerated() {
            // Of two quotes in a row the second is dropped.
            if byte == 0x22, index > 0, text[index - 1] == 0x22, plain.last == 0x22 { continue }
            plain.append(byte)
        }
        return plain.withUnsafeBufferPointer { TextBytes($0).printable(nameLimit) }
    }
}
