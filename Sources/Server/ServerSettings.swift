import Policy
import ReverseDNS
import Sessions
import Storage
import WebBotAuth

/// Where TLS is served, and with which certificate.
public struct TLSSettings: Sendable {
    /// The port to listen on; 0 for any that is free.
    public var port: Int
    /// The certificate and its key.
    public var certificate: ServerCertificate

    /// Where TLS is served.
    public init(port: Int, certificate: ServerCertificate) {
        self.port = port
        self.certificate = certificate
    }
}

/// How a server runs.
public struct ServerSettings: Sendable {
    /// The address to listen on.
    public var host = "127.0.0.1"
    /// The port to listen on; 0 for any that is free.
    public var port = 8080
    /// Where TLS is served; nil for nowhere.
    public var tls: TLSSettings?
    /// Whether it is read what TLS and HTTP/2 show of clients.
    public var readsConnections = true
    /// The proxies that are believed to say whom they speak for.
    public var proxies = ProxyTrust([])
    /// Whether connections of trusted proxies begin with a PROXY header.
    public var expectsProxyHeader = false
    /// The UDP port to answer STUN clients on; 0 for any that is free, nil for none.
    public var stunPort: Int?
    /// STUN servers that agents may ask under which address they are seen, such as `stun:id.shop.example:3478`; empty where the operator
    /// does not want that.
    public var stunServers: [String] = []
    /// Reads `/metrics` from elsewhere than this machine; nil for nobody.
    public var metricsToken: String?
    /// Whether the demo is served.
    public var isDemoServed = false
    /// Which version of the sealed token is minted.
    public var tokenVersion = TokenVersion.automatic
    /// How long things are kept.
    public var lifetimes = Lifetimes()
    /// How long the old one works beside the new one after an API key or a webhook's secret was rotated.
    public var rotationGrace: Duration = .days(1)
    /// Whether webhooks may go to private networks and to this machine, and there by plain HTTP.
    public var allowsPrivateWebhooks = false
    /// Whose word is taken for the names of webhooks' receivers.
    public var webhookTrust = OutboundTrust.system
    /// When webhook deliveries that failed are tried again.
    public var webhookRetries = RetrySchedule.usual
    /// How long one try of a webhook delivery may take.
    public var webhookTimeout: Duration = .seconds(15)
    /// What is asked of agents' signatures, and which agents are let in.
    public var agentPolicy = WebBotAuthPolicy()
    /// Whose word is taken for the names of agents' directories.
    public var agentTrust = OutboundTrust.system
    /// Whether agents' directories may be fetched from private networks and this machine, and there by plain HTTP.
    public var allowsPrivateAgents = false
    /// What the operator changed of rules and lists.
    public var policy = Policy.none
    /// The file that it comes from, which SIGHUP has read again; nil without one.
    public var policyPath: String?
    /// What is kept of visitors' addresses.
    public var addressStorage = AddressStorage.full
    /// Where the server is; nil where nobody said.
    public var place: ServerPlace?
    /// Whether name servers are asked about addresses under which clients call themselves crawlers.
    public var asksCrawlersNames = true
    /// The name servers that are asked; none for the system's.
    public var nameServers: [NameServer] = []
    /// How it comes by what it knows of addresses.
    public var network = NetworkSettings()
    /// How long a client may take.
    public var deadlines = Deadlines()
    /// How long things may take in a WebSocket.
    var socketDeadlines = CheckSockets.Deadlines()
    /// The most WebSockets at the same time, of all clients together and of one address.
    var socketLimits = (all: 1000, byAddress: 32)
    /// The most connections at the same time.
    public var maximumConnections = 10_000

    /// The usual settings.
    public init() {}
}
