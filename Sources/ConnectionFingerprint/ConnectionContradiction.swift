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
        }
    }
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
