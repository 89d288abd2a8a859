import WebBotAuth

/// What must be so of everything that a structured field is read from: it can be written, and what was written reads as the same.
enum FieldProperties {
    static func check(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        let item = try? StructuredField.item(text)
        let list = try? StructuredField.list(text)
        let dictionary = try? StructuredField.dictionary(text)
        if let item {
            check(item, item.canonical) { try StructuredField.item($0) }
            mustHold(list?.members == [.item(item)], "an item is a list of one", text)
        }
        if let list {
            check(list, list.canonical) { try StructuredField.list($0) }
            mustHold(list.members.count <= StructuredField.maximumMembers, "members are bounded")
        }
        if let dictionary {
            check(dictionary, dictionary.canonical) { try StructuredField.dictionary($0) }
            let keys = dictionary.entries.map(\.key)
            mustHold(Set(keys).count == keys.count, "no key is there twice", text)
            mustHold(dictionary.repeatedKeys.isSubset(of: keys), "what is repeated is there", text)
        }
    }

    private static func check<Value: Canonical>(
        _ value: Value, _ canonical: String?, _ read: (String) throws -> Value
    ) {
        guard let canonical else { return mustHold(false, "what was read can be written", "\(value)") }
        // Spaces and padding can make the text longer than what is looked at.
        guard canonical.utf8.count <= StructuredField.maximumBytes else { return }
        guard let again = try? read(canonical) else {
            return mustHold(false, "the canonical text can be read", canonical)
        }
        mustHold(again.canonical == canonical, "the canonical text is its own canonical text", canonical)
        mustHold(again == value || value.isRepeating, "the canonical text means the same", canonical)
        mustHold(!again.isRepeating, "the canonical text repeats nothing", canonical)
    }
}

/// What has a canonical text, and knows whether its own text named something twice.
private protocol Canonical: Equatable {
    var canonical: String? { get }
    var isRepeating: Bool { get }
}

extension StructuredItem: Canonical {
    fileprivate var isRepeating: Bool { parameters.isRepeating }
}

extension StructuredMember: Canonical {
    fileprivate var isRepeating: Bool {
        switch self {
        case .item(let item): item.isRepeating
        case .innerList(let list): list.parameters.isRepeating || list.items.contains(where: \.isRepeating)
        }
    }
}

extension StructuredList: Canonical {
    fileprivate var isRepeating: Bool { members.contains(where: \.isRepeating) }
}

extension StructuredDictionary: Canonical {
    fileprivate var isRepeating: Bool { !repeatedKeys.isEmpty || entries.contains(where: \.member.isRepeating) }
}
