import OrderedJSON
import Testing

@Suite("The parser")
struct ParserTests {
    private func parse(_ text: String, depth: Int = 32) throws(JSONParseError) -> JSONValue {
        try JSONValue(parsing: Array(text.utf8), maximumDepth: depth)
    }

    private func refusal(_ bytes: [UInt8], depth: Int = 32) -> JSONParseError? {
        do {
            _ = try JSONValue(parsing: bytes, maximumDepth: depth)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "reads any kind of value at the top",
        arguments: ["null", "true", "false", "0", "\"\"", "[]", "{}", " \t\r\n1 \n"])
    func top(text: String) throws {
        _ = try parse(text)
    }

    @Test("keeps members in the order of the text, repeated names included")
    func order() throws {
        let value = try parse(#"{"b":1,"a":2,"b":[true,{"c":null}]}"#)
        #expect(value.object?.map(\.key) == ["b", "a", "b"])
        #expect(value["b"]?.int == 1)
        #expect(
            value
                == .object([
                    .init("b", .integer(1)), .init("a", .integer(2)),
                    .init("b", .array([.bool(true), .object([.init("c", .null)])])),
                ]))
    }

    @Test("takes white space wherever the grammar has it")
    func space() throws {
        #expect(try parse(" { \"a\" :\t[ 1 ,\r\n2 ] , \"b\" : { } } ") == parse(#"{"a":[1,2],"b":{}}"#))
    }

    @Test(
        "reads escapes",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u0041""#, "A"), (#""\u00e9\u00E9""#, "éé"),
            (#""\u0000""#, "\u{0}"), (#""a\ud83d\ude42b""#, "a🙂b"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"),
            (#""\uffff""#, "\u{FFFF}"), (#""x\n""#, "x\n"), ("\"\u{7f}é日🙂\"", "\u{7f}é日🙂"),
        ])
    func escapes(text: String, expected: String) throws {
        #expect(try parse(text).string == expected)
    }

    @Test(
        "refuses half a surrogate pair where it is told to",
        arguments: [#""\ud83d""#, #""\ude42""#, #""a\ud83dx""#, #""\ud83d\u0041""#, #"{"\ude42":1}"#])
    func halves(text: String) {
        #expect(throws: JSONParseError.self) {
            _ = try JSONValue(parsing: Array(text.utf8), repairsSurrogates: false)
        }
        let whole = try? JSONValue(parsing: Array(#""\ud83d\ude42""#.utf8), repairsSurrogates: false)
        #expect(whole?.string == "🙂")
    }

    @Test(
        "reads half a surrogate pair as the replacement character, and what follows as it stands",
        arguments: [
            (#""\ud83d""#, "\u{fffd}"), (#""\ude42""#, "\u{fffd}"), (#""\ud83dx""#, "\u{fffd}x"),
            (#""\ud83d\n""#, "\u{fffd}\n"), (#""\ud83d\u0041""#, "\u{fffd}A"), (#""\ud83d\ud83d""#, "\u{fffd}\u{fffd}"),
            (#""\ude42\ud83d""#, "\u{fffd}\u{fffd}"), (#""\ud83d\ud83d\ude42""#, "\u{fffd}🙂"),
        ])
    func surrogates(text: String, expected: String) throws {
        #expect(try parse(text) == .string(expected))
    }

    @Test("refuses escapes that do not end", arguments: [#""\ud83d\u""#, #""\ud83d\"#, #""\u12""#])
    func openEscapes(text: String) {
        #expect(refusal(Array(text.utf8)) != nil)
    }

    @Test(
        "refuses strings that are not UTF-8",
        arguments: [
            [0x80], [0xc3], [0xc0, 0xaf], [0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xff],
            [0xf0, 0x9f, 0x99],
        ] as [[UInt8]])
    func invalidUTF8(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(refusal([quote] + bytes + [quote]) != nil)
        #expect(refusal(Array("\"\\n".utf8) + bytes + [quote]) != nil)
        #expect(refusal(Array("{\"".utf8) + bytes + Array("\":1}".utf8)) != nil)
    }

    @Test(
        "refuses what RFC 8259 does not allow",
        arguments: [
            "", " ", "{", "[", "}", "]", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "{\"a\"", "{\"a\":", "{\"a\":1",
            "{\"a\":1,}", "{,}", "{a:1}", "{1:1}", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "'a'", "\"", "\"a", "\"\\",
            "\"\\x\"",
            "\"\\u12\"", "\"\\u12g4\"", "\"\\u+123\"", "\"a\u{1}\"", "\"\\n\u{1f}\"", "\"\n\"", "nul", "nulL", "True",
            "tru", "NaN", "Infinity", "-Infinity", "undefined", "//\n1", "/**/1", "1 2", "[]{}", "null,", "\u{FEFF}1",
            "\u{a0}1", "1\u{0}", "[1}", "{\"a\":1]",
        ])
    func grammar(text: String) {
        #expect(refusal(Array(text.utf8)) != nil)
    }

    @Test(
        "refuses numbers of other forms",
        arguments: [
            "+1", "-", "01", "-01", "00", "1.", ".5", "1.e5", "1e", "1e+", "1e-", "1E+-1", "0x10", "1_000", "--1",
            "1.2.3",
            "-a", "1a", "1e5.5", "٣", "1e400", "-1e400",
        ])
    func numberForms(text: String) {
        #expect(refusal(Array(text.utf8)) != nil)
    }

    @Test(
        "reads whole numbers that fit in 64 bits as integers",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-12", -12), ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775807", Int64.max), ("-9223372036854775807", -Int64.max),
            ("-9223372036854775808", Int64.min),
        ])
    func integers(text: String, expected: Int64) throws {
        #expect(try parse(text) == .integer(expected))
    }

    @Test(
        "reads other numbers as the nearest double",
        arguments: [
            ("0.5", 0.5), ("-0.0", 0), ("1e2", 100), ("1E+2", 100), ("125e-2", 1.25),
            ("1.7976931348623157e308", .greatestFiniteMagnitude),
            ("9223372036854775808", 9_223_372_036_854_775_808), ("-9223372036854775809", -9_223_372_036_854_775_808),
            ("18446744073709551617", 18_446_744_073_709_551_616), ("1e-400", 0),
            ("123456789012345678901234567890", 123_456_789_012_345_678_901_234_567_890.0),
        ])
    func doubles(text: String, expected: Double) throws {
        #expect(try parse(text) == .number(expected))
    }

    @Test("nests as deep as it may and no deeper, whatever the brackets")
    func depth() throws {
        for depth in [1, 2, 32] {
            let arrays = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            _ = try parse(arrays, depth: depth)
            #expect(refusal(Array("[\(arrays)]".utf8), depth: depth)?.offset == depth)
            #expect(refusal(Array("{\"a\":\(arrays)}".utf8), depth: depth) != nil)
        }
        _ = try parse("1", depth: 0)
        #expect(refusal(Array("[]".utf8), depth: 0) != nil)
        #expect(refusal([UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)) != nil)
    }

    @Test("takes brothers for no depth")
    func breadth() throws {
        #expect(try parse("[[],[],{},{},[[]],[[]]]", depth: 3).array?.count == 6)
    }

    @Test(
        "says at which byte the text went wrong",
        arguments: [
            ("", 0), ("  ", 2), ("[1,x]", 3), ("{\"é\" 1}", 6), ("[1] 2", 4), ("\"ab", 3), ("\"a\\q\"", 4),
            ("[tru]", 1),
            ("{\"a\":1,}", 7), ("[1;2]", 2),
        ])
    func offsets(text: String, expected: Int) throws {
        let error = try #require(refusal(Array(text.utf8)))
        #expect(error.offset == expected)
        #expect(error.description.hasSuffix("at byte \(expected)"))
        #expect(!error.reason.isEmpty)
    }

    @Test("reads bytes that do not lie in one piece")
    func collections() throws {
        #expect(try JSONValue(parsing: Array("xx[1]".utf8)[2...]) == parse("[1]"))
        #expect(try JSONValue(parsing: "[\"é\"]".utf8.reversed().reversed()) == parse("[\"é\"]"))
        #expect(try JSONValue(parsing: AnyCollection(Array("[1]".utf8))) == parse("[1]"))
    }
}
