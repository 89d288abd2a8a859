import Testing

@testable import WebBotAuth

@Suite("Structured fields")
struct StructuredFieldTests {
    @Test("A repeated label is remembered, and the last value stands where the first stood")
    func repeated() throws {
        let dictionary = try StructuredField.dictionary("a=1, b=2, a=3")
        #expect(dictionary.repeatedKeys == ["a"])
        #expect(dictionary.canonical == "a=3, b=2")
        #expect(try StructuredField.item("x;a;b;a=2").parameters.isRepeating)
    }

    @Test("What is larger than the bounds is refused, and what just fits is read")
    func bounds() throws {
        let members = (0..<65).map { "k\($0)" }
        let items = (0..<65).map { "\($0)" }
        #expect(try StructuredField.dictionary(members.dropLast().joined(separator: ", ")).entries.count == 64)
        #expect(try StructuredField.list("(\(items.dropLast().joined(separator: " ")))").members.count == 1)
        for text in [
            members.joined(separator: ", "), "a=(\(items.joined(separator: " ")))",
            "a\(members.map { ";\($0)" }.joined())",
            String(repeating: "a=1, ", count: 65) + "a", "a=\"\(String(repeating: "x", count: 16 * 1024))\"",
        ] {
            #expect(throws: StructuredFieldError.self) { try StructuredField.dictionary(text) }
        }
        #expect(throws: StructuredFieldError.self) { try StructuredField.list(items.joined(separator: ",")) }
    }

    @Test(
        "A byte sequence is read in one spelling only",
        arguments: [":aGVsbG8:", ":iZ==:", ":aGVsbG8=", ":aGVsbG8==:", ":=:", ":a:", ":aGVsbG8-:", ": aGVsbG8=:"])
    func bytes(text: String) {
        #expect(throws: StructuredFieldError.self) { try StructuredField.item(text) }
    }

    @Test("Values that the grammar has no text for are not written")
    func unwritable() {
        for value: BareItem in [
            .integer(1_000_000_000_000_000), .decimal(thousandths: .min), .date(.max), .string("ü"), .string("\n"),
            .token(""), .token("1a"), .token("a b"),
        ] {
            #expect(value.canonical == nil)
        }
        #expect(StructuredParameters([.init("A", .boolean(true))]).canonical == nil)
        #expect(StructuredInnerList([StructuredItem(.string("\u{7f}"))]).canonical == nil)
    }

    @Test("A text cut anywhere is read or refused, and nothing else happens")
    func cut() {
        let text =
            "sig1=(\"@authority\" \"a\";key=\"b\";bs);created=1;x=%\"%c3%bc\";y=:aGVsbG8=:;z=-1.5;t=@-9;f=?0, b=tok/en:x"
        for length in 0...text.utf8.count {
            let part = String(decoding: text.utf8.prefix(length), as: UTF8.self)
            _ = try? StructuredField.dictionary(part)
            _ = try? StructuredField.list(part)
            _ = try? StructuredField.item(part)
        }
        #expect((try? StructuredField.dictionary(text))?.canonical == text)
    }
}
