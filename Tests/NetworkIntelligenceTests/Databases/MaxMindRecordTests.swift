import Evidence
import Foundation
import Testing

@testable import NetworkIntelligence

@Suite("Records of all publishers")
struct MaxMindRecordTests {
    private typealias Value = MaxMindWriter.Value

    /// The record that a database of one record answers.
    private func record(_ databaseType: String, _ entries: [(String, Value)], bits: Int = 24) throws -> DatabaseRecord {
        let scratch = try ScratchFolder()
        var writer = MaxMindWriter(databaseType, recordSize: bits)
        writer.insert("192.0.2.0/24", .map(entries))
        let database = try scratch.open(writer.file())
        return try #require(database.lookup(try IPAddress(text: "192.0.2.77")))
    }

    /// A record with one field, beside one that makes any database be of use.
    private func place(_ entries: [(String, Value)]) throws -> NetworkEvidence.Location {
        let country = Value.map([("iso_code", .text("DE"))])
        return try #require(try record("GeoIP2-City", [("country", country)] + entries).location)
    }

    private func client(_ entries: [(String, Value)], of type: String = "GeoIP2-Enterprise") throws -> [NetworkEvidence
        .ClientType]
    {
        try record(type, [("country", .map([("iso_code", .text("DE"))]))] + entries).clientTypes
    }

    @Test("IPinfo's lite database has the country's name and code, the system and its name")
    func ipInfoLite() throws {
        let record = try record(
            "ipinfo generic_lite.mmdb",
            [
                ("asn", .text("AS13335")), ("as_domain", .text("cloudflare.com")),
                ("as_name", .text("Cloudflare, Inc.")),
                ("continent", .text("Oceania")), ("continent_code", .text("OC")), ("country", .text("Australia")),
                ("country_code", .text("AU")),
            ])
        #expect(record.location?.country == "Australia")
        #expect(record.location?.countryCode == "AU")
        #expect(record.asn == 13335)
        #expect(record.organization == "Cloudflare, Inc.")
        #expect(record.holder == nil)
    }

    @Test("In IPinfo's older databases the country is a code, and its name another field")
    func ipInfoCountry() throws {
        let record = try record(
            "ipinfo generic_country_free_country_asn.mmdb",
            [
                ("country", .text("JP")), ("country_name", .text("Japan")), ("asn", .text("AS8075")),
                ("as_name", .text("Microsoft Corporation")),
            ])
        #expect(record.location?.country == "Japan")
        #expect(record.location?.countryCode == "JP")
        #expect(record.asn == 8075)
    }

    @Test("IPinfo's location has its numbers as texts")
    func ipInfoLocation() throws {
        let location = try #require(
            try record(
                "ipinfo standard_location.mmdb",
                [
                    ("city", .text("London")), ("country", .text("GB")), ("geoname_id", .text("2643743")),
                    ("lat", .text("51.50853")),
                    ("lng", .text("-0.12574")), ("postal_code", .text("E1W")), ("region", .text("England")),
                    ("region_code", .text("ENG")), ("timezone", .text("Europe/London")), ("radius", .text("50")),
                ]
            ).location)
        #expect(location.city == "London")
        #expect(location.countryCode == "GB")
        #expect(location.country == nil)
        #expect(location.latitude == 51.50853)
        #expect(location.longitude == -0.12574)
        #expect(location.postalCode == "E1W")
        #expect(location.region == "England")
        #expect(location.timeZone == "Europe/London")
        #expect(location.accuracyRadius == 50)
    }

    @Test("IPinfo's databases of systems call the system's name `name`, those of companies the company's")
    func ipInfoNames() throws {
        let system = try record(
            "ipinfo generic_asn_free.mmdb",
            [
                ("asn", .text("AS24319")), ("name", .text("Akamai Technologies Tokyo ASN")),
                ("domain", .text("akamai.com")),
            ])
        #expect(system.asn == 24319)
        #expect(system.organization == "Akamai Technologies Tokyo ASN")
        let company = try record(
            "ipinfo standard_company.mmdb",
            [
                ("asn", .text("AS3320")), ("as_name", .text("Deutsche Telekom AG")), ("as_type", .text("isp")),
                ("name", .text("Example University")), ("type", .text("education")),
            ])
        #expect(company.organization == "Deutsche Telekom AG")
        #expect(company.holder == "Example University")
        #expect(company.clientTypes == [.consumer, .education])
    }

    @Test("IPinfo's privacy flags are texts in one age and booleans in another; the service is their provider")
    func ipInfoPrivacy() throws {
        let old = try record(
            "ipinfo standard_privacy.mmdb",
            [
                ("hosting", .text("true")), ("proxy", .text("")), ("relay", .text("false")), ("tor", .text("")),
                ("vpn", .text("true")), ("service", .text("NordVPN")),
            ])
        #expect(old.traits == [.vpn, .hosting])
        #expect(old.provider == "NordVPN")
        let new = try record(
            "ipinfo bundle_plus.mmdb",
            [
                ("country", .text("Australia")), ("country_code", .text("AU")), ("is_anonymous", .boolean(true)),
                ("is_anycast", .boolean(true)), ("is_hosting", .boolean(false)), ("is_mobile", .boolean(true)),
                ("is_proxy", .boolean(true)), ("is_relay", .boolean(true)), ("is_satellite", .boolean(true)),
                ("is_tor", .boolean(true)), ("is_vpn", .boolean(false)), ("latitude", .double(-33.86785)),
                ("longitude", .double(151.20732)), ("privacy_name", .text("Example Relay")), ("radius", .int32(5000)),
            ], bits: 32)
        #expect(new.traits == [.proxy, .tor, .relay])
        #expect(new.flags == [.anycast, .satellite])
        #expect(new.clientTypes == [.mobile])
        #expect(new.provider == "Example Relay")
        #expect(new.location?.latitude == -33.86785)
        #expect(new.location?.accuracyRadius == 5000)
    }

    @Test("Addresses of IPinfo's and MaxMind's databases of residential proxies are such without a flag")
    func residentialProxies() throws {
        let info = try record(
            "ipinfo resproxy.mmdb",
            [("service", .text("ipfoxy")), ("last_seen", .text("2026-01-02")), ("percent_days_seen", .uint16(14))])
        #expect(info.traits == [.residentialProxy])
        #expect(info.provider == "ipfoxy")
        let mind = try record(
            "GeoIP-Residential-Proxy",
            [
                ("anonymizer_confidence", .uint16(99)), ("network_last_seen", .text("2026-01-02")),
                ("provider_name", .text("oxylabs")),
            ])
        #expect(mind.traits == [.residentialProxy])
        #expect(mind.provider == "oxylabs")
    }

    @Test("IPinfo's carriers are mobile")
    func ipInfoCarrier() throws {
        let record = try record(
            "ipinfo standard_carrier.mmdb",
            [("carrier", .text("Example Mobile")), ("mcc", .text("262")), ("mnc", .text("01"))])
        #expect(record.isp == "Example Mobile")
        #expect(record.clientTypes == [.mobile])
    }

    @Test(
        "DB-IP's databases are read as MaxMind's are",
        arguments: ["DBIP-City-Lite", "DBIP-Location (compat=City)", "DBIP-Location-ISP (compat=Enterprise)"])
    func dbIP(type: String) throws {
        let record = try record(
            type,
            [
                ("city", .map([("names", .map([("en", .text("Mountain View"))]))])),
                (
                    "country",
                    .map([
                        ("iso_code", .text("US")),
                        ("names", .map([("de", .text("USA")), ("en", .text("United States"))])),
                    ])
                ),
                ("location", .map([("latitude", .float(37.5)), ("longitude", .float(-122.25))])),
                ("subdivisions", .array([.map([("names", .map([("en", .text("California"))]))])])),
                (
                    "traits",
                    .map([
                        ("autonomous_system_number", .uint32(15169)),
                        ("autonomous_system_organization", .text("Google LLC")),
                        ("connection_type", .text("Corporate")), ("isp", .text("Google Fiber")),
                        ("organization", .text("Google DNS")),
                        ("user_type", .text("hosting")),
                    ])
                ),
            ])
        #expect(record.location?.city == "Mountain View")
        #expect(record.location?.country == "United States")
        #expect(record.location?.region == "California")
        #expect(record.location?.latitude == 37.5)
        #expect(record.location?.longitude == -122.25)
        #expect(record.asn == 15169)
        #expect(record.organization == "Google LLC")
        #expect(record.holder == "Google DNS")
        #expect(record.isp == "Google Fiber")
        #expect(record.clientTypes == [.hosting, .business])
    }

    @Test("DB-IP's database of systems is one of MaxMind's shape")
    func dbIPSystems() throws {
        let record = try record(
            "DBIP-ASN-Lite (compat=GeoLite2-ASN)",
            [("autonomous_system_number", .uint32(64496)), ("autonomous_system_organization", .text("Example"))])
        #expect(record.asn == 64496)
        #expect(record.organization == "Example")
    }

    @Test("MaxMind's anonymous networks have their provider, and a privacy network for consumers is a relay")
    func anonymity() throws {
        let plus = try record(
            "GeoIP-Anonymous-Plus",
            [
                ("anonymizer_confidence", .uint16(99)), ("is_anonymous", .boolean(true)),
                ("is_anonymous_vpn", .boolean(true)),
                ("is_tor_exit_node", .boolean(false)), ("provider_name", .text("Mullvad")),
            ])
        #expect(plus.traits == [.vpn])
        #expect(plus.provider == "Mullvad")
        let relay = try record(
            "GeoIP2-Enterprise", [("traits", .map([("user_type", .text("consumer_privacy_network"))]))])
        #expect(relay.traits == [.relay])
        #expect(relay.clientTypes.isEmpty)
    }

    @Test(
        "Types of users and of connections are sorts of clients",
        arguments: [
            ("cellular", .mobile), ("business", .business), ("government", .business), ("college", .education),
            ("school", .education),
            ("library", .education), ("hosting", .hosting), ("content_delivery_network", .hosting),
            ("residential", .consumer),
            ("traveler", .consumer),
        ] as [(String, NetworkEvidence.ClientType)])
    func users(type: String, client: NetworkEvidence.ClientType) throws {
        #expect(try self.client([("traits", .map([("user_type", .text(type))]))]) == [client])
    }

    @Test("A name that is not there in English is taken in the first language there is")
    func languages() throws {
        let names = Value.map([("de", .text("Köln")), ("fr", .text("Cologne"))])
        #expect(try place([("city", .map([("names", names)]))]).city == "Köln")
    }

    @Test(
        "Coordinates that are not of this world are none, both of them",
        arguments: [
            (1e308, 10), (90.0001, 10), (-90.0001, 10), (10, 180.1), (10, -.infinity), (.nan, 10), (10, .nan),
        ] as [(Double, Double)])
    func coordinates(latitude: Double, longitude: Double) throws {
        let location = try place([
            ("location", .map([("latitude", .double(latitude)), ("longitude", .double(longitude))]))
        ])
        #expect(location.latitude == nil)
        #expect(location.longitude == nil)
    }

    @Test("The poles and the date line are of this world")
    func edges() throws {
        let location = try place([("location", .map([("latitude", .double(-90)), ("longitude", .double(180))]))])
        #expect(location.latitude == -90)
        #expect(location.longitude == 180)
    }

    @Test(
        "Numbers of systems are taken up to 32 bits, and 0 is nobody's",
        arguments: [
            (.uint64(1 << 32), nil), (.uint64(.max), nil), (.uint32(0), nil), (.int32(-1), nil), (.uint32(.max), .max),
            (.uint64(64496), 64496), (.uint16(7), 7), (.text("AS64496"), 64496), (.text("as 64496"), nil),
            (.text("AS"), nil),
            (.text("AS-1"), nil), (.text("AS99999999999"), nil), (.text("64496"), 64496), (.double(64496), nil),
        ] as [(MaxMindWriter.Value, UInt32?)])
    func systems(value: MaxMindWriter.Value, asn: UInt32?) throws {
        #expect(
            try record(
                "GeoLite2-ASN",
                [("autonomous_system_number", value), ("autonomous_system_organization", .text("Example"))]
            ).asn
                == asn)
    }

    @Test(
        "Texts that are no line of UTF-8 are none",
        arguments: [
            .raw([0x42, 0xff, 0xfe]), .raw([0x42, 0xc0, 0x80]), .raw([0x43, 0xed, 0xa0, 0x80]), .text("two\nlines"),
            .text("a\u{0}b"),
            .text("\u{1b}[31m"), .text("\u{7f}"), .text(""), .uint32(5), .map([]),
        ] as [MaxMindWriter.Value])
    func texts(value: MaxMindWriter.Value) throws {
        #expect(try place([("postal", .map([("code", value)]))]).postalCode == nil)
    }

    @Test("A long name is cut between characters")
    func longNames() throws {
        let location = try place([("postal", .map([("code", .text(String(repeating: "é", count: 40_000)))]))])
        #expect(location.postalCode == String(repeating: "é", count: 128))
        let odd = try place([("postal", .map([("code", .text("x" + String(repeating: "☯", count: 40_000)))]))])
        #expect(odd.postalCode == "x" + String(repeating: "☯", count: 85))
    }

    @Test("Codes of countries and time zones have their form or are none")
    func forms() throws {
        func location(_ code: String, _ zone: String) throws -> NetworkEvidence.Location? {
            try record(
                "GeoIP2-City",
                [
                    ("country", .map([("iso_code", .text(code)), ("names", .map([("en", .text("Land"))]))])),
                    ("location", .map([("time_zone", .text(zone))])),
                ]
            ).location
        }
        let right = try location("de", "America/Argentina/Buenos_Aires")
        #expect(right?.countryCode == "DE")
        #expect(right?.timeZone == "America/Argentina/Buenos_Aires")
        for (code, zone) in [
            ("DEU", "Europe/Berlin; DROP"), ("D1", "<b>"), ("ß", String(repeating: "a", count: 65)), ("", " "),
        ] {
            let wrong = try location(code, zone)
            #expect(wrong?.countryCode == nil)
            #expect(wrong?.timeZone == nil)
        }
    }

    @Test("A record in which nothing has a place here is none, and a database of only such is of no use")
    func nothing() throws {
        let scratch = try ScratchFolder()
        var writer = MaxMindWriter("GeoIP2-Domain")
        writer.insert("192.0.2.0/24", .map([("domain", .text("example.com"))]))
        #expect(try scratch.refusal(writer.file())?.code == .unknownKind)
        writer.databaseType = "GeoIP2-City"
        writer.insert("198.51.100.0/24", .map([("country", .map([("iso_code", .text("DE"))]))]))
        let database = try scratch.open(writer.file())
        #expect(database.lookup(try IPAddress(text: "192.0.2.1")) == nil)
        #expect(database.lookup(try IPAddress(text: "198.51.100.1"))?.location?.countryCode == "DE")
    }

    @Test(
        "A smaller network inside a larger one wins, and the rest of the larger one keeps its record",
        arguments: [24, 28, 32])
    func smaller(bits: Int) throws {
        let scratch = try ScratchFolder()
        var writer = MaxMindWriter("GeoIP2-Country", recordSize: bits)
        func country(_ code: String) -> MaxMindWriter.Value { .map([("country", .map([("iso_code", .text(code))]))]) }
        writer.insert("2001:db8::/32", country("AA"))
        writer.insert("2001:db8:1::/48", country("BB"))
        writer.insert("2001:db8:1::1/128", country("CC"))
        writer.insert("192.0.0.0/8", country("DD"))
        let database = try scratch.open(writer.file())
        func code(_ text: String) throws -> String? {
            database.lookup(try IPAddress(text: text))?.location?.countryCode
        }
        #expect(try code("2001:db8::") == "AA")
        #expect(try code("2001:db8:0:ffff:ffff:ffff:ffff:ffff") == "AA")
        #expect(try code("2001:db8:1::") == "BB")
        #expect(try code("2001:db8:1::1") == "CC")
        #expect(try code("2001:db8:1::2") == "BB")
        #expect(try code("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff") == "AA")
        #expect(try code("2001:db9::") == nil)
        #expect(try code("192.255.255.255") == "DD")
        #expect(try code("::ffff:192.0.0.1") == "DD")
        #expect(try code("193.0.0.0") == nil)
    }

    @Test("An IPv4 database has nothing to say of IPv6")
    func versions() throws {
        let scratch = try ScratchFolder()
        var writer = MaxMindWriter("GeoIP2-Country", ipVersion: 4)
        writer.insert("0.0.0.0/1", .map([("country", .map([("iso_code", .text("DE"))]))]))
        let database = try scratch.open(writer.file())
        #expect(database.metadata.ipVersion == 4)
        #expect(database.lookup(try IPAddress(text: "1.2.3.4"))?.location?.countryCode == "DE")
        #expect(database.lookup(try IPAddress(text: "::1.2.3.4")) == nil)
        #expect(database.lookup(try IPAddress(text: "2001:db8::1")) == nil)
    }

    @Test("Addresses with the same record get the same object")
    func shared() throws {
        let scratch = try ScratchFolder()
        var writer = MaxMindWriter("GeoIP2-Country")
        let place = writer.append(.map([("country", .map([("iso_code", .text("DE"))]))]))
        writer.insert("192.0.2.0/24", at: place)
        writer.insert("2001:db8::/32", at: place)
        let database = try scratch.open(writer.file())
        #expect(database.recordCount == 1)
        #expect(
            database.lookup(try IPAddress(text: "192.0.2.1")) === database.lookup(try IPAddress(text: "2001:db8::1")))
    }
}
