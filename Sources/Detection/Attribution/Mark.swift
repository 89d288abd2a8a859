import Evidence

/// A line of the table of marks: what was seen, and what that says of who is behind it.
struct Mark: Sendable {
    let trace: Trace
    let names: [AttributedName]

    init(_ trace: Trace, _ names: AttributedName...) {
        self.trace = trace
        self.names = names
    }
}

/// What a mark is known by.
struct Trace: Sendable {
    /// The signals that it rests on, as far as it rests on signals.
    let slugs: Set<String>
    /// The marks of assistants that it rests on.
    let marks: Set<String>
    /// Whether it was seen.
    let isSeen: @Sendable (Seen) -> Bool

    /// What was seen of a session.
    struct Seen: Sendable {
        let context: Context
        /// The slugs of the signals that fired.
        let slugs: Set<String>

        init(_ context: Context, _ hits: [Hit]) {
            self.context = context
            slugs = Set(hits.map(\.signal.slug))
        }
    }

    private init(
        _ slugs: Set<String> = [], marks: Set<String> = [], _ isSeen: @escaping @Sendable (Seen) -> Bool
    ) {
        self.slugs = slugs
        self.marks = marks
        self.isSeen = isSeen
    }

    /// One of these signals fired.
    static func fired(_ slugs: String...) -> Trace {
        let slugs = Set(slugs)
        return Trace(slugs) { !$0.slugs.isDisjoint(with: slugs) }
    }

    /// Something else about the evidence.
    static func observed(_ isSeen: @escaping @Sendable (Context) -> Bool) -> Trace { Trace { isSeen($0.context) } }

    /// An assistant's id or attribute, or a property that it leaves on the window.
    static func assistant(_ marks: String...) -> Trace {
        let marks = Set(marks)
        return Trace(marks: marks) { seen in seen.context.assistantMarks.contains { marks.contains($0) } }
    }

    /// A signature that was verified as that of one of these domains or of a host under it.
    static func signed(by domains: String...) -> Trace {
        .observed { context in
            guard let agent = context.evidence.webBotAuth, agent.status == .verified, let signer = agent.domain else {
                return false
            }
            return domains.contains { signer == $0 || signer.hasSuffix("." + $0) }
        }
    }

    /// Both.
    func and(_ other: Trace) -> Trace {
        Trace(slugs.union(other.slugs), marks: marks) { [isSeen] in isSeen($0) && other.isSeen($0) }
    }

    /// One of the two.
    func or(_ other: Trace) -> Trace {
        Trace(slugs.union(other.slugs), marks: marks) { [isSeen] in isSeen($0) || other.isSeen($0) }
    }

    /// This, and not the other.
    func unless(_ other: Trace) -> Trace {
        Trace(slugs.union(other.slugs), marks: marks) { [isSeen] in isSeen($0) && !other.isSeen($0) }
    }
}

extension Context {
    /// Ids, attributes and properties of the window that assistants may have left, as the agent reports them.
    var assistantMarks: [String] { (observed.automation?.assistants ?? []) + (observed.automation?.globals ?? []) }
}
