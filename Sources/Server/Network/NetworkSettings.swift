import NetworkIntelligence

/// How a server comes by what it knows of addresses.
public struct NetworkSettings: Sendable {
    /// The sources, the one that is believed first before the others; empty where nothing is looked up.
    public var sources: [NetworkSource] = []
    /// The folder of downloads, with a folder for each source.
    public var folder = "./data/network"
    /// Whether downloads may come from private networks and this machine, and there by plain HTTP.
    public var allowsPrivate = false
    /// Whose word is taken for the names of downloads' origins.
    public var trust = OutboundTrust.system
    /// How long one download may take.
    public var updateTimeout: Duration = .seconds(600)

    /// Nothing is looked up.
    public init() {}
}
