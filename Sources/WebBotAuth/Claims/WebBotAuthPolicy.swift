import Sessions

/// What is asked of a signature beyond being right, and what the operator knows of signers.
public struct WebBotAuthPolicy: Sendable {
    /// How far a signer's clock may be ahead of ours.
    public var clockSkew: Duration
    /// How long a signature may be good for at most, from `created` to `expires`. The draft recommends a day.
    public var maximumWindow: Duration
    /// The authorities that requests are really for, in small letters and without the scheme's own port; a signature for any other is
    /// refused, whatever the request calls itself. Nil where the caller has made sure of it.
    public var authorities: Set<String>?
    /// Whether keys may be fetched over plain HTTP, where anyone on the way can put in their own. For tests.
    public var permitsPlainHTTP: Bool
    /// Thumbprints of keys that prove nothing.
    public var refusedKeys: Set<String>
    /// Keys that the operator has been given.
    public var pinnedKeys: PinnedKeys
    /// The agents that the operator lets in.
    public var trustedAgents: TrustedAgents

    /// A policy.
    public init(
        clockSkew: Duration = .seconds(60), maximumWindow: Duration = .days(1), authorities: Set<String>? = nil,
        permitsPlainHTTP: Bool = false, refusedKeys: Set<String> = publishedTestKeys,
        pinnedKeys: PinnedKeys = .init(), trustedAgents: TrustedAgents = .init()
    ) {
        self.clockSkew = clockSkew
        self.maximumWindow = maximumWindow
        self.authorities = authorities
        self.permitsPlainHTTP = permitsPlainHTTP
        self.refusedKeys = refusedKeys
        self.pinnedKeys = pinnedKeys
        self.trustedAgents = trustedAgents
    }

    /// The thumbprints of the Ed25519, RSA-PSS and P-256 keys of RFC 9421, appendix B.1, whose private halves everybody has.
    public static let publishedTestKeys: Set<String> = [
        "poqkLGiymh_W0uP6PZFw-dvez3QJT5SolqXBCW38r0U", "oD0HwocPBSfpNy5W3bpJeyFGY_IQ_YpqxSjQ3Yd-CLA",
        "ydQXMtvbsOsZyFir-Y7A8t7fKEM1gbKPvyFkdpu4fvI",
    ]
}
