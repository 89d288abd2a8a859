import CollectProtocol
import ConnectionFingerprint
import Crypto
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NetworkIntelligence
import ReverseDNS
import ServiceLifecycle
import Sessions
import Storage
import UnixSignals
import VisitorIdentity

/// The server: everything put together, from the socket to the store.
public struct TriplineServer: Sendable {
    private let settings: ServerSettings
    private let store: Store
    private let masterKey: MasterKey
    private let clock: any WallClock
    private let logger: Logger

    /// A server on a store.
    /// - Parameters:
    ///   - masterKey: the secret that tickets, tokens of continuity and cursors are sealed with.
    ///   - clock: tells the time of day.
    public init(
        settings: ServerSettings, store: Store, masterKey: MasterKey, clock: any WallClock = SystemWallClock(),
        logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.masterKey = masterKey
        self.clock = clock
        self.logger = logger
    }

    /// Runs until the process is told to end, or the task is cancelled. What is under way is finished first.
    /// - Parameters:
    ///   - signals: whether SIGINT and SIGTERM end it.
    ///   - onReady: called with the ports once connections are taken on all of them.
    /// - Throws: what keeps it from listening, such as ``PortUnavailable``.
    public func run(endOnSignals signals: Bool = true, onReady: @escaping @Sendable (ListeningPorts) async -> Void)
        async throws
    {
        let metrics = Metrics()
        let shutdown = ShutdownNotice()
        let directory = KeyDirectory(keys: store.keys, clock: clock)
        let documents = DocumentCache()
        let caches = SessionCaches(documents: documents, payloads: PayloadCache())
        let outbox = Bell()
        let access = Access(
            store: store, directory: directory, limiter: RateLimiter(), metrics: metrics,
            proxies: settings.proxies)
        let agentDirectories = AgentDirectories()
        let learned = LearnedConnections(store: store, logger: logger)
        let network = NetworkLibrary(sources: settings.network.sources, folder: settings.network.folder, isKeeper: true)
        let networkMetrics = NetworkMetrics(library: network, clock: clock)
        let tables: @Sendable () -> NetworkTables? = { network.tables }
        let addresses = AddressObserver(
            tables: tables, keeper: AddressKeeper(settings.addressStorage, masterKey: masterKey),
            place: settings.place, clock: clock)
        let resolver = settings.asksCrawlersNames ? NameResolver(.init(servers: settings.nameServers)) : nil
        let crawlers = CrawlerVerifier(tables: tables, resolver: resolver, clock: clock)
        let policies = PolicyInForce(settings.policy)
        let judge = Judge(
            store: store, documents: documents, payloads: caches.payloads, outbox: outbox,
            agents: AgentVerifier(policy: settings.agentPolicy, directories: agentDirectories), learned: learned,
            addresses: addresses, crawlers: crawlers, policies: policies, clock: clock, metrics: metrics)
        let requestJudge = RequestJudge(store: store, judge: judge, clock: clock)
        let destinations = OutboundDestinations(allowsPrivate: settings.allowsPrivateWebhooks)
        let secrets = WebhookSecrets(masterKey: masterKey)
        let tickets = TicketSealer(masterKey: masterKey)
        let checks = NetworkChecks(
            store: store, access: access, tickets: tickets, clock: clock, metrics: metrics,
            country: { tables()?.country(of: $0) })
        let cursorKey = masterKey.derivedKey(for: "cursor v2")

        let router = Router(context: ServerContext.self)
        router.add(middleware: RequestBoundary(metrics: metrics))
        // What is asked for most comes first: the router tries siblings in the order in which they were added.
        SessionRoutes(
            store: store, access: access, caches: caches, cursorKey: cursorKey, clock: clock
        ).add(to: router)
        ExplanationRoute(store: store, access: access, judge: judge).add(to: router)
        let freezer = FingerprintFreeze(
            store: store, continuity: ContinuitySealer(key: masterKey.derivedKey(for: "continuity token v1")),
            lifetime: settings.lifetimes.visitors, outbox: outbox, clock: clock)
        CollectRoutes(
            store: store, access: access, judge: judge, tickets: tickets, freezer: freezer,
            tokenVersion: settings.tokenVersion, network: NetworkOffer(stunServers: settings.stunServers),
            clock: clock, metrics: metrics
        ).add(to: router)
        NetworkCheckRoutes(checks: checks).add(to: router)
        DecisionRoutes(access: access, judge: requestJudge).add(to: router)
        ForwardAuthRoute(access: access, judge: requestJudge).add(to: router)
        FingerprintRoutes(
            store: store, access: access, caches: caches, cursorKey: cursorKey,
            lifetime: settings.lifetimes.visitors, clock: clock
        ).add(to: router)
        FingerprintChangeRoutes(
            store: store, access: access, caches: caches, lifetime: settings.lifetimes.visitors, clock: clock
        ).add(to: router)
        OrganizationRoutes(store: store, access: access, clock: clock).add(to: router)
        KeyRoutes(
            store: store, access: access, cursorKey: cursorKey, rotationGrace: settings.rotationGrace, clock: clock
        ).add(to: router)
        EndpointRoutes(
            store: store, access: access, destinations: destinations, secrets: secrets, outbox: outbox,
            cursorKey: cursorKey, rotationGrace: settings.rotationGrace, clock: clock
        ).add(to: router)
        EventRoutes(store: store, access: access, cursorKey: cursorKey).add(to: router)
        ExportRoutes(store: store, access: access).add(to: router)
        ReplayRoutes(store: store, access: access, addresses: addresses.lookup).add(to: router)
        AgentRoute().add(to: router)
        ReferenceRoutes().add(to: router)
        OperationRoutes(
            store: store, metrics: metrics, network: networkMetrics, proxies: access.proxies,
            metricsToken: settings.metricsToken, shutdown: shutdown
        ).add(to: router)
        if settings.isDemoServed, let demo = try await demo(directory, judge) { demo.add(to: router) }

        KnownClients.prepare()
        let listeners = try Listeners(
            settings: settings, sockets: CheckSockets(checks: checks, settings: settings), logger: logger)
        try await listeners.check()
        let responder = MethodGate(base: router.buildResponder())
        let applications = listeners.applications(responder: responder, onReady: onReady)
        let sweep = UndecidedSweep(
            store: store, judge: judge, freezer: freezer, directory: directory, clock: clock, logger: logger)
        let dispatcher = WebhookDispatcher(
            store: store, destinations: destinations, trust: settings.webhookTrust, secrets: secrets,
            schedule: settings.webhookRetries, timeout: settings.webhookTimeout, bell: outbox, clock: clock,
            metrics: metrics, logger: logger)
        let retention = RetentionSweep(
            store: store, lifetimes: settings.lifetimes, caches: caches, clock: clock,
            metrics: metrics, logger: logger)
        let directoryLoader = AgentDirectoryLoader(
            directories: agentDirectories,
            fetcher: DirectoryFetcher(
                destinations: OutboundDestinations(allowsPrivate: settings.allowsPrivateAgents),
                trust: settings.agentTrust, clock: clock),
            judge: judge, clock: clock, logger: logger)
        let confirmations: [ServiceGroupConfiguration.ServiceConfiguration] =
            resolver.map { [.init(service: CrawlerConfirmation(resolver: $0, judge: judge, logger: logger))] } ?? []
        let networkData = NetworkData(
            settings: settings.network, library: network, metrics: networkMetrics, clock: clock, logger: logger)
        let policyWatch = PolicyWatch(
            policies: policies, path: settings.policyPath, addressStorage: settings.addressStorage, logger: logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: ShutdownWatch(notice: shutdown)), .init(service: sweep), .init(service: dispatcher),
                    .init(service: retention), .init(service: directoryLoader),
                    .init(service: learned), .init(service: networkData), .init(service: policyWatch),
                ] + confirmations + listeners.watches(logger: logger) + applications,
                gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [], logger: logger))
        try await group.run()
    }

    private func demo(_ directory: KeyDirectory, _ judge: Judge) async throws -> DemoRoutes? {
        guard let organization = try await store.organizations.all().first else { return nil }
        // Only the hash of a key is kept, so the page's own key is made anew from the master key at each start.
        let bits = masterKey.derivedKey(for: "demo publishable key \(organization.id)").withUnsafeBytes(Array.init)
        let key = APIKeySecret(.publishable, .live, fiveBitGroups: bits)
        try await store.keys.add(key.record(name: "Demo page", organization: organization.id, at: clock.now))
        return DemoRoutes(
            store: store, judge: judge, directory: directory, tenant: Tenant(organization.id, .live),
            publishableKey: key.text,
            linkKey: masterKey.derivedKey(for: "demo link"))
    }
}

/// Notes that the server was told to end, so that `/healthz` can say so while the last requests are answered.
private struct ShutdownWatch: Service {
    let notice: ShutdownNotice

    func run() async throws {
        try? await gracefulShutdown()
        notice.give()
    }
}
