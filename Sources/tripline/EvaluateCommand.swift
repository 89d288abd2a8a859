import ArgumentParser
import Evaluation
import Foundation
import OrderedJSON
import Server
import Storage

struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Judge sessions of which you know what was behind them, and show how good detection is.",
        discussion: """
            A label is a line of JSON: {"session_id": "sid_…", "kind": "tool" or "person", "name": "selenium-chromium", \
            "mode": "headless", "expected_tool": ["selenium"], "note": "…"}. The last three may be left out. Each session is judged \
            three times: by what was known before any interaction, by everything but interaction, and as a whole. Nothing is written.
            """)

    /// The most bytes of a file with labels.
    private static let maximumBytes = 64 << 20

    @OptionGroup var options: JudgingOptions

    @Option(help: "The file with the labels, JSON lines.")
    var labels: String

    @Flag(help: "Write JSON.")
    var json = false

    @Flag(help: "Write Markdown, as in docs/evaluation.md.")
    var markdown = false

    @Flag(help: "Fail when a tool is not bot, or a person is bot or above 69.")
    var check = false

    func validate() throws {
        guard !(json && markdown) else { throw ValidationError("Say --json or --markdown, not both.") }
    }

    func run() async throws {
        let labels = try readLabels()
        let kept = try await options.open()
        defer { try? kept.store.close() }
        let evaluation = try await LabelledSessions(
            store: kept.store, tenant: kept.tenant, policy: kept.policy, addresses: kept.addresses
        ).evaluated(labels)
        if json {
            try Output.raw(evaluation.jsonBytes() + [UInt8(ascii: "\n")])
        } else {
            try Output.raw((markdown ? evaluation.markdown : evaluation.text).utf8)
        }
        if check { try Self.check(evaluation) }
    }

    private func readLabels() throws -> [SessionLabel] {
        guard let file = FileHandle(forReadingAtPath: labels),
            let data = try? file.read(upToCount: Self.maximumBytes + 1), data.count <= Self.maximumBytes
        else { throw Complaint("--labels must name a file of at most 64 MiB; \(labels) can't be read.") }
        let reader = LabelReader(data)
        guard reader.faults.isEmpty else {
            let name = URL(fileURLWithPath: labels).lastPathComponent
            throw Complaint(reader.faults.map { "\(name), \($0)." }.joined(separator: "\n"))
        }
        return reader.labels
    }

    private static func check(_ evaluation: Evaluation) throws {
        if evaluation.faults.isEmpty { return }
        for fault in evaluation.faults { FileHandle.standardError.write(Data((fault + "\n").utf8)) }
        throw ExitCode.failure
    }
}
