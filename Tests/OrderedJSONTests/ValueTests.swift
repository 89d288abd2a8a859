import OrderedJSON
import Testing

@Suite("A value that was read")
struct ValueTests {
    private let value = JSONValue.object([
        .init("text", .string("a")), .init("flag", .bool(false)), .init("whole", .integer(3)),
        .init("broken", .number(2.5)),
        .init("round", .number(4)), .init("list", .array([.integer(1)])), .init("nothing", .null),
        .init("text", .string("second")), .init("inner", .object([.init("deep", .integer(9))])),
    ])

    @Test("answers what it is, and nil for what it is not")
    func kinds() {
        let accessors: [(String, Set<String>)] = [
            ("text", ["string"]), ("flag", ["bool"]), ("whole", ["int", "double"]), ("broken", ["double"]),
            ("round", ["int", "double"]), ("list", ["array"]), ("nothing", []), ("inner", ["object"]),
        ]
        for (key, expected) in accessors {
            var answered: Set<String> = []
            if value[key]?.string != nil { answered.insert("string") }
            if value[key]?.bool != nil { answered.insert("bool") }
            if value[key]?.int != nil { answered.insert("int") }
            if value[key]?.double != nil { answered.insert("double") }
            if value[key]?.array != nil { answered.insert("array") }
            if value[key]?.object != nil { answered.insert("object") }
            #expect(answered == expected, "\(key)")
            #expect(value[key]?.isNull == (key == "nothing"))
        }
    }

    @Test("reads as a path through what is not there")
    func paths() {
        #expect(value["inner"]?["deep"]?.int == 9)
        #expect(value["text"]?["deep"] == nil)
        #expect(value["list"]?["0"] == nil)
        #expect(value["missing"] == nil)
        #expect(value["nothing"] == .null)
        #expect(JSONValue.null["a"] == nil)
    }

    @Test("takes the first of repeated names")
    func repeated() {
        #expect(value["text"]?.string == "a")
    }

    @Test("never gives an integer that is not exact")
    func exactIntegers() {
        #expect(JSONValue.number(1e19).int == nil)
        #expect(JSONValue.number(-9_223_372_036_854_775_808).int == Int.min)
        #expect(JSONValue.number(9_223_372_036_854_775_808).int == nil)
        #expect(JSONValue.number(.nan).int == nil)
        #expect(JSONValue.integer(.max).int == Int.max)
    }

    @Test("compares names and strings as they are written")
    func equality() {
        #expect(
            JSONValue.object([.init("a", .null), .init("b", .null)]) != .object([.init("b", .null), .init("a", .null)]))
        #expect(JSONValue.integer(1) != .number(1))
    }
}
