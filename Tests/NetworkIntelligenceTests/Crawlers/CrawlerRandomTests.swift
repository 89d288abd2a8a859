import Evidence
import NetworkIntelligence
import Testing

/// What strangers may send, and whoever serves a list: none of it may bring the reader down.
@Suite struct CrawlerRandomTests {
    @Test func noUserAgentIsTooStrange() {
        var random = SmallGenerator(seed: 5)
        let words =
            Crawlers.all.flatMap(\.tokens) + [
                "Mozilla/5.0", "(compatible;", "\u{0}", "é", "-", "/", "@", " ", "🤖", "\u{301}",
            ]
        for _ in 0..<5_000 {
            var text = (0..<random.next(in: 0...6)).map { _ in words.randomElement(using: &random) ?? "" }.joined()
            if random.next(in: 0...3) == 0 {
                text = String(
                    decoding: (0..<random.next(in: 0...80)).map { _ in random.next(in: 0...255) as UInt8 },
                    as: UTF8.self)
            }
            let claimed = Crawlers.claimed(by: text)
            #expect(claimed == nil || claimed?.tokens.contains { text.lowercased().contains($0.lowercased()) } == true)
        }
    }

    @Test func noNameOfAnAddressIsTooStrange() throws {
        var random = SmallGenerator(seed: 6)
        let crawler = try #require(Crawlers.crawler(slug: "googlebot"))
        let parts = ["googlebot.com", ".", "evil", "crawl-1", "\u{0}", "é", "-", "GOOGLEBOT", "com", "_", "xn--", " "]
        for _ in 0..<5_000 {
            let name = (0..<random.next(in: 0...6)).map { _ in parts.randomElement(using: &random) ?? "" }.joined()
            let proof = CrawlerProof.of(crawler, .init(confirmedNames: [name]))
            guard case .proven(by: .reverseDNS(let host)) = proof else { continue }
            #expect(host == "googlebot.com" || host.hasSuffix(".googlebot.com"))
            #expect(host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
        }
    }

    @Test func noIndexIsTooBroken() {
        var random = SmallGenerator(seed: 7)
        let good = Array(
            #"{"sources":{"a":{"operator":"A","covers":["gptbot"],"ipv4":["192.0.2.0/24"],"ipv6":["2001:db8::/32"]}}}"#
                .utf8)
        for _ in 0..<5_000 {
            var bytes = good
            for _ in 0..<random.next(in: 1...4) {
                let place = random.next(in: 0...(bytes.count - 1))
                switch random.next(in: 0...2) {
                case 0: bytes[place] = random.next(in: 0...255)
                case 1: bytes.remove(at: place)
                default: bytes.insert(random.next(in: 0...255), at: place)
                }
            }
            if random.next(in: 0...9) == 0 { bytes.removeLast(random.next(in: 0...bytes.count)) }
            guard let reader = try? CrawlerRangesReader(bytes) else { continue }
            #expect(reader.lists.contains { !$0.blocks.isEmpty })
            #expect(reader.lists.flatMap(\.blocks).allSatisfy { $0.prefixLength >= ($0.first.isIPv4 ? 8 : 20) })
        }
    }
}
