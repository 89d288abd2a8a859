import OrderedJSON

// JSON values as literals, so that a case shows the value and nothing else.

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(value) }
    /// A truth value.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; its members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(elements.map { .init($0, $1) }) }

    /// The value at the end of a path of names. Setting it makes the objects on the way, and nil takes the member out.
    subscript(path names: ArraySlice<Substring>) -> JSONValue? {
        get {
            guard let name = names.first else { return self }
            return self[String(name)]?[path: names.dropFirst()]
        }
        set {
            guard let name = names.first else { return self = newValue ?? .null }
            var members = object ?? []
            let place = members.firstIndex { $0.key == name }
            if names.count == 1, newValue == nil {
                if let place { members.remove(at: place) }
            } else {
                var value = place.map { members[$0].value } ?? .object([])
                value[path: names.dropFirst()] = newValue
                if let place { members[place].value = value } else { members.append(.init(String(name), value)) }
            }
            self = .object(members)
        }
    }
}
