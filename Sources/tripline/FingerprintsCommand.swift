import ArgumentParser
import Server
import Storage

struct FingerprintsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fingerprints",
        abstract: "What connections of proven browsers showed, and which of it the server goes by.",
        subcommands: [List.self, Promote.self, Forget.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show what was seen, by how many visitors and from how many networks.")

        @OptionGroup var options: StoreOptions

        func run() async throws {
            let store = try await options.openStore(.command)
            defer { try? store.close() }
            let promoted = Set(try await store.connections.promoted())
            let counts = try await store.connections.counts()
            if counts.isEmpty {
                Output.line("Nothing was seen yet: browsers are counted whose sessions are beyond doubt.")
            }
            for count in counts {
                let client = count.client
                let mark = promoted.contains(client) ? "promoted" : count.isEnough ? "can be promoted" : "too few"
                Output.line(
                    """
                    \(client.ja4)  \(client.product) \(client.version)  \(count.visitors) visitors, \(count.networks) networks  \
                    \(mark)  \(count.organization)
                    """)
                if !client.http2.isEmpty { Output.line("    \(client.http2)") }
            }
        }
    }

    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go by what was seen from now on.",
            discussion: """
                At least \(Connections.fewestVisitors) visitors of at least \(Connections.fewestNetworks) networks must have shown it, so \
                that nobody teaches the server alone.
                """)

        @OptionGroup var options: StoreOptions
        @Argument(help: "The JA4 as `list` shows it.")
        var ja4: String?
        @Flag(help: "Everything that enough visitors and networks have shown.")
        var all = false

        func validate() throws {
            guard (ja4 == nil) == all else { throw ValidationError("Name one JA4, or say --all.") }
        }

        func run() async throws {
            let store = try await options.openStore(.command)
            defer { try? store.close() }
            let counts = try await store.connections.counts().filter { all || $0.client.ja4 == ja4 }
            if let ja4, counts.isEmpty { throw Complaint("Nothing with the JA4 \(ja4) was seen.") }
            let enough = counts.filter(\.isEnough)
            if let ja4, enough.isEmpty {
                let most = counts.max { $0.visitors < $1.visitors }!
                throw Complaint(
                    """
                    \(ja4) was shown by \(most.visitors) visitors of \(most.networks) networks: at least \
                    \(Connections.fewestVisitors) of at least \(Connections.fewestNetworks) are needed.
                    """)
            }
            for count in enough { try await store.connections.promote(count.client, at: SystemWallClock().now) }
            for client in Set(enough.map(\.client)).sorted(by: { $0.ja4 < $1.ja4 }) {
                Output.line("\(client.ja4) is \(client.product) \(client.version) from now on.")
            }
            if enough.isEmpty { Output.line("Nothing was shown by enough visitors and networks yet.") }
        }
    }

    struct Forget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Go by it no more.")

        @OptionGroup var options: StoreOptions
        @Argument(help: "The JA4 as `list` shows it.")
        var ja4: String

        func run() async throws {
            let store = try await options.openStore(.command)
            defer { try? store.close() }
            guard try await store.connections.forget(ja4: ja4) > 0 else {
                throw Complaint("\(ja4) was not promoted.")
            }
            Output.line("\(ja4) is gone by no more.")
        }
    }
}

extension ConnectionCount {
    /// Whether enough visitors of enough networks showed it.
    fileprivate var isEnough: Bool {
        visitors >= Connections.fewestVisitors && networks >= Connections.fewestNetworks
    }
}
