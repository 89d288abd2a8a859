import Evidence
import Sessions

/// What can be said of a request's signature without any key.
public enum WebBotAuthCheck: Sendable, Equatable {
    /// The signature is well formed and in time, and may be right.
    case claim(WebBotAuthClaim)
    /// No key could make it right.
    case refused(WebBotAuthEvidence)

    /// The tag of the signatures by which agents say who they are.
    public static let tag = "web-bot-auth"

    /// The most signatures of a request that are looked at.
    static let maximumSignatures = 4

    /// Looks at a request; nil where it carries no signature of that kind. Of several signatures the first that may be right counts.
    /// - Parameters:
    ///   - request: the request; its authority is the one that it was really for, unless the policy names those.
    ///   - policy: what is asked of signatures.
    ///   - now: when the request came.
    public init?(_ request: SignedRequest, policy: WebBotAuthPolicy, at now: Timestamp) {
        guard request.headers.contains(where: { $0.name == "signature-input" }) else { return nil }
        let signatures: [MessageSignature]
        do {
            signatures = try MessageSignature.all(tagged: Self.tag, in: request.headers)
        } catch {
            guard Self.isMeant(request) else { return nil }
            self = .refused(WebBotAuthEvidence(status: .invalid, reason: error.description))
            return
        }
        guard !signatures.isEmpty else { return nil }
        let reader = ClaimReader(request: request, policy: policy, now: now)
        var refusal: WebBotAuthEvidence?
        for signature in signatures.prefix(Self.maximumSignatures) {
            switch reader.read(signature) {
            case .success(let claim):
                self = .claim(claim)
                return
            case .failure(let failure):
                refusal = refusal ?? failure.evidence
            }
        }
        guard let refusal else { return nil }
        self = .refused(refusal)
    }

    /// Whether signature fields that cannot be read were meant for this and not for something else.
    private static func isMeant(_ request: SignedRequest) -> Bool {
        request.headers.contains { field in
            field.name == "signature-agent"
                || (field.name == "signature-input" && field.value.utf8.count <= StructuredField.maximumBytes
                    && field.value.contains(tag))
        }
    }
}
