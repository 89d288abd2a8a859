/// A registry: a list of the addresses of signature agent cards, one a line (draft-meunier-webbotauth-registry, section 4).
public struct AgentRegistry: Hashable, Sendable {
    /// The most bytes that are read.
    public static let maximumBytes = 1024 * 1024
    /// The most entries that are taken.
    public static let maximumEntries = 10_000

    /// The cards' addresses in their order.
    public let cards: [DirectoryLocation]
    /// How many lines were neither empty nor the `https` address of a card. Inline cards are among them: they are not supported.
    public let rejected: Int

    /// Reads a registry; nil where it is larger than is read.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes else { return nil }
        var cards: [DirectoryLocation] = []
        var rejected = 0
        for line in text.utf8.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }) {
            let entry = ASCII.trimmed(String(Substring(Self.withoutComment(line))))
            guard !entry.isEmpty else { continue }
            guard cards.count < Self.maximumEntries else { return nil }
            if let address = WebAddress(entry), address.isSecure {
                cards.append(DirectoryLocation(kind: .card, address: address))
            } else {
                rejected += 1
            }
        }
        self.cards = cards
        self.rejected = rejected
    }

    /// A comment begins with a number sign at the line's begin or after a space; one within an address is a fragment.
    private static func withoutComment(_ line: Substring.UTF8View) -> Substring.UTF8View {
        var previous: UInt8 = 0x20
        for index in line.indices {
            if line[index] == UInt8(ascii: "#"), ASCII.isSpace(previous) { return line[..<index] }
            previous = line[index]
        }
        return line
    }
}
