import ArgumentParser
import Foundation
import Logging
import NIOCore
import Server
import Storage

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server. The first start makes an organization with its keys and shows them once.")

    @OptionGroup var options: StoreOptions

    @Option(help: "The address to listen on; 0.0.0.0 for all. (default: 127.0.0.1)")
    var host: String?

    @Option(help: "The port to listen on; 0 for any that is free. (default: 8080)")
    var port: String?

    @Option(
        name: .customLong("public-url"),
        help: "The address by which browsers reach the server. (default: http://localhost and the port)")
    var publicURL: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: "Proxies whose X-Forwarded-For is believed: addresses or blocks, with commas. (default: none)")
    var trustedProxy: String?

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
        name: .customLong("log-level"), help: "trace, debug, info, notice, warning, error or critical. (default: info)")
    var logLevel: String?

    @Flag(help: "Serve the demo shop at /demo.")
    var demo = false

    func run() async throws {
        var flags = options.flags
        flags.merge(
            Settings.values([
                "host": host, "port": port, "public-url": publicURL, "trusted-proxy": trustedProxy,
                "metrics-token": metricsToken, "token-version": tokenVersion, "log-level": logLevel,
                "demo": demo ? "true" : nil, "retain-sessions": retainSessions,
                "retain-observations": retainObservations, "retain-visitors": retainVisitors,
                "rotation-grace": rotationGrace, "webhook-allow-private": webhookAllowPrivate ? "true" : nil,
                "webhook-ca-file": webhookCAFile, "webhook-retries": webhookRetries, "webhook-timeout": webhookTimeout,
            ])
        ) { first, _ in first }
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
            try await TriplineServer(settings: server, store: store, masterKey: masterKey, logger: logger).run { port in
                Self.greet(first, url: publicURL ?? "http://localhost:\(port)", isDemoServed: server.isDemoServed)
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw Complaint(
                "Port \(server.port) is taken by another program: end it, or choose another port with --port.")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw Complaint("This user may not listen on port \(server.port): choose one above 1023 with --port.")
        } catch let error as IOError where error.errnoCode == EADDRNOTAVAIL {
            throw Complaint("This machine has no address \(server.host): choose another with --host.")
        }
        Output.line("Tripline has stopped.")
    }

    private static func serverSettings(_ settings: Settings) throws -> ServerSettings {
        var server = ServerSettings()
        server.host = settings.text("host") ?? server.host
        server.port = try settings.number("port", in: 0...65_535) ?? server.port
        server.trustedProxies = try settings.list("trusted-proxy").map { text in
            guard let block = AddressBlock(text) else {
                throw Complaint("--trusted-proxy must be addresses or blocks such as 10.0.0.0/8, not \(text).")
            }
            return block
        }
        server.metricsToken = settings.text("metrics-token")
        server.tokenVersion = try settings.choice("token-version", TokenVersion.self) ?? server.tokenVersion
        server.isDemoServed = try settings.flag("demo")
        server.lifetimes.sessions = try settings.duration("retain-sessions") ?? server.lifetimes.sessions
        server.lifetimes.observations = try settings.duration("retain-observations") ?? server.lifetimes.observations
        server.lifetimes.visitors = try settings.duration("retain-visitors") ?? server.lifetimes.visitors
        server.rotationGrace = try settings.duration("rotation-grace") ?? server.rotationGrace
        server.allowsPrivateWebhooks = try settings.flag("webhook-allow-private")
        if let path = settings.text("webhook-ca-file") {
            do {
                server.webhookTrust = try WebhookTrust(authoritiesIn: path)
            } catch {
                throw Complaint(
                    "--webhook-ca-file must name a file with certificates in PEM; \(path) has none to read.")
            }
        }
        server.webhookTimeout = try settings.duration("webhook-timeout") ?? server.webhookTimeout
        if let delays = try settings.durations("webhook-retries") {
            server.webhookRetries = RetrySchedule(delays: delays)
        }
        return server
    }

    private static func publicURL(_ settings: Settings) throws -> String? {
        guard let text = settings.text("public-url") else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host?.isEmpty == false else {
            throw Complaint("--public-url must be an address such as https://tripline.example, not \(text).")
        }
        return text.hasSuffix("/") ? String(text.dropLast()) : text
    }

    private static func greet(_ first: FirstKeys?, url: String, isDemoServed: Bool) {
        Output.line("Tripline listens on \(url)")
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
