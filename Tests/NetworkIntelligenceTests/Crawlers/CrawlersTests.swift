import NetworkIntelligence
import Testing

@Suite struct CrawlersTests {
    @Test func theTableIsSound() {
        let all = Crawlers.all
        #expect(Set(all.map(\.slug)).count == all.count)
        #expect(all.allSatisfy { Crawlers.crawler(slug: $0.slug) == $0 })
        let tokens = all.flatMap(\.tokens).map { $0.lowercased() }
        #expect(Set(tokens).count == tokens.count)
        #expect(tokens.allSatisfy { $0.utf8.count >= 4 && $0.utf8.count <= 64 && $0.utf8.allSatisfy { $0 < 0x80 } })
        #expect(
            all.allSatisfy {
                $0.documentation.hasPrefix("https://") && $0.means.ranges.allSatisfy { $0.hasPrefix("https://") }
            })
        #expect(
            all.flatMap(\.means.domains).allSatisfy { $0 == $0.lowercased() && $0.contains(".") && !$0.hasPrefix(".") })
    }

    @Test func anAgentThatIsAWordOfACrawlerNamesIt() {
        for crawler in Crawlers.all {
            for token in crawler.tokens {
                #expect(Crawlers.claimed(by: token)?.slug == crawler.slug)
                #expect(Crawlers.claimed(by: token.uppercased())?.slug == crawler.slug)
                #expect(
                    Crawlers.claimed(by: "Mozilla/5.0 (compatible; \(token)/1.0; +https://example.com/bot)")?.slug
                        == crawler.slug)
            }
        }
    }

    @Test(arguments: [
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "googlebot"),
        ("Googlebot-Image/1.0", "googlebot-image"), ("Googlebot-Mobile/2.1", "googlebot"),
        ("AdsBot-Google-Mobile (+http://www.google.com/mobile/adsbot.html)", "adsbot-google-mobile"),
        ("Mediapartners (Googlebot)", "googlebot"), ("Mozilla/5.0 (compatible;bingbot/2.0)", "bingbot"),
        ("Mozilla/5.0 (compatible; adidxbot/2.0; +http://www.bing.com/bingbot.htm)", "adidxbot"),
        (
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot",
            "chatgpt-user"
        ),
        ("Mozilla/5.0 (compatible; OAI-SearchBot/1.0; +https://openai.com/searchbot)", "oai-searchbot"),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", "facebookexternalhit"),
        ("facebookexternalhit/1.1;line-poker/1.0", "line-poker"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
                + "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0", "apple-messages"
        ),
        ("Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "slackbot-linkexpanding"),
        ("Pingdom.com_bot_version_1.4_(http://www.pingdom.com/)", "pingdom"),
        ("Pinterest/0.2 (+https://www.pinterest.com/bot.html)", "pinterestbot"),
        ("bedrockbot-1f0c6f3e-2a8e-4d0e-9d5f-0f0e0d0c0b0a", "bedrockbot"), ("GOOGLEBOT", "googlebot"),
    ])
    func aCrawlerIsNamed(userAgent: String, slug: String) { #expect(Crawlers.claimed(by: userAgent)?.slug == slug) }

    @Test(arguments: [
        "NotGooglebot/1", "MyGooglebot", "Googlebotx/1.0", "Googlebot2", "Not-Googlebot/1.0", "Googlebot-Something/1.0",
        "Googlebot_fake", "Mozilla/5.0 (+https://example.com/Googlebot/info)", "crawler@googlebot",
        "googlebot@example.com",
        "Mozilla/5.0 (compatible; +http://googlebot.com)", "éGooglebot", "Googlebotø", "", " ", "/", "-", "Googlebo",
    ])
    func aWordWithinAnotherNamesNobody(userAgent: String) { #expect(Crawlers.claimed(by: userAgent) == nil) }

    @Test func theLongestWordCountsThenTheFirst() {
        #expect(Crawlers.claimed(by: "bingbot/2.0 Googlebot/2.1")?.slug == "googlebot")
        #expect(Crawlers.claimed(by: "ClaudeBot/1.0 Applebot/0.1 Bytespider")?.slug == "bytespider")
        #expect(Crawlers.claimed(by: "Applebot rogerbot")?.slug == "applebot")
        #expect(Crawlers.claimed(by: "rogerbot Applebot")?.slug == "rogerbot")
    }

    @Test func onlyTheBeginningOfALongAgentIsRead() {
        #expect(Crawlers.claimed(by: String(repeating: " ", count: 2_000) + "Googlebot") != nil)
        #expect(Crawlers.claimed(by: String(repeating: " ", count: 2_048) + "Googlebot") == nil)
        #expect(Crawlers.claimed(by: String(repeating: "google", count: 1_000_000)) == nil)
    }

    /// People in the browsers of applications whose readers of links have similar names.
    @Test(arguments: [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/21A329 [FBAN/FBIOS;FBAV/430.0.0.1]",
        "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/116.0.0.0 Mobile Safari/537.36 DuckDuckGo/5",
        "Mozilla/5.0 (Linux; Android 12) AppleWebKit/537.36 Chrome/100.0 YaBrowser/22.3.3.86.00 SA/3 Mobile Safari/537.36 YandexSearch/22.30",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 [LinkedInApp]/9.27",
        "Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/99.0 Mobile Safari/537.36 baiduboxapp/13.0",
        "Mozilla/5.0 (Linux; Android 13; SM-G998B) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 Twitter for Android",
    ])
    func peopleInApplicationsNameNobody(userAgent: String) { #expect(Crawlers.claimed(by: userAgent) == nil) }
}
