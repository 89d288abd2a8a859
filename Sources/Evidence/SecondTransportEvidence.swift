import Sessions

/// What the server saw of a session's client when it showed itself again over another transport. No address is in it: only how it
/// goes with the one that the session was opened from.
public struct SecondTransportEvidence: Sendable, Equatable {
    /// How the address of one transport goes with the address that the session was opened from.
    public enum AddressAgreement: String, Sendable, CaseIterable {
        /// It is the same address.
        case same
        /// It is another address of the same /24 (IPv4) or /48 (IPv6).
        case sameNetwork = "same_network"
        /// It is an address of another network.
        case otherNetwork = "other_network"
        /// One of them is not known, or one is IPv4 and the other IPv6, as with every client that has both.
        case unknown
    }

    /// How the TLS of one connection goes with the TLS of the connection that brought the session's first batch.
    public enum TLSAgreement: String, Sendable, CaseIterable {
        /// One client shows both.
        case same
        /// No one client shows both.
        case other
        /// One of them was not seen.
        case unknown
    }

    /// An address under which a STUN server saw the client (RFC 8445: server-reflexive).
    public struct ReflexiveAddress: Sendable, Equatable {
        /// How it goes with the address that the session was opened from.
        public var agreement: AddressAgreement
        /// 4 or 6.
        public var ipVersion: Int

        /// What is known of a reflexive address.
        public init(agreement: AddressAgreement, ipVersion: Int) {
            self.agreement = agreement
            self.ipVersion = ipVersion
        }
    }

    /// Which way it came.
    public var transport: CheckedTransport
    /// How its address goes with the session's.
    public var addressAgreement: AddressAgreement
    /// 4 or 6; nil when the address is not known.
    public var ipVersion: Int?
    /// Whether its address is in another country than the session's; nil when nobody looked, or one of the two has no known country.
    public var otherCountry: Bool?
    /// How its TLS goes with the session's.
    public var tlsAgreement: TLSAgreement
    /// What its connection showed; nil when nobody could see it.
    public var connection: ConnectionEvidence?
    /// The round trip to the client itself, by frames of the WebSocket that went there and back, in milliseconds; nil without.
    public var roundTrip: Double?
    /// The round trip of this TCP connection as the system measured it, in milliseconds; nil where the peer is a proxy.
    public var tcpRoundTrip: Double?
    /// Under which addresses a STUN server saw the client; empty when the page or the operator does not want that, and without WebRTC.
    public var reflexiveAddresses: [ReflexiveAddress]
    /// When it was seen.
    public var checkedAt: Timestamp?

    /// What was seen of a transport.
    public init(
        transport: CheckedTransport, addressAgreement: AddressAgreement = .unknown, ipVersion: Int? = nil,
        otherCountry: Bool? = nil, tlsAgreement: TLSAgreement = .unknown, connection: ConnectionEvidence? = nil,
        roundTrip: Double? = nil, tcpRoundTrip: Double? = nil, reflexiveAddresses: [ReflexiveAddress] = [],
        checkedAt: Timestamp? = nil
    ) {
        self.transport = transport
        self.addressAgreement = addressAgreement
        self.ipVersion = ipVersion
        self.otherCountry = otherCountry
        self.tlsAgreement = tlsAgreement
        self.connection = connection
        self.roundTrip = roundTrip
        self.tcpRoundTrip = tcpRoundTrip
        self.reflexiveAddresses = reflexiveAddresses
        self.checkedAt = checkedAt
    }
}

extension SecondTransportEvidence.TLSAgreement {
    /// Holds two connections of one session against each other.
    ///
    /// ALPN, the number of extensions, resumption and ECH legitimately differ between a browser's requests and its WebSockets. Its
    /// ciphers don't; and where they do nevertheless, it may still be recognized as the same family.
    /// - Parameters:
    ///   - first: the connection of the session's first batch, with what was recognized in it.
    ///   - second: the connection of the other transport, likewise.
    public init(_ first: ConnectionEvidence?, _ second: ConnectionEvidence?) {
        guard let one = first?.cipherSection, let other = second?.cipherSection else {
            self = .unknown
            return
        }
        let family = first?.tlsMatch?.family
        self = one == other || (family != nil && family == second?.tlsMatch?.family) ? .same : .other
    }
}

extension ConnectionEvidence {
    /// The middle part of the JA4: the hash of the sorted ciphers.
    var cipherSection: Substring? {
        guard let parts = ja4?.split(separator: "_", omittingEmptySubsequences: false), parts.count == 3 else {
            return nil
        }
        return parts[1]
    }
}
