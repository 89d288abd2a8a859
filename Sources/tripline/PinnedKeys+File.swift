import OrderedJSON
import WebBotAuth

extension PinnedKeys {
    /// Reads `{"domain": {"keys": [JWK, …]}, …}`.
    /// - Throws: when it is not of that form, or has no key that can be used.
    init(parsing bytes: [UInt8]) throws {
        guard let domains = try JSONValue(parsing: bytes).object, !domains.isEmpty else {
            throw Complaint("An object with a member for each domain was expected.")
        }
        var sets: [String: JSONWebKeySet] = [:]
        for domain in domains {
            let keys = try JSONWebKeySet(domain.value)
            guard !keys.keys.isEmpty else { throw Complaint("There is no key for \(domain.key).") }
            sets[domain.key] = keys
        }
        self.init(sets)
    }
}
