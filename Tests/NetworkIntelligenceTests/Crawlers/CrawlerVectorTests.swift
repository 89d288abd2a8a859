import Evidence
import NetworkIntelligence
import OrderedJSON
import Testing

@Suite(.enabled(if: CrawlerVectors.areThere, "needs ../shared/vectors"))
struct CrawlerVectorTests {
    @Test func everyPublishedBlockProvesTheCrawlersItIsFor() throws {
        let bytes = try CrawlerVectors.bytes("agents/ai-crawler-ranges.json")
        #expect(CrawlerRangesReader.recognizes(bytes))
        let reader = try CrawlerRangesReader(bytes)
        #expect(reader.problems.isEmpty)
        #expect(reader.lists.count == 15)
        #expect(reader.lists.map(\.blocks.count).reduce(0, +) == 3052)
        let outside = try #require(IPAddress("203.0.113.7"))
        let outsideIPv6 = try #require(IPAddress("2001:db8::7"))
        var proofs = 0
        for list in reader.lists {
            for slug in list.slugs {
                let crawler = try #require(Crawlers.crawler(slug: slug), "\(slug)")
                for block in list.blocks {
                    for address in [block.first, block.last] {
                        let proof = CrawlerProof.of(
                            crawler, .init(isInRanges: reader.lists.hold(address, for: crawler)))
                        if proof != .proven(by: .ranges) { Issue.record("\(slug) \(address): \(proof)") }
                        proofs += 1
                    }
                }
                for address in [outside, outsideIPv6] {
                    let proof = CrawlerProof.of(
                        crawler, .init(isInRanges: reader.lists.hold(address, for: crawler), confirmedNames: []))
                    guard case .unproven = proof else {
                        Issue.record("\(slug) \(address): \(proof)")
                        continue
                    }
                }
            }
        }
        #expect(proofs > 15_000)
    }

    @Test func everyCrawlerThatCanBeVerifiedIsInTheTable() throws {
        let index = try JSONValue(parsing: CrawlerVectors.bytes("agents/ai-crawler-ranges.json"))
        var count = 0
        for member in index["crawlers"]?.object ?? [] where member.value["verification_method"]?.string != "none" {
            count += 1
            let crawler = try #require(Crawlers.crawler(slug: member.key), "\(member.key)")
            #expect(crawler.operatorName == member.value["operator"]?.string)
            #expect(!crawler.means.isEmpty)
            let suffixes = (member.value["rdns_suffixes"]?.array ?? []).compactMap(\.string)
            #expect(suffixes.allSatisfy(crawler.means.domains.contains), "\(member.key)")
            if let url = member.value["published_ranges_url"]?.string {
                #expect(crawler.means.ranges.contains(url), "\(member.key)")
            }
            let word = try #require(member.value["ua"]?.string)
            #expect(Crawlers.claimed(by: "Mozilla/5.0 (compatible; \(word)/1.0)")?.slug == member.key)
        }
        #expect(count == 60)
    }

    /// User agents that name the crawler of their entry only within the address of a page, and Apple's, that names three of others.
    private static let exceptions = [
        "heritrix/3.1.1-SNAPSHOT", "heritrix/3.3.0-SNAPSHOT", "special_archiver/3.1.1",
        "facebookexternalhit/1.1 Facebot Twitterbot",
    ]

    @Test func everyCollectedUserAgentOfACrawlerOfTheTableNamesItsOperator() throws {
        let bots = try JSONValue(parsing: CrawlerVectors.bytes("agents/well-known-bots.json")).array ?? []
        var bySpelling: [String: Crawler] = [:]
        for crawler in Crawlers.all {
            for token in crawler.tokens { bySpelling[Self.letters(token)] = crawler }
        }
        var agents = 0
        for bot in bots {
            let id = try #require(bot["id"]?.string)
            let patterns = (bot["pattern"]?["accepted"]?.array ?? []).compactMap(\.string)
            guard let crawler = patterns.lazy.compactMap({ bySpelling[Self.letters($0)] }).first else { continue }
            for agent in (bot["instances"]?["accepted"]?.array ?? []).compactMap(\.string) {
                if Self.exceptions.contains(where: agent.contains) { continue }
                agents += 1
                #expect(Crawlers.claimed(by: agent)?.operatorName == crawler.operatorName, "\(id): \(agent)")
            }
        }
        #expect(agents > 240)
    }

    private static func letters(_ text: String) -> String { text.lowercased().filter { $0.isLetter || $0.isNumber } }

    /// What nobody's browser says, in lower case.
    private static let automatic = [
        "bot", "crawl", "spider", "http", "slurp", "archiver", "preview", "pingdom", "google-", "scanner", "statuscake",
    ]

    @Test func noBrowserNamesACrawler() throws {
        var count = 0
        for agent in try CrawlerVectors.userAgents() {
            let lower = agent.lowercased()
            guard lower.hasPrefix("mozilla/") || lower.hasPrefix("opera/"),
                !Self.automatic.contains(where: lower.contains)
            else {
                continue
            }
            count += 1
            #expect(Crawlers.claimed(by: agent) == nil, "\(agent)")
        }
        #expect(count > 700)
    }
}
