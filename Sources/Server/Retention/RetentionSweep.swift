import Logging
import ServiceLifecycle
import Sessions
import Storage

/// Removes what is older than it may be, in steps so small that no request waits for one.
struct RetentionSweep: Service {
    /// The most rows of one step.
    private static let stepLimit = 50
    /// The rest between two steps.
    private static let pause: Duration = .milliseconds(20)

    let store: Store
    let lifetimes: Lifetimes
    let caches: SessionCaches
    let clock: any WallClock
    let metrics: Metrics
    let logger: Logger

    /// How often it is looked: every minute, and more often where something lives shorter than that.
    private var interval: Duration {
        let shortest = min(lifetimes.sessions, lifetimes.observations, lifetimes.visitors)
        return min(max(shortest / 4, .seconds(1)), .seconds(60))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await sweep()
                } catch is CancellationError {
                    return
                } catch {
                    logger.error("old data could not be removed", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Removes everything that is too old now.
    func sweep() async throws {
        for kind in Retention.Kind.allCases {
            var removed = Self.stepLimit
            while removed >= Self.stepLimit, !Task.isCancelled {
                let step = try await store.retention.removeSome(
                    kind, lifetimes: lifetimes, at: clock.now, limit: Self.stepLimit)
                removed = step.count
                caches.forget(step.sessions.map { SessionKey($0.0, $0.1) })
                if removed > 0 {
                    metrics.count(.retentionRemoved, kind.rawValue, by: removed)
                    try await Task.sleep(for: Self.pause)
                }
            }
        }
    }
}
