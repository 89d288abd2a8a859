import OrderedJSON

/// Reads an index of crawlers' ranges: one JSON file with the lists of many operators.
///
/// It is an object with `sources`: an object of lists by name, each with `covers` (slugs of crawlers), `ipv4` and `ipv6` (blocks as
/// strings), and where known `operator` and `upstream_url`. Anything else in it is not looked at. What is malformed is left out and
/// reported, and the rest is used.
public struct CrawlerRangesReader: Sendable {
    /// What is wrong with a place of the file.
    public struct Problem: Sendable, Equatable, CustomStringConvertible {
        /// The place, such as `sources.openai-gptbot.ipv4[3]`.
        public var place: String
        /// What is wrong, in words for a person.
        public var reason: String

        /// The place and what is wrong there.
        public var description: String { "\(place): \(reason)" }
    }

    /// Why a file can't be used at all.
    public struct Unreadable: Error, Equatable, CustomStringConvertible {
        /// What was found, in words for a person.
        public var description: String
    }

    /// The lists, in the order of the file.
    public private(set) var lists: [CrawlerRanges] = []
    /// The first hundred problems.
    public private(set) var problems: [Problem] = []
    /// How many problems there were.
    public private(set) var problemCount = 0

    private var blockCount = 0

    /// The largest file that is read, in bytes.
    public static let maximumBytes = 16 << 20
    /// The most lists that are read.
    public static let maximumLists = 1_000
    /// The most blocks that are read, of all lists together.
    public static let maximumBlocks = 500_000
    /// Blocks of fewer bits are no crawler's: 8 for IPv4, 20 for IPv6. One such would let half the Internet prove itself.
    static let minimumBits = (ipv4: 8, ipv6: 20)

    /// Reads an index.
    /// - Parameter bytes: the whole file.
    /// - Throws: ``Unreadable`` where there is nothing to use in it: no JSON, no `sources`, or not one good block.
    public init(_ bytes: some Collection<UInt8>) throws(Unreadable) {
        guard bytes.count <= Self.maximumBytes else {
            throw Unreadable(description: "the file has \(bytes.count) bytes; at most \(Self.maximumBytes) are read")
        }
        guard let sources = try Self.parse(bytes)["sources"]?.object else {
            throw Unreadable(description: "an object with \"sources\" was expected")
        }
        for source in sources.prefix(Self.maximumLists) { read(source) }
        if sources.count > Self.maximumLists {
            report("sources", "only the first \(Self.maximumLists) of \(sources.count) lists are read")
        }
        guard blockCount > 0 else { throw Unreadable(description: "it holds no block of addresses") }
    }

    /// Whether the bytes look like such an index: an object with `sources` that are objects.
    public static func recognizes(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= maximumBytes, let value = try? parse(bytes) else { return false }
        return value["sources"]?.object?.contains { $0.value["ipv4"] != nil || $0.value["ipv6"] != nil } ?? false
    }

    private static func parse(_ bytes: some Collection<UInt8>) throws(Unreadable) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes, maximumDepth: 8)
        } catch {
            throw Unreadable(description: "it is no JSON: \(error)")
        }
    }

    private mutating func read(_ source: JSONValue.Member) {
        let name = Self.shown(source.key)
        guard source.value.object != nil else { return report("sources.\(name)", "it is no object") }
        var list = CrawlerRanges(
            name: name, operatorName: source.value["operator"]?.string.map(Self.shown),
            origin: source.value["upstream_url"]?.string.map(Self.shown),
            slugs: slugs(source.value["covers"], of: name),
            blocks: [])
        for (member, isIPv4) in [("ipv4", true), ("ipv6", false)] {
            guard let value = source.value[member], !value.isNull else { continue }
            list.blocks += blocks(value, isIPv4: isIPv4, at: "sources.\(name).\(member)")
        }
        lists.append(list)
    }

    private mutating func slugs(_ value: JSONValue?, of name: String) -> [String] {
        guard let value, !value.isNull else { return [] }
        guard let elements = value.array else {
            report("sources.\(name).covers", "it is no array")
            return []
        }
        return elements.prefix(1_000).compactMap(\.string).map(Self.shown)
    }

    private mutating func blocks(_ value: JSONValue, isIPv4: Bool, at place: String) -> [AddressBlock] {
        guard let elements = value.array else {
            report(place, "it is no array")
            return []
        }
        var blocks: [AddressBlock] = []
        for (index, element) in elements.enumerated() {
            guard blockCount < Self.maximumBlocks else {
                report(place, "more than \(Self.maximumBlocks) blocks; the rest is not read")
                break
            }
            guard let block = block(element, isIPv4: isIPv4, at: "\(place)[\(index)]") else { continue }
            blocks.append(block)
            blockCount += 1
        }
        return blocks
    }

    private mutating func block(_ element: JSONValue, isIPv4: Bool, at place: String) -> AddressBlock? {
        guard let text = element.string else {
            report(place, "it is no string")
            return nil
        }
        guard text.utf8.count <= 64, let block = AddressBlock(text) else {
            report(place, "\(Self.shown(text)) is no block of addresses")
            return nil
        }
        guard block.first.isIPv4 == isIPv4 else {
            report(place, "\(block) is not IPv\(isIPv4 ? 4 : 6)")
            return nil
        }
        let minimum = isIPv4 ? Self.minimumBits.ipv4 : Self.minimumBits.ipv6
        guard block.prefixLength >= minimum else {
            report(place, "\(block) is broader than any crawler's block, which has \(minimum) bits at least")
            return nil
        }
        return block
    }

    private mutating func report(_ place: String, _ reason: String) {
        problemCount += 1
        if problems.count < 100 { problems.append(Problem(place: place, reason: reason)) }
    }

    /// Text from the file, short and without what a terminal would obey.
    private static func shown(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(120).filter { $0.properties.generalCategory != .control }))
    }
}
