#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A question that waits for its turn.
struct ConfirmationJob: Sendable {
    let question: Question
    /// When it is given up.
    let deadline: ContinuousClock.Instant
    /// Takes the outcome, once and on any thread.
    let finish: @Sendable (ForwardConfirmation.Outcome) -> Void

    /// Ends it without an answer.
    func fail(_ reason: ReverseDNSAnswer.Reason) {
        finish(ForwardConfirmation.Outcome(answer: .unavailable(reason)))
    }
}

/// A confirmation that is under way. Not to be used by two threads.
final class ConfirmationRun {
    let job: ConfirmationJob
    /// What came of it, when it is over.
    private(set) var outcome: ForwardConfirmation.Outcome?
    private let channel: QueryChannel?
    private var confirmation: ForwardConfirmation

    /// Begins a confirmation.
    init(_ job: ConfirmationJob, _ settings: NameResolver.Settings) {
        self.job = job
        confirmation = ForwardConfirmation(job.question)
        channel = QueryChannel(settings)
        if channel == nil { outcome = ForwardConfirmation.Outcome(answer: .unavailable(.serverFailure)) }
        channel?.ask(confirmation.opening)
        takeFindings()
    }

    /// The sockets that it waits for.
    var descriptors: [pollfd] { channel?.descriptors ?? [] }

    /// When it has something to do though no socket has: give up on a name server, or on itself.
    func alarm(after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        guard let patience = channel?.patience else { return job.deadline }
        return min(job.deadline, now + patience)
    }

    /// Goes on.
    func proceed(_ ready: some Sequence<pollfd>, at now: ContinuousClock.Instant) {
        channel?.proceed(ready)
        takeFindings()
        if outcome == nil, now >= job.deadline {
            outcome = ForwardConfirmation.Outcome(answer: .unavailable(.timedOut))
        }
    }

    /// A query can be answered while it is asked, and what is asked then as well.
    private func takeFindings() {
        guard let channel else { return }
        var arrived = channel.takeArrived()[...]
        while outcome == nil, let (query, finding) = arrived.popFirst() {
            switch confirmation.take(finding, of: query) {
            case .ask(let queries):
                for query in queries { channel.ask(query) }
                arrived.append(contentsOf: channel.takeArrived())
            case .wait: break
            case .finish(let outcome): self.outcome = outcome
            }
        }
    }
}
