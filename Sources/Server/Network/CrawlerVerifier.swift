import Evidence
import Logging
import NetworkIntelligence
import ReverseDNS
import ServiceLifecycle
import Sessions
import Storage

/// Tells crawlers from those who only use their names. It never waits: what a name server has to be asked for is asked beside, and the
/// session judged again when the answer is there.
final class CrawlerVerifier: Sendable {
    /// How many questions wait; what is more than that stays unanswered.
    static let waiting = 1024

    /// A session whose crawler's address a name server is to be asked about.
    struct Question: Sendable {
        let crawler: Crawler
        let address: IPAddress
        let session: SessionKey
    }

    /// The questions to be asked.
    let questions: AsyncStream<Question>
    /// Asks name servers; nil where the operator wants nobody to be asked.
    let resolver: NameResolver?
    private let tables: @Sendable () -> NetworkTables?
    private let clock: any WallClock
    private let asked: AsyncStream<Question>.Continuation

    /// - Parameters:
    ///   - tables: the tables as they are now; nil while they are read for the first time.
    ///   - resolver: asks name servers; nil for asking nobody.
    init(tables: @escaping @Sendable () -> NetworkTables?, resolver: NameResolver?, clock: any WallClock) {
        self.tables = tables
        self.clock = clock
        self.resolver = resolver
        (questions, asked) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.waiting))
    }

    /// What is known now of the crawler that a client claims to be; nil when it claims to be none.
    func look(at userAgent: String?, from address: IPAddress?, session: SessionKey) -> CrawlerEvidence? {
        guard let userAgent, let crawler = Crawlers.claimed(by: userAgent) else { return nil }
        // An address that is nobody's own proves and disproves nothing.
        guard let address, address.isPublic else { return CrawlerEvidence(crawler, .undecided(.names)) }
        let names = resolver?.knownNames(of: address, accepting: crawler.means.domains)
        let proof = proof(of: crawler, at: address, names: names)
        if proof == .undecided(.names), resolver != nil {
            asked.yield(Question(crawler: crawler, address: address, session: session))
        }
        return CrawlerEvidence(crawler, proof)
    }

    /// What is known of a crawler's claim.
    /// - Parameter names: what reverse DNS says; nil where nobody asked.
    func proof(of crawler: Crawler, at address: IPAddress, names: ReverseDNSAnswer?) -> CrawlerProof {
        var known = tables()?.address(address, of: crawler, at: clock.now) ?? CrawlerProof.Address()
        if case .names(let names) = names { known.confirmedNames = names }
        return CrawlerProof.of(crawler, known)
    }
}

/// Asks name servers about crawlers' addresses, and has the sessions judged again that waited for it.
struct CrawlerConfirmation: Service {
    /// How many questions are under way at the same time.
    static let lanes = 8
    /// How often a session is looked for that is only now being kept.
    static let tries = 5

    let resolver: NameResolver
    let judge: Judge
    let logger: Logger

    func run() async throws {
        await withDiscardingTaskGroup { group in
            let lanes = Lanes(count: Self.lanes)
            for await question in judge.crawlers.questions.cancelOnGracefulShutdown() {
                await lanes.enter()
                group.addTask {
                    await answer(question)
                    await lanes.leave()
                }
            }
            group.cancelAll()
        }
        resolver.close()
    }

    private func answer(_ question: CrawlerVerifier.Question) async {
        let crawler = question.crawler
        let names = await resolver.confirmedNames(of: question.address, accepting: crawler.means.domains)
        let evidence = CrawlerEvidence(crawler, judge.crawlers.proof(of: crawler, at: question.address, names: names))
        // What could not be found out now may be found out the next time.
        guard evidence.standing != .pending else { return }
        do {
            try await keep(evidence, of: question.session)
        } catch {
            logger.error("a crawler's session could not be judged again", metadata: ["error": "\(error)"])
        }
    }

    /// Keeps what came of it with the session's request. The answer can come before the session is kept.
    private func keep(_ evidence: CrawlerEvidence, of key: SessionKey) async throws {
        let sessions = judge.store.sessions
        for attempt in 1...Self.tries {
            let isChanged = try await judge.amend(key) { record, _ in
                record.crawler = evidence
                return true
            }
            if isChanged {
                // A decision that is being made now sees that the request has changed; one that was made before has to be made again.
                guard let later = try await sessions.state(key.tenant, key.session), !later.decisions.isEmpty else {
                    return
                }
                _ = try await judge.judge(key.tenant, key.session)
                return
            }
            if attempt < Self.tries { try await Task.sleep(for: .milliseconds(100 * attempt)) }
        }
    }
}
