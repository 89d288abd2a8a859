import NetworkIntelligence
import Testing

/// Every kind of line that can't be used: it is told with its line and reason, and the rest of the list is used.
@Suite struct ListProblemTests {
    private func problem(_ list: AddressList, used: Int) throws -> ListProblem {
        #expect(list.ranges.count == used)
        #expect(list.problems.count == 1, "\(list.problems.first)")
        return try #require(list.problems.first.first)
    }

    @Test(
        "a malformed line is told, and the rest is used",
        arguments: [
            ("192.0.2.256", "no address: a part is missing or above 255"),
            ("192.0..2", "no address: a part is missing or above 255"),
            ("192.0.2", "no address"), ("192.0.2.1.5", "no address"), ("example.com", "no address"),
            ("2001:db8:::1", "no address"), ("12345::", "no address"),
            ("192.0.2.010", "a leading zero, which some read as octal"),
            ("010.0.0.0/8", "a leading zero, which some read as octal"),
            ("0x7f.0.0.1", "no address"), ("3221225985", "a number, not an address"),
            ("AS13335", "an AS number, not an address"),
            ("192.0.2.0/33", "a prefix of more than 32 bits"), ("2001:db8::/129", "a prefix of more than 128 bits"),
            ("192.0.2.0/x", "a prefix that is no number"), ("192.0.2.0/", "a prefix that is no number"),
            ("192.0.2.0/024", "a prefix that is no number"),
            ("192.0.2.9-192.0.2.1", "a range that runs backwards"),
            ("192.0.2.1-2001:db8::1", "a range of two versions"),
            ("192.0.2.1-", "no address"), ("192.0.2.1-x", "no address"),
            ("fe80::1%eth0", "a zone, which means nothing in a list"),
            ("192.0.2.1:99999", "no address"), ("[2001:db8::1", "no address"),
            ("0.0.0.0/0", "broader than /8, which is no entry but a mistake"),
            ("10.0.0.0/7", "broader than /8, which is no entry but a mistake"),
            ("::/0", "broader than /16, which is no entry but a mistake"),
            ("2000::/15", "broader than /16, which is no entry but a mistake"),
            ("1.0.0.0-9.0.0.0", "broader than /8, which is no entry but a mistake"),
            ("192.0.2.1 192.0.2.2", "more than one address on a line"), ("the address 192.0.2.1", "no address"),
        ])
    func malformedLine(text: String, reason: String) throws {
        let list = try AddressListReader().read(Array("192.0.2.77\n# a comment\n\(text)\n192.0.2.78\n".utf8))
        let problem = try problem(list, used: 2)
        #expect(problem.line == 3)
        #expect(problem.text == text)
        #expect(problem.reason == reason)
    }

    @Test("a block as broad as one may be is used", arguments: ["10.0.0.0/8", "2001::/16", "11.0.0.0-11.255.255.255"])
    func broadest(text: String) throws {
        let list = try AddressListReader().read(Array(text.utf8))
        #expect(list.ranges.count == 1 && list.problems.count == 0)
    }

    @Test(
        "a malformed row is told, and the rest is used",
        arguments: [
            ("x,nonsense", "no address"), ("x", "no field with an address"), ("x,", "no field with an address"),
            ("x,192.0.2.0/40", "a prefix of more than 32 bits"),
            ("\"x,192.0.2.1", "a quote that does not end where its field does"),
            ("x,\"192.0.2.1", "a quote that does not end where its field does"),
            ("\"x\"y,192.0.2.1", "a quote that does not end where its field does"), (",", "no field with an address"),
        ])
    func malformedRow(text: String, reason: String) throws {
        let list = try AddressListReader().read(Array("name,ip\na,192.0.2.77\n\(text)\nb,192.0.2.78\n".utf8))
        let problem = try problem(list, used: 2)
        #expect(problem.line == 3)
        #expect(problem.reason == reason)
    }

    @Test(
        "a malformed row of ranges is told, and the rest is used",
        arguments: [
            ("192.0.2.9,192.0.2.1", "a range that runs backwards"),
            ("192.0.2.9,2001:db8::1", "a range of two versions"), ("192.0.2.9", "no two addresses"),
            ("192.0.2.9,", "no two addresses"), ("x,y", "no two addresses"),
            ("0,4294967295", "broader than /8, which is no entry but a mistake"),
            ("-1,192.0.2.1", "no two addresses"), ("340282366920938463463374607431768211456,1", "no two addresses"),
            ("\"192.0.2.1,192.0.2.2", "a quote that does not end where its field does"),
        ])
    func malformedRange(text: String, reason: String) throws {
        let list = try AddressListReader().read(
            Array("start,end\n192.0.2.77,192.0.2.78\n\(text)\n192.0.2.79,192.0.2.80\n".utf8))
        let problem = try problem(list, used: 2)
        #expect(problem.line == 3)
        #expect(problem.reason == reason)
    }

    @Test("a first row that is no header and no entry is told")
    func firstRow() throws {
        let list = try AddressListReader().read(Array("192.0.2.999,x\n192.0.2.1,y\n192.0.2.2,z\n".utf8))
        #expect(try problem(list, used: 2).line == 1)
    }

    @Test(
        "what looks like an entry in JSON and is none is told with its line",
        arguments: [
            ("192.0.2.0/33", "a prefix of more than 32 bits"),
            ("192.0.2.256/32", "no address: a part is missing or above 255"),
            ("2001:db8::/x", "a prefix that is no number"),
            ("0.0.0.0/0", "broader than /8, which is no entry but a mistake"),
        ])
    func malformedString(text: String, reason: String) throws {
        let list = try AddressListReader().read(
            Array("[\n\"192.0.2.77\",\n\"\(text)\",\n\"192.0.2.78\", \"a name\", \"1/2\"]\n".utf8))
        let problem = try problem(list, used: 2)
        #expect(problem.line == 3)
        #expect(problem.text == text)
        #expect(problem.reason == reason)
    }

    @Test("a pair of members that makes no range is told")
    func malformedPair() throws {
        let list = try AddressListReader().read(
            Array("[{\"start\":\"192.0.2.9\",\n\"end\":\"192.0.2.1\"},{\"ip\":\"192.0.2.77\"}]".utf8))
        let problem = try problem(list, used: 1)
        #expect(problem.line == 2)
        #expect(problem.text == "192.0.2.9-192.0.2.1")
        #expect(problem.reason == "a range that runs backwards")
    }

    @Test(
        "a broken line of JSON lines is told, and the others are read",
        arguments: ["{\"ip\":", "nonsense", "{\"ip\":\"192.0.2.1\"} {", "[[[[[[[[[[[[[[[[[[[[", "{\"a\" 1}"])
    func malformedJSONLine(text: String) throws {
        let list = try AddressListReader().read(
            Array("{\"ip\":\"192.0.2.77\"}\n{\"ip\":\"192.0.2.79\"}\n\(text)\n{\"ip\":\"192.0.2.78\"}\n".utf8))
        let last = try #require(list.problems.first.first)
        #expect(last.line == 3 && last.reason == "broken JSON")
        #expect(list.ranges.contains { $0.range.first == IPAddress("192.0.2.78") })
    }

    @Test("a line that is too long is told, cut, and the rest is used")
    func longLine() throws {
        let text = "192.0.2.77\n" + String(repeating: "7", count: 5_000) + "\n192.0.2.78\n"
        let problem = try problem(AddressListReader().read(Array(text.utf8)), used: 2)
        #expect(problem.line == 2)
        #expect(problem.text == String(repeating: "7", count: 80))
        #expect(problem.reason == "a line of more than 4096 bytes")
    }

    @Test("what would not print is not shown")
    func unprintable() throws {
        let bytes =
            Array("192.0.2.77\n".utf8) + [0x61, 0x1b, 0x5b, 0x00, 0xff, 0xc3, 0x28]
            + Array("\u{202e}\u{2028}é\n192.0.2.78".utf8)
        let problem = try problem(AddressListReader().read([UInt8](repeating: 0x0a, count: 4_096) + bytes), used: 2)
        #expect(problem.line == 4_098)
        #expect(problem.text == "a\u{fffd}[\u{fffd}\u{fffd}\u{fffd}(\u{fffd}\u{fffd}é")
        #expect(problem.description == "line 4098: no address: \(problem.text)")
    }

    @Test("all problems are counted, and the first hundred are kept")
    func manyProblems() throws {
        let list = try AddressListReader().read(Array(("192.0.2.1\n" + String(repeating: "x\n", count: 1_234)).utf8))
        #expect(list.problems.count == 1_234)
        #expect(list.problems.first.map(\.line) == Array(2...101))
        #expect(list.ranges.count == 1)
    }
}
