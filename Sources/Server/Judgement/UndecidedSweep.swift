import Logging
import ServiceLifecycle
import Sessions
import Storage

/// Says the last word on sessions that went quiet before there was a final decision, ties those to a visitor whose page went before it
/// asked for that, and keeps what the key directory noted.
struct UndecidedSweep: Service {
    /// How long a session must have been quiet.
    static let quiet: Duration = .seconds(60)
    /// How often it is looked.
    static let interval: Duration = .seconds(10)

    let store: Store
    let judge: Judge
    let freezer: FingerprintFreeze
    let directory: KeyDirectory
    let clock: any WallClock
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await sweep()
                    try await directory.flushUses()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("the sweep of undecided sessions failed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: Self.interval)
            }
        }
        try? await directory.flushUses()
    }

    /// Decides every session that has been quiet long enough. A session whose last decision is final keeps it, unless it is tied only now.
    func sweep() async throws {
        while !Task.isCancelled {
            let now = clock.now
            let due = try await store.sessions.undecided(
                quietSince: Timestamp(milliseconds: now.milliseconds - Self.quiet.wholeMilliseconds), now: now,
                limit: 100)
            for (tenant, session) in due {
                guard let state = try await store.sessions.state(tenant, session) else { continue }
                let isTiedNow =
                    state.tie == nil ? try await freezer.tieQuiet(state, by: judge.evidence(state)) : false
                // What was decided before there was a visitor is judged once more, with what is known of the visitor.
                if let last = state.decisions.last, !last.isProvisional, !isTiedNow {
                    try await store.sessions.settle(tenant, session, nextSequence: state.nextSequence)
                } else {
                    _ = try await judge.judge(tenant, session, isLastWord: true)
                }
            }
            if due.count < 100 { return }
        }
    }
}
