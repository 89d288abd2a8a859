import Foundation
import OrderedJSON

/// As much of JSON Schema as the contract is written in. A keyword that is not known here is a problem like any other.
struct Schema {
    let root: JSONValue

    /// What in a value does not fit a named schema, each with its path.
    func problems(of value: JSONValue, as name: String) -> [String] {
        guard let schema = root["components"]?["schemas"]?[name] else { return ["there is no schema \(name)"] }
        return problems(value, schema, at: name)
    }

    private func problems(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        (schema.object ?? []).flatMap { problems(value, $0.key, $0.value, in: schema, at: path) }
    }

    private func problems(
        _ value: JSONValue, _ keyword: String, _ rule: JSONValue, in schema: JSONValue, at path: String
    ) -> [String] {
        func unless(_ holds: Bool) -> [String] { holds ? [] : ["\(path): \(keyword)"] }
        switch keyword {
        case "$ref":
            let name = rule.string?.split(separator: "/").last.map(String.init) ?? ""
            return problems(of: value, as: name).map { "\(path) → \($0)" }
        case "anyOf": return unless((rule.array ?? []).contains { problems(value, $0, at: path).isEmpty })
        case "type":
            return unless((rule.array ?? [rule]).contains { Self.isOf(value, $0.string ?? "") })
        case "const": return unless(value == rule)
        case "enum": return unless(rule.array?.contains(value) == true)
        case "minimum": return unless((value.double ?? .infinity) >= (rule.double ?? .infinity))
        case "maximum": return unless((value.double ?? -.infinity) <= (rule.double ?? -.infinity))
        case "minItems": return unless((value.array?.count ?? .max) >= (rule.int ?? .max))
        case "maxItems": return unless((value.array?.count ?? 0) <= (rule.int ?? 0))
        case "pattern":
            guard let text = value.string, let regex = try? Regex(rule.string ?? "") else { return [] }
            return unless(text.contains(regex))
        case "format":
            guard let text = value.string else { return [] }
            switch rule.string {
            case "uri": return unless(URL(string: text, encodingInvalidCharacters: false)?.scheme != nil)
            case "date-time": return unless(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
            default: return unless(false)
            }
        case "items":
            return (value.array ?? []).enumerated().flatMap { problems($1, rule, at: "\(path)[\($0)]") }
        case "required":
            let keys = Set((value.object ?? []).map(\.key))
            guard value.object != nil else { return [] }
            return (rule.array ?? []).compactMap(\.string).filter { !keys.contains($0) }
                .map { "\(path).\($0): missing" }
        case "properties":
            return (rule.object ?? []).flatMap { property in
                value[property.key].map { problems($0, property.value, at: "\(path).\(property.key)") } ?? []
            }
        case "additionalProperties":
            return (value.object ?? []).filter { schema["properties"]?[$0.key] == nil }.flatMap { member in
                rule == .bool(false)
                    ? ["\(path).\(member.key): more than there may be"]
                    : problems(member.value, rule, at: "\(path).\(member.key)")
            }
        default: return unless(false)
        }
    }

    private static func isOf(_ value: JSONValue, _ type: String) -> Bool {
        switch type {
        case "null": value.isNull
        case "boolean": value.bool != nil
        case "integer": value.int != nil
        case "number": value.double != nil
        case "string": value.string != nil
        case "array": value.array != nil
        case "object": value.object != nil
        default: false
        }
    }
}
