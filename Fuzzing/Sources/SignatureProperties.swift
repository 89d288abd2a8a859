import Evidence
import OrderedJSON
import Sessions
import WebBotAuth

/// What must be so of everything that a signed request is read from.
enum SignatureProperties {
    /// The moment at which all inputs come: 15 January 2027, 08:00 UTC.
    static let now = Timestamp(milliseconds: 1_800_000_000_000)

    /// The public half of the key that signed the first inputs.
    static let keys = keySet(
        #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"Mra30zj56DfHJTuhVNi1izEAxRXk3EC2ECmoMyZHa3Y"}]}"#)

    private static let policy = WebBotAuthPolicy(maximumWindow: .days(400), permitsPlainHTTP: true)

    static func check(_ bytes: [UInt8]) {
        let text = MessageText(bytes)
        for field in text.headers { check(field.value) }
        let request = request(text)
        guard let check = WebBotAuthCheck(request, policy: policy, at: now) else { return }
        mustHold(WebBotAuthCheck(request, policy: policy, at: now) == check, "the same request is judged the same")
        switch check {
        case .claim(let claim): self.check(claim)
        case .refused(let evidence):
            mustHold(evidence.status == .invalid || evidence.status == .expired, "without a key nothing is verified")
        }
    }

    private static func request(_ text: MessageText) -> SignedRequest {
        func word(_ index: Int, _ usual: String) -> String { index < text.words.count ? text.words[index] : usual }
        return SignedRequest(
            method: word(0, "GET"), scheme: word(3, "https"), authority: word(2, "example.com"), target: word(1, "/"),
            headers: text.headers)
    }

    /// What else a field's value can be.
    private static func check(_ value: String) {
        if let address = WebAddress(value) { AddressProperties.check(address) }
        guard let agent = try? SignatureAgent(value) else { return }
        for entry in agent.entries {
            guard case .remote(let location) = entry.source else { continue }
            AddressProperties.check(location.address)
            mustHold(!location.domain.isEmpty && !location.identifier.contains("?"), "a signer has a name", value)
        }
    }

    private static func check(_ claim: WebBotAuthClaim) {
        mustHold(JSONWebKey.isThumbprint(claim.keyID), "a key is named by its thumbprint", claim.keyID)
        mustHold(claim.expires > now && claim.base.count <= SignatureBase.maximumBytes + 16384, "a claim is in time")
        if claim.isKeepable { checkKeeping(claim) }
        let nonces = NonceMemory(capacity: 16)
        let state = claim.neededDirectory(policy).map { _ in DirectoryState.keys(keys) }
        let evidence = claim.verified(with: state, policy: policy, nonces: nonces, use: "one", at: now)
        mustHold(evidence.keyID == claim.keyID, "evidence names the key")
        guard evidence.status == .verified, claim.nonce != nil else { return }
        let again = claim.verified(with: state, policy: policy, nonces: nonces, use: "two", at: now)
        mustHold(again.status == .invalid, "a nonce is used once")
    }

    private static func checkKeeping(_ claim: WebBotAuthClaim) {
        let kept = claim.jsonBytes()
        let read = (try? JSONValue(parsing: kept)).flatMap(WebBotAuthClaim.init)
        mustHold(read == claim, "a claim that was kept is the same", String(decoding: kept, as: UTF8.self))
    }

    private static func keySet(_ text: String) -> JSONWebKeySet {
        do {
            return try JSONWebKeySet(parsing: Array(text.utf8))
        } catch {
            fatalError("the fuzzer's own key: \(error)")
        }
    }
}

/// What must be so of every address that was read.
enum AddressProperties {
    static func check(_ address: WebAddress) {
        mustHold(WebAddress(address.description) == address, "an address reads as it is written", "\(address)")
        mustHold(WebAddress(address.origin)?.origin == address.origin, "an origin is an address", "\(address)")
        mustHold(address.path.hasPrefix("/"), "a path begins with a slash", "\(address)")
        mustHold(address.port.map { (1...65535).contains($0) } ?? true, "a port is one", "\(address)")
    }
}
