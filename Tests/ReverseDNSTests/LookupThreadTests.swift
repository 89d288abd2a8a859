import NetworkIntelligence
import Synchronization
import Testing

@testable import ReverseDNS

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

@Suite("The thread that looks up")
struct LookupThreadTests {
    @Test("gives up who waits for a turn for too long, while others go on")
    func late() async throws {
        let server = try LoopbackNameServer { _ in [] }
        defer { server.close() }
        let thread = LookupThread(.init(servers: [server.asServer], concurrency: 1))
        defer { thread.close() }
        let outcomes = Outcomes()
        let begin = ContinuousClock.now
        for (number, time) in [(0, 3_600_000), (1, 100), (2, 150)] as [(Int, Int64)] {
            let job = ConfirmationJob(
                question: Question(address(number), suffixes: ["a.example"])!, deadline: begin + .milliseconds(time),
                finish: { outcomes.add(number, $0) })
            #expect(thread.submit(job) == nil)
        }
        #expect(try await holds { outcomes.all.count >= 2 })
        let late = outcomes.all.filter { $0.number > 0 }
        #expect(late.map(\.number) == [1, 2])
        #expect(late.allSatisfy { $0.outcome == .init(answer: .unavailable(.overloaded)) })
        #expect(ContinuousClock.now - begin >= .milliseconds(150))
    }

    @Test(
        "takes sockets whose numbers are beyond those of select",
        .enabled(if: raisedLimit > 2048, "the system gives a process too few descriptors"))
    func highDescriptors() async throws {
        let taken = (0..<1100).map { _ in dup(0) }
        defer { for descriptor in taken where descriptor >= 0 { _ = close(descriptor) } }
        #expect(taken.contains { $0 > 1024 })
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        #expect(await NameResolver(server).crawl() == .names([Crawl.name]))
    }

    /// How many descriptors the tests may have, after asking for 4,096.
    private static let raisedLimit: rlim_t = {
        #if canImport(Glibc)
            let descriptors = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let descriptors = RLIMIT_NOFILE
        #endif
        var limit = rlimit()
        guard getrlimit(descriptors, &limit) == 0 else { return 0 }
        limit.rlim_cur = min(limit.rlim_max, max(limit.rlim_cur, 4096))
        return setrlimit(descriptors, &limit) == 0 ? limit.rlim_cur : 0
    }()

    @Test("has settings within their ranges, whatever they are told")
    func bounds() {
        let least = NameResolver.Settings(
            timeout: .seconds(-1), tries: .min, concurrency: 0, waiting: -1, capacity: -1)
        #expect(
            least.bounded
                == NameResolver.Settings(
                    timeout: .milliseconds(10), tries: 1, concurrency: 1, waiting: 0, capacity: 0))
        let most = NameResolver.Settings(
            timeout: .seconds(Int64.max), tries: .max, concurrency: .max, waiting: .max, capacity: .max)
        #expect(
            most.bounded
                == NameResolver.Settings(
                    timeout: .seconds(60), tries: 10, concurrency: 64, waiting: 65_536, capacity: 1_000_000))
        #expect(NameResolver.Settings().bounded == NameResolver.Settings())
    }

    @Test("leaves nothing to keep where nothing was asked")
    func lifetimes() {
        for reason in ReverseDNSAnswer.Reason.allCases {
            let isAsked = [.timedOut, .serverFailure, .malformed].contains(reason)
            let outcome = ForwardConfirmation.Outcome(answer: .unavailable(reason), timeToLive: 9)
            #expect(outcome.lifetime == (isAsked ? .seconds(30) : nil))
        }
    }

    private final class Outcomes: Sendable {
        private let outcomes = Mutex<[(number: Int, outcome: ForwardConfirmation.Outcome)]>([])

        var all: [(number: Int, outcome: ForwardConfirmation.Outcome)] { outcomes.withLock { $0 } }

        func add(_ number: Int, _ outcome: ForwardConfirmation.Outcome) {
            outcomes.withLock { $0.append((number, outcome)) }
        }
    }
}
