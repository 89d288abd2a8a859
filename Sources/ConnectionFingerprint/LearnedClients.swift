import Evidence

/// Fingerprints that an installation learned from sessions of proven browsers, beside the table of known clients.
public struct LearnedClients: Sendable, Equatable {
    /// What shows a learned fingerprint.
    public struct Client: Sendable, Equatable {
        /// What it is built on, such as `chromium`.
        public var family: String
        /// The program, such as `chrome`.
        public var product: String
        /// Major versions that showed it; nil where they are not known.
        public var versions: ClosedRange<Int>?
        /// In how many sessions it was seen.
        public var sampleSize: Int

        /// A client of a kind that was proven otherwise.
        public init(family: String, product: String, versions: ClosedRange<Int>? = nil, sampleSize: Int = 0) {
            self.family = family
            self.product = product
            self.versions = versions
            self.sampleSize = sampleSize
        }
    }

    /// By JA4, full or stable.
    public var ja4: [String: Client]
    /// By HTTP/2 string after Akamai.
    public var http2: [String: Client]

    /// What was learned; nothing when left out.
    public init(ja4: [String: Client] = [:], http2: [String: Client] = [:]) {
        self.ja4 = ja4
        self.http2 = http2
    }
}

extension LearnedClients.Client {
    /// The match of a learned fingerprint: nobody knows what else shows it, so it is never deterministic.
    func match(_ ja4: JA4?) -> ClientMatch {
        ClientMatch(
            kind: .browser, family: family, product: product, profile: product, confidence: .high, source: .learned,
            isDeterministic: false, versions: versions, reference: ja4.map(reference))
    }

    private func reference(_ ja4: JA4) -> ClientMatch.Reference {
        ClientMatch.Reference(
            label: "learned: \(product)", source: "learned", transport: ja4.transport, tlsVersion: ja4.version,
            serverName: ja4.serverName, alpn: ja4.alpn, cipherCount: ja4.cipherCount...ja4.cipherCount,
            extensionCount: ja4.extensionCount...ja4.extensionCount, sampleSize: sampleSize, isVerified: nil)
    }
}
