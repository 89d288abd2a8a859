import NetworkIntelligence
import Testing

@Suite struct ASNListTests {
    private func entries(_ text: String) throws -> [String] {
        let list = try ASNListReader().read(Array(text.utf8))
        #expect(list.problems.count == 0, "\(list.problems.first)")
        return list.entries.map { entry in "\(entry.asn) \(entry.name ?? "-")" }
    }

    @Test("lines of numbers, with AS before them or not, names behind them or in comments")
    func lines() throws {
        let text =
            "# systems\nAS13335\n13336\nas13337 # Cloud, Inc.\nAS13338 Some Hosting GmbH\n13339 ; Other\r\n\nAS4294967294 // last\n"
        #expect(
            try entries(text) == [
                "13335 -", "13336 -", "13337 Cloud, Inc.", "13338 Some Hosting GmbH", "13339 Other", "4294967294 last",
            ])
    }

    @Test(
        "CSV with a header or without, quoted or not",
        arguments: [
            "ASN,Entity\n64500,\"A, B\"", "64500,\"A, B\"", "\"64500\", \"A, B\"", "AS64500,\"A, B\"",
            "name,as_number\n\"A, B\",64500", "id,asn,country,organization\n7,64500,DE,\"A, B\"",
            "Entity,ASN\n\"A, B\",AS64500\n",
        ])
    func rows(text: String) throws { #expect(try entries(text) == ["64500 A, B"]) }

    @Test("doubled quotes in a name are one")
    func quotes() throws {
        #expect(try entries("ASN,Entity\n64500,\"The \"\"Best\"\" Host\"") == ["64500 The \"Best\" Host"])
    }

    @Test(
        "JSON of numbers, strings or objects",
        arguments: [
            "[64500]", "[\"AS64500\"]", "[\"64500\"]", "{\"asns\":[64500],\"updated\":20260101}",
            "{\"data\":[{\"id\":5,\"asn\":64500,\"rank\":7}]}", "[{\"asn\":\"AS64500\"}]", "{\"AS64500\":\"\"}",
        ])
    func json(text: String) throws { #expect(try entries(text) == ["64500 -"]) }

    @Test("objects of JSON tell names")
    func jsonNames() throws {
        #expect(
            try entries(#"[{"name":"A, B","asn":64500},{"asn":64501,"organization":"C"}]"#) == [
                "64500 A, B", "64501 C",
            ])
        #expect(
            try entries("{\"asn\":64500,\"name\":\"A\"}\n{\"asn\":64501,\"name\":\"B\"}\n") == ["64500 A", "64501 B"])
    }

    @Test(
        "a malformed line is told, and the rest is used",
        arguments: [
            ("0", "an AS number that nobody can have"), ("4294967295", "an AS number that nobody can have"),
            ("4294967296", "an AS number that nobody can have"),
            ("99999999999999999999", "an AS number that nobody can have"), ("-1", "no AS number"),
            ("1.10", "no AS number"), ("ASX", "no AS number"),
            ("AS", "no AS number"), ("0x10", "no AS number"), ("007", "an AS number with a leading zero"),
            ("192.0.2.1", "an address, not an AS number"),
            ("2001:db8::/32", "an address, not an AS number"), ("Hosting", "no AS number"),
        ])
    func malformedLine(text: String, reason: String) throws {
        let list = try ASNListReader().read(Array("AS64500\n\(text)\nAS64501\n".utf8))
        #expect(list.entries.map(\.asn) == [64_500, 64_501])
        #expect(list.problems.count == 1)
        let problem = try #require(list.problems.first.first)
        #expect(problem.line == 2 && problem.text == text)
        #expect(problem.reason == reason)
    }

    @Test(
        "a malformed row is told, and the rest is used",
        arguments: [
            ("x,Name", "no AS number"), ("", nil), (",Name", "no field with an AS number"),
            ("64502,\"Name", "a quote that does not end where its field does"),
        ] as [(String, String?)])
    func malformedRow(text: String, reason: String?) throws {
        let list = try ASNListReader().read(Array("ASN,Entity\n64500,A\n\(text)\n64501,B\n".utf8))
        #expect(list.entries.map(\.asn) == [64_500, 64_501])
        #expect(list.problems.first.first?.reason == reason)
    }

    @Test("malformed numbers in JSON are told with their line")
    func malformedJSON() throws {
        let list = try ASNListReader().read(Array("[64500,\n0,\n1e3,\"x\",{\"asn\":\"y\"},64501]".utf8))
        #expect(list.entries.map(\.asn) == [64_500, 64_501])
        #expect(list.problems.first.map(\.line) == [2, 3, 3, 3])
        #expect(list.problems.first.map(\.text) == ["0", "1e3", "x", "y"])
    }

    @Test("a name is cut, and shows nothing that would not print")
    func longName() throws {
        let list = try ASNListReader().read(Array(("64500,\u{202e}" + String(repeating: "é", count: 400)).utf8))
        #expect(list.entries.first?.name == "\u{fffd}" + String(repeating: "é", count: 199))
    }

    @Test(
        "a file tells by its content what it lists",
        arguments: [
            ("192.0.2.1\n192.0.2.2", ListKind.addresses), ("# x\n192.0.2.0/24 # AS13335", .addresses),
            ("ip,asn\n192.0.2.1,13335", .addresses),
            ("asn,prefix\n13335,192.0.2.0/24", .addresses), ("AS13335\nAS13336", .asns), ("13335", .asns),
            ("ASN,Entity\n13335,Cloud", .asns), ("13335 # Cloud", .asns),
            ("[\"192.0.2.1\"]", .addresses), ("[13335]", .asns),
            ("{\"asn\":13335,\"prefixes\":[\"192.0.2.0/24\"]}", .addresses), ("[{\"asn\":13335}]", .asns),
            ("16777216,16777471,AU", .countries), ("# x\n2001:db8::,2001:db8::ffff,??", .countries), ("Not Found", nil),
            ("{\"a\":1}", nil), ("# nothing", nil),
        ] as [(String, ListKind?)])
    func kinds(text: String, kind: ListKind?) throws { #expect(try ListKind(of: Array(text.utf8)) == kind) }

    @Test("what is no text is of no kind")
    func noKind() { #expect(throws: ListError.self) { try ListKind(of: [0, 1, 2]) } }
}
