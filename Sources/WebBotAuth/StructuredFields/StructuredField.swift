/// Structured field values (RFC 9651, which contains RFC 8941): the grammar in which `Signature`, `Signature-Input` and `Signature-Agent`
/// are written.
///
/// The parser is our own because a repeated label must be noticed and not silently overwritten, because the number of members, items and
/// parameters is bounded while reading, and because byte sequences come out decoded.
public enum StructuredField {
    /// The most bytes of a field's value that are looked at.
    public static let maximumBytes = 16 * 1024
    /// The most members of a list or dictionary, the most items of an inner list, and the most parameters of one of them.
    public static let maximumMembers = 64

    /// Reads an item (RFC 9651, section 4.2.3).
    /// - Parameter text: the field's value; repeated fields are joined with `, ` before.
    /// - Throws: ``StructuredFieldError``.
    public static func item(_ text: String) throws(StructuredFieldError) -> StructuredItem {
        try parse(text) { parser throws(StructuredFieldError) in try parser.item() }
    }

    /// Reads a list (RFC 9651, section 4.2.1).
    /// - Parameter text: the field's value; repeated fields are joined with `, ` before.
    /// - Throws: ``StructuredFieldError``.
    public static func list(_ text: String) throws(StructuredFieldError) -> StructuredList {
        try parse(text) { parser throws(StructuredFieldError) in StructuredList(members: try parser.list()) }
    }

    /// Reads a dictionary (RFC 9651, section 4.2.2).
    /// - Parameter text: the field's value; repeated fields are joined with `, ` before.
    /// - Throws: ``StructuredFieldError``.
    public static func dictionary(_ text: String) throws(StructuredFieldError) -> StructuredDictionary {
        try parse(text) { parser throws(StructuredFieldError) in try parser.dictionary() }
    }

    private static func parse<Value>(
        _ text: String, _ read: (inout StructuredFieldParser) throws(StructuredFieldError) -> Value
    ) throws(StructuredFieldError) -> Value {
        guard text.utf8.count <= maximumBytes else { throw StructuredFieldError(reason: "longer than 16 KiB") }
        var parser = StructuredFieldParser(text)
        parser.skipSpaces()
        let value = try read(&parser)
        parser.skipSpaces()
        guard parser.isAtEnd else { throw parser.failure("text after the value") }
        return value
    }
}

/// Why a text is no structured field.
public struct StructuredFieldError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong, in a few words for a person.
    public var reason: String
    /// The byte at which it was noticed, counted from 0.
    public var offset: Int

    init(reason: String, offset: Int = 0) {
        self.reason = reason
        self.offset = offset
    }

    /// The reason and the place.
    public var description: String { "\(reason) at byte \(offset)" }
}

/// A bare item: one of the types of RFC 9651, section 3.3.
public enum BareItem: Hashable, Sendable {
    /// An integer of at most 15 digits.
    case integer(Int64)
    /// A decimal number, in thousandths: at most 12 digits before the point and 3 after it.
    case decimal(thousandths: Int64)
    /// A string of printable ASCII.
    case string(String)
    /// A token.
    case token(String)
    /// A byte sequence.
    case bytes([UInt8])
    /// A boolean.
    case boolean(Bool)
    /// A date, in whole seconds since 1970.
    case date(Int64)
    /// A string of any characters.
    case displayString(String)

    /// The text, if this is a string.
    public var string: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The text, if this is a token.
    public var token: String? {
        if case .token(let text) = self { text } else { nil }
    }

    /// The number, if this is an integer.
    public var integer: Int64? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The bytes, if this is a byte sequence.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }
}

/// The parameters of an item or inner list, in their order (RFC 9651, section 3.1.2).
public struct StructuredParameters: Hashable, Sendable {
    /// One parameter.
    public struct Entry: Hashable, Sendable {
        /// The parameter's name.
        public var key: String
        /// Its value; true where only the name was written.
        public var value: BareItem

        /// A parameter.
        public init(_ key: String, _ value: BareItem) {
            self.key = key
            self.value = value
        }
    }

    /// The parameters. No name is there twice.
    public private(set) var entries: [Entry]
    /// Whether the text named a parameter twice; the last value counts.
    public private(set) var isRepeating = false

    /// Parameters in the order in which they are to be written.
    public init(_ entries: [Entry] = []) {
        self.entries = []
        for entry in entries { set(entry.key, entry.value) }
    }

    /// The value of that name; nil where there is none.
    public subscript(key: String) -> BareItem? { entries.first { $0.key == key }?.value }

    mutating func set(_ key: String, _ value: BareItem) {
        if let index = entries.firstIndex(where: { $0.key == key }) {
            isRepeating = true
            entries[index].value = value
        } else {
            entries.append(Entry(key, value))
        }
    }
}

/// An item with its parameters (RFC 9651, section 3.3).
public struct StructuredItem: Hashable, Sendable {
    /// The value.
    public var value: BareItem
    /// What qualifies it.
    public var parameters: StructuredParameters

    /// An item.
    public init(_ value: BareItem, parameters: StructuredParameters = .init()) {
        self.value = value
        self.parameters = parameters
    }
}

/// A list within a list or dictionary, with its own parameters (RFC 9651, section 3.1.1).
public struct StructuredInnerList: Hashable, Sendable {
    /// The items.
    public var items: [StructuredItem]
    /// What qualifies the list as a whole.
    public var parameters: StructuredParameters

    /// An inner list.
    public init(_ items: [StructuredItem], parameters: StructuredParameters = .init()) {
        self.items = items
        self.parameters = parameters
    }
}

/// What stands in a list or dictionary.
public enum StructuredMember: Hashable, Sendable {
    /// One item.
    case item(StructuredItem)
    /// A list of items.
    case innerList(StructuredInnerList)

    /// The item, if this is one.
    public var item: StructuredItem? {
        if case .item(let item) = self { item } else { nil }
    }

    /// The inner list, if this is one.
    public var innerList: StructuredInnerList? {
        if case .innerList(let list) = self { list } else { nil }
    }
}

/// A list (RFC 9651, section 3.1).
public struct StructuredList: Hashable, Sendable {
    /// The members.
    public var members: [StructuredMember]

    /// A list.
    public init(members: [StructuredMember]) { self.members = members }
}

/// A dictionary (RFC 9651, section 3.2), which remembers what its text named twice.
public struct StructuredDictionary: Hashable, Sendable {
    /// One member.
    public struct Entry: Hashable, Sendable {
        /// The member's key.
        public var key: String
        /// Its value.
        public var member: StructuredMember
    }

    /// The members, each where its key first stood. No key is there twice.
    public private(set) var entries: [Entry] = []
    /// Keys that the text had more than once. RFC 9651 lets the last one count; for signatures that is no answer.
    public private(set) var repeatedKeys: Set<String> = []

    /// The member of that key; nil where there is none.
    public subscript(key: String) -> StructuredMember? { entries.first { $0.key == key }?.member }

    mutating func set(_ key: String, _ member: StructuredMember) {
        if let index = entries.firstIndex(where: { $0.key == key }) {
            repeatedKeys.insert(key)
            entries[index].member = member
        } else {
            entries.append(Entry(key: key, member: member))
        }
    }
}
