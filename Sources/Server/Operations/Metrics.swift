import HTTPTypes
import Storage
import Synchronization

/// What the server counts, for Prometheus. Routes stand as they are matched, never as raw paths, and no address is named.
public final class Metrics: Sendable {
    private struct RequestSeries: Hashable {
        var route: String
        var method: String
        var status: Int
    }

    private struct State {
        var requests: [RequestSeries: Int] = [:]
        var durations: [String: Histogram] = [:]
        var counters: [Counter: [String: Int]] = [:]
        var evaluation = Histogram(bounds: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.05, 0.25])
    }

    /// Things that are counted.
    public enum Counter: String, CaseIterable, Sendable {
        /// Sessions that were opened.
        case sessionsOpened = "tripline_sessions_opened_total"
        /// Batches that were kept.
        case batchesAccepted = "tripline_batches_accepted_total"
        /// Network checks that were kept, by their transport.
        case networkChecks = "tripline_network_checks_total"
        /// Batches, checks and handshakes that were refused, by code.
        case collectRefusals = "tripline_collect_refusals_total"
        /// Decisions, by verdict.
        case decisions = "tripline_decisions_total"
        /// Requests over their limit, by the type of key.
        case rateLimited = "tripline_rate_limited_total"
        /// Tries of webhook deliveries, by what came of them.
        case webhookDeliveries = "tripline_webhook_deliveries_total"
        /// Rows that were removed because of their age, by kind.
        case retentionRemoved = "tripline_retention_removed_total"

        fileprivate var label: String? {
            switch self {
            case .sessionsOpened, .batchesAccepted: nil
            case .networkChecks: "transport"
            case .collectRefusals: "code"
            case .decisions: "verdict"
            case .rateLimited: "key_type"
            case .webhookDeliveries: "outcome"
            case .retentionRemoved: "kind"
            }
        }

        fileprivate var help: String {
            switch self {
            case .sessionsOpened: "Sessions that were opened."
            case .batchesAccepted: "Batches that were kept."
            case .networkChecks: "Network checks that were kept, by transport."
            case .collectRefusals: "Handshakes, batches and network checks that were refused, by error code."
            case .decisions: "Decisions, by verdict."
            case .rateLimited: "Requests over their limit, by the type of key."
            case .webhookDeliveries: "Tries of webhook deliveries, by what came of them."
            case .retentionRemoved: "Rows that were removed because of their age, by kind."
            }
        }
    }

    /// Clients make up methods; those that the router doesn't know are one series.
    private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

    private let state = Mutex(State())
    private let startedAt = ContinuousClock.now

    /// Nothing counted yet.
    public init() {}

    /// Counts things.
    /// - Parameters:
    ///   - label: which kind of them, where the counter has kinds.
    ///   - amount: how many.
    public func count(_ counter: Counter, _ label: String = "", by amount: Int = 1) {
        state.withLock { $0.counters[counter, default: [:]][label, default: 0] += amount }
    }

    /// Counts a request that was answered.
    func noteRequest(route: String?, method: HTTPRequest.Method, status: HTTPResponse.Status, duration: Duration) {
        let route = route ?? "none"
        let method = Self.knownMethods.contains(method.rawValue) ? method.rawValue : "other"
        state.withLock { state in
            state.requests[RequestSeries(route: route, method: method, status: status.code), default: 0] += 1
            state.durations[route, default: Histogram(bounds: [0.001, 0.005, 0.025, 0.1, 0.5, 2.5])].add(duration)
        }
    }

    /// Counts a decision and the time from evidence to it.
    func noteDecision(verdict: String, duration: Duration) {
        state.withLock { state in
            state.counters[.decisions, default: [:]][verdict, default: 0] += 1
            state.evaluation.add(duration)
        }
    }

    /// Everything in Prometheus' text format, version 0.0.4.
    /// - Parameters:
    ///   - commitCount: what the store says of its writes.
    ///   - waitingDeliveries: how many deliveries wait for a try.
    public func text(commitCount: CommitCount, waitingDeliveries: Int) -> String {
        let state = state.withLock { $0 }
        var lines = [
            "# HELP tripline_uptime_seconds Seconds since the server started.", "# TYPE tripline_uptime_seconds gauge",
            "tripline_uptime_seconds \(Histogram.seconds(.now - startedAt))",
            "# HELP tripline_store_writes_total Writes that were made durable.",
            "# TYPE tripline_store_writes_total counter",
            "tripline_store_writes_total \(commitCount.writes)",
            "# HELP tripline_store_commits_total Commits that made them durable; several writes may share one.",
            "# TYPE tripline_store_commits_total counter",
            "tripline_store_commits_total \(commitCount.commits)",
            "# HELP tripline_webhook_deliveries_waiting Webhook deliveries that wait for a try.",
            "# TYPE tripline_webhook_deliveries_waiting gauge",
            "tripline_webhook_deliveries_waiting \(waitingDeliveries)",
        ]
        for counter in Counter.allCases {
            lines += ["# HELP \(counter.rawValue) \(counter.help)", "# TYPE \(counter.rawValue) counter"]
            let values = state.counters[counter] ?? [:]
            if let label = counter.label {
                lines += values.sorted { $0.key < $1.key }.map {
                    "\(counter.rawValue){\(label)=\"\($0.key)\"} \($0.value)"
                }
            } else {
                lines.append("\(counter.rawValue) \(values[""] ?? 0)")
            }
        }
        lines += [
            "# HELP tripline_http_requests_total Requests answered, by matched route.",
            "# TYPE tripline_http_requests_total counter",
        ]
        lines += state.requests.map { series, count in
            "tripline_http_requests_total{route=\"\(series.route)\",method=\"\(series.method)\",status=\"\(series.status)\"} \(count)"
        }.sorted()
        lines += [
            "# HELP tripline_http_request_duration_seconds Time to answer, by matched route.",
            "# TYPE tripline_http_request_duration_seconds histogram",
        ]
        for (route, histogram) in state.durations.sorted(by: { $0.key < $1.key }) {
            lines += histogram.lines("tripline_http_request_duration_seconds", labels: "route=\"\(route)\"")
        }
        lines += [
            "# HELP tripline_evaluation_duration_seconds Time from evidence to decision.",
            "# TYPE tripline_evaluation_duration_seconds histogram",
        ]
        lines += state.evaluation.lines("tripline_evaluation_duration_seconds", labels: "")
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Counts durations by upper bounds, as Prometheus does.
private struct Histogram {
    let bounds: [Double]
    var counts: [Int]
    var sum: Double = 0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func add(_ duration: Duration) {
        let seconds = Self.seconds(duration)
        counts[bounds.firstIndex { seconds <= $0 } ?? bounds.count] += 1
        sum += seconds
    }

    func lines(_ name: String, labels: String) -> [String] {
        var total = 0
        let prefix = labels.isEmpty ? "" : labels + ","
        var lines: [String] = []
        for (bound, count) in zip(bounds.map { "\($0)" } + ["+Inf"], counts) {
            total += count
            lines.append("\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)")
        }
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        return lines + ["\(name)_sum\(braces) \(sum)", "\(name)_count\(braces) \(total)"]
    }

    static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }
}
