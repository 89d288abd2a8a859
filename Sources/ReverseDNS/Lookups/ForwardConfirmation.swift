import NetworkIntelligence

/// The course of one confirmation: the names of the address are asked for, then the addresses of the names. It asks nothing itself.
struct ForwardConfirmation {
    /// What is asked of a name server.
    struct Query: Sendable, Hashable {
        var name: DomainName
        var type: RecordType
    }

    /// What came of a query.
    enum Finding: Sendable, Equatable {
        /// A reply, which may say that there is nothing.
        case reply(Reply)
        /// None.
        case failure(ReverseDNSAnswer.Reason)
    }

    /// What came of the confirmation.
    struct Outcome: Sendable, Equatable {
        var answer: ReverseDNSAnswer
        /// For how many seconds the name servers let it hold; nil where they said nothing.
        var timeToLive: UInt32?
    }

    /// What is to be done next.
    enum Step: Sendable, Equatable {
        /// These are asked as well.
        case ask([Query])
        /// More findings are awaited.
        case wait
        /// It is over.
        case finish(Outcome)
    }

    /// How many names of an address are looked up. Who holds an address can give it thousands.
    static let mostNames = 8

    private let question: Question
    private var candidates: [DomainName] = []
    private var confirmed: Set<DomainName> = []
    private var awaited: Set<DomainName> = []
    private var failure: ReverseDNSAnswer.Reason?
    private var timeToLive: UInt32?

    /// A confirmation that has not begun.
    init(_ question: Question) {
        self.question = question
    }

    /// What is asked first.
    var opening: Query { Query(name: question.address.reverseName, type: .pointer) }

    /// Takes what came of a query.
    mutating func take(_ finding: Finding, of query: Query) -> Step {
        query.type == .pointer ? takeNames(finding, of: query.name) : takeAddresses(finding, of: query.name)
    }

    private mutating func takeNames(_ finding: Finding, of name: DomainName) -> Step {
        switch finding {
        case .failure(let reason):
            return .finish(Outcome(answer: .unavailable(reason)))
        case .reply(let reply):
            let found = reply.values(of: name) { if case .pointer(let name) = $0 { name } else { nil } }
            hold(for: found.timeToLive ?? reply.negativeTimeToLive)
            for name in found.values where candidates.count < Self.mostNames {
                guard question.accepts(name), name.host != nil, awaited.insert(name).inserted else { continue }
                candidates.append(name)
            }
            guard !candidates.isEmpty else { return .finish(outcome) }
            let type: RecordType = question.address.isIPv4 ? .address : .address6
            return .ask(candidates.map { Query(name: $0, type: type) })
        }
    }

    private mutating func takeAddresses(_ finding: Finding, of name: DomainName) -> Step {
        guard awaited.remove(name) != nil else { return .wait }
        switch finding {
        case .failure(let reason):
            failure = reason
        case .reply(let reply):
            let found = reply.values(of: name) { if case .address(let address) = $0 { address } else { nil } }
            hold(for: found.timeToLive ?? reply.negativeTimeToLive)
            if found.values.contains(question.address) { confirmed.insert(name) }
        }
        return awaited.isEmpty ? .finish(outcome) : .wait
    }

    private mutating func hold(for seconds: UInt32?) {
        guard let seconds else { return }
        timeToLive = min(timeToLive ?? seconds, seconds)
    }

    /// A name that is confirmed is proof whatever became of the others; that there is none is known only when all were answered for.
    private var outcome: Outcome {
        if confirmed.isEmpty, let failure { return Outcome(answer: .unavailable(failure)) }
        let names = candidates.filter(confirmed.contains).compactMap(\.host)
        return Outcome(answer: .names(names), timeToLive: failure == nil ? timeToLive : 0)
    }
}
