import Sessions

/// The signatures by which a directory's keys each say that they belong to its authority
/// (draft-ietf-webbotauth-httpsig-protocol, appendix B.1).
enum DirectorySignatures {
    static let tag = "http-message-signatures-directory"

    /// How far a signer's clock may be ahead.
    private static let clockSkew = Duration.seconds(60)

    /// The keys to take: all where the response carries no such signature, else those whose own signature holds.
    static func boundKeys(
        of offered: JSONWebKeySet, _ response: DirectoryResponse, at location: DirectoryLocation, _ now: Timestamp
    ) throws(DirectoryError) -> JSONWebKeySet {
        let signatures: [MessageSignature]
        do {
            signatures = try MessageSignature.all(tagged: tag, in: response.headers)
        } catch {
            throw .signatures
        }
        guard !signatures.isEmpty else { return offered }
        let message = SignedMessage.response(
            SignedResponse(status: response.status, headers: response.headers, request: request(for: location)))
        var bound: Set<String> = []
        for signature in signatures {
            guard let key = signature.input.keyID.flatMap({ offered[$0] }), !bound.contains(key.thumbprint),
                holds(signature, of: key, over: message, now)
            else { continue }
            bound.insert(key.thumbprint)
        }
        return JSONWebKeySet(keys: offered.keys.filter { bound.contains($0.thumbprint) })
    }

    private static func request(for location: DirectoryLocation) -> SignedRequest {
        let address = location.address
        return SignedRequest(
            method: "GET", scheme: address.isSecure ? "https" : "http", authority: address.authority,
            path: address.path, query: address.query)
    }

    private static func holds(
        _ signature: MessageSignature, of key: JSONWebKey, over message: SignedMessage, _ now: Timestamp
    ) -> Bool {
        let input = signature.input
        guard input.components.contains(where: { $0.name == "@authority" && $0.isOfRequest }) else { return false }
        if let created = input.created, created > now + clockSkew { return false }
        if let expires = input.expires, expires <= now { return false }
        guard let base = try? SignatureBase(input, of: message) else { return false }
        do {
            try key.verify(signature.signature, over: base.bytes, named: input.algorithm)
            return true
        } catch {
            return false
        }
    }
}
