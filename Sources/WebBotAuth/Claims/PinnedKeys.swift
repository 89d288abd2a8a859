/// Keys of signers that the operator was given and wrote into the configuration. They are looked at before any directory.
public struct PinnedKeys: Sendable, Equatable {
    private let byDomain: [String: JSONWebKeySet]

    /// Keys by domain.
    public init(_ byDomain: [String: JSONWebKeySet] = [:]) {
        var lowercased: [String: JSONWebKeySet] = [:]
        for (domain, keys) in byDomain { lowercased[ASCII.lowercased(domain)] = keys }
        self.byDomain = lowercased
    }

    /// The keys of a domain. Where there are any, they stand in the place of its directory.
    public subscript(domain: String) -> JSONWebKeySet? { byDomain[domain] }

    /// Whose key that is; of several the first by name.
    public func domain(ofKey thumbprint: String) -> String? {
        byDomain.filter { $0.value[thumbprint] != nil }.keys.min()
    }
}
