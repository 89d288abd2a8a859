import Evidence

extension ClientHello {
    /// What of the hello is against the browser that it was recognized as; only where the whole fingerprint is the browser's.
    func contradictions(with match: ClientMatch) -> [ConnectionContradiction] {
        guard match.kind == .browser, match.isFirm, match.family == "chromium", transport == .tls else { return [] }
        var found: [ConnectionContradiction] = []
        if !beginsWithGrease { found.append(.missingGrease) }
        if !settingsFitProtocols { found.append(.applicationSettings) }
        if let length = encryptedHelloLength, !Self.isMadeByBoringSSL(length) { found.append(.encryptedHello) }
        return found
    }

    private var beginsWithGrease: Bool {
        guard let cipher = cipherSuites.first, let type = extensions.first else { return false }
        return Grease.contains(cipher) && Grease.contains(type)
    }

    /// Whether `application_settings` lists names of ALPN and nothing else.
    private var settingsFitProtocols: Bool {
        guard let applicationSettings else { return true }
        let offered = applicationProtocols
        var rest = applicationSettings.dropFirst(2)
        while let count = rest.popFirst() {
            guard offered.contains(Array(rest.prefix(Int(count)))) else { return false }
            rest = rest.dropFirst(Int(count))
        }
        return true
    }

    /// 42 bytes about the key (a key of X25519 among them), 16 of the seal, and a multiple of 32.
    private static func isMadeByBoringSSL(_ length: Int) -> Bool {
        length > 58 && (length - 58) % 32 == 0
    }
}
