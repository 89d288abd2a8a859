import Evidence

/// A row of the table of known clients: a fingerprint, and what shows it.
struct KnownClient: Sendable {
    /// What was seen.
    enum Fingerprint: Sendable {
        /// A JA4 in its raw form. From it follows how the hello looks with and without extensions that come and go.
        case raw(String)
        /// A JA4 of which only the hash is published.
        case hash(String)
        /// An HTTP/2 string after Akamai.
        case http2(String)
    }

    /// Where a row comes from.
    enum Source: String, Sendable {
        /// Bytes of the program itself, captured for this project.
        case captured = "captured"
        /// Captures of real browsers that the curl-impersonate projects published.
        case browserCaptures = "browser captures"
        /// Hellos of FoxIO's published sample captures.
        case publishedCaptures = "FoxIO sample captures"
        /// Fingerprints that several public projects report alike, without bytes that we could check.
        case publicReports = "public reports"
        /// Derived from Firefox's hello and the settings that Tor Browser publishes (001-base-profile.js).
        case torSettings = "Tor Browser settings"
    }

    var label: String
    var kind: ClientMatch.Kind
    var family: String
    var product: String
    var profile: String
    var versions: ClosedRange<Int>?
    var sharedWith: [String]
    var optionalExtensions: [UInt16]
    var samples: Int
    var source: Source
    var fingerprint: Fingerprint

    /// - Parameters:
    ///   - label: names the row for people.
    ///   - product: the program.
    ///   - profile: the shape; the product where it is left out.
    ///   - versions: major versions that show it. Where a boundary isn't known exactly, the wider range stands.
    ///   - sharedWith: other families that show the same. Impersonators of it don't count: everything can be imitated.
    ///   - optionalExtensions: extensions that this client sends in some connections only, beside those of resumption.
    ///   - samples: how many captures the row rests on.
    init(
        _ label: String, _ kind: ClientMatch.Kind, family: String, product: String, profile: String? = nil,
        versions: ClosedRange<Int>? = nil, sharedWith: [String] = [], optionalExtensions: [UInt16] = [],
        samples: Int = 1, source: Source = .captured, _ fingerprint: Fingerprint
    ) {
        self.label = label
        self.kind = kind
        self.family = family
        self.product = product
        self.profile = profile ?? product
        self.versions = versions
        self.sharedWith = sharedWith
        self.optionalExtensions = optionalExtensions
        self.samples = samples
        self.source = source
        self.fingerprint = fingerprint
    }

    /// The end of a range of versions that is still growing.
    static let onwards = 999

    /// Whether it rests on captures of the program itself.
    var isVerified: Bool {
        switch source {
        case .captured, .browserCaptures, .publishedCaptures: true
        case .publicReports, .torSettings: false
        }
    }

    /// The JA4 of the row; nil for a row of HTTP/2.
    var ja4: JA4? {
        switch fingerprint {
        case .raw(let text): JA4Ingredients(raw: text).map { JA4($0) }
        case .hash(let text): JA4(parsing: text)
        case .http2: nil
        }
    }

    /// The row as it stands behind a match; nil for a row of HTTP/2.
    var reference: ClientMatch.Reference? {
        guard let ja4 else { return nil }
        let most = ja4.extensionCount + optionalExtensions.count
        return ClientMatch.Reference(
            label: label, source: source.rawValue, transport: ja4.transport, tlsVersion: ja4.version,
            serverName: ja4.serverName, alpn: ja4.alpn, cipherCount: ja4.cipherCount...ja4.cipherCount,
            extensionCount: ja4.extensionCount...most, sampleSize: samples, isVerified: isVerified)
    }

    /// The match that the row stands for when all of its fingerprint was seen.
    func match(_ source: ClientMatch.Source) -> ClientMatch {
        let isOwn = sharedWith.isEmpty
        return ClientMatch(
            kind: kind, family: family, product: product, profile: profile, confidence: isOwn ? .exact : .high,
            source: source, isDeterministic: isOwn, versions: versions, sharedWith: sharedWith, reference: reference)
    }
}
