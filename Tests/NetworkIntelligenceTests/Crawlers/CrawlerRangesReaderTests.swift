import NetworkIntelligence
import Testing

@Suite struct CrawlerRangesReaderTests {
    private func read(_ text: String) throws -> CrawlerRangesReader { try CrawlerRangesReader(Array(text.utf8)) }

    @Test func listsAreReadInTheirOrder() throws {
        let reader = try read(
            """
            {"version": "1", "sources": {
              "b-list": {"operator": "B", "upstream_url": "https://b.example/b.json", "covers": ["bot-b", "bot-c"],
                         "ipv4": ["192.0.2.0/25", "198.51.100.7"], "ipv6": ["2001:db8::/32"]},
              "a-list": {"covers": [], "ipv4": ["203.0.113.1/24"]}}}
            """)
        #expect(reader.problems.isEmpty)
        #expect(reader.lists.map(\.name) == ["b-list", "a-list"])
        #expect(reader.lists[0].operatorName == "B")
        #expect(reader.lists[0].origin == "https://b.example/b.json")
        #expect(reader.lists[0].slugs == ["bot-b", "bot-c"])
        #expect(reader.lists[0].blocks.map(\.description) == ["192.0.2.0/25", "198.51.100.7/32", "2001:db8::/32"])
        #expect(reader.lists[1].blocks.map(\.description) == ["203.0.113.0/24"])
    }

    @Test(arguments: [
        (#""x": 7"#, "sources.x: it is no object"),
        (#""x": {"covers": "gptbot"}"#, "sources.x.covers: it is no array"),
        (#""x": {"ipv4": "192.0.2.0/24"}"#, "sources.x.ipv4: it is no array"),
        (#""x": {"ipv4": [1]}"#, "sources.x.ipv4[0]: it is no string"),
        (#""x": {"ipv4": ["192.0.2.1", "192.0.2.256"]}"#, "sources.x.ipv4[1]: 192.0.2.256 is no block of addresses"),
        (#""x": {"ipv4": ["192.0.2.0/33"]}"#, "sources.x.ipv4[0]: 192.0.2.0/33 is no block of addresses"),
        (#""x": {"ipv4": [""]}"#, "sources.x.ipv4[0]:  is no block of addresses"),
        (#""x": {"ipv4": ["2001:db8::/32"]}"#, "sources.x.ipv4[0]: 2001:db8::/32 is not IPv4"),
        (#""x": {"ipv6": ["192.0.2.0/24"]}"#, "sources.x.ipv6[0]: 192.0.2.0/24 is not IPv6"),
        (
            #""x": {"ipv4": ["0.0.0.0/0"]}"#,
            "sources.x.ipv4[0]: 0.0.0.0/0 is broader than any crawler's block, which has 8 bits at least"
        ),
        (
            #""x": {"ipv6": ["2000::/3"]}"#,
            "sources.x.ipv6[0]: 2000::/3 is broader than any crawler's block, which has 20 bits at least"
        ),
        (#""x\u001b[31m": 7"#, "sources.x[31m: it is no object"),
    ])
    func whatIsMalformedIsReportedAndTheRestUsed(member: String, problem: String) throws {
        let reader = try read(
            #"{"sources": {\#(member), "good": {"covers": ["gptbot"], "ipv4": ["198.51.100.0/24"]}}}"#)
        #expect(reader.problems.map(\.description) == [problem])
        #expect(reader.problemCount == 1)
        #expect(reader.lists.last?.blocks.map(\.description) == ["198.51.100.0/24"])
    }

    @Test(arguments: [
        "", "<!doctype html><title>404</title>", "[]", "7", "{}", #"{"sources": []}"#, #"{"sources": {}}"#,
        #"{"sources": {"x": {"covers": ["gptbot"], "ipv4": [], "ipv6": []}}}"#,
        #"{"sources": {"x": {"ipv4": ["zzz"]}}}"#,
        #"{"sources": {"x": {"ipv4": ["192.0.2.0/24"]"#, "\u{0}", #"{"prefixes": [{"ipv4Prefix": "192.0.2.0/24"}]}"#,
    ])
    func whatHoldsNoListIsRefused(text: String) {
        #expect(throws: CrawlerRangesReader.Unreadable.self) { try read(text) }
    }

    @Test func whatIsNestedTooDeepIsRefused() {
        let text = #"{"sources": {"x": \#(String(repeating: "[", count: 100_000))"#
        #expect(throws: CrawlerRangesReader.Unreadable.self) { try read(text) }
    }

    @Test func problemsAreCountedAndTheFirstHundredKept() throws {
        let bad = Array(repeating: #""x""#, count: 5_000).joined(separator: ",")
        let reader = try read(#"{"sources": {"x": {"ipv4": [\#(bad), "192.0.2.0/24"]}}}"#)
        #expect(reader.problemCount == 5_000)
        #expect(reader.problems.count == 100)
        #expect(reader.lists[0].blocks.count == 1)
    }

    @Test func aFileWithTooManyListsIsReadInPart() throws {
        let many = (0..<1_200).map { #""s\#($0)": {"ipv4": ["192.0.2.1"]}"# }.joined(separator: ",")
        let reader = try read(#"{"sources": {\#(many)}}"#)
        #expect(reader.lists.count == CrawlerRangesReader.maximumLists)
        #expect(reader.problems.map(\.reason) == ["only the first 1000 of 1200 lists are read"])
    }

    @Test func anIndexIsToldFromAnOperatorsOwnList() {
        #expect(CrawlerRangesReader.recognizes(Array(#"{"sources": {"x": {"ipv4": ["192.0.2.0/24"]}}}"#.utf8)))
        #expect(!CrawlerRangesReader.recognizes(Array(#"{"prefixes": [{"ipv4Prefix": "192.0.2.0/24"}]}"#.utf8)))
        #expect(!CrawlerRangesReader.recognizes(Array(#"{"sources": ["x"]}"#.utf8)))
        #expect(!CrawlerRangesReader.recognizes(Array("192.0.2.0/24\n".utf8)))
    }

    @Test func noListOfAnotherSaysAnythingOfACrawler() throws {
        let gptbot = try #require(Crawlers.crawler(slug: "gptbot"))
        let pingdom = try #require(Crawlers.crawler(slug: "pingdom"))
        let block = try #require(AddressBlock("192.0.2.0/24"))
        let inside = try #require(IPAddress("192.0.2.9"))
        let outside = try #require(IPAddress("203.0.113.7"))
        let lists = [
            CrawlerRanges(name: "by-slug", slugs: ["gptbot"], blocks: [block]),
            CrawlerRanges(name: "empty", slugs: ["ccbot"], blocks: []),
            CrawlerRanges(name: "by-origin", origin: "https://my.pingdom.com/probes/ipv4", slugs: [], blocks: [block]),
        ]
        #expect(lists.hold(inside, for: gptbot) == true)
        #expect(lists.hold(outside, for: gptbot) == false)
        // One of the operator's two lists: what is in it is proven, what is not may be in the other.
        #expect(lists.hold(inside, for: pingdom) == true)
        #expect(lists.hold(outside, for: pingdom) == nil)
        #expect(try lists.hold(inside, for: #require(Crawlers.crawler(slug: "ccbot"))) == nil)
        #expect(try lists.hold(inside, for: #require(Crawlers.crawler(slug: "claudebot"))) == nil)
    }
}
