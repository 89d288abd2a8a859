/// The agents that the operator lets in.
public struct TrustedAgents: Sendable, Equatable {
    private let domains: Set<String>
    private let identifiers: Set<String>

    /// Agents as the operator names them: a domain (`example.com`, that very one) whose directory at the well-known path speaks for it, or
    /// the address of an origin, JWK set or card (`https://example.com/bot`), which speaks for itself only. What is neither is left out.
    public init(_ names: [String] = []) {
        var domains: Set<String> = []
        var identifiers: Set<String> = []
        for name in names {
            if let address = WebAddress(name) {
                let isOrigin = address.path == "/"
                identifiers.insert(isOrigin ? DirectoryLocation(origin: address).identifier : address.identifier)
            } else if let address = WebAddress("https://\(name)"), address.authority == ASCII.lowercased(name) {
                domains.insert(address.host)
            }
        }
        self.domains = domains
        self.identifiers = identifiers
    }

    func holds(_ signer: Signer) -> Bool {
        if signer.standsForDomain, let domain = signer.domain, domains.contains(domain) { return true }
        return signer.identifier.map(identifiers.contains) ?? false
    }
}

/// Who a signature is attributed to.
struct Signer {
    var domain: String?
    /// Whether the domain as a whole stands behind the keys.
    var standsForDomain: Bool
    /// The address that names the signer; nil for a pinned key that came without one.
    var identifier: String?
}
