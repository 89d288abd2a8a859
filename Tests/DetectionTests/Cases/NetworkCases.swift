import Evidence
import OrderedJSON
import Sessions

extension SignalCase {
    /// What is known of the client's address.
    static let network: [SignalCase] = [
        .init("vpn_associated_ip", fires: used(as: .vpn), quiet: used(as: .hosting)),
        .init("vpn_associated_ip", fires: used(as: .vpn), quiet: used(as: .vpn, .relay)),
        .init("tor_exit_address", fires: used(as: .tor), quiet: used(as: .vpn)),
        .init("proxy_address", fires: used(as: .proxy), quiet: used(as: .proxy, .relay)),
        .init("residential_proxy_address", fires: used(as: .residentialProxy), quiet: used(as: .proxy)),
        .init("relay_address", fires: used(as: .relay, .vpn), quiet: used(as: .vpn)),
        .init("hosting_address", fires: used(as: .hosting), quiet: used(as: .hosting, .vpn)),
        .init("hosting_address", fires: used(as: .hosting), quiet: used(as: .hosting, .relay)),
        .init("listed_address", fires: used(as: .listed), quiet: used(as: .vpn)),
        .init(
            "suspicious_network", fires: over { $0.isSuspiciousNetwork = true }, quiet: used(as: .listed)),
        .init(
            "timezone_address_mismatch", fires: at("VN", zone: "Europe/Berlin"), quiet: at("DE", zone: "Europe/Berlin")),
        .init("timezone_address_mismatch", fires: at("US", zone: "Asia/Tokyo"), quiet: at("FR", zone: "Europe/Berlin")),
        .init(
            "timezone_address_mismatch", fires: at("IN", zone: "Europe/Berlin"), quiet: at("IN", zone: "Asia/Calcutta")),
        .init("timezone_address_mismatch", fires: at("VN", zone: "Europe/Berlin"), quiet: at("VN", zone: "UTC")),
        .init(
            "language_address_mismatch", fires: at("VN", languages: "de-DE", "de"),
            quiet: at("VN", languages: "vi-VN", "de")),
        .init(
            "language_address_mismatch", fires: at("VN", languages: "de-DE"), quiet: at("VN", languages: "de-DE", "en")),
        .init("address_beyond_reach", fires: away(8000, roundTrip: 12), quiet: away(8000, roundTrip: 90)),
        .init("address_beyond_reach", fires: away(8000, roundTrip: 12), quiet: away(300, roundTrip: 1)),
        .init("round_trip_behind_proxy", fires: rounds(page: 260, tcp: 8), quiet: rounds(page: 260, tcp: 200)),
        .init("round_trip_behind_proxy", fires: rounds(page: 260, tcp: 8), quiet: rounds(page: 40, tcp: 2)),
        .init("round_trip_behind_proxy", fires: socket { $0.roundTrip = 300 }, quiet: socket { $0.roundTrip = 12 }),
        .init(
            "second_transport_other_address", fires: socket { $0.addressAgreement = .otherNetwork },
            quiet: socket { $0.addressAgreement = .sameNetwork }),
        .init(
            "second_transport_other_address", fires: socket { $0.addressAgreement = .otherNetwork },
            quiet: socket { $0.addressAgreement = .unknown }),
        .init(
            "second_transport_other_tls", fires: socket { $0.tlsAgreement = .other },
            quiet: socket { $0.tlsAgreement = .unknown }),
        .init(
            "webrtc_other_address",
            fires: socket { $0.reflexiveAddresses = [.init(agreement: .otherNetwork, ipVersion: 4)] },
            quiet: socket { $0.reflexiveAddresses = [.init(agreement: .same, ipVersion: 4)] }),
        .init("visitor_over_many_networks", fires: company(networks: 6), quiet: company(networks: 3)),
        .init("many_visitors_one_address", fires: company(visitors: 40), quiet: company(visitors: 6)),
        .init(
            "address_fits_browser", fires: at("DE", zone: "Europe/Berlin"),
            quiet: {
                at("DE", zone: "Europe/Berlin")(&$0)
                $0.network?.claims = [.init(trait: .vpn, source: "list")]
            }),
        .init("address_fits_browser", fires: at("DE", zone: "Europe/Berlin"), quiet: at("FR", zone: "Europe/Berlin")),
        .init(
            "crawler_unproven", fires: crawler(.unproven(reason: "it is not in the blocks of Google")),
            quiet: crawler(.pending)),
        .init(
            "crawler_unproven", fires: crawler(.unproven(reason: "it has no name")), quiet: crawler(.unverifiable)),
        .init(
            "crawler_proven", fires: crawler(.proven(by: .reverseDNS(host: "crawl-66-249-66-1.googlebot.com"))),
            quiet: crawler(.pending)),
        .init("crawler_proven", fires: crawler(.proven(by: .ranges)), quiet: crawler(.unproven(reason: "it is not"))),
    ]

    private static func over(_ edit: @escaping @Sendable (inout NetworkEvidence) -> Void) -> Edit {
        {
            var network = NetworkEvidence(.evaluated)
            edit(&network)
            $0.network = network
        }
    }

    private static func used(as traits: NetworkEvidence.Trait...) -> Edit {
        over { $0.claims = traits.map { .init(trait: $0, source: "list") } }
    }

    private static func at(_ country: String, zone: String? = nil, languages: String...) -> Edit {
        {
            over {
                var location = NetworkEvidence.Location()
                location.countryCode = country
                $0.location = location
            }(&$0)
            if let zone { $0["locale.timezone"] = .string(zone) }
            if !languages.isEmpty { $0["navigator.languages"] = .array(languages.map { .string($0) }) }
        }
    }

    private static func away(_ kilometres: Double, roundTrip: Double) -> Edit {
        {
            over { $0.distanceFromServer = kilometres }(&$0)
            rounds(page: nil, tcp: roundTrip)(&$0)
        }
    }

    private static func rounds(page: Double?, tcp: Double?) -> Edit {
        {
            $0.tcpRoundTrip = tcp
            $0["timing.ping_ms"] = page.map { .array([.number($0)]) }
        }
    }

    private static func socket(_ edit: @escaping @Sendable (inout SecondTransportEvidence) -> Void) -> Edit {
        {
            var socket = SecondTransportEvidence(transport: .socket, addressAgreement: .same, tlsAgreement: .same)
            edit(&socket)
            $0.secondTransports = [socket]
            $0.tcpRoundTrip = 10
        }
    }

    private static func company(visitors: Int = 1, networks: Int? = 1) -> Edit {
        { $0.addressCompany = AddressCompany(visitorsBehindAddress: visitors, networksOfVisitor: networks) }
    }

    private static func crawler(_ standing: CrawlerEvidence.Standing) -> Edit {
        {
            $0.claim(UserAgents.googlebot)
            $0.crawler = CrawlerEvidence(
                slug: "googlebot", name: "Googlebot", operatorName: "Google", category: .search, standing: standing)
        }
    }
}
