import ArgumentParser
import Configuration
import NetworkIntelligence
import Server
import Sessions
import SystemPackage

/// What every command that reads or updates sources of network data takes.
struct NetworkOptions: ParsableArguments {
    @Option(
        name: .customLong("network-data"),
        help: "Whether it is looked up where addresses are, whose, and what hides behind them: on or off. (default: on)"
    )
    var data: String?

    @Option(
        name: .customLong("network-sources"),
        help: "A YAML file with the sources of that. (default: none; what Debian's packages brought is used)")
    var sources: String?

    @Flag(
        name: .customLong("network-allow-private"),
        help: "Let sources be downloaded from private networks and this machine, and there by plain http.")
    var allowPrivate = false

    @Option(
        name: .customLong("network-ca-file"),
        help:
            "Certificates in PEM of authorities that vouch for sources' origins, beside the system's. (default: none)")
    var caFile: String?

    @Option(
        name: .customLong("network-update-timeout"), help: "How long one download may take. (default: 10m)")
    var updateTimeout: String?

    var flags: [AbsoluteConfigKey: ConfigValue] {
        Settings.values([
            "network-data": data, "network-sources": sources, "network-allow-private": allowPrivate ? "true" : nil,
            "network-ca-file": caFile, "network-update-timeout": updateTimeout,
        ])
    }
}

extension Settings {
    /// How a server comes by what it knows of addresses.
    func network() throws -> NetworkSettings {
        var network = NetworkSettings()
        network.folder = FilePath(databasePath).removingLastComponent().appending("network").string
        network.allowsPrivate = try flag("network-allow-private")
        network.trust = try trust("network-ca-file")
        network.updateTimeout = try duration("network-update-timeout") ?? network.updateTimeout
        guard try choice("network-data", Switch.self) != .off else { return network }
        guard let path = text("network-sources") else {
            network.sources = NetworkSource.defaults
            return network
        }
        do {
            network.sources = try NetworkSourcesFile.read(path, allowsPrivate: network.allowsPrivate)
        } catch let error as NetworkSourcesError {
            throw Complaint("\(error)")
        }
        return network
    }
}
