import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import Detection

@Suite("What is known of an address")
struct NetworkTests {
    private func assessment(_ edit: (inout Draft) -> Void) throws -> Assessment {
        var draft = try Draft.atRest()
        edit(&draft)
        return Assessment(judging: try draft.evidence)
    }

    private static func network(_ traits: NetworkEvidence.Trait..., country: String? = nil) -> NetworkEvidence {
        var network = NetworkEvidence(.evaluated)
        network.claims = traits.map { .init(trait: $0, provider: "Somebody", source: "list") }
        if let country {
            network.location = .init()
            network.location?.countryCode = country
        }
        return network
    }

    @Test(
        "makes no bot of a person, whatever hides behind it",
        arguments: [
            network(.vpn), network(.tor), network(.proxy), network(.residentialProxy), network(.hosting),
            network(.listed), network(.vpn, .hosting, .listed, country: "VN"), network(.tor, .listed, country: "JP"),
        ])
    func accusesNobody(network: NetworkEvidence) throws {
        let assessment = try assessment {
            $0.network = network
            $0.keepBerlinTime()
        }
        #expect(Verdict(riskScore: assessment.riskScore) == .human, "\(assessment.riskScore)")
        #expect(assessment.coverage.network)
    }

    @Test("says in words whose the address is, and where the browser and it disagree")
    func words() throws {
        let assessment = try assessment {
            var network = Self.network(country: "VN")
            network.location?.country = "Viet Nam"
            network.claims = [.init(trait: .vpn, provider: "Mullvad", source: "mullvad")]
            $0.network = network
            $0.keepBerlinTime()
        }
        let words = assessment.highlights.flatMap(\.evidence).map(\.name)
        #expect(words.contains("the address belongs to Mullvad"), "\(words)")
        #expect(words.contains("time zone Europe/Berlin, address in Viet Nam"), "\(words)")
    }

    @Test(
        "is not covered where the address could not be looked up",
        arguments: [NetworkEvidence.Standing.special, .loading])
    func coverage(standing: NetworkEvidence.Standing) throws {
        #expect(try !assessment { $0.network = NetworkEvidence(standing) }.coverage.network)
    }

    private static func crawler(_ standing: CrawlerEvidence.Standing) -> CrawlerEvidence {
        CrawlerEvidence(
            slug: "googlebot", name: "Googlebot", operatorName: "Google", category: .search, standing: standing)
    }

    @Test("names a crawler that proved itself, and its operator")
    func provenCrawler() throws {
        let assessment = try assessment {
            $0.becomeRequest()
            $0.claim(UserAgents.googlebot)
            $0.crawler = Self.crawler(.proven(by: .ranges))
        }
        let bot = try #require(assessment.bot)
        #expect(bot.category.value == "crawler")
        #expect(bot.category.confidence > 0.98)
        #expect(bot.organization?.value == "google")
        #expect(bot.productIdentity?.value == "googlebot")
        #expect(assessment.attribution?.labels.contains { $0.kind == .actor && $0.value == "crawler" } == true)
        #expect(!assessment.signals.contains { $0.signal == "crawler_unproven" })
    }

    @Test(
        "calls a crawler fabricated that is known not to be the one it names, and accuses nobody of it that nobody could check"
    )
    func fabricatedCrawler() throws {
        let spoofed = try assessment {
            $0.becomeRequest()
            $0.claim(UserAgents.googlebot)
            $0.crawler = Self.crawler(.unproven(reason: "the address has no name"))
        }
        #expect(spoofed.bot?.category.value == "fabricated")
        #expect(spoofed.signals.contains { $0.signal == "crawler_unproven" && $0.category == .antiTamper })
        #expect(spoofed.runtimeIntegrity[.identitySpoofing] == .highRisk)
        for standing in [CrawlerEvidence.Standing.pending, .unverifiable] {
            let unknown = try assessment {
                $0.becomeRequest()
                $0.claim(UserAgents.googlebot)
                $0.crawler = Self.crawler(standing)
            }
            #expect(unknown.bot?.category.value == "crawler")
            #expect(unknown.bot?.organization == nil)
            #expect(!unknown.signals.contains { $0.signal == "crawler_unproven" })
        }
    }
}

extension Draft {
    /// Has page and worker keep the time of Berlin.
    fileprivate mutating func keepBerlinTime() {
        for path in ["locale.timezone", "realms.worker.timezone", "realms.iframe.timezone"] {
            self[path] = "Europe/Berlin"
        }
        for (field, minutes) in [
            ("offset_minutes", 120), ("offset_january", 60), ("offset_july", 120), ("zone_offset_minutes", 120),
        ] {
            self["locale.\(field)"] = .integer(Int64(minutes))
        }
    }
}
