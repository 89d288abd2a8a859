import NetworkIntelligence
import Testing

@Suite struct AddressListReaderTests {
    private func read(_ text: String, as format: ListFormat? = nil) throws -> AddressList {
        let list = try AddressListReader(format: format).read(Array(text.utf8))
        #expect(list.problems.count == 0, "\(list.problems.first)")
        return list
    }

    /// The ranges as blocks where they are such, as people would write them.
    private func entries(_ text: String, as format: ListFormat? = nil) throws -> [String] {
        try read(text, as: format).ranges.map { $0.range.first == $0.range.last ? "\($0.range.first)" : "\($0.range)" }
    }

    @Test("a line is an address, a block or a range, with comments and blanks of all kinds")
    func lines() throws {
        let text = """
            # a comment
            ; another
            // and another

            192.0.2.1
              192.0.2.2\t
            192.0.2.3 # trailing
            192.0.2.4;trailing
            192.0.2.5 // trailing
            198.51.100.0/24
            203.0.113.7-203.0.113.9
            203.0.113.17 - 203.0.113.19
            2001:db8::1
            2001:db8:1::/48
            2001:db8::7-2001:db8::9
            """
        #expect(
            try entries(text) == [
                "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "192.0.2.5", "198.51.100.0-198.51.100.255",
                "203.0.113.7-203.0.113.9",
                "203.0.113.17-203.0.113.19", "2001:db8::1", "2001:db8:1::-2001:db8:1:ffff:ffff:ffff:ffff:ffff",
                "2001:db8::7-2001:db8::9",
            ])
    }

    @Test("a byte order mark, line ends of Windows and a missing one at the end do no harm")
    func lineEnds() throws {
        #expect(
            try entries("\u{feff}192.0.2.1\r\n192.0.2.2\r\n\r\n192.0.2.3") == ["192.0.2.1", "192.0.2.2", "192.0.2.3"])
    }

    @Test("bits behind a prefix are cleared without a word")
    func hostBits() throws { #expect(try entries("192.0.2.77/24") == ["192.0.2.0-192.0.2.255"]) }

    @Test("addresses of IPv4 that are written as IPv6 are taken for what they are")
    func mapped() throws {
        #expect(
            try entries("::ffff:192.0.2.1\n::ffff:198.51.100.0/120") == ["192.0.2.1", "198.51.100.0-198.51.100.255"])
    }

    @Test("lists of proxies have ports, brackets and schemes")
    func endpoints() throws {
        let text =
            "192.0.2.1:8080\n[2001:db8::1]:1080\nsocks5://192.0.2.2:1080\nhttp://192.0.2.3:80/\nhttp://192.0.2.4\n[2001:db8::2]\n"
        #expect(
            try entries(text) == ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4", "2001:db8::1", "2001:db8::2"])
    }

    @Test("a list of bracketed addresses is no JSON")
    func brackets() throws {
        #expect(try entries("[2001:db8::1]:80\n[2001:db8::2]:80") == ["2001:db8::1", "2001:db8::2"])
    }

    @Test("words behind an address are not read")
    func words() throws { #expect(try entries("192.0.2.1 12 abuse\n192.0.2.2   7\n") == ["192.0.2.1", "192.0.2.2"]) }

    @Test(
        "a column is found by its name",
        arguments: [
            "name,ip\nx,192.0.2.1", "IP_Address,port\n192.0.2.1,80", "fingerprint, ipaddr, port\nABC, 192.0.2.1, 9001",
            "\"first_seen\",\"dst_ip\"\n\"2026-01-01 00:00:00\",\"192.0.2.1\"", "network,country\n192.0.2.1/32,DE",
            "country,cidr\nDE,192.0.2.1/32",
            "start_ip,end_ip,country\n192.0.2.1,192.0.2.1,DE",
            "country;x,range_start,range_end\nDE,192.0.2.1,192.0.2.1",
            "ip_from,ip_to,cc\n3221225985,3221225985,DE", "\"ip_from\",\"ip_to\"\n\"3221225985\",\"3221225985\"",
            "ip,network\n192.0.2.1,192.0.2.0/24", "network,ip\n192.0.2.0/24,192.0.2.1",
            "address,ip\n1 Main Street,192.0.2.1",
            "# exported\nid,prefix\n\n7,192.0.2.1\n",
        ])
    func namedColumns(text: String) throws { #expect(try entries(text, as: .commaSeparated) == ["192.0.2.1"]) }

    @Test(
        "a column without a known name, or without a header, is found by what it holds",
        arguments: [
            "192.0.2.1,DE,DE-BE,Berlin,", "7,192.0.2.1,x", "what,where\n7,192.0.2.1", "\"a, b\",\"192.0.2.1\"",
            "\"say \"\"hi\"\", 1.1.1.1\",192.0.2.1",
            "192.0.2.1,192.0.2.1,DE", "address,node\n1 Main Street,192.0.2.1",
        ])
    func foundColumns(text: String) throws { #expect(try entries(text) == ["192.0.2.1"]) }

    @Test("two neighbouring columns are a range when every row has one in them")
    func foundPairs() throws {
        #expect(
            try entries("192.0.2.1,192.0.2.9,DE\n2001:db8::,2001:db8::f,FR") == [
                "192.0.2.1-192.0.2.9", "2001:db8::-2001:db8::f",
            ])
        // The second row is none, so that the first column is meant alone.
        #expect(try entries("192.0.2.1,192.0.2.9\n192.0.2.8,192.0.2.2") == ["192.0.2.1", "192.0.2.8"])
        #expect(
            try read("192.0.2.1\t192.0.2.9\t13335\tUS\n198.51.100.0\t198.51.100.7\t0\tNone").ranges.map(
                \.range.description) == [
                    "192.0.2.1-192.0.2.9", "198.51.100.0-198.51.100.7",
                ])
    }

    @Test("rows that hold nothing but addresses are read whole")
    func nothingButAddresses() throws {
        #expect(try entries("192.0.2.1, 192.0.2.7,192.0.2.3,") == ["192.0.2.1", "192.0.2.7", "192.0.2.3"])
        #expect(try entries("192.0.2.1,192.0.2.2,192.0.2.3\n192.0.2.4,192.0.2.5,192.0.2.6\n").count == 6)
    }

    @Test("columns of both versions go together")
    func versionedColumns() throws {
        #expect(
            try entries("name,ipv4,ipv6\na,192.0.2.1,2001:db8::1\nb,,2001:db8::2\nc,192.0.2.3,\n") == [
                "192.0.2.1", "192.0.2.3", "2001:db8::1", "2001:db8::2",
            ])
    }

    @Test("numbers of IPv6 in columns of ranges are read")
    func numbersOfIPv6() throws {
        #expect(
            try entries(
                "ip_from,ip_to\n42540766411282592856903984951653826560,42540766411282592856903984951653826575\n") == [
                    "2001:db8::-2001:db8::f"
                ])
    }

    @Test("a header of known names without rows is an empty list, and so are comments alone")
    func emptyLists() throws {
        #expect(try entries("ip,port\n") == [])
        #expect(try entries("# nothing today\n") == [])
    }

    @Test(
        "JSON of the shapes in which ranges are published",
        arguments: [
            #"["192.0.2.1"]"#, #"[["192.0.2.1"]]"#,
            #"{"prefixes":[{"ipv4Prefix":"192.0.2.1/32"}],"creationTime":"2026-01-01T00:00:00.000000"}"#,
            #"{"syncToken":"1","createDate":"2026-01-01-00-00-00","prefixes":[{"ip_prefix":"192.0.2.1/32","region":"x"}],"ipv6_prefixes":[]}"#,
            #"{"values":[{"name":"A","id":"A","properties":{"addressPrefixes":["192.0.2.1/32"],"changeNumber":5}}],"cloud":"Public"}"#,
            #"{"last_updated_timestamp":"2026","regions":[{"region":"x","cidrs":[{"cidr":"192.0.2.1/32","tags":["OCI"]}]}]}"#,
            #"{"addresses":["192.0.2.1/32"],"ipv6_addresses":[]}"#,
            #"{"result":{"ipv4_cidrs":["192.0.2.1/32"],"etag":"38f79d050aa027e3be3865e495dcc9bc"},"success":true}"#,
            #"{"verifiable_password_authentication":true,"hooks":["192.0.2.1/32"],"domains":{"website":["*.example.com"]}}"#,
            #"{"192.0.2.1":{"ports":[80]}}"#, #"{"ip":"192.0.2.1","version":"1.2.3.4","mask":"255.255.255.255"}"#,
            #"["192.0.2.1\/32"]"#, #"{"192.0.2.1\/32":null}"#, #"[{"start":"192.0.2.1","end":"192.0.2.1"}]"#,
            #"[{"start":"192.0.2.1"}]"#,
            #"{"start_ip":"192.0.2.1","end_ip":"192.0.2.1","x":-1.5e3}"#, "\u{feff} [\n\"192.0.2.1\"\r\n]\n",
        ])
    func jsonShapes(text: String) throws {
        #expect(try entries(text) == ["192.0.2.1"])
        #expect(try read(text).format == .json)
    }

    @Test("pairs of members make ranges, and both versions may be mixed")
    func jsonRanges() throws {
        #expect(
            try entries(
                #"[{"first":"192.0.2.1","last":"192.0.2.9"},{"last":"2001:db8::f","first":"2001:db8::"},{"from":["192.0.2.20","192.0.2.22"]}]"#
            ) == [
                "192.0.2.1-192.0.2.9", "192.0.2.20", "192.0.2.22", "2001:db8::-2001:db8::f",
            ])
    }

    @Test("JSON lines are read line by line")
    func jsonLines() throws {
        let text = "{\"ip\":\"192.0.2.1\"}\n\n{\"ip\":\"192.0.2.2\",\"tags\":[\"x\"]}\r\n"
        #expect(try read(text).format == .jsonLines)
        #expect(try entries(text) == ["192.0.2.1", "192.0.2.2"])
    }

    @Test("a format that is given is not guessed")
    func givenFormat() throws {
        #expect(throws: ListError.self) { try AddressListReader(format: .json).read(Array("192.0.2.1".utf8)) }
        #expect(
            try AddressListReader(format: .lines).read(Array("192.0.2.1,192.0.2.2\n192.0.2.3".utf8)).problems.count == 1
        )
    }
}
