import Evidence

/// A signal that fired, with what it saw.
public struct SignalFinding: Sendable {
    /// The signal.
    public var signal: Signal
    /// What was seen, in words for a person; nil when the signal's name says it all.
    public var detail: String?
}

extension SignalCatalogue {
    /// What all signals find in the evidence, strongest first: the same that an ``Assessment`` rests on, in words.
    public static func findings(in evidence: Evidence) -> [SignalFinding] {
        hits(in: Context(evidence)).map { SignalFinding(signal: $0.signal, detail: $0.finding.detail) }
    }
}
