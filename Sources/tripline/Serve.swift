import ArgumentParser
import Foundation
import HTTPTypes
import Logging
import NetworkIntelligence
import NIOCore
import Policy
import ReverseDNS
import Server
import Storage
import WebBotAuth

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server. The first start makes an organization with its keys and shows them once.")

    @OptionGroup var options: StoreOptions
    @OptionGroup var network: NetworkOptions

    @Option(help: "The address to listen on; 0.0.0.0 for all. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 for any that is free. (default: 8080)")
    var port: String?

    @Option(name: .customLong("tls-port"), help: "The port to serve TLS on, beside the other. (default: none)")
    var tlsPort: String?

    @Option(
        name: .customLong("tls-certificate"),
        help: "The certificate for it with its chain, in PEM; read again when the file changes, and on SIGHUP.")
    var tlsCertificate: String?

    @Option(name: .customLong("tls-key"), help: "The certificate's private key, in PEM.")
    var tlsKey: String?

    @Option(
        name: .customLong("stun-port"),
        help: "The UDP port to answer STUN clients on, which ask under which address they are seen. (default: none)")
    var stunPort: String?

    @Option(
        help: "Whether agents may ask that by WebRTC, where the page allows it too: on or off. (default: off)")
    var webrtc: String?

    @Option(
        name: .customLong("stun-url"),
        help: "The STUN servers that they ask, with commas. (default: the public URL's host and the STUN port)")
    var stunURL: String?

    @Option(
        name: .customLong("connection-fingerprints"),
        help: "Whether it is read what TLS and HTTP/2 show of clients: on or off. (default: on)")
    var connectionFingerprints: String?

    @Option(
        name: .customLong("public-url"),
        help: "The address by which browsers reach the server. (default: http://localhost and the port)")
    var publicURL: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: "Proxies that are believed to say for whom they speak: addresses or blocks, with commas. (default: none)")
    var trustedProxy: String?

    @Option(
        name: .customLong("client-address-header"),
        help: "How they name the client: forwarded, x-forwarded-for or x-real-ip. (default: x-forwarded-for)")
    var clientAddressHeader: String?

    @Option(
        name: .customLong("ja4-header"),
        help: "The header by which they hand on the JA4 of the client's connection. (default: none)")
    var ja4Header: String?

    @Option(
        name: .customLong("http2-header"),
        help: "The header by which they hand on its HTTP/2 fingerprint. (default: none)")
    var http2Header: String?

    @Flag(
        name: .customLong("proxy-protocol"),
        help: "Connections of trusted proxies begin with a PROXY header, version 1 or 2.")
    var proxyProtocol = false

    @Option(
        name: .customLong("address-storage"),
        help:
            "What is kept of visitors' addresses, logs included: full, truncated to /24 and /48, or hashed. (default: full)"
    )
    var addressStorage: String?

    @Option(
        name: .customLong("server-location"), parsing: .unconditional,
        help:
            "Where the server is, as latitude,longitude: tells how far clients are by their addresses. (default: none)")
    var serverLocation: String?

    @Option(
        name: .customLong("crawler-dns"),
        help: "Whether name servers are asked whose the addresses of crawlers are: on or off. (default: on)")
    var crawlerDNS: String?

    @Option(
        name: .customLong("dns-server"),
        help: "The name servers that are asked: addresses, perhaps with a port, with commas. (default: the system's)")
    var dnsServer: String?

    @Option(
        name: .customLong("metrics-token"),
        help: "A token that opens /metrics from elsewhere than this machine. (default: none)")
    var metricsToken: String?

    @Option(
        name: .customLong("token-version"),
        help: "Which sealed token is minted: automatic, v1 or v2. (default: automatic)")
    var tokenVersion: String?

    @Option(
        name: .customLong("retain-sessions"),
        help: "How long sessions and events are kept, such as 30d, 12h, 90m or 45s. (default: 30d)")
    var retainSessions: String?

    @Option(
        name: .customLong("retain-observations"),
        help: "How long what agents sent is kept; sessions stay as they were judged. (default: 7d)")
    var retainObservations: String?

    @Option(
        name: .customLong("retain-visitors"),
        help: "How long visitors are kept after they were last seen. (default: 90d)")
    var retainVisitors: String?

    @Option(
        name: .customLong("rotation-grace"),
        help: "How long the old one works on after an API key or a webhook's secret was rotated. (default: 1d)")
    var rotationGrace: String?

    @Flag(
        name: .customLong("webhook-allow-private"),
        help: "Let webhooks go to private networks and this machine, and there by plain http.")
    var webhookAllowPrivate = false

    @Option(
        name: .customLong("webhook-ca-file"),
        help:
            "Certificates in PEM of authorities that vouch for webhooks' receivers, beside the system's. (default: none)"
    )
    var webhookCAFile: String?

    @Option(
        name: .customLong("webhook-retries"),
        help: "When a failed delivery is tried again, with commas. (default: 5s,5m,30m,2h,5h,10h,14h,20h,24h)")
    var webhookRetries: String?

    @Option(
        name: .customLong("webhook-timeout"), help: "How long one try of a delivery may take. (default: 15s)")
    var webhookTimeout: String?

    @Option(
        name: .customLong("trusted-agents"),
        help: "Agents that are let in when they prove who they are: their domains, with commas. (default: none)")
    var trustedAgents: String?

    @Option(
        name: .customLong("agent-keys"),
        help:
            "A JSON file with agents' keys: {\"domain\": {\"keys\": [JWK, …]}}; they go before a directory. (default: none)"
    )
    var agentKeys: String?

    @Option(
        name: .customLong("agent-ca-file"),
        help:
            "Certificates in PEM of authorities that vouch for agents' directories, beside the system's. (default: none)"
    )
    var agentCAFile: String?

    @Flag(
        name: .customLong("agent-allow-private"),
        help: "Let agents' directories be on private networks and this machine, and there by plain http.")
    var agentAllowPrivate = false

    @Option(
        help:
            "The operator's thresholds, weights of signals and lists, in YAML; read again on SIGHUP. (default: none)")
    var policy: String?

    @Option(
        name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?

    @Flag(help: "Serve the demo shop at /demo.")
    var demo = false

    func run() async throws {
        var flags = options.flags
        flags.merge(
            Settings.values([
                "host": host, "port": port, "tls-port": tlsPort, "tls-certificate": tlsCertificate, "tls-key": tlsKey,
                "stun-port": stunPort, "webrtc": webrtc, "stun-url": stunURL,
                "connection-fingerprints": connectionFingerprints, "public-url": publicURL,
                "address-storage": addressStorage, "server-location": serverLocation, "crawler-dns": crawlerDNS,
                "dns-server": dnsServer, "trusted-proxy": trustedProxy, "client-address-header": clientAddressHeader,
                "ja4-header": ja4Header, "http2-header": http2Header,
                "proxy-protocol": proxyProtocol ? "true" : nil,
                "metrics-token": metricsToken, "token-version": tokenVersion, "log-level": logLevel,
                "demo": demo ? "true" : nil, "retain-sessions": retainSessions,
                "retain-observations": retainObservations, "retain-visitors": retainVisitors,
                "rotation-grace": rotationGrace, "webhook-allow-private": webhookAllowPrivate ? "true" : nil,
                "trusted-agents": trustedAgents, "agent-keys": agentKeys, "agent-ca-file": agentCAFile,
                "agent-allow-private": agentAllowPrivate ? "true" : nil,
                "policy": policy, "webhook-ca-file": webhookCAFile, "webhook-retries": webhookRetries,
                "webhook-timeout": webhookTimeout,
            ])
        ) { first, _ in first }
        flags.merge(network.flags) { first, _ in first }
        let settings = try await Settings(flags: flags, file: options.config)
        let server = try Self.serverSettings(settings)
        let level = try settings.choice("log-level", Logger.Level.self) ?? .info
        let publicURL = try Self.publicURL(settings)

        let store = try settings.openStore(.server)
        defer { try? store.close() }
        let masterKey = try MasterKeyFile.load(settings.masterKeyPath)
        var logger = Logger(label: "tripline") { label in StreamLogHandler.standardError(label: label) }
        logger.logLevel = level

        let first =
            try await !store.organizations.isEmpty()
            ? nil
            : FirstKeys.make(
                name: "My organization", slug: "my-organization", environment: .live, in: store,
                at: SystemWallClock().now)
        // Shown before anything can fail: they are kept nowhere else.
        if let first { Self.show(first) }
        do {
            try await TriplineServer(settings: server, store: store, masterKey: masterKey, logger: logger).run {
                ports in
                Self.greet(first, ports, publicURL: publicURL, isDemoServed: server.isDemoServed)
            }
        } catch let error as PortUnavailable {
            throw Self.complaint(error, server)
        }
        Output.line("Tripline has stopped.")
    }

    private static func complaint(_ error: PortUnavailable, _ server: ServerSettings) -> Complaint {
        let option = error.isDatagram ? "--stun-port" : error.port == server.port ? "--port" : "--tls-port"
        return switch error.error {
        case EADDRINUSE:
            Complaint(
                "Port \(error.port) is taken by another program: end it, or choose another port with \(option).")
        case EACCES:
            Complaint("This user may not listen on port \(error.port): choose one above 1023 with \(option).")
        case EADDRNOTAVAIL:
            Complaint("This machine has no address \(server.host): choose another with --host.")
        default:
            Complaint("Port \(error.port) can't be listened on: \(String(cString: strerror(error.error))).")
        }
    }

    private static func serverSettings(_ settings: Settings) throws -> ServerSettings {
        var server = ServerSettings()
        server.host = settings.text("host") ?? server.host
        server.port = try settings.number("port", in: 0...65_535) ?? server.port
        server.tls = try tls(settings)
        server.stunPort = try settings.number("stun-port", in: 1...65_535)
        server.stunServers = try stunServers(settings, port: server.stunPort)
        server.readsConnections = try settings.choice("connection-fingerprints", Switch.self) != .off
        server.proxies = try proxies(settings)
        server.expectsProxyHeader = try settings.flag("proxy-protocol")
        if server.expectsProxyHeader, settings.list("trusted-proxy").isEmpty {
            throw Complaint("--proxy-protocol needs --trusted-proxy: a PROXY header is believed from nobody else.")
        }
        server.addressStorage = try settings.choice("address-storage", AddressStorage.self) ?? server.addressStorage
        server.place = try place(settings)
        server.asksCrawlersNames = try settings.choice("crawler-dns", Switch.self) != .off
        server.nameServers = try nameServers(settings)
        server.metricsToken = settings.text("metrics-token")
        server.tokenVersion = try settings.choice("token-version", TokenVersion.self) ?? server.tokenVersion
        server.isDemoServed = try settings.flag("demo")
        server.lifetimes.sessions = try settings.duration("retain-sessions") ?? server.lifetimes.sessions
        server.lifetimes.observations = try settings.duration("retain-observations") ?? server.lifetimes.observations
        server.lifetimes.visitors = try settings.duration("retain-visitors") ?? server.lifetimes.visitors
        server.rotationGrace = try settings.duration("rotation-grace") ?? server.rotationGrace
        server.allowsPrivateWebhooks = try settings.flag("webhook-allow-private")
        server.webhookTrust = try settings.trust("webhook-ca-file")
        server.agentTrust = try settings.trust("agent-ca-file")
        server.allowsPrivateAgents = try settings.flag("agent-allow-private")
        server.agentPolicy = try agentPolicy(settings)
        server.network = try settings.network()
        if let path = settings.text("policy") {
            server.policyPath = path
            server.policy = try policy(path)
        }
        server.webhookTimeout = try settings.duration("webhook-timeout") ?? server.webhookTimeout
        if let delays = try settings.durations("webhook-retries") {
            server.webhookRetries = RetrySchedule(delays: delays)
        }
        return server
    }

    private static func place(_ settings: Settings) throws -> ServerPlace? {
        guard let text = settings.text("server-location") else { return nil }
        guard let place = ServerPlace(text) else {
            throw Complaint(
                "--server-location must be latitude and longitude in degrees, such as 52.52,13.40, not \(text).")
        }
        return place
    }

    private static func nameServers(_ settings: Settings) throws -> [NameServer] {
        try settings.list("dns-server").map { text in
            guard let server = NameServer(text) else {
                throw Complaint(
                    "--dns-server must be addresses such as 192.0.2.53, 127.0.0.1:5353 or [2001:db8::53]:53, not \(text)."
                )
            }
            return server
        }
    }

    private static func tls(_ settings: Settings) throws -> TLSSettings? {
        let (certificate, key) = (settings.text("tls-certificate"), settings.text("tls-key"))
        guard let port = try settings.number("tls-port", in: 0...65_535) else {
            if certificate == nil, key == nil { return nil }
            throw Complaint("--tls-certificate and --tls-key need --tls-port: the port that TLS is served on.")
        }
        guard let certificate, let key else {
            throw Complaint(
                "--tls-port needs --tls-certificate and --tls-key; `tripline certificate` makes both for trying out.")
        }
        for (option, path) in [("tls-certificate", certificate), ("tls-key", key)]
        where !FileManager.default.isReadableFile(atPath: path) {
            throw Complaint("--\(option) must name a file that can be read; \(path) can't.")
        }
        do {
            return TLSSettings(port: port, certificate: try ServerCertificate(certificate: certificate, key: key))
        } catch {
            throw Complaint(
                "\(certificate) and \(key) must be a certificate and its private key in PEM, and belong together: \(error)"
            )
        }
    }

    /// The STUN servers that agents are told of.
    private static func stunServers(_ settings: Settings, port: Int?) throws -> [String] {
        let urls = settings.list("stun-url")
        for url in urls where !isSTUNServer(url) {
            throw Complaint("--stun-url must name STUN servers such as stun:id.shop.example:3478, not \(url).")
        }
        guard try settings.choice("webrtc", Switch.self) == .on else {
            if urls.isEmpty { return [] }
            throw Complaint("--stun-url needs --webrtc on: agents are told of it then.")
        }
        if !urls.isEmpty { return urls }
        guard let port else {
            throw Complaint("--webrtc on needs --stun-port, or --stun-url with the STUN server that agents ask.")
        }
        let host = try publicURL(settings).flatMap { URL(string: $0)?.host } ?? "localhost"
        return ["stun:\(host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host):\(port)"]
    }

    /// The form of RFC 7064: `stun:` or `stuns:`, a host, and perhaps a port.
    private static func isSTUNServer(_ url: String) -> Bool {
        guard let colon = url.firstIndex(of: ":"), ["stun", "stuns"].contains(url[..<colon]) else { return false }
        let rest = url[url.index(after: colon)...]
        guard !rest.isEmpty, !rest.hasPrefix("/"), let parts = URLComponents(string: "stun://\(rest)") else {
            return false
        }
        return parts.host?.isEmpty == false && parts.path.isEmpty && parts.query == nil && parts.user == nil
    }

    private static func proxies(_ settings: Settings) throws -> ProxyTrust {
        let blocks = try settings.list("trusted-proxy").map { text in
            guard let block = AddressBlock(text) else {
                throw Complaint("--trusted-proxy must be addresses or blocks such as 10.0.0.0/8, not \(text).")
            }
            return block
        }
        func header(_ option: String) throws -> HTTPField.Name? {
            guard let text = settings.text(option) else { return nil }
            guard let name = HTTPField.Name(text) else {
                throw Complaint("--\(option) must be the name of a header, such as X-JA4, not \(text).")
            }
            return name
        }
        return ProxyTrust(
            blocks, address: try settings.choice("client-address-header", ForwardedAddress.self) ?? .forwardedFor,
            ja4: try header("ja4-header"), http2: try header("http2-header"))
    }

    private static func agentPolicy(_ settings: Settings) throws -> WebBotAuthPolicy {
        var policy = WebBotAuthPolicy(trustedAgents: TrustedAgents(settings.list("trusted-agents")))
        policy.permitsPlainHTTP = try settings.flag("agent-allow-private")
        if let url = try publicURL(settings), let address = WebAddress(url) { policy.authorities = [address.authority] }
        if let path = settings.text("agent-keys") {
            do {
                policy.pinnedKeys = try PinnedKeys(parsing: Array(Data(contentsOf: URL(fileURLWithPath: path))))
            } catch {
                throw Complaint(
                    "--agent-keys must name a JSON file such as {\"agent.example\": {\"keys\": [JWK, …]}}; \(path) is none."
                )
            }
        }
        return policy
    }

    private static func policy(_ path: String) throws -> Policy {
        do {
            return try PolicyFile.policy(contentsOf: path)
        } catch {
            throw Complaint("--policy must name a policy, and this is none:\n\(error)")
        }
    }

    private static func publicURL(_ settings: Settings) throws -> String? {
        guard let text = settings.text("public-url") else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw Complaint("--public-url must be an address such as https://tripline.example, not \(text).")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func greet(_ first: FirstKeys?, _ ports: ListeningPorts, publicURL: String?, isDemoServed: Bool) {
        let url = publicURL ?? "http://localhost:\(ports.http)"
        Output.line("Tripline listens on \(url)")
        if let https = ports.https { Output.line("  TLS              https://localhost:\(https)") }
        if let stun = ports.stun { Output.line("  STUN             UDP port \(stun)") }
        if isDemoServed { Output.line("  demo shop        \(url)/demo") }
        Output.line("  agent            \(url)/t.js")
        Output.line("  API reference    \(url)/docs/api")
        Output.line("  health           \(url)/healthz")
        guard let first else { return }
        Output.line(
            """

            The latest sessions, as your backend would ask for them:
              curl -s \(url)/v1/sessions -H 'Authorization: Bearer \(first.secret.text)'

            """)
    }

    private static func show(_ first: FirstKeys) {
        Output.line(
            """
            This is the first start. These keys are shown this once; only their hashes are kept.
              organization     \(first.organization.id)
              publishable key  \(first.publishable.text)
              secret key       \(first.secret.text)

            """)
    }
}
