import Logging
import ServiceLifecycle
import Sessions
import Storage
import Synchronization

/// Makes the deliveries that wait, each endpoint's in a lane of its own: one that is slow holds up nobody else's.
///
/// The queue is the store. A delivery that was under way when the process ended is made again, so each event arrives at least once.
final class WebhookDispatcher: Service {
    /// Deliveries that are under way to one endpoint at the same time.
    private static let laneWidth = 8
    /// How often the queue is looked at when nothing rings: the time of day may have been set meanwhile.
    private static let interval: Duration = .seconds(30)

    /// How long connections to an endpoint are kept for which nothing was due.
    private static let idleTime: Duration = .seconds(60)

    private struct Lanes {
        /// Endpoints that have a lane now.
        var busy: Set<EndpointID> = []
        /// What sends to each endpoint, and when it last had something to send.
        var senders: [EndpointID: (sender: WebhookSender, usedAt: ContinuousClock.Instant)] = [:]
    }

    private let store: Store
    private let destinations: OutboundDestinations
    private let trust: OutboundTrust
    private let secrets: WebhookSecrets
    private let schedule: RetrySchedule
    private let timeout: Duration
    private let bell: Bell
    private let clock: any WallClock
    private let metrics: Metrics
    private let logger: Logger
    private let lanes = Mutex(Lanes())

    init(
        store: Store, destinations: OutboundDestinations, trust: OutboundTrust, secrets: WebhookSecrets,
        schedule: RetrySchedule, timeout: Duration, bell: Bell, clock: any WallClock, metrics: Metrics, logger: Logger
    ) {
        self.store = store
        self.destinations = destinations
        self.trust = trust
        self.secrets = secrets
        self.schedule = schedule
        self.timeout = timeout
        self.bell = bell
        self.clock = clock
        self.metrics = metrics
        self.logger = logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await self.resume()
            await withDiscardingTaskGroup { lanes in
                self.bell.ring()
                var alarm: Task<Void, Never>?
                for await _ in self.bell.rings {
                    alarm?.cancel()
                    let wait = await self.startLanes(in: &lanes)
                    alarm = Task {
                        try? await Task.sleep(for: wait)
                        if !Task.isCancelled { self.bell.ring() }
                    }
                }
                alarm?.cancel()
                lanes.cancelAll()
            }
            await self.closeSenders(idleSince: .now)
        }
    }

    /// Puts what was under way when the server (or an endpoint's lane) ended back into the queue, however long the database takes to
    /// be well.
    private func resume(_ endpoint: EndpointID? = nil) async {
        while !Task.isCancelled {
            do {
                let resumed = try await store.deliveries.resume(endpoint, at: clock.now)
                if resumed > 0 {
                    logger.notice("deliveries that were under way are made again", metadata: ["count": "\(resumed)"])
                }
                return
            } catch {
                complain("deliveries that were under way can't be resumed", error)
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// Logs what kept the queue from being worked on, unless that was the end of the server.
    private func complain(_ message: Logger.Message, _ error: any Error) {
        if !Task.isCancelled { logger.error(message, metadata: ["error": "\(error)"]) }
    }

    /// Starts a lane for each endpoint that has something due and no lane yet.
    /// - Returns: how long nothing further is due.
    private func startLanes(in group: inout DiscardingTaskGroup) async -> Duration {
        var wait = Self.interval
        await closeSenders(idleSince: .now - Self.idleTime)
        do {
            let now = clock.now
            for (endpoint, due) in try await store.deliveries.dueTimes() {
                if due > now {
                    wait = min(wait, due - now)
                } else if lanes.withLock({ $0.busy.insert(endpoint).inserted }) {
                    group.addTask { await self.runLane(endpoint) }
                }
            }
        } catch {
            complain("the queue of deliveries can't be read", error)
            wait = .seconds(1)
        }
        return max(wait, .milliseconds(10))
    }

    /// Makes an endpoint's deliveries until none is due.
    private func runLane(_ endpoint: EndpointID) async {
        let sender = lanes.withLock { lanes in
            let sender =
                lanes.senders[endpoint]?.sender
                ?? WebhookSender(destinations: destinations, trust: trust, timeout: timeout)
            lanes.senders[endpoint] = (sender, .now)
            return sender
        }
        do {
            while !Task.isCancelled {
                let attempts = try await store.deliveries.claim(for: endpoint, at: clock.now, limit: Self.laneWidth)
                if attempts.isEmpty { break }
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for attempt in attempts { group.addTask { try await self.make(attempt, sender) } }
                    try await group.waitForAll()
                }
            }
        } catch {
            complain("deliveries to \(endpoint) are held up", error)
            await resume(endpoint)
        }
        lanes.withLock { lanes in
            lanes.busy.remove(endpoint)
            lanes.senders[endpoint]?.usedAt = .now
        }
        // Something may have come between the last claim and now.
        bell.ring()
    }

    /// Gives up the connections to endpoints without a lane for which nothing was due since a moment.
    private func closeSenders(idleSince moment: ContinuousClock.Instant) async {
        let idle = lanes.withLock { lanes in
            let idle = lanes.senders.filter { !lanes.busy.contains($0.key) && $0.value.usedAt <= moment }
            for endpoint in idle.keys { lanes.senders[endpoint] = nil }
            return idle.values.map(\.sender)
        }
        for sender in idle { await sender.close() }
    }

    private func make(_ attempt: Deliveries.Attempt, _ sender: WebhookSender) async throws {
        let signing = attempt.secretGenerations.map { secrets.secret(of: attempt.endpoint.id, generation: $0) }
        let request = WebhookRequest(attempt, secrets: signing, at: clock.now)
        let outcome = await sender.send(request, to: attempt.endpoint.url)
        // A try that the end of the server cut short says nothing of the receiver: it is made again at the next start.
        if Task.isCancelled { return }
        let delivery = settled(attempt.delivery, by: outcome)
        if delivery.responseStatus == 410 {
            logger.warning(
                "an endpoint is gone and was disabled", metadata: ["endpoint": "\(attempt.endpoint.id)"])
            _ = try await store.endpoints.update(attempt.endpoint.id, of: attempt.endpoint.tenant, at: clock.now) {
                $0.status = .disabled
            }
        }
        try await store.deliveries.settle(delivery)
        metrics.count(.webhookDeliveries, delivery.status == .pending ? "retried" : delivery.status.rawValue)
    }

    /// A delivery after a try.
    private func settled(_ delivery: DeliveryRecord, by outcome: WebhookOutcome) -> DeliveryRecord {
        var delivery = delivery
        let now = clock.now
        var asked: Duration?
        delivery.updatedAt = now
        switch outcome {
        case .answered(let status, let body, let retryAfter):
            delivery.responseStatus = status
            delivery.responseBody = body
            asked = retryAfter
            switch status {
            case 200..<300:
                delivery.status = .succeeded
                delivery.error = nil
                return delivery
            case 410:
                delivery.status = .failed
                delivery.error = "The receiver answered 410, which says that it is gone: the endpoint was disabled."
                return delivery
            case 300..<400:
                delivery.error = "The receiver answered \(status); redirects are not followed."
            default:
                delivery.error = "The receiver answered \(status)."
            }
        case .unreachable(let words):
            delivery.responseStatus = nil
            delivery.responseBody = nil
            delivery.error = words
        }
        if let wait = schedule.wait(after: delivery.attempts, asked: asked) {
            delivery.status = .pending
            delivery.nextAttemptAt = now + wait
        } else {
            delivery.status = .failed
        }
        return delivery
    }
}
