import ConnectionFingerprint
import Detection
import Evidence
import Foundation
import Logging
import ServiceLifecycle
import SessionViews
import Sessions
import Storage
import Synchronization

/// What the server learns of connections: what sessions of proven browsers show is counted, and what the operator has promoted is gone by.
final class LearnedConnections: Service {
    /// How often it is looked at what was promoted.
    static let interval: Duration = .seconds(5)
    /// The highest risk of a session that teaches.
    static let highestRisk = 19

    private struct Lesson: Hashable {
        var organization: OrganizationID
        var client: SeenClient
    }

    private let store: Store
    private let logger: Logger
    private let promoted = Mutex(LearnedClients())
    /// Of what enough was counted.
    private let finished = Mutex<Set<Lesson>>([])

    init(store: Store, logger: Logger) {
        self.store = store
        self.logger = logger
    }

    /// What was promoted.
    var clients: LearnedClients { promoted.withLock { $0 } }

    /// Looks again and again at what was promoted: the command line promotes in a process of its own.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.refresh()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    /// Looks at what was promoted.
    func refresh() async {
        do {
            let clients = LearnedClients(try await store.connections.promoted())
            promoted.withLock { $0 = clients }
        } catch is CancellationError {
        } catch {
            logger.error("what was learned of connections can't be read", metadata: ["error": "\(error)"])
        }
    }

    /// Counts what a session showed, if its browser is beyond doubt: a person who acted, nothing that speaks for a script, and a visitor.
    /// - Parameter network: a digest of the network that it came from; nil where networks are not told apart.
    func note(_ judged: JudgedSession, from network: [UInt8]?, of tenant: Tenant) async {
        guard tenant.environment == .live, let network, let client = Self.client(judged),
            let visitor = judged.visitor?.id
        else { return }
        let lesson = Lesson(organization: tenant.organization, client: client)
        guard !finished.withLock({ $0.contains(lesson) }) else { return }
        do {
            let isFull = try await store.connections.note(
                ConnectionSighting(
                    organization: tenant.organization, visitor: visitor, network: network, client: client,
                    seenAt: judged.decision.evaluatedAt))
            if isFull { _ = finished.withLock { $0.count < 1000 ? $0.insert(lesson).inserted : false } }
        } catch {
            logger.error("what a connection showed could not be counted", metadata: ["error": "\(error)"])
        }
    }

    private static func client(_ judged: JudgedSession) -> SeenClient? {
        let families: [BrowserEngine: String] = [.blink: "chromium", .gecko: "firefox", .webkit: "webkit"]
        guard judged.evidence.origin == .agent, judged.decision.phase == .behavioral, !judged.decision.isProvisional,
            judged.decision.riskScore <= highestRisk, judged.decision.manipulation.score < 20,
            let connection = judged.evidence.connection, let ja4 = connection.ja4Stable ?? connection.ja4,
            let family = families[judged.profile.engine], let name = judged.profile.browser.name,
            let version = judged.profile.majorVersion
        else { return nil }
        return SeenClient(
            ja4: ja4, http2: connection.http2 ?? "", family: family,
            product: name.lowercased().replacing(" ", with: "-"),
            version: version)
    }
}

extension LearnedClients {
    /// What was promoted, by JA4 and by HTTP/2 string, with all versions that show it.
    init(_ clients: [SeenClient]) {
        var ja4: [String: Client] = [:]
        var http2: [String: Client] = [:]
        for client in clients {
            let learned = Client(
                family: client.family, product: client.product, versions: client.version...client.version)
            ja4[client.ja4] = ja4[client.ja4]?.joined(learned) ?? learned
            if !client.http2.isEmpty { http2[client.http2] = http2[client.http2]?.joined(learned) ?? learned }
        }
        self.init(ja4: ja4, http2: http2)
    }
}

extension LearnedClients.Client {
    /// Both, when they are the same browser; the first otherwise.
    fileprivate func joined(_ other: Self) -> Self {
        guard family == other.family, product == other.product, let mine = versions, let theirs = other.versions else {
            return self
        }
        var joined = self
        joined.versions = min(mine.lowerBound, theirs.lowerBound)...max(mine.upperBound, theirs.upperBound)
        return joined
    }
}
