import NIOCore
import Synchronization

/// What all connections have done together, and whether they go on.
final class SessionTally: Sendable {
    /// What came of a run.
    struct Outcome {
        /// Sessions that got their sealed token.
        var sessions = 0
        /// The last of them.
        var last: String?
        /// The answer with its sealed token.
        var lastAnswer: ByteBuffer?
        /// What went wrong first.
        var failure: String?
    }

    private let end: ContinuousClock.Instant
    private let most: Int
    private let state = Mutex(Outcome())

    init(until end: ContinuousClock.Instant, most: Int) {
        self.end = end
        self.most = most
    }

    var outcome: Outcome { state.withLock { $0 } }

    /// Whether another session is to be begun.
    var goesOn: Bool {
        let outcome = outcome
        return outcome.failure == nil && outcome.sessions < most && ContinuousClock.now < end
    }

    /// Counts a session that is done.
    func done(_ session: String, _ answer: ByteBuffer) {
        state.withLock {
            $0.sessions += 1
            $0.last = session
            $0.lastAnswer = answer
        }
    }

    /// Notes what went wrong, if it is the first thing.
    func failed(_ reason: String) { state.withLock { $0.failure = $0.failure ?? reason } }
}
