import OrderedJSON

/// A signature agent card: a client ID metadata document that says who an agent is and where its keys are
/// (draft-meunier-webbotauth-registry, section 3).
public struct SignatureAgentCard: Hashable, Sendable {
    /// Where the keys are.
    public enum Keys: Hashable, Sendable {
        /// In the card.
        case inline(JSONWebKeySet)
        /// At an address, which is a JWK set and never another card: a chain has two links at most.
        case at(DirectoryLocation)
    }

    /// The card's own address.
    public let clientID: String
    /// The agent's name for people.
    public let name: String?
    /// Where the keys are.
    public let keys: Keys
    /// What the agent says its user agent is, may be with a star at its end.
    public let expectedUserAgent: String?
    /// The name by which `robots.txt` addresses it.
    public let productToken: String?
    /// `fetcher` or `crawler`, in the agent's own words.
    public let trigger: String?
    /// What it collects data for, in its own words.
    public let purpose: String?

    /// Why a card is not taken.
    public enum CardError: String, Error, Sendable, CaseIterable {
        /// No JSON object, or a member of the wrong kind.
        case malformed = "the card is malformed"
        /// The card names another address than its own (section 3.1.1).
        case clientID = "client_id must match the card URL"
        /// Both `jwks` and `jwks_uri` (section 3.1.2).
        case bothKeys = "card must not contain both jwks and jwks_uri"
        /// Neither of them.
        case noKeys = "card must contain either jwks or jwks_uri"
    }

    /// Reads a card.
    /// - Parameter url: where it was fetched.
    /// - Throws: ``CardError``.
    public init(_ json: JSONValue, url: String) throws(CardError) {
        guard json.object != nil, let clientID = json["client_id"]?.string else { throw .malformed }
        // Simple string comparison, as the draft asks; an address in another spelling is the same one.
        guard clientID == url || WebAddress(clientID)?.description == url else { throw .clientID }
        self.clientID = clientID
        keys = try Self.keys(of: json)
        name = Self.text(json["client_name"])
        let extra = json["web_bot_auth"]
        expectedUserAgent = Self.text(extra?["expected-user-agent"])
        productToken = Self.text(extra?["rfc9309-product-token"])
        trigger = Self.text(extra?["trigger"])
        purpose = Self.text(extra?["purpose"])
    }

    private static func keys(of json: JSONValue) throws(CardError) -> Keys {
        switch (json["jwks"], json["jwks_uri"]) {
        case (nil, nil): throw .noKeys
        case (.some, .some): throw .bothKeys
        case (.some(let set), nil):
            guard let keys = try? JSONWebKeySet(set) else { throw .malformed }
            return .inline(keys)
        case (nil, .some(let uri)):
            guard let address = uri.string.flatMap(WebAddress.init), address.isSecure else { throw .malformed }
            return .at(DirectoryLocation(kind: .keySet, address: address))
        }
    }

    private static func text(_ value: JSONValue?) -> String? { value?.string.map { String($0.prefix(256)) } }
}
