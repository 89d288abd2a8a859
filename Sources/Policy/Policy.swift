import Detection
import Evidence
import Sessions

/// What an operator changed: thresholds, what single signals count, and whom to let in or keep out.
///
/// A policy is a value that was read whole and never changes; another file makes another policy (``PolicyFile``).
public struct Policy: Sendable {
    /// The policy of an operator who changed nothing.
    public static let none = Policy(source: nil, rules: .builtIn, denied: PolicyList([]), allowed: PolicyList([]))

    /// Where a policy comes from.
    public struct Source: Sendable, Equatable {
        /// The file's name without its folders.
        public var file: String
        /// What the operator calls this version of it; nil where the file does not say.
        public var label: String?
        /// The SHA-256 of the file in 64 hexadecimal digits.
        public var digest: String

        /// Where a policy comes from.
        public init(file: String, label: String?, digest: String) {
            self.file = file
            self.label = label
            self.digest = digest
        }
    }

    /// Where it comes from; nil for ``none``.
    public let source: Source?
    /// By what findings become a decision.
    public let rules: Rules
    /// Whom the operator keeps out.
    public let denied: PolicyList
    /// Whom the operator lets in.
    public let allowed: PolicyList

    /// A policy.
    public init(source: Source?, rules: Rules, denied: PolicyList, allowed: PolicyList) {
        self.source = source
        self.rules = rules
        self.denied = denied
        self.allowed = allowed
    }

    /// What the lists say of a session: the entry that it meets, of the denied first; nil where it meets none.
    /// - Parameter visitor: the session's visitor, once there is one.
    public func listing(of evidence: Evidence, visitor: VisitorID?) -> PolicyListing? {
        if denied.isEmpty && allowed.isEmpty { return nil }
        let subject = PolicySubject(evidence, visitor: visitor)
        if let entry = denied.entry(for: subject, countsHosts: true) { return PolicyListing(entry, .denied) }
        return allowed.entry(for: subject, countsHosts: false).map { PolicyListing($0, .allowed) }
    }
}

extension PolicyListing {
    fileprivate init(_ entry: PolicyEntry, _ disposition: Disposition) {
        self.init(
            disposition: disposition, kind: entry.mark.kind, entry: entry.text, line: entry.line, note: entry.note)
    }
}
