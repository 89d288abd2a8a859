/// How a server runs.
public struct ServerSettings: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 for any that is free.
    public var port = 8080
    /// The proxies that are believed to say whom they speak for.
    public var trustedProxies: [AddressBlock] = []
    /// Reads `/metrics` from elsewhere than this machine; nil for nobody.
    public var metricsToken: String?
    /// Whether the demo is served.
    public var isDemoServed = false
    /// Which version of the sealed token is minted.
    public var tokenVersion = TokenVersion.automatic
    /// How long after it was last seen a visitor is forgotten.
    public var visitorExpiry: Duration = .seconds(90 * 24 * 60 * 60)
    /// How long a client may take.
    public var deadlines = Deadlines()
    /// The most connections at the same time.
    public var maximumConnections = 10_000

    /// The usual settings.
    public init() {}
}
