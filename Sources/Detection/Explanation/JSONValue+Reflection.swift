import OrderedJSON
import Sessions

extension JSONValue {
    /// A plain value as JSON, by its own properties, so that what is shown is what is there: no list of fields to forget one in.
    init(reflecting value: Any, depth: Int = 0) {
        switch value {
        case let value as JSONValue: self = value
        case let value as Bool: self = .bool(value)
        case let value as Double: self = value.isFinite ? .number(value) : .null
        case let value as any BinaryInteger: self = Int64(exactly: value).map { .integer($0) } ?? .string("\(value)")
        case let value as String: self = .string(value)
        case let value as Timestamp: self = .string(value.description)
        case let value as any RawRepresentable: self.init(reflecting: value.rawValue, depth: depth)
        default: self = depth < 6 ? Self.composed(Mirror(reflecting: value), value, depth + 1) : .null
        }
    }

    private static func composed(_ mirror: Mirror, _ value: Any, _ depth: Int) -> JSONValue {
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.map { JSONValue(reflecting: $0.value, depth: depth) } ?? .null
        case .collection:
            return .array(mirror.children.prefix(64).map { JSONValue(reflecting: $0.value, depth: depth) })
        case .set:
            return .array(
                mirror.children.prefix(64).map { JSONValue(reflecting: $0.value, depth: depth) }
                    .sorted { $0.jsonBytes().lexicographicallyPrecedes($1.jsonBytes()) })
        case .dictionary:
            let pairs = mirror.children.prefix(64).compactMap { pair -> Member? in
                let parts = Array(Mirror(reflecting: pair.value).children)
                guard parts.count == 2 else { return nil }
                return Member("\(parts[0].value)", JSONValue(reflecting: parts[1].value, depth: depth))
            }
            return .object(pairs.sorted { $0.key < $1.key })
        case .struct, .tuple:
            return .object(
                mirror.children.enumerated().map { index, child in
                    Member((child.label ?? "\(index)").snakeCased, JSONValue(reflecting: child.value, depth: depth))
                })
        case .enum:
            guard let child = mirror.children.first else { return .string("\(value)".snakeCased) }
            return .object([
                Member((child.label ?? "value").snakeCased, JSONValue(reflecting: child.value, depth: depth))
            ])
        default: return .string("\(value)")
        }
    }
}

extension JSONValue {
    /// The most bytes of one value in an explanation.
    static let mostShown = 2048

    /// The value for an explanation: no longer than ``mostShown``, without what follows the path of an address, which may be secret.
    var shown: JSONValue {
        for (texts, elements) in [(512, 64), (160, 24), (80, 10), (40, 5)] {
            let cut = cut(texts: texts, elements: elements)
            if cut.jsonBytes().count <= Self.mostShown { return cut }
        }
        return .string("(too long to show)")
    }

    private func cut(texts: Int, elements: Int) -> JSONValue {
        switch self {
        case .string(let text):
            let plain = text.withoutQuery
            return .string(plain.count > texts ? "\(plain.prefix(texts))…" : plain)
        case .array(let values):
            let more: [JSONValue] = values.count > elements ? [.string("… \(values.count - elements) more")] : []
            return .array(values.prefix(elements).map { $0.cut(texts: texts, elements: elements) } + more)
        case .object(let members):
            let more = members.count > elements ? [Member("…", .integer(Int64(members.count - elements)))] : []
            return .object(
                members.prefix(elements).map {
                    Member(String($0.key.prefix(texts)), $0.value.cut(texts: texts, elements: elements))
                } + more)
        default: return self
        }
    }

    /// The value with every text left out: that there is one is all that may be told.
    var hidden: JSONValue {
        switch self {
        case .string: .string("(present)")
        case .array(let values): .array(values.map(\.hidden))
        case .object(let members): .object(members.map { Member($0.key, $0.value.hidden) })
        default: self
        }
    }
}

extension String {
    /// `headersWeight` as `headers_weight`.
    fileprivate var snakeCased: String {
        var text = ""
        var isAfterLower = false
        for character in self {
            if character.isUppercase, isAfterLower { text += "_" }
            text += character.lowercased()
            isAfterLower = character.isLowercase || character.isNumber
        }
        return text
    }

    /// An address without its query and fragment, which hold what pages keep in them; any other text as it is.
    fileprivate var withoutQuery: String {
        guard contains("://"), let end = firstIndex(where: { $0 == "?" || $0 == "#" }) else { return self }
        return "\(self[..<end])\(self[end])…"
    }
}
