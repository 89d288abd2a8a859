import OrderedJSON
import Testing

@testable import WebBotAuth

@Suite(
    "The published cases of structured fields",
    .enabled(if: Vectors.areThere, "../shared/vectors is not beside the repository"))
struct StructuredFieldVectorTests {
    @Test("Every case is read as it says, is refused where it must be, and is written in its canonical form")
    func all() throws {
        var count = 0
        for file in try Vectors.files("structured-fields") {
            for vector in try Vectors.cases("structured-fields/\(file)") {
                try check(vector, "\(file): \(vector["name"]?.string ?? "")")
                count += 1
            }
        }
        #expect(count >= 235)
    }

    private func check(_ vector: JSONValue, _ name: String) throws {
        let raw = try #require(vector["raw"]?.array).compactMap(\.string).joined(separator: ", ")
        let read: (value: JSONValue, canonical: String?)
        do {
            read = try self.read(raw, as: vector["header_type"]?.string)
        } catch {
            let mayFail = vector["must_fail"]?.bool == true || vector["can_fail"]?.bool == true
            #expect(mayFail, "\(name): \(error)")
            return
        }
        #expect(vector["must_fail"]?.bool != true, "\(name) must not be read")
        #expect(read.value == vector["expected"], "\(name)")
        // Without a canonical form of its own a case is canonical as it stands.
        let canonical = vector["canonical"]?.array?.compactMap(\.string).joined(separator: ", ") ?? raw
        #expect(read.canonical == canonical, "\(name)")
    }

    private func read(_ raw: String, as type: String?) throws -> (JSONValue, String?) {
        switch type {
        case "item":
            let item = try StructuredField.item(raw)
            return (Self.json(item), item.canonical)
        case "list":
            let list = try StructuredField.list(raw)
            return (.array(list.members.map(Self.json)), list.canonical)
        default:
            let dictionary = try StructuredField.dictionary(raw)
            let entries = dictionary.entries.map { JSONValue.array([.string($0.key), Self.json($0.member)]) }
            return (.array(entries), dictionary.canonical)
        }
    }

    private static func json(_ member: StructuredMember) -> JSONValue {
        switch member {
        case .item(let item): json(item)
        case .innerList(let list): .array([.array(list.items.map(json)), json(list.parameters)])
        }
    }

    private static func json(_ item: StructuredItem) -> JSONValue { .array([json(item.value), json(item.parameters)]) }

    private static func json(_ parameters: StructuredParameters) -> JSONValue {
        .array(parameters.entries.map { .array([.string($0.key), json($0.value)]) })
    }

    private static func json(_ value: BareItem) -> JSONValue {
        switch value {
        case .integer(let value): .integer(value)
        case .decimal(let thousandths): .number(Double(thousandths) / 1000)
        case .string(let text): .string(text)
        case .token(let text): typed("token", .string(text))
        case .bytes(let bytes): typed("binary", .string(base32(bytes)))
        case .boolean(let value): .bool(value)
        case .date(let seconds): typed("date", .integer(seconds))
        case .displayString(let text): typed("displaystring", .string(text))
        }
    }

    private static func typed(_ type: String, _ value: JSONValue) -> JSONValue {
        .object([.init("__type", .string(type)), .init("value", value)])
    }

    /// Base32 (RFC 4648, section 6), in which the cases write bytes.
    private static func base32(_ bytes: [UInt8]) -> String {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
        while !bits.count.isMultiple(of: 5) { bits.append(0) }
        var text = stride(from: 0, to: bits.count, by: 5).map { start in
            digits[bits[start..<start + 5].reduce(0) { $0 << 1 | Int($1) }]
        }
        while !text.count.isMultiple(of: 8) { text.append("=") }
        return String(text)
    }
}
