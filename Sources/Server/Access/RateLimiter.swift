import NetworkIntelligence
import Sessions
import Synchronization

/// Counts requests by the minute.
///
/// The count and the comparison are one step under one lock, so that a limit of *n* lets exactly *n* requests of a minute
/// through, however many come at once. Minutes are those of the monotonic clock: a jump of the time of day gives nobody a
/// second helping.
final class RateLimiter: Sendable {
    /// Who is counted.
    struct Subject: Hashable {
        /// The key.
        var key: KeyID
        /// The client's address, for keys that many clients share.
        var address: IPAddress?
    }

    /// What became of a request.
    struct Verdict: Sendable {
        /// Requests allowed a minute.
        var limit: Int
        /// Requests left in this minute.
        var remaining: Int
        /// Seconds until the next minute, when this one is used up.
        var retryAfter: Int?
    }

    private struct State {
        var minute: Int64 = 0
        var counts: [Subject: Int] = [:]
        /// What those share who came after ``capacity`` others in the same minute.
        var crowd = 0
    }

    private static let capacity = 200_000

    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// Counts a request.
    func count(_ subject: Subject, limit: Int) -> Verdict {
        let elapsed = (ContinuousClock.now - start).components.seconds
        return state.withLock { state in
            if state.minute != elapsed / 60 {
                state.minute = elapsed / 60
                state.counts.removeAll(keepingCapacity: state.counts.count < 10_000)
                state.crowd = 0
            }
            let used: Int
            if let known = state.counts[subject] {
                used = known
                if used < limit { state.counts[subject] = used + 1 }
            } else if state.counts.count < Self.capacity {
                used = 0
                if limit > 0 { state.counts[subject] = 1 }
            } else {
                used = state.crowd
                state.crowd += 1
            }
            guard used < limit else {
                return Verdict(limit: limit, remaining: 0, retryAfter: Int(60 - elapsed % 60))
            }
            return Verdict(limit: limit, remaining: limit - used - 1, retryAfter: nil)
        }
    }
}
