import OrderedJSON
import Testing

@Suite("The writer")
struct WriterTests {
    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("puts a comma between elements and none before the first or after the last")
    func commas() {
        let written = text {
            $0.array { list in
                list.write(1)
                list.writeNull()
                list.write(true)
                list.write("x")
                list.array { _ in }
                list.object { _ in }
                list.write(0.5)
                list.raw("[7]".utf8)
                list.write(2)
            }
        }
        #expect(written == #"[1,null,true,"x",[],{},0.5,[7],2]"#)
    }

    @Test("puts commas right around nested objects, wherever they stand")
    func nesting() {
        let written = text {
            $0.object {
                $0.field("first", object: { $0.field("a", 1) })
                $0.null("second")
                $0.key("third")
                $0.array { list in
                    list.object { $0.field("b", false) }
                    list.object { _ in }
                }
                $0.field("fourth", object: { _ in })
                $0.field("fifth", [String]())
                $0.field("last", [1, 2])
            }
        }
        #expect(
            written
                == #"{"first":{"a":1},"second":null,"third":[{"b":false},{}],"fourth":{},"fifth":[],"last":[1,2]}"#)
    }

    @Test("keeps keys in the order in which they are written, and repeats what is repeated")
    func order() {
        let written = text {
            $0.object {
                $0.field("z", 1)
                $0.field("a", 2)
                $0.field("m", 3)
                $0.field("a", 4)
            }
        }
        #expect(written == #"{"z":1,"a":2,"m":3,"a":4}"#)
    }

    @Test(
        "escapes what RFC 8259 asks to be escaped",
        arguments: [
            ("\"", #"\""#), ("\\", #"\\"#), ("\n", #"\n"#), ("\r", #"\r"#), ("\t", #"\t"#),
            ("\u{0}", #"\u0000"#), ("\u{8}", #"\u0008"#), ("\u{c}", #"\u000c"#), ("\u{1f}", #"\u001f"#),
            ("a\"b\\c\nd", #"a\"b\\c\nd"#), ("\"\"", #"\"\""#),
        ])
    func escapes(value: String, expected: String) {
        #expect(text { $0.write(value) } == "\"\(expected)\"")
    }

    @Test(
        "leaves everything else as it stands",
        arguments: ["", "/", "<script>", "é", "日本", "🙂", "\u{7f}", "\u{2028}", "e\u{301}", "👩‍👩‍👧"])
    func verbatim(value: String) {
        #expect(text { $0.write(value) } == "\"\(value)\"")
    }

    @Test("escapes keys as it escapes strings")
    func keys() {
        #expect(text { $0.object { $0.field("a\"\n", 1) } } == #"{"a\"\n":1}"#)
    }

    @Test("writes null for what JSON has no number for", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        #expect(text { $0.write(value) } == "null")
        #expect(text { $0.object { $0.field("score", value) } } == #"{"score":null}"#)
    }

    @Test(
        "writes numbers in their shortest exact form",
        arguments: [
            (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-3.0, "-3"), (0.1, "0.1"), (-2.5, "-2.5"), (1e15, "1000000000000000"),
            (9_007_199_254_740_991, "9007199254740991"), (9_007_199_254_740_992, "9007199254740992.0"),
            (-9_007_199_254_740_992, "-9007199254740992.0"), (1e300, "1e+300"), (.leastNonzeroMagnitude, "5e-324"),
            (1e-5, "1e-05"),
        ])
    func doubles(value: Double, expected: String) {
        #expect(text { $0.write(value) } == expected)
    }

    @Test(
        "writes numbers at the edges of 64 bits",
        arguments: [
            -9_223_372_036_854_775_808.0, 9_223_372_036_854_775_808.0, 18_446_744_073_709_551_616.0,
            Double.greatestFiniteMagnitude, -Double.greatestFiniteMagnitude,
        ])
    func edges(value: Double) {
        #expect(Double(text { $0.write(value) }) == value)
    }

    @Test("writes whole numbers of every width")
    func integers() {
        #expect(text { $0.write(Int64.min) } == "-9223372036854775808")
        #expect(text { $0.write(UInt64.max) } == "18446744073709551615")
        #expect(text { $0.write(UInt8(7)) } == "7")
    }

    @Test("writes an optional as its value or as null")
    func optionals() {
        #expect(text { $0.array { list in Optional("a").write(to: &list) } } == #"["a"]"#)
        #expect(text { $0.array { list in Optional<String>.none.write(to: &list) } } == "[null]")
        #expect([1, nil, 3].jsonBytes() == Array("[1,null,3]".utf8))
    }
}
