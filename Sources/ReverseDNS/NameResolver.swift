import NetworkIntelligence
import Synchronization

/// Asks for the names of addresses, and believes those that have the address in turn: forward-confirmed reverse DNS.
///
/// Who holds an address can give it any name, so a name counts only when the name, whose holder is another, has the address as well.
/// Answers are kept for a time, two who ask the same share one confirmation, and no task's thread is held meanwhile: a thread of its own
/// does the waiting, and is there only while something is asked.
public final class NameResolver: Sendable {
    private struct State {
        var cache: AnswerCache
        var pending: [Question: [UInt64: CheckedContinuation<ReverseDNSAnswer, Never>]] = [:]
        var lastWaiter: UInt64 = 0
        var activity = Activity()
    }

    /// What a resolver did since it was made, and what it has to do.
    public struct Activity: Sendable, Equatable {
        /// How many confirmations came to an answer, which may be that there are no names.
        public var answered: UInt64 = 0
        /// How many came to none.
        public var failed: UInt64 = 0
        /// How many questions were refused, or given up before their turn, because there were too many.
        public var refused: UInt64 = 0
        /// How many confirmations are under way.
        public var underWay = 0
        /// How many wait for their turn.
        public var waiting = 0
        /// How many answers are kept.
        public var kept = 0
    }

    private let settings: Settings
    private let lookups: LookupThread
    private let now: @Sendable () -> ContinuousClock.Instant
    private let state: Mutex<State>

    /// A resolver, which asks nothing yet.
    /// - Parameters:
    ///   - settings: whom it asks, and how much at the same time.
    ///   - now: the clock by which answers grow old. What name servers are waited for goes by the machine's.
    public init(
        _ settings: Settings = Settings(), now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) {
        self.settings = settings.bounded
        lookups = LookupThread(self.settings)
        self.now = now
        state = Mutex(State(cache: AnswerCache(capacity: self.settings.capacity)))
    }

    deinit {
        lookups.close()
    }

    /// Ends every question as unavailable, those under way as well, and takes no more.
    public func close() {
        lookups.close()
    }

    /// What it did, and what it has to do.
    public var activity: Activity {
        let load = lookups.load
        return state.withLock { state in
            var activity = state.activity
            (activity.waiting, activity.underWay, activity.kept) = (load.waiting, load.underWay, state.cache.count)
            return activity
        }
    }

    /// The names that an address has, that have the address, and that are or lie below one of the suffixes.
    ///
    /// Comes back within the settings' timeout, and at once when the task is cancelled; the confirmation then goes on if it has begun, and
    /// what comes of it is kept. Names that are none of a host (RFC 1123) and names after the first eight within the suffixes are passed
    /// over. An answer is kept for as long as the name servers let it hold, but 5 minutes at least and 24 hours at most; that there are no
    /// names for an hour at most; that nothing could be learned for 30 seconds.
    /// - Parameters:
    ///   - address: the address. Whether it is one of the public Internet, the caller looks at (`IPAddress.isPublic`).
    ///   - suffixes: names such as `googlebot.com`. Those that are no names count for nothing; without any, nothing is asked and the answer
    ///     is that there are no names.
    public func confirmedNames(of address: IPAddress, accepting suffixes: [String]) async -> ReverseDNSAnswer {
        guard let question = Question(address, suffixes: suffixes) else { return .names([]) }
        let waiter = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                enter(waiter, question, continuation)
                // Who was cancelled before this was not there to be found.
                if Task.isCancelled { leave(waiter, question) }
            }
        } onCancel: {
            leave(waiter, question)
        }
    }

    /// What is known already of the same question; nil where it would have to be asked. It takes no time, so that a decision can have it.
    public func knownNames(of address: IPAddress, accepting suffixes: [String]) -> ReverseDNSAnswer? {
        guard let question = Question(address, suffixes: suffixes) else { return .names([]) }
        let now = now()
        return state.withLock { $0.cache.answer(to: question, at: now) }
    }

    /// Answers a waiter from what is known, or has it wait, alone or with others.
    private func enter(
        _ waiter: UInt64, _ question: Question, _ continuation: CheckedContinuation<ReverseDNSAnswer, Never>
    ) {
        let now = now()
        let answer: ReverseDNSAnswer? = state.withLock { state in
            if let known = state.cache.answer(to: question, at: now) { return known }
            if state.pending[question] == nil, let reason = lookups.submit(job(question)) {
                if reason == .overloaded { state.activity.refused += 1 }
                return .unavailable(reason)
            }
            state.pending[question, default: [:]][waiter] = continuation
            return nil
        }
        if let answer { continuation.resume(returning: answer) }
    }

    /// Lets a waiter go without an answer. A question that nobody waits for any more is not begun.
    private func leave(_ waiter: UInt64, _ question: Question) {
        let continuation = state.withLock { state in
            let continuation = state.pending[question]?.removeValue(forKey: waiter)
            if continuation != nil, state.pending[question]?.isEmpty == true, lookups.withdraw(question) {
                state.pending[question] = nil
            }
            return continuation
        }
        continuation?.resume(returning: .unavailable(.cancelled))
    }

    private func job(_ question: Question) -> ConfirmationJob {
        ConfirmationJob(question: question, deadline: .now + settings.timeout) { [weak self] outcome in
            self?.settle(question, outcome)
        }
    }

    /// Keeps what came of a question, and tells all who wait for it.
    private func settle(_ question: Question, _ outcome: ForwardConfirmation.Outcome) {
        let now = now()
        let waiters = state.withLock { state in
            state.activity.count(outcome.answer)
            if let lifetime = outcome.lifetime {
                state.cache.insert(outcome.answer, to: question, for: lifetime, at: now)
            }
            return state.pending.removeValue(forKey: question)
        }
        for waiter in waiters ?? [:] { waiter.value.resume(returning: outcome.answer) }
    }
}

extension NameResolver.Activity {
    fileprivate mutating func count(_ answer: ReverseDNSAnswer) {
        switch answer {
        case .names: answered += 1
        case .unavailable(.overloaded): refused += 1
        case .unavailable: failed += 1
        }
    }
}
