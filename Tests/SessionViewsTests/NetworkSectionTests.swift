import Evidence
import OrderedJSON
import Sessions
import Testing

@testable import SessionViews

@Suite("The document's network")
struct NetworkSectionTests {
    private static let moment = Timestamp(milliseconds: 1_774_382_405_000)

    /// The section of a session whose address was found to be that.
    private func section(
        _ standing: NetworkEvidence.Standing = .evaluated, company: AddressCompany? = nil,
        _ edit: (inout NetworkEvidence) -> Void = { _ in }
    ) throws -> JSONValue {
        var network = NetworkEvidence(standing, evaluatedAt: Self.moment)
        network.isIPv4 = true
        edit(&network)
        var evidence = Evidence(request: RequestEvidence(clientAddress: "198.51.100.7"))
        evidence.network = network
        evidence.addressCompany = company
        let document = try SessionDocument(.judged(evidence)).read()
        if let schema = try Workspace.contract("api.schema.json") {
            #expect(Schema(root: schema).problems(of: document, as: "SessionDetail") == [])
        }
        return try #require(document["network"])
    }

    private static func place(_ city: String?, _ country: String, _ code: String) -> NetworkEvidence.Location {
        var location = NetworkEvidence.Location()
        location.city = city
        location.country = country
        location.countryCode = code
        return location
    }

    @Test("has every fact that is known, under its key")
    func facts() throws {
        let network = try section(company: AddressCompany(visitorsBehindAddress: 3)) {
            $0.location = Self.place("Berlin", "Germany", "DE")
            $0.location?.region = "Land Berlin"
            $0.location?.latitude = 52.5
            $0.location?.longitude = 13.25
            $0.location?.timeZone = "Europe/Berlin"
            $0.location?.postalCode = "10115"
            $0.location?.accuracyRadius = 20
            $0.asn = 3320
            $0.organization = "Deutsche Telekom AG"
            $0.clientTypes = [.consumer]
            $0.operatorTags = ["anycast"]
        }
        #expect(network["status"]?.string == "ready")
        #expect(network["summary"]?.string == "A line of Deutsche Telekom AG (AS3320) in Berlin, Germany.")
        let location = try #require(network["location"])
        #expect(location["city"]?.string == "Berlin" && location["region"]?.string == "Land Berlin")
        #expect(location["country"]?.string == "Germany" && location["country_code"]?.string == "DE")
        #expect(location["latitude"]?.double == 52.5 && location["longitude"]?.double == 13.25)
        #expect(location["timezone"]?.string == "Europe/Berlin" && location["postal_code"]?.string == "10115")
        #expect(location["accuracy_radius_km"]?.double == 20)
        #expect(network["routing"]?["asn"]?.string == "3320")
        #expect(network["routing"]?["organization"]?.string == "Deutsche Telekom AG")
        #expect(network["evidence"]?["client_types"] == .array([.string("consumer")]))
        #expect(network["evidence"]?["operator_tags"] == .array([.string("anycast")]))
        #expect(network["evidence"]?["client_count"]?.int == 3)
        #expect(network["evaluated_at"]?.string == Self.moment.description)
        #expect(network["reputation"]?["listed"]?.bool == false)
    }

    @Test("lets a relay win over VPN and data centre, whose lists hold its addresses too")
    func relay() throws {
        let network = try section {
            $0.claims = [
                .init(trait: .vpn, source: "vpns"), .init(trait: .relay, provider: "Apple", source: "relays"),
                .init(trait: .hosting, provider: "Akamai", source: "clouds"),
            ]
            $0.location = Self.place(nil, "France", "FR")
        }
        let anonymity = try #require(network["anonymity"])
        #expect(anonymity["relay"]?.bool == true && anonymity["provider"]?.string == "Apple")
        for key in ["vpn", "proxy", "tor", "hosting", "residential_proxy"] {
            #expect(anonymity[key]?.bool == false, "\(key)")
        }
        #expect(network["summary"]?.string == "A privacy relay of Apple in France.")
        #expect(network["reputation"]?["listed"]?.bool == false)
        #expect(network["evidence"]?["risk_signals"] == .array([]))
    }

    @Test("says who runs a VPN, and that it is listed for that")
    func vpn() throws {
        let network = try section {
            $0.claims = [
                .init(trait: .vpn, source: "vpns"), .init(trait: .vpn, provider: "Mullvad VPN", source: "mullvad"),
                .init(trait: .hosting, provider: "M247", source: "operators"),
            ]
        }
        #expect(network["anonymity"]?["vpn"]?.bool == true && network["anonymity"]?["hosting"]?.bool == true)
        #expect(network["anonymity"]?["provider"]?.string == "Mullvad VPN")
        #expect(network["reputation"]?["categories"] == .array([.string("vpn")]))
        #expect(network["evidence"]?["risk_signals"] == .array([.string("vpn"), .string("hosting")]))
        #expect(network["summary"]?.string == "A VPN exit of Mullvad VPN in a place that no source knows.")
    }

    @Test(
        "has a plain sentence for whatever an address is",
        arguments: [
            (NetworkEvidence.Trait.tor, "An exit of the Tor network in Germany."),
            (.proxy, "A proxy in Germany."),
            (.residentialProxy, "A line that is lent out as a proxy in Germany."),
            (.hosting, "A data centre of Example Cloud (AS64500) in Germany."),
            (.listed, "A listed address of Example Cloud (AS64500) in Germany."),
        ])
    func sentences(trait: NetworkEvidence.Trait, sentence: String) throws {
        let network = try section {
            $0.claims = [.init(trait: trait, source: "list")]
            $0.location = Self.place(nil, "Germany", "DE")
            $0.organization = "Example Cloud"
            $0.asn = 64500
        }
        #expect(network["summary"]?.string == sentence)
    }

    @Test(
        "says why nobody looked, and takes no default for an observation",
        arguments: [
            (
                NetworkEvidence.Standing.special, "skipped",
                "The address is not of the public Internet: private network."
            ),
            (.unnamed, "skipped", "The request came without an address."),
            (.unsourced, "skipped", "No source of address data is at hand."),
            (.loading, "pending", "The sources of address data were still being read."),
        ])
    func standings(standing: NetworkEvidence.Standing, status: String, summary: String) throws {
        let network = try section(standing) { if standing == .special { $0.specialPurpose = "private network" } }
        #expect(network["status"]?.string == status)
        #expect(network["summary"]?.string == summary)
        #expect(network["location"] == .null && network["routing"]?["asn"] == .null)
        #expect(network["evaluated_at"] == .null)
        #expect(network["evidence"]?["client_count"] == .null)
    }
}
