import NetworkIntelligence
import Sessions
import Synchronization

/// What is counted and measured of the sources of network data, for `/metrics`, and what is to be warned of, for `/healthz`.
final class NetworkMetrics: Sendable {
    private struct Series: Hashable {
        var source: String
        var result: String
    }

    private let library: NetworkLibrary
    private let clock: any WallClock
    private let updates = Mutex<[Series: Int]>([:])

    init(library: NetworkLibrary, clock: any WallClock) {
        self.library = library
        self.clock = clock
    }

    /// Counts an update.
    func note(_ update: SourceUpdate, of source: String) {
        updates.withLock { $0[Series(source: source, result: update.word), default: 0] += 1 }
    }

    /// A sentence for each source that is not as it should be.
    var warnings: [String] { library.statuses.compactMap { $0.warning(at: clock.now) } }

    /// The series in Prometheus' text format.
    var text: String {
        let (statuses, now) = (library.statuses, clock.now)
        let ages = statuses.compactMap { status in
            status.age(at: now).map { "{source=\"\(status.source.name)\"} \($0.components.seconds)" }
        }
        let entries = statuses.compactMap { status in
            status.entries.map { "{source=\"\(status.source.name)\"} \($0)" }
        }
        let counts = updates.withLock { $0 }.map { series, count in
            "{source=\"\(series.source)\",result=\"\(series.result)\"} \(count)"
        }
        return [
            Self.lines("tripline_network_source_age_seconds", "gauge", "How old a source's data are.", ages),
            Self.lines("tripline_network_source_entries", "gauge", "Entries in a source.", entries),
            Self.lines("tripline_network_update_total", "counter", "Updates, by what came of them.", counts.sorted()),
        ].joined()
    }

    private static func lines(_ name: String, _ type: String, _ help: String, _ series: [String]) -> String {
        (["# HELP \(name) \(help)", "# TYPE \(name) \(type)"] + series.map { name + $0 }).joined(separator: "\n") + "\n"
    }
}
