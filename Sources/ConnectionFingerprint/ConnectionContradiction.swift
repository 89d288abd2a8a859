import Evidence

/// What a connection shows that the browser whose fingerprint it has never does.
///
/// They rest on how the browsers' own code works, not on one capture alone, and only on what no setting, network or server changes:
/// a browser must never be called an impersonator. Each names the code or the captures behind it.
public enum ConnectionContradiction: String, Sendable, CaseIterable {
    /// Chromium's hello without GREASE as its first cipher suite and its first extension. BoringSSL puts it there for Chromium.
    case missingGrease = "missing_grease"
    /// Chromium's `application_settings` (0x44cd, 0x4469) for a protocol that its ALPN doesn't offer.
    case applicationSettings = "application_settings"
    /// Chromium's `encrypted_client_hello` (0xfe0d) in a length that BoringSSL never makes: it pads to multiples of 32 bytes, in real
    /// ones and in GREASE alike.
    case encryptedHello = "encrypted_client_hello"
    /// A first request on another stream than the browser begins with: 1 for Chromium, 3 or later for Firefox.
    case requestStream = "request_stream"
    /// A ranking of Chromium's first request that isn't an exclusive one directly under the connection.
    case requestPriority = "request_priority"
    /// A second SETTINGS frame before the first request.
    case secondSettings = "second_settings"
    /// Chromium's header block with a string in Huffman code that is no shorter for it: Chromium then writes it plain.
    case headerCompression = "header_compression"
    /// Firefox's header block with `:path` out of the static table: Firefox always spells it.
    case pathCompression = "path_compression"
    /// TLS of one program under HTTP/2 of another.
    case otherProgram = "other_program"
    /// A weight of the first request that the claimed browser never gives.
    case requestWeight = "request_weight"

    /// What it is, in words for a person.
    public var explanation: String {
        switch self {
        case .missingGrease: "a ClientHello of Chromium without reserved values at its start"
        case .applicationSettings: "application settings for a protocol that is not offered"
        case .encryptedHello: "an encrypted ClientHello of a length that BoringSSL does not make"
        case .requestStream: "the first request on a stream where this browser does not begin"
        case .requestPriority: "a first request ranked as Chromium does not rank it"
        case .secondSettings: "settings sent twice before the first request"
        case .headerCompression: "headers compressed by another encoder than Chromium's"
        case .pathCompression: "headers compressed by another encoder than Firefox's"
        case .otherProgram: "TLS of one program and HTTP/2 of another"
        case .requestWeight: "a first request with a weight that the claimed browser does not give"
        }
    }
}

// Across layers, and against what is claimed.
extension ConnectionContradiction {
    /// What contradicts itself in a connection that was recognized, or contradicts the user agent string. That the whole connection is
    /// another program's than the claimed one is not said here: `UserAgentAlignment` does.
    /// - Parameter claimed: what the user agent string says; nil where there was none.
    public static func all(in connection: ConnectionEvidence, claimed: UserAgent?) -> [ConnectionContradiction] {
        var found: [ConnectionContradiction] = []
        if let tls = connection.tlsMatch, let http2 = connection.http2Match, areOfDifferentPrograms(tls, http2) {
            found.append(.otherProgram)
        }
        if let weight = connection.headersWeight, let claimed, !fits(weight, claimed) { found.append(.requestWeight) }
        return found
    }

    /// Whether at least one of them is a browser's, and the other is not that browser's.
    private static func areOfDifferentPrograms(_ tls: ClientMatch, _ http2: ClientMatch) -> Bool {
        guard tls.isFirm, http2.isFirm, tls.sharedWith.isEmpty, http2.sharedWith.isEmpty else { return false }
        switch (tls.kind, http2.kind) {
        case (.browser, .browser): return tls.family != http2.family
        case (.browser, .library), (.library, .browser): return true
        // That an impersonator is one is its match's own word.
        default: return false
        }
    }

    /// Whether the engine of a claimed browser gives a request this weight.
    private static func fits(_ weight: Int, _ claimed: UserAgent) -> Bool {
        switch claimed.engine {
        case .blink where claimed.chromium ?? 0 >= 80: chromiumWeights.contains(weight)
        case .gecko where claimed.gecko ?? 0 >= 90: firefoxWeights.contains(weight)
        default: true
        }
    }

    /// Chromium spreads its eight priorities over the range of weights (`Spdy3PriorityToHttp2Weight`).
    private static let chromiumWeights: Set<Int> = [256, 220, 183, 147, 110, 74, 37, 1]
    /// Firefox counts from 22 up or down by at most 20 for a request; captured were 42s.
    private static let firefoxWeights = 1...64
}

extension ClientMatch {
    /// The match, made an impersonator's when the connection contradicts the browser that it was recognized as.
    func corrected(by contradictions: [ConnectionContradiction]) -> ClientMatch {
        guard kind == .browser, !contradictions.isEmpty else { return self }
        var match = self
        match.kind = .impersonator
        match.family = "unknown"
        match.product = "unknown"
        match.profile = "imitates-\(profile)"
        match.confidence = .high
        match.isDeterministic = true
        match.versions = nil
        match.sharedWith = []
        match.reference?.label = contradictions.map(\.explanation).joined(separator: "; ")
        return match
    }
}
