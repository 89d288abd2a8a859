import ArgumentParser
import Server
import Sessions
import Storage

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write the documents of sessions to standard output, one a line.")

    @OptionGroup var options: StoreOptions

    @Option(help: "The organization's id (org_…). (default: the only one there is)")
    var organization: String?

    @Option(help: "Whether live or test data is written.")
    var environment: KeyEnvironment = .live

    @Option(help: "Only sessions with this verdict: bot, human or inconclusive. (default: all)")
    var verdict: String?

    @Option(help: "Only sessions in whose id, visitor, address, page, user agent or user this text stands.")
    var search: String?

    @Option(help: "Only sessions that were last judged at this moment or later, such as 2026-03-24T20:00:00Z.")
    var since: String?

    @Option(help: "Only sessions that were last judged before this moment.")
    var until: String?

    func run() async throws {
        let settings = try await Settings(flags: options.flags, file: options.config)
        let filter = SessionFilter(
            verdict: try verdict.map(Self.verdict), search: search,
            since: try since.map { try Timestamp($0, option: "since") },
            until: try until.map { try Timestamp($0, option: "until") })
        let store = try settings.openStore(.command)
        let tenant = Tenant(try await store.organization(named: organization), environment)
        try await SessionExport(store: store, tenant: tenant, filter: filter).write { try Output.raw($0) }
    }

    private static func verdict(_ text: String) throws -> Verdict {
        guard let verdict = Verdict(rawValue: text) else {
            throw Complaint("--verdict must be one of bot, human, inconclusive, not \(text).")
        }
        return verdict
    }
}

extension Timestamp {
    /// The moment that an option names.
    init(_ text: String, option: String) throws {
        guard let moment = Timestamp(text) else {
            throw Complaint("--\(option) must be a moment such as 2026-03-24T20:00:00Z, not \(text).")
        }
        self = moment
    }
}
