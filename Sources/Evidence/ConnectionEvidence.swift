/// What the connection of a session's first request showed of the program that made it. No script in a page can rewrite it.
public struct ConnectionEvidence: Sendable, Equatable {
    /// Who looked at the connection.
    public enum Observer: String, Sendable, CaseIterable {
        /// This server, which ended the TLS itself.
        case server
        /// A trusted proxy, which said so in headers.
        case proxy
        /// The customer's backend, which said so in its question.
        case caller
    }

    /// Who looked at it.
    public var observer: Observer
    /// The JA4 of the ClientHello, such as `t13d1517h2_8daaf6152771_cb7bf5808d99`; nil where nobody saw one.
    public var ja4: String?
    /// JA4 in its raw form (`JA4_r`): the sorted ciphers, extensions and the signature algorithms themselves.
    public var ja4Raw: String?
    /// JA4 without the extensions that change from connection to connection; nil where only the hash is known.
    public var ja4Stable: String?
    /// The HTTP/2 string after Akamai: `SETTINGS|WINDOW_UPDATE|PRIORITY|pseudo-header order`; nil without HTTP/2.
    public var http2: String?
    /// The weight of the first request's HEADERS frame, 1–256; nil where it carried no priority.
    public var headersWeight: Int?
    /// What of the ClientHello is against the browser whose JA4 it has, by the names of `ConnectionContradiction`.
    public var tlsContradictions: [String] = []
    /// What of the first frames of HTTP/2 is against the browser whose string they have, likewise.
    public var http2Contradictions: [String] = []
    /// What the ClientHello was recognized as.
    public var tlsMatch: ClientMatch?
    /// What the HTTP/2 string was recognized as.
    public var http2Match: ClientMatch?

    /// What a connection showed.
    public init(
        observer: Observer, ja4: String? = nil, ja4Raw: String? = nil, ja4Stable: String? = nil, http2: String? = nil,
        headersWeight: Int? = nil, tlsMatch: ClientMatch? = nil, http2Match: ClientMatch? = nil
    ) {
        self.observer = observer
        self.ja4 = ja4
        self.ja4Raw = ja4Raw
        self.ja4Stable = ja4Stable
        self.http2 = http2
        self.headersWeight = headersWeight
        self.tlsMatch = tlsMatch
        self.http2Match = http2Match
    }
}

/// A kind of client that a fingerprint of a connection was recognized as.
public struct ClientMatch: Sendable, Equatable {
    /// What sort of program it is.
    public enum Kind: String, Sendable, CaseIterable {
        /// A browser, or what is built on one.
        case browser
        /// An HTTP library or a command-line client.
        case library
        /// A library that sets out to look like a browser.
        case impersonator
    }

    /// How sure the match is.
    public enum Confidence: String, Sendable, CaseIterable {
        /// The whole fingerprint is known, and only for this.
        case exact
        /// The whole fingerprint, or what of it does not change, is known.
        case high
        /// A part of it is known.
        case partial
        /// None of it is known.
        case unknown
    }

    /// Where the match comes from.
    public enum Source: String, Sendable, CaseIterable {
        /// The whole JA4.
        case fullJA4 = "full_ja4"
        /// JA4 without the extensions that come and go.
        case stableJA4 = "ja4_stable"
        /// The middle part of JA4, the ciphers.
        case cipherSection = "cipher_section"
        /// The whole HTTP/2 string.
        case http2 = "http2"
        /// Promoted from what sessions of a proven browser showed.
        case learned = "learned"
    }

    /// What sort of program it is.
    public var kind: Kind
    /// What it is built on, such as `chromium`, `firefox`, `webkit`, `openssl` or `go`.
    public var family: String
    /// The program, such as `chrome`, `curl` or `python-requests`.
    public var product: String
    /// The shape of the connection, such as `chrome-131` or `curl`.
    public var profile: String
    /// How sure it is.
    public var confidence: Confidence
    /// Where the match comes from.
    public var source: Source
    /// Whether nothing else is known to show the same.
    public var isDeterministic: Bool
    /// Major versions of the product that show it; nil where they don't matter or are not known.
    public var versions: ClosedRange<Int>?
    /// Other families that show the same, such as a library that shares its TLS stack with a browser.
    public var sharedWith: [String]
    /// The row of the table behind the match.
    public var reference: Reference?

    /// A row of the table of known clients.
    public struct Reference: Sendable, Equatable {
        /// Names the row for people.
        public var label: String
        /// Where its facts come from.
        public var source: String
        /// `t` for TLS over TCP, `q` for QUIC, `d` for DTLS, as in JA4.
        public var transport: String
        /// The TLS version of JA4, such as `13`.
        public var tlsVersion: String
        /// `d` with a name, `i` without, as in JA4.
        public var serverName: String
        /// The ALPN of JA4, such as `h2`.
        public var alpn: String
        /// How many ciphers it offers.
        public var cipherCount: ClosedRange<Int>
        /// How many extensions it sends.
        public var extensionCount: ClosedRange<Int>
        /// How many clients the row rests on.
        public var sampleSize: Int
        /// Whether it was captured from the program itself.
        public var isVerified: Bool?

        /// A row of the table.
        public init(
            label: String, source: String, transport: String, tlsVersion: String, serverName: String, alpn: String,
            cipherCount: ClosedRange<Int>, extensionCount: ClosedRange<Int>, sampleSize: Int, isVerified: Bool?
        ) {
            self.label = label
            self.source = source
            self.transport = transport
            self.tlsVersion = tlsVersion
            self.serverName = serverName
            self.alpn = alpn
            self.cipherCount = cipherCount
            self.extensionCount = extensionCount
            self.sampleSize = sampleSize
            self.isVerified = isVerified
        }
    }

    /// A match.
    public init(
        kind: Kind, family: String, product: String, profile: String, confidence: Confidence, source: Source,
        isDeterministic: Bool, versions: ClosedRange<Int>? = nil, sharedWith: [String] = [],
        reference: Reference? = nil
    ) {
        self.kind = kind
        self.family = family
        self.product = product
        self.profile = profile
        self.confidence = confidence
        self.source = source
        self.isDeterministic = isDeterministic
        self.versions = versions
        self.sharedWith = sharedWith
        self.reference = reference
    }
}
