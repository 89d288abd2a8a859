import Evidence
import NetworkIntelligence
import Testing

@Suite struct CrawlerProofTests {
    private func proof(
        _ slug: String, isInRanges: Bool? = nil, names: [String]? = nil, asn: UInt32? = nil
    ) throws -> CrawlerProof {
        let crawler = try #require(Crawlers.crawler(slug: slug))
        return .of(crawler, .init(isInRanges: isInRanges, confirmedNames: names, asn: asn))
    }

    @Test func anAddressInTheRangesIsProvenWithoutNames() throws {
        #expect(try proof("googlebot", isInRanges: true) == .proven(by: .ranges))
        #expect(try proof("gptbot", isInRanges: true) == .proven(by: .ranges))
    }

    @Test(arguments: [
        ("googlebot", "crawl-66-249-66-1.googlebot.com"), ("bingbot", "msnbot-157-55-39-1.search.msn.com"),
        ("applebot", "17-58-101-1.applebot.apple.com"), ("yandexbot", "5-255-253-1.spider.yandex.com"),
        ("baiduspider", "baiduspider-180-76-15-1.crawl.baidu.com"), ("seznambot", "fulltextrobot-77-75-79-1.seznam.cz"),
        ("petalbot", "petalbot-114-119-128-1.petalsearch.com"), ("amazonbot", "52-70-240-1.crawl.amazonbot.amazon"),
        ("adsbot-google", "rate-limited-proxy-66-249-90-1.google.com"), ("semrushbot", "1.bl.bot.semrush.com"),
        ("feedfetcher-google", "google-proxy-66-249-81-1.google.com"),
        ("ccbot", "18-97-14-80.crawl.commoncrawl.org"), ("linkedinbot", "108-174-5-112.fwd.linkedin.com"),
    ])
    func aConfirmedNameUnderTheOperatorsDomainProves(slug: String, host: String) throws {
        #expect(try proof(slug, isInRanges: nil, names: [host]) == .proven(by: .reverseDNS(host: host)))
    }

    @Test func namesAreComparedWithoutCaseAndLastDot() throws {
        #expect(
            try proof("googlebot", names: ["other.example", "Crawl-1.GoogleBot.COM."])
                == .proven(by: .reverseDNS(host: "crawl-1.googlebot.com")))
        #expect(try proof("googlebot", names: ["googlebot.com"]) == .proven(by: .reverseDNS(host: "googlebot.com")))
    }

    @Test(arguments: [
        "evilgooglebot.com", "crawl.evilgooglebot.com", "googlebot.com.evil.example", "xgooglebot.com.",
        "googlebot.co", "com", "", ".", "..googlebot.com", "a..googlebot.com", ".googlebot.com", "a.googlebot.com..",
        "googlebot\u{2024}com", "crawl.googlebot.com\0", "crawl\u{e9}.googlebot.com", "a b.googlebot.com",
        "1.2.3.4.bc.googleusercontent.com",
        String(repeating: "a", count: 64) + ".googlebot.com", String(repeating: "a.", count: 200) + "googlebot.com",
    ])
    func aNameThatOnlyLooksLikeTheDomainProvesNothing(host: String) throws {
        let result = try proof("googlebot", names: [host])
        guard case .unproven = result else {
            Issue.record("\(host): \(result)")
            return
        }
    }

    @Test func aRentedMachineAtGoogleIsNoFetcherOfGoogles() throws {
        guard
            case .unproven = try proof(
                "feedfetcher-google", isInRanges: false, names: ["1.2.3.4.bc.googleusercontent.com"])
        else {
            Issue.record("a customer's machine proved itself")
            return
        }
        #expect(
            try proof("feedfetcher-google", names: ["1-2-3-4.gae.googleusercontent.com"])
                == .proven(by: .reverseDNS(host: "1-2-3-4.gae.googleusercontent.com")))
    }

    @Test func namesAreWaitedForWhereTheyMayTell() throws {
        #expect(try proof("googlebot") == .undecided(.names))
        #expect(try proof("googlebot", isInRanges: false) == .undecided(.names))
        #expect(try proof("yandexbot") == .undecided(.names))
        #expect(try proof("pinterestbot") == .undecided(.names))
    }

    @Test func listsAndSystemsAreWaitedForWhereNothingElseTells() throws {
        #expect(try proof("gptbot") == .undecided(.ranges))
        #expect(try proof("gptbot", names: ["crawl.googlebot.com"]) == .undecided(.ranges))
        #expect(try proof("facebookexternalhit") == .undecided(.autonomousSystem))
    }

    @Test func theReasonSaysWhatWasLookedAt() throws {
        #expect(
            try proof("gptbot", isInRanges: false)
                == .unproven(reason: "the address is not among those that OpenAI publishes for GPTBot"))
        #expect(
            try proof("googlebot", isInRanges: false, names: [])
                == .unproven(
                    reason:
                        "the address is not among those that Google publishes for Googlebot, and it has no confirmed name "
                        + "under googlebot.com"))
        #expect(
            try proof("bingbot", names: ["vpn.example.net"])
                == .unproven(reason: "its name is vpn.example.net and not under search.msn.com"))
        #expect(
            try proof("facebookexternalhit", asn: 24940)
                == .unproven(reason: "it is announced by AS24940 and not by Meta"))
    }

    @Test func aHostileNameIsNotRepeated() throws {
        #expect(
            try proof("yandexbot", names: ["<script>alert(1)</script>.example"])
                == .unproven(reason: "it has no confirmed name under yandex.ru or yandex.net or yandex.com"))
    }

    @Test func anAddressOfTheOperatorsOwnSystemIsProven() throws {
        #expect(try proof("facebookexternalhit", asn: 32934) == .proven(by: .autonomousSystem(32934)))
        #expect(try proof("twitterbot", asn: 13414) == .proven(by: .autonomousSystem(13414)))
        #expect(try proof("googlebot", isInRanges: false, names: [], asn: 32934).standing != .pending)
    }

    @Test func whereNothingOrNotAllIsPublishedAMissProvesNothing() throws {
        #expect(try proof("claudebot") == .unverifiable)
        #expect(try proof("claudebot", isInRanges: false, names: [], asn: 16509) == .unverifiable)
        #expect(try proof("apple-messages", names: []) == .unverifiable)
        #expect(try proof("twitterbot", asn: 24940) == .unverifiable)
        #expect(try proof("linkedinbot", names: ["x.example"]) == .unverifiable)
        #expect(try proof("chatgpt-agent", isInRanges: false) == .unverifiable)
    }

    @Test func theEvidenceSaysWhatCameOfIt() throws {
        let crawler = try #require(Crawlers.crawler(slug: "gptbot"))
        let evidence = CrawlerEvidence(crawler, .of(crawler, .init(isInRanges: true)))
        #expect(
            evidence
                == CrawlerEvidence(
                    slug: "gptbot", name: "GPTBot", operatorName: "OpenAI", category: .aiTraining,
                    standing: .proven(by: .ranges)))
        #expect(CrawlerProof.undecided(.names).standing == .pending)
        #expect(CrawlerProof.unverifiable.standing == .unverifiable)
        #expect(CrawlerProof.unproven(reason: "x").standing == .unproven(reason: "x"))
    }
}
