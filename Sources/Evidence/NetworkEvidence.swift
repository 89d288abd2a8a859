import Sessions

/// What the data on the operator's own disk say of a client's address. Nothing is asked of anyone for it.
public struct NetworkEvidence: Sendable, Equatable {
    /// Whether, and why not, an address was looked up.
    public enum Standing: String, Sendable, CaseIterable {
        /// It was looked up.
        case evaluated
        /// The request had no address, as those of local sockets have none.
        case unnamed
        /// The address is not one of the public Internet: private networks, this machine, documentation.
        case special
        /// No source of data is at hand.
        case unsourced
        /// The sources are being read; the server has just started.
        case loading
    }

    /// What an address is used as, by those who keep lists.
    public enum Trait: String, Sendable, CaseIterable {
        /// The exit of a virtual private network.
        case vpn
        /// An open or commercial proxy.
        case proxy
        /// An exit of Tor.
        case tor
        /// A relay that hides addresses by a platform's own design, such as Apple's Private Relay. It is no VPN.
        case relay
        /// A data centre or a cloud.
        case hosting
        /// A consumer's line that is lent to strangers.
        case residentialProxy = "residential_proxy"
        /// It is on a list for what came from it.
        case listed
    }

    /// What sort of clients an address serves.
    public enum ClientType: String, Sendable, CaseIterable {
        case consumer, hosting, mobile, business, education
    }

    /// One source's word on the address.
    public struct Claim: Sendable, Equatable {
        /// What it says.
        public var trait: Trait
        /// Who runs it, such as `Mullvad VPN`; nil where the source does not know.
        public var provider: String?
        /// The name of the source in the configuration.
        public var source: String

        /// A source's word.
        public init(trait: Trait, provider: String? = nil, source: String) {
            self.trait = trait
            self.provider = provider
            self.source = source
        }
    }

    /// Where an address is, as far as its sources know.
    public struct Location: Sendable, Equatable {
        /// In English.
        public var city: String?
        /// The first subdivision of the country, in English.
        public var region: String?
        /// In English.
        public var country: String?
        /// ISO 3166-1, two letters.
        public var countryCode: String?
        /// Degrees, north positive.
        public var latitude: Double?
        /// Degrees, east positive.
        public var longitude: Double?
        /// A name of the IANA time zone database.
        public var timeZone: String?
        /// The postal code, or its first part.
        public var postalCode: String?
        /// The radius around the coordinates, in kilometres.
        public var accuracyRadius: Double?

        /// Nothing known.
        public init() {}
    }

    /// Whether the address was looked up.
    public var standing: Standing
    /// Whether it is IPv4 or IPv6; nil without an address.
    public var isIPv4: Bool?
    /// Which purpose a special address has, such as `private network`; nil for public ones.
    public var specialPurpose: String?
    /// Where the address is; nil where no source knows its country.
    public var location: Location?
    /// How far the server is from there at least, in kilometres; nil where either place is not known.
    public var distanceFromServer: Double?
    /// The number of the autonomous system that announces it.
    public var asn: UInt32?
    /// Who runs that system or holds the address.
    public var organization: String?
    /// Everything that sources say of it, the most specific first.
    public var claims: [Claim] = []
    /// What it is listed for, in the words of the lists.
    public var categories: [String] = []
    /// What sort of clients it serves.
    public var clientTypes: [ClientType] = []
    /// What its network's operator does, such as `hosting` or `anycast`.
    public var operatorTags: [String] = []
    /// Whether the whole network is one that lists warn of, and not just the address.
    public var isSuspiciousNetwork = false
    /// When it was looked up.
    public var evaluatedAt: Timestamp?

    /// What is known of an address.
    public init(_ standing: Standing, evaluatedAt: Timestamp? = nil) {
        self.standing = standing
        self.evaluatedAt = evaluatedAt
    }

    /// Whether some source says that of the address.
    public func claims(_ trait: Trait) -> Bool { claims.contains { $0.trait == trait } }

    /// Whether the address is used as that, what hides behind a relay left aside: those who use it chose no hiding place of their own, and
    /// lists of VPNs and data centres hold its addresses too.
    public func isUsedAs(_ trait: Trait) -> Bool {
        switch trait {
        case .vpn, .proxy, .hosting, .residentialProxy: claims(trait) && !claims(.relay)
        case .tor, .relay, .listed: claims(trait)
        }
    }

    /// Whether the client's own line is known to be another one.
    public var isHidingPlace: Bool { [.relay, .vpn, .proxy, .tor, .residentialProxy].contains { isUsedAs($0) } }

    /// Who runs what hides the client, or the data centre, as far as a source knows.
    public var provider: String? {
        for trait in [Trait.tor, .relay, .vpn, .residentialProxy, .proxy, .hosting] where isUsedAs(trait) {
            if let provider = claims.lazy.filter({ $0.trait == trait }).compactMap(\.provider).first { return provider }
        }
        return nil
    }
}

/// How a session's address and its visitor were seen together with others lately.
public struct AddressCompany: Sendable, Equatable {
    /// Visitors seen behind the address within a day, the session's own among them.
    public var visitorsBehindAddress: Int
    /// Networks, /24 or /48, from which the visitor came within an hour, the session's own among them; nil without a visitor.
    public var networksOfVisitor: Int?

    /// How they were seen.
    public init(visitorsBehindAddress: Int, networksOfVisitor: Int? = nil) {
        self.visitorsBehindAddress = visitorsBehindAddress
        self.networksOfVisitor = networksOfVisitor
    }
}
