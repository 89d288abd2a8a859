import Evidence
import Sessions

extension WebBotAuthClaim {
    /// What comes of the claim. Judged for the moment when the request came, so that it may be asked as late as is needed.
    /// - Parameters:
    ///   - directory: what ``neededDirectory(_:)`` gave; nil where it asks for none.
    ///   - policy: what the operator knows of signers.
    ///   - nonces: where used nonces are remembered.
    ///   - use: what the request belongs to, such as a session; the same use may be verified again with the same nonce.
    ///   - now: the moment, for the memory of nonces.
    public func verified(
        with directory: DirectoryState?, policy: WebBotAuthPolicy, nonces: NonceMemory, use: String,
        at now: Timestamp
    ) -> WebBotAuthEvidence {
        let candidates: JSONWebKeySet
        let signer: Signer
        if let pinned = pinned(policy) {
            (candidates, signer) = pinned
        } else {
            signer = Signer(
                domain: domain, standsForDomain: location?.standsForDomain ?? false, identifier: location?.identifier)
            switch (source, directory) {
            case (nil, _): return evidence(.unknownKey, signer, "no directory is named that could be read")
            case (.inline(let keys), _): candidates = keys
            case (.remote, .keys(let keys)): candidates = keys
            case (.remote, .unavailable(let reason)): return evidence(.directoryUnavailable, signer, reason)
            case (.remote, nil): return evidence(.directoryUnavailable, signer, nil)
            }
        }
        return judged(by: candidates, signer, policy, nonces, use, now)
    }

    private func judged(
        by keys: JSONWebKeySet, _ signer: Signer, _ policy: WebBotAuthPolicy, _ nonces: NonceMemory, _ use: String,
        _ now: Timestamp
    ) -> WebBotAuthEvidence {
        guard let key = keys[keyID] else { return evidence(.unknownKey, signer, "the directory has no such key") }
        guard key.isValid(at: receivedAt) else {
            return evidence(.unknownKey, signer, "the key was not valid at that time")
        }
        do {
            try key.verify(signature, over: base, named: algorithm?.rawValue)
        } catch {
            return evidence(
                .invalid, signer,
                error == .algorithm ? "the algorithm is not the key's" : "the signature is not the key's")
        }
        if let nonce {
            // Longer than the signature is good for: what came in time may be verified late.
            let isFirstUse = nonces.admit(
                nonce, of: keyID, by: signer.domain ?? keyID, for: use, until: max(expires, now) + .seconds(3600),
                at: now)
            guard isFirstUse else { return evidence(.invalid, signer, "the nonce was used before") }
        }
        var verified = evidence(.verified, signer, nil, isTrusted: policy.trustedAgents.holds(signer))
        verified.standsForDomain = signer.standsForDomain
        return verified
    }

    private func evidence(
        _ status: WebBotAuthEvidence.Status, _ signer: Signer, _ reason: String?, isTrusted: Bool = false
    ) -> WebBotAuthEvidence {
        WebBotAuthEvidence(
            status: status, domain: signer.domain, keyID: keyID, reason: reason, isTrusted: isTrusted)
    }
}
