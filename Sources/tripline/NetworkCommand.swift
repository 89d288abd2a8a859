import ArgumentParser
import Foundation
import NetworkIntelligence
import OrderedJSON
import Server
import Sessions

struct NetworkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network",
        abstract: "The sources of what is known of addresses: how they are, newer ones, and what they say.",
        subcommands: [NetworkStatusCommand.self, NetworkUpdateCommand.self, NetworkLookupCommand.self])
}

/// What each of its commands takes.
struct NetworkCommandOptions: ParsableArguments {
    @OptionGroup var store: StoreOptions
    @OptionGroup var network: NetworkOptions

    /// How the server comes by what it knows of addresses.
    func settings() async throws -> NetworkSettings {
        var flags = store.flags
        flags.merge(network.flags) { first, _ in first }
        return try await Settings(flags: flags, file: store.config).network()
    }
}

extension NetworkSettings {
    /// All sources, read.
    func readLibrary() -> NetworkLibrary {
        let library = NetworkLibrary(sources: sources, folder: folder, isKeeper: false)
        library.refresh(at: SystemWallClock().now)
        return library
    }
}

struct NetworkUpdateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Download what is newer. A running server notices within a minute.",
        discussion: "What is there stays in use until something newer was downloaded, checked and read whole.")

    @OptionGroup var options: NetworkCommandOptions
    @Argument(help: "The sources' names. (default: all that are downloaded)")
    var names: [String] = []
    @Flag(help: "Download it even if it seems to be there, and take it even if it is much smaller or of another form.")
    var force = false

    func run() async throws {
        let settings = try await options.settings()
        let updater = SourceUpdater(settings: settings)
        var hasFailed = false
        for source in try sources(settings) {
            switch await updater.update(source, isForced: force) {
            case .updated: Output.line("\(source.name): updated")
            case .unchanged: Output.line("\(source.name): nothing newer")
            case .failed(let reason):
                hasFailed = true
                Output.line("\(source.name): failed: \(reason)")
            }
        }
        if hasFailed { throw ExitCode.failure }
    }

    private func sources(_ settings: NetworkSettings) throws -> [NetworkSource] {
        if names.isEmpty {
            let sources = settings.sources.filter { if case .url = $0.origin { true } else { false } }
            if sources.isEmpty { Output.line("There is no source that is downloaded: --network-sources names some.") }
            return sources
        }
        return try names.map { name in
            guard let source = settings.sources.first(where: { $0.name == name }) else {
                throw Complaint("There is no source \(name).")
            }
            return source
        }
    }
}
