import Evidence
import Sessions

/// Why a signature cannot be right, with what is known of its signer.
struct ClaimRefusal: Error {
    var evidence: WebBotAuthEvidence
}

/// Reads one signature of a request into a claim, in the order of RFC 9421, section 3.2.
struct ClaimReader {
    let request: SignedRequest
    let policy: WebBotAuthPolicy
    let now: Timestamp

    func read(_ signature: MessageSignature) -> Result<WebBotAuthClaim, ClaimRefusal> {
        let agent: SignatureAgent.Entry?
        do {
            agent = try SignatureAgent.covered(by: signature, in: request)
        } catch {
            return .failure(refusal(signature, nil, .invalid, error.description))
        }
        do {
            return .success(try claim(signature, agent?.source))
        } catch let problem as Problem {
            return .failure(refusal(signature, agent?.source, problem.status, problem.reason))
        } catch {
            return .failure(refusal(signature, agent?.source, .invalid, "\(error)"))
        }
    }

    private struct Problem: Error {
        var status = WebBotAuthEvidence.Status.invalid
        var reason: String

        init(_ reason: String, _ status: WebBotAuthEvidence.Status = .invalid) {
            self.reason = reason
            self.status = status
        }
    }

    private func claim(_ signature: MessageSignature, _ source: SignatureAgent.Source?) throws -> WebBotAuthClaim {
        let input = signature.input
        let keyID = try keyID(of: input)
        let algorithm = try algorithm(of: input)
        try checkCoverage(of: input)
        try checkSource(source)
        let (created, expires) = try window(of: input)
        return WebBotAuthClaim(
            keyID: keyID, algorithm: algorithm, base: try SignatureBase(input, of: .request(request)).bytes,
            signature: signature.signature, source: source, nonce: input.nonce, created: created, expires: expires,
            receivedAt: now, isKeepable: !Self.secrets.contains(where: input.covers))
    }

    private static let secrets = ["authorization", "cookie", "proxy-authorization", "x-api-key"]

    private func keyID(of input: SignatureInput) throws -> String {
        guard let keyID = input.keyID else { throw Problem("no keyid") }
        guard JSONWebKey.isThumbprint(keyID) else { throw Problem("keyid is no thumbprint of a key") }
        guard !policy.refusedKeys.contains(keyID) else { throw Problem("a key whose private half is public") }
        return keyID
    }

    private func algorithm(of input: SignatureInput) throws -> SignatureAlgorithm? {
        guard let name = input.algorithm else { return nil }
        guard let algorithm = SignatureAlgorithm(rawValue: name) else {
            throw Problem("an algorithm that is not accepted")
        }
        return algorithm
    }

    private func checkCoverage(of input: SignatureInput) throws {
        guard input.covers("@authority") || input.covers("@target-uri") else {
            throw Problem("neither @authority nor @target-uri is covered")
        }
        guard let authorities = policy.authorities else { return }
        guard authorities.contains(request.normalAuthority) else { throw Problem("for another authority") }
    }

    private func checkSource(_ source: SignatureAgent.Source?) throws {
        guard case .remote(let location) = source, !location.address.isSecure, !policy.permitsPlainHTTP else { return }
        throw Problem("the keys would come over plain HTTP")
    }

    private func window(of input: SignatureInput) throws -> (created: Timestamp, expires: Timestamp) {
        guard let created = input.created else { throw Problem("no created") }
        guard let expires = input.expires else { throw Problem("no expires") }
        guard expires > created else { throw Problem("expires is not after created") }
        guard created <= now + policy.clockSkew else { throw Problem("created in the future") }
        guard expires - created <= policy.maximumWindow else { throw Problem("valid for longer than is accepted") }
        guard now < expires else { throw Problem("its time was over", .expired) }
        return (created, expires)
    }

    private func refusal(
        _ signature: MessageSignature, _ source: SignatureAgent.Source?, _ status: WebBotAuthEvidence.Status,
        _ reason: String
    ) -> ClaimRefusal {
        var domain: String?
        if case .remote(let location) = source { domain = location.domain }
        let keyID = signature.input.keyID.flatMap { JSONWebKey.isThumbprint($0) ? $0 : nil }
        return ClaimRefusal(
            evidence: WebBotAuthEvidence(status: status, domain: domain, keyID: keyID, reason: reason))
    }
}

extension SignatureAgent {
    /// The member of `Signature-Agent` that a signature covers: one that it does not cover is not its signer's word.
    /// Nil where the request has no such field.
    /// - Throws: ``MessageSignatureError`` where the field is there and not covered, or which member is meant cannot be told.
    static func covered(
        by signature: MessageSignature, in request: SignedRequest
    ) throws(MessageSignatureError) -> Entry? {
        guard let text = try FieldValues(request.headers).combined("signature-agent") else { return nil }
        let agent = try SignatureAgent(text)
        let covering = signature.input.components.filter { $0.name == "signature-agent" && !$0.isTrailer }
        let keys = covering.compactMap(\.key)
        let coversAll = keys.count < covering.count
        if !agent.isString, let key = keys.first(where: { $0 == signature.label }) ?? (keys.count == 1 ? keys[0] : nil)
        {
            guard let entry = agent[key] else { throw MessageSignatureError(.missing, "signature-agent \(key)") }
            return entry
        }
        guard coversAll else {
            throw keys.isEmpty
                ? MessageSignatureError(.missing, "signature-agent among what is covered")
                : MessageSignatureError(.unfit, "signature-agent")
        }
        if let entry = agent[signature.label] ?? (agent.entries.count == 1 ? agent.entries[0] : nil) { return entry }
        throw MessageSignatureError(.unfit, "signature-agent has no member of the signature's label")
    }
}
