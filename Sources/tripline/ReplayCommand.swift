import ArgumentParser
import Evaluation
import Foundation
import OrderedJSON
import Server
import Sessions
import Storage

struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Judge kept sessions again under other rules, and show what would change.",
        discussion: """
            Nothing is written, and it works beside a running server. Sessions can be judged again as long as what agents sent is kept \
            (--retain-observations).
            """)

    /// The sessions that are shown without --all.
    private static let fewest = 50

    @OptionGroup var options: JudgingOptions

    @Option(help: "Only sessions that were last judged at this moment or later, such as 2026-03-24T20:00:00Z.")
    var since: String?

    @Option(help: "Only sessions that were last judged before this moment.")
    var until: String?

    @Flag(help: "Show every session and signal, and not only the first \(fewest) sessions that change.")
    var all = false

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let filter = SessionFilter(
            since: try since.map { try Timestamp($0, option: "since") },
            until: try until.map { try Timestamp($0, option: "until") })
        let kept = try await options.open()
        defer { try? kept.store.close() }
        let replay = Replay(
            store: kept.store, tenant: kept.tenant, filter: filter, policy: kept.policy, addresses: kept.addresses)
        var shown = 0
        if json { try Output.raw("{\"changes\":[".utf8) }
        let report = try await replay.run(lanes: ProcessInfo.processInfo.activeProcessorCount) { session in
            guard all || shown < Self.fewest else { return }
            if json {
                try Output.raw((shown > 0 ? [UInt8(ascii: ",")] : []) + session.jsonBytes())
            } else {
                try Output.raw((session.text + "\n").utf8)
            }
            shown += 1
        }
        if json { try Self.writeEnd(report) } else { try write(report, shown: shown) }
    }

    private func write(_ report: ReplayReport, shown: Int) throws {
        if report.changed > shown { Output.line("and \(report.changed - shown) more, which --all shows") }
        if shown > 0 { Output.line("") }
        try Output.raw(report.text(all: all).utf8)
    }

    /// Writes what comes behind the sessions. They are written as they come: there may be a million.
    private static func writeEnd(_ report: ReplayReport) throws {
        var writer = JSONWriter()
        writer.object { report.writeMembers(to: &$0) }
        try Output.raw("],".utf8 + writer.bytes.dropFirst() + [UInt8(ascii: "\n")])
    }
}
