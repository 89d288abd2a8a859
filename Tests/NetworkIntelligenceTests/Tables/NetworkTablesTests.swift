import Evidence
import Sessions
import Testing

@testable import NetworkIntelligence

@Suite("Tables of everything that is known of addresses")
struct NetworkTablesTests {
    private static let now = Timestamp(milliseconds: 1_790_000_000_000)

    private func list(
        _ name: String, _ trait: NetworkEvidence.Trait, provider: String? = nil, categories: [String] = [],
        _ blocks: String...
    ) -> LoadedSource {
        var source = NetworkSource(name: name, origin: .file("/lists/\(name)"))
        source.meaning = .trait(trait)
        source.provider = provider
        source.categories = categories
        return LoadedSource(source: source, content: .addresses(Self.ranges(blocks)))
    }

    private static func ranges(_ blocks: [String], value: UInt32 = 0) -> AddressRanges {
        var ranges = AddressRanges()
        for block in blocks { ranges.append(AddressRange(AddressBlock(block)!), value: value) }
        return ranges
    }

    private func countries(_ name: String, _ code: String, _ blocks: String...) throws -> LoadedSource {
        let value = try #require(CountryCode(code)).value
        return LoadedSource(
            source: NetworkSource(name: name, origin: .file("/\(name)")),
            content: .countries(Self.ranges(blocks, value: value)))
    }

    private func database(_ name: String, _ folder: ScratchFolder, _ writer: MaxMindWriter) throws -> LoadedSource {
        LoadedSource(
            source: NetworkSource(name: name, origin: .file("/\(name)")),
            content: .database(try folder.open(writer.file())))
    }

    private func evidence(_ sources: [LoadedSource], _ address: String) throws -> NetworkEvidence {
        NetworkTables(sources).evidence(of: try #require(IPAddress(address)), at: Self.now)
    }

    @Test("gather what every list says of an address, a claim with a provider first")
    func claims() throws {
        let sources = [
            list("vpns", .vpn, "198.18.0.0/15", "81.2.69.0/24"),
            list("mullvad", .vpn, provider: "Mullvad VPN", "81.2.69.160/32"),
            list("abuse", .listed, categories: ["spam", "scan"], "81.2.69.128/25"),
            list("more-abuse", .listed, categories: ["scan", "ddos"], "81.2.69.128/26"),
        ]
        let found = try evidence(sources, "81.2.69.160")
        #expect(found.claims.map(\.source) == ["mullvad", "vpns", "abuse", "more-abuse"])
        #expect(found.provider == "Mullvad VPN")
        #expect(found.categories == ["spam", "scan", "ddos"])
        #expect(found.evaluatedAt == Self.now && found.standing == .evaluated)
        #expect(try evidence(sources, "81.2.69.1").claims.map(\.source) == ["vpns"])
        #expect(try evidence(sources, "81.2.70.1").claims.isEmpty)
        #expect(try evidence(sources, "::ffff:81.2.69.160") == found)
    }

    @Test("say of an address of no place of its own only what it is for, whatever lists hold it")
    func special() throws {
        let found = try evidence([list("vpns", .vpn, "0.0.0.0/0", "::/0")], "192.168.1.4")
        #expect(found.standing == .special && found.claims.isEmpty && found.specialPurpose == "private network")
        #expect(found.evaluatedAt == nil)
    }

    @Test("know nothing, and say so, without a source")
    func nothing() throws {
        let found = try evidence([], "81.2.69.160")
        #expect(found.standing == .unsourced && found.location == nil && found.evaluatedAt == nil)
    }

    @Test("take the country of the first source that knows one, and more of the same country from another")
    func places() throws {
        let folder = try ScratchFolder()
        var city = MaxMindWriter("GeoLite2-City")
        city.insert(
            "81.2.69.0/24",
            .map([
                ("country", .map([("iso_code", .text("GB"))])),
                ("city", .map([("names", .map([("en", .text("London"))]))])),
                ("location", .map([("latitude", .double(51.5)), ("longitude", .double(-0.1))])),
            ]))
        let database = try database("city", folder, city)
        let first = try countries("first", "GB", "81.2.69.0/24")
        #expect(try evidence([first, database], "81.2.69.160").location?.city == "London")
        let other = try countries("other", "SE", "81.2.69.0/24")
        let found = try evidence([other, database], "81.2.69.160")
        #expect(
            found.location?.countryCode == "SE" && found.location?.city == nil && found.location?.country == "Sweden")
        #expect(try evidence([database, other], "81.2.69.160").location?.countryCode == "GB")
        #expect(try evidence([other], "81.2.70.160").location == nil)
    }

    @Test("know what the operator of an address's system does, by the built-in table and by lists")
    func systems() throws {
        let folder = try ScratchFolder()
        var systems = MaxMindWriter("GeoLite2-ASN")
        for (block, asn, name) in [("3.0.0.0/16", 16509, "AMAZON-02"), ("4.0.0.0/16", 64999, "Somebody's University")] {
            systems.insert(
                block,
                .map([
                    ("autonomous_system_number", .uint32(UInt32(asn))),
                    ("autonomous_system_organization", .text(name)),
                ]))
        }
        let database = try database("asn", folder, systems)
        let cloud = try evidence([database], "3.0.0.1")
        #expect(cloud.asn == 16509 && cloud.organization == "AMAZON-02")
        #expect(cloud.isUsedAs(.hosting) && cloud.claims.first?.source == "operators")
        #expect(cloud.clientTypes == [.hosting] && cloud.operatorTags == ["hosting"])
        #expect(try evidence([database], "4.0.0.1").clientTypes == [.education])

        var source = NetworkSource(name: "bad-systems", origin: .file("/bad"))
        source.meaning = .trait(.listed)
        source.categories = ["bulletproof"]
        let listed = LoadedSource(
            source: source, content: .systems(try ASNListReader().read(Array("AS64999 # somebody\n".utf8)).entries))
        let found = try evidence([database, listed], "4.0.0.1")
        #expect(found.isSuspiciousNetwork && found.claims(.listed) && found.categories == ["bulletproof"])
    }

    @Test("let a relay win over VPN and data centre in what an address is used as")
    func relay() throws {
        let sources = [
            list("vpns", .vpn, "81.2.69.0/24"), list("clouds", .hosting, "81.2.0.0/16"),
            list("relays", .relay, provider: "Apple", "81.2.69.160/29"),
        ]
        let found = try evidence(sources, "81.2.69.162")
        #expect(found.isUsedAs(.relay) && !found.isUsedAs(.vpn) && !found.isUsedAs(.hosting))
        #expect(found.provider == "Apple" && found.operatorTags == ["relay"])
        let vpn = try evidence(sources, "81.2.69.1")
        #expect(vpn.isUsedAs(.vpn) && vpn.isUsedAs(.hosting))
    }

    @Test(
        "tell whether an address is a crawler's by its operator's lists, and only by lists of these days that it is not"
    )
    func crawlers() throws {
        let gptbot = try #require(Crawlers.crawler(slug: "gptbot"))
        let lists = [
            CrawlerRanges(
                name: "openai", origin: gptbot.means.ranges.first, slugs: ["gptbot"],
                blocks: [AddressBlock("20.171.206.0/24")!])
        ]
        let source = NetworkSource(name: "crawlers", origin: .file("/crawlers"))
        let (inside, outside) = (IPAddress("20.171.206.9")!, IPAddress("81.2.69.160")!)
        func isIn(_ address: IPAddress, goodUntil: Timestamp?) -> Bool? {
            let loaded = LoadedSource(source: source, content: .crawlers(lists), goodUntil: goodUntil)
            return NetworkTables([loaded]).address(address, of: gptbot, at: Self.now).isInRanges
        }
        #expect(isIn(inside, goodUntil: nil) == true && isIn(outside, goodUntil: nil) == false)
        let past = Timestamp(milliseconds: Self.now.milliseconds - 1)
        #expect(isIn(inside, goodUntil: past) == true && isIn(outside, goodUntil: past) == nil)
        #expect(NetworkTables([]).address(inside, of: gptbot, at: Self.now).isInRanges == nil)
    }
}
