import Evidence
import Geography
import Sessions

extension SignalCatalogue {
    /// What is known of the client's address, and what of it does not fit.
    static let network: [Signal] = addressUses + addressContradictions + secondTransports + addressCompany

    /// The slugs of signals that are against an address, beside those of what it is used as.
    public static let networkRisks = Set(
        (addressContradictions + secondTransports + addressCompany).filter { $0.effect == .raisesRisk }.map(\.slug)
            + ["suspicious_network"])

    private static let addressUses: [Signal] = [
        Signal(
            "vpn_associated_ip", "Address of a VPN", .environment, .weak, score: 15,
            looksAt: "Lists of the addresses of VPNs, and who announces the address.",
            innocent: "People who use a VPN, at work or for their privacy.", highlight: .networkAnonymity
        ) { $0.address(usedAs: .vpn) },
        Signal(
            "tor_exit_address", "Exit of the Tor network", .environment, .weak, score: 25,
            looksAt: "Lists of the exits of the Tor network.", innocent: "People who use Tor for their privacy.",
            highlight: .networkAnonymity, integrity: (.privacyHardening, .notice)
        ) { $0.address(usedAs: .tor) },
        Signal(
            "proxy_address", "Address of a proxy", .environment, .weak, score: 25,
            looksAt: "Lists of open and commercial proxies.", innocent: "Company networks that go out by a proxy.",
            highlight: .networkAnonymity
        ) { $0.address(usedAs: .proxy) },
        Signal(
            "residential_proxy_address", "Line lent out as a proxy", .environment, .moderate, score: 40,
            looksAt: "Lists of consumers' lines by which strangers' requests go out.",
            innocent: "The people who live there, whose line an app lends out without their knowing.",
            highlight: .networkAnonymity
        ) { $0.address(usedAs: .residentialProxy) },
        Signal(
            "relay_address", "Privacy relay", .environment, .weak, score: 5, effect: .context,
            looksAt: "Lists of the exits of relays that a platform runs for its users, such as Apple's Private Relay.",
            innocent: "Everybody who uses one: it is no VPN, and nothing to worry about.", highlight: .networkAnonymity
        ) { $0.address(usedAs: .relay) },
        Signal(
            "hosting_address", "Address of a data centre", .environment, .moderate, score: 40,
            looksAt:
                "Who announces the address, and lists of data centres, where nothing says that people go out there.",
            innocent: "VPNs that no list knows; browsers that run on remote desktops.", highlight: .networkAnonymity
        ) { $0.network?.isHidingPlace == false ? $0.address(usedAs: .hosting) : nil },
        Signal(
            "listed_address", "Address on a list", .environment, .moderate, score: 35,
            looksAt: "Lists of addresses that the operator chose to be warned of.",
            innocent: "Addresses that somebody else has now, or that many people share.", highlight: .networkReputation
        ) { context in
            guard let network = context.network, network.claims(.listed) else { return nil }
            let words = network.categories.isEmpty ? "" : ": \(network.categories.listed())"
            return Finding("the address is on \(network.sources(of: .listed).listed())\(words)")
        },
        Signal(
            "suspicious_network", "Network that lists warn of", .environment, .moderate, score: 40,
            looksAt: "Whether the whole network is given up to abuse, as lists of stolen and hostile networks say.",
            innocent: "Networks that have changed hands.", highlight: .networkReputation
        ) { context in
            guard let network = context.network, network.isSuspiciousNetwork else { return nil }
            return Finding("the network\(network.owner) is on a list of hostile ones")
        },
    ]

    private static let addressContradictions: [Signal] = [
        Signal(
            "timezone_address_mismatch", "Time zone of another place", .environment, .moderate, score: 45, role: .risk,
            looksAt: """
                The browser's time zone beside the country of the address: by the clock, so that neighbours who share one accuse nobody. \
                Where the address is known to hide its users it counts for little.
                """,
            innocent: "Travellers, VPNs that no list knows, machines that keep universal time.",
            highlight: .networkContradictions, integrity: (.identitySpoofing, .notice), manipulation: 20
        ) { context in
            guard let zone = context.observed.locale?.timezone, let code = context.network?.location?.countryCode,
                let minutes = TimeZones.distance(zone: zone, country: code), minutes >= 60
            else { return nil }
            let extent = context.network?.isHidingPlace == true ? 0.2 : minutes >= 180 ? 1 : 0.5
            return Finding("time zone \(zone), address in \(context.network?.country ?? code)", extent: extent)
        },
        Signal(
            "language_address_mismatch", "Language of another place", .environment, .weak, score: 10, effect: .context,
            looksAt: "Whether any of the browser's languages is spoken where the address is.",
            innocent: "Everybody abroad, and many at home.", highlight: .networkContradictions
        ) { context in
            guard let languages = context.observed.navigator?.languages, !languages.isEmpty,
                let code = context.network?.location?.countryCode
            else { return nil }
            // One language that could be spoken there, or that tells nothing, is enough.
            guard languages.allSatisfy({ Languages.isExpected($0, in: code) == false }) else { return nil }
            return Finding("languages \(languages.listed()), address in \(context.network?.country ?? code)")
        },
        Signal(
            "address_beyond_reach", "Nearer than its address", .environment, .moderate, score: 45,
            looksAt: """
                The shortest round trip beside the distance to where the address is said to be: no signal is faster than light \
                (299,792 km/s in a vacuum). It needs the server's own place and coordinates of the address.
                """,
            innocent: "Location data that are wrong; addresses that are announced in many places.",
            highlight: .networkContradictions, integrity: (.identitySpoofing, .notice), manipulation: 20
        ) { context in
            guard let distance = context.network?.distanceFromServer, distance >= 500,
                let shortest = context.shortestRoundTrip, shortest < 2 * distance / 299.792
            else { return nil }
            return Finding("\(shortest.plain) ms away, but \(Int(distance)) km by its address")
        },
        Signal(
            "round_trip_behind_proxy", "Something between client and server", .environment, .moderate, score: 35,
            looksAt: """
                The round trip that the page measures beside that of the connection itself: where something ends the connection on the way, \
                the page is further away than the connection.
                """,
            innocent: "Slow devices, busy ones, VPNs that end connections, satellite links.",
            highlight: .networkContradictions
        ) { context in
            let trips = context.evidence.roundTrips
            // The browser itself answers a socket's frames, however busy the page is.
            guard let page = trips.socketMilliseconds ?? trips.pingMilliseconds,
                let connection = trips.tcpMilliseconds, page - connection >= 80, page >= 3 * connection
            else { return nil }
            return Finding(
                "\(page.plain) ms from the page, \(connection.plain) ms from the end of the connection",
                extent: page - connection >= 200 ? 1 : 0.6)
        },
    ]

    private static let secondTransports: [Signal] = [
        Signal(
            "second_transport_other_address", "Two ways, two networks", .antiTamper, .moderate, score: 55,
            looksAt: """
                The address of a second request or WebSocket beside that of the first, of the same version: a proxy that takes only some of \
                a browser's connections shows itself by the others.
                """,
            innocent:
                "Carriers and relays that spread one client's connections; a telephone that changes networks meanwhile.",
            highlight: .networkContradictions, integrity: (.identitySpoofing, .elevated), manipulation: 40
        ) { context in
            guard let other = context.evidence.secondTransports.first(where: { $0.addressAgreement == .otherNetwork })
            else { return nil }
            let abroad = other.otherCountry == true
            // Who uses a relay or a VPN may leave by several of its exits.
            let extent = context.network?.isHidingPlace == true ? 0.3 : abroad ? 1 : 0.6
            return Finding(
                "\(other.transport.words) came from another network\(abroad ? ", in another country" : "")",
                extent: extent)
        },
        Signal(
            "second_transport_other_tls", "Two ways, two programs", .antiTamper, .strong, score: 80,
            looksAt: """
                The ciphers of a second connection's ClientHello beside those of the first: one browser offers the same on both, and a proxy \
                that ends one of them offers its own.
                """,
            innocent: "Boxes that inspect some of a network's connections and not others.",
            highlight: .connectionContradictions, integrity: (.identitySpoofing, .highRisk), manipulation: 60
        ) { context in
            context.evidence.secondTransports.first { $0.tlsAgreement == .other }.map {
                Finding("\($0.transport.words) has the TLS of another program")
            }
        },
        Signal(
            "webrtc_other_address", "Another address by WebRTC", .environment, .weak, score: 20,
            looksAt: """
                The address under which a STUN server saw the browser beside that of its request, where page and operator allow it: proxies \
                for the web alone don't carry WebRTC.
                """,
            innocent: "People whose VPN lets WebRTC pass by it.", highlight: .networkAnonymity
        ) { context in
            let addresses = context.evidence.secondTransports.flatMap(\.reflexiveAddresses)
            return addresses.contains { $0.agreement == .otherNetwork }
                ? Finding("WebRTC leaves by another network than the page") : nil
        },
    ]

    private static let addressCompany: [Signal] = [
        Signal(
            "visitor_over_many_networks", "Many networks within an hour", .environment, .moderate, score: 45,
            looksAt:
                "From how many networks (/24, /48) the same visitor came within an hour, as with proxies that rotate.",
            innocent: "Trains and telephones that change networks; two or three networks are usual.",
            highlight: .networkAnonymity
        ) { context in
            guard let networks = context.evidence.addressCompany?.networksOfVisitor, networks >= 5 else { return nil }
            return Finding(
                "the visitor came from \(networks) networks within an hour", extent: networks >= 10 ? 1 : 0.6)
        },
        Signal(
            "many_visitors_one_address", "Many visitors behind one address", .environment, .weak, score: 10,
            effect: .context, looksAt: "How many visitors were seen behind the address within a day.",
            innocent: "Offices, schools, carriers that share an address among many.", highlight: .networkReputation
        ) { context in
            guard let visitors = context.evidence.addressCompany?.visitorsBehindAddress, visitors >= 25 else {
                return nil
            }
            return Finding("\(visitors) visitors behind the address within a day")
        },
        Signal(
            "address_fits_browser", "Address and browser of one place", .environment, .weak, score: 10,
            effect: .lowersRisk,
            looksAt: "A line that no list names, in a country where the browser's time zone is used.",
            innocent: "Whoever takes a line in the country that they pretend to be in.", highlight: .networkConsistent
        ) { context in
            guard let network = context.network, network.claims.isEmpty, !network.isSuspiciousNetwork,
                network.clientTypes != [.hosting], let code = network.location?.countryCode,
                let zone = context.observed.locale?.timezone, TimeZones.countries(of: zone).contains(code)
            else { return nil }
            return Finding("time zone \(zone), address in \(network.country ?? code)")
        },
    ]
}

extension Context {
    var network: NetworkEvidence? { evidence.network }

    /// The shortest round trip that anybody measured, in milliseconds.
    fileprivate var shortestRoundTrip: Double? {
        let trips = evidence.roundTrips
        return [trips.tcpMilliseconds, trips.pingMilliseconds, trips.socketMilliseconds].compactMap(\.self).min()
    }

    /// A finding where the address is used as that.
    fileprivate func address(usedAs trait: NetworkEvidence.Trait) -> Finding? {
        guard let network, network.isUsedAs(trait) else { return nil }
        let claim = network.claims.first { $0.trait == trait && $0.provider != nil }
        let sources = network.sources(of: trait).listed()
        return Finding(
            claim?.provider.map { "the address belongs to \($0)" } ?? "the address is on \(sources)")
    }
}

extension CheckedTransport {
    /// The way in words.
    fileprivate var words: String {
        switch self {
        case .request: "the second request"
        case .socket: "the WebSocket"
        }
    }
}

extension NetworkEvidence {
    /// The country in words.
    var country: String? { location?.country }

    /// Who runs the network, in words behind it.
    fileprivate var owner: String { organization.map { " of \($0)" } ?? "" }

    /// The sources that say so.
    fileprivate func sources(of trait: Trait) -> [String] { claims.filter { $0.trait == trait }.map(\.source) }
}
