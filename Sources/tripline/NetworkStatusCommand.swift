import ArgumentParser
import Foundation
import NetworkIntelligence
import OrderedJSON
import Server
import Sessions

struct NetworkStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show each source, how old it is, and what of it can't be used.")

    /// The most problems of one source that are shown to people.
    private static let mostProblems = 20

    @OptionGroup var options: NetworkCommandOptions
    @Flag(help: "Write it as JSON.")
    var json = false

    func run() async throws {
        let library = try await options.settings().readLibrary()
        let (statuses, now) = (library.statuses, SystemWallClock().now)
        if json {
            Output.json { $0.field("sources", statuses.map { SourceLine(status: $0, now: now) }) }
        } else if statuses.isEmpty {
            Output.line("There is no source: nothing is looked up.")
        } else {
            Self.show(statuses, at: now)
        }
        let isBad = statuses.contains { if case .failed = $0.state { true } else { false } }
        if isBad { throw ExitCode.failure }
    }

    private static func show(_ statuses: [SourceStatus], at now: Timestamp) {
        let header = ["NAME", "SAYS", "DATE", "AGE", "SIZE", "ENTRIES", "PROBLEMS", "LICENCE"]
        let rows = [header] + statuses.map { $0.columns(at: now) }
        let widths = header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }
            Output.line(cells.joined(separator: "  ").trimmingTrailingSpaces)
        }
        for status in statuses {
            if let warning = status.warning(at: now) { Output.line("\nWarning: \(warning).") }
            guard status.problemCount > 0 else { continue }
            let what = status.problemCount == 1 ? "1 line" : "\(status.problemCount) lines"
            Output.line("\n\(status.source.name): \(what) could not be used; all others are.")
            for problem in status.problems.prefix(mostProblems) {
                let place = problem.line.map { "\(status.path):\($0)" } ?? status.path
                Output.line("  \(place): \(problem.reason): \(problem.text)")
            }
            let rest = status.problemCount - min(status.problems.count, mostProblems)
            if rest > 0 { Output.line("  and \(rest) more") }
        }
    }
}

extension SourceStatus {
    /// The file or the address, for people.
    fileprivate var path: String {
        switch source.origin {
        case .file(let path): path
        case .url(let url): url
        }
    }

    fileprivate func columns(at now: Timestamp) -> [String] {
        [
            source.name, loadedAt == nil ? stateWord : says, dataDate.map { String($0.description.prefix(10)) } ?? "–",
            age(at: now).map { "\($0.wholeDays) d" } ?? "–", bytes.map(Self.size) ?? "–",
            entries.map(String.init) ?? "–", problemCount == 0 ? "–" : "\(problemCount)", licence ?? "–",
        ]
    }

    fileprivate var stateWord: String {
        switch state {
        case .waiting: "not read"
        case .ready: "ready"
        case .missing: source.isDefault ? "not installed" : "missing"
        case .failed: "failed"
        }
    }

    private static func size(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(bytes) B"
        case ..<1_000_000: "\((bytes + 500) / 1000) kB"
        default: "\((bytes + 500_000) / 1_000_000) MB"
        }
    }
}

/// A source's status as JSON.
private struct SourceLine: JSONWritable {
    let status: SourceStatus
    let now: Timestamp

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", status.source.name)
            $0.field("state", status.stateWord.replacing(" ", with: "_"))
            $0.field("reason", reason)
            $0.field("says", status.loadedAt == nil ? nil : status.says)
            $0.field("origin", status.path)
            $0.field("data_date", status.dataDate)
            $0.field("age_seconds", status.age(at: now).map { Int($0.components.seconds) })
            $0.field("bytes", status.bytes)
            $0.field("entries", status.entries)
            $0.field("licence", status.licence)
            $0.field("warning", status.warning(at: now))
            $0.field("problem_count", status.problemCount)
            $0.field("problems", status.problems.map { ProblemLine(problem: $0) })
            $0.field("checked_at", status.download?.checkedAt)
            $0.field("fetched_at", status.download?.fetchedAt)
            $0.field("next_at", status.download?.nextAt)
            $0.field("update_failure", status.download?.failure)
        }
    }

    private var reason: String? { if case .failed(let reason) = status.state { reason } else { nil } }
}

private struct ProblemLine: JSONWritable {
    let problem: SourceProblem

    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("line", problem.line)
            $0.field("text", problem.text)
            $0.field("reason", problem.reason)
        }
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
