import ArgumentParser
import Detection
import Foundation
import NetworkIntelligence
import Policy
import Server
import Storage
import Synchronization

/// What commands take that judge kept sessions again.
struct JudgingOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions
    @OptionGroup var network: NetworkOptions

    @Option(help: "The organization's id (org_…). (default: the only one there is)")
    var organization: String?

    @Option(help: "Whether live or test data is judged.")
    var environment: KeyEnvironment = .live

    @Option(help: "A policy file with the rules to judge by. (default: the rules that this program brings)")
    var rules: String?

    /// Opens what they name.
    func open() async throws -> KeptSessions {
        var flags = store.flags
        flags.merge(network.flags) { first, _ in first }
        let settings = try await Settings(flags: flags, file: store.config)
        let policy = try readPolicy()
        let tables = TablesOnDemand(try settings.network())
        guard FileManager.default.fileExists(atPath: settings.databasePath) else {
            throw Complaint("There is no database at \(settings.databasePath): name another with --database.")
        }
        let store = try settings.openStore(.command)
        return KeptSessions(
            store: store, tenant: Tenant(try await store.organization(named: organization), environment),
            policy: policy,
            addresses: AddressLookup(
                tables: { tables.tables }, place: settings.text("server-location").flatMap { ServerPlace($0) }))
    }

    private func readPolicy() throws -> Policy {
        guard let rules else { return .none }
        do {
            return try PolicyFile.policy(contentsOf: rules)
        } catch {
            throw Complaint("\(error).")
        }
    }
}

/// Kept sessions, and what they are judged by.
struct KeptSessions {
    let store: Store
    let tenant: Tenant
    let policy: Policy
    let addresses: AddressLookup
}

/// Tables of what is known of addresses, read when they are asked for. Few sessions need them: most have what was known when they began.
private final class TablesOnDemand: Sendable {
    private let settings: NetworkSettings
    private let library = Mutex<NetworkLibrary?>(nil)

    init(_ settings: NetworkSettings) { self.settings = settings }

    var tables: NetworkTables? {
        library.withLock { library in
            let read = library ?? settings.readLibrary()
            library = read
            return read.tables
        }
    }
}
