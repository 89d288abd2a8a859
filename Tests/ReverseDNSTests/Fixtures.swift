import NetworkIntelligence
import Synchronization

@testable import ReverseDNS

/// What many tests ask for.
enum Crawl {
    static let address = IPAddress("66.249.66.1")!
    static let reverse = "1.66.249.66.in-addr.arpa"
    static let name = "crawl-66-249-66-1.googlebot.com"
    static let suffixes = ["googlebot.com", "google.com"]

    /// The records of an honest crawler.
    static let records: [ZoneRecord] = [.pointer(reverse, name), .address(name, "66.249.66.1")]
}

extension NameResolver {
    /// A resolver that asks one server, and with patience: a machine under load is slow to answer.
    convenience init(
        _ server: LoopbackNameServer, timeout: Duration = .seconds(60), concurrency: Int = 4, waiting: Int = 256,
        capacity: Int = 10_000, clock: HandClock = HandClock()
    ) {
        self.init(
            Settings(
                servers: [server.asServer], timeout: timeout, concurrency: concurrency, waiting: waiting,
                capacity: capacity), now: { clock.now })
    }

    /// Asks for the names of the usual crawler.
    func crawl(_ address: IPAddress = Crawl.address) async -> ReverseDNSAnswer {
        await confirmedNames(of: address, accepting: Crawl.suffixes)
    }
}

/// A clock that is put forward by hand.
final class HandClock: Sendable {
    private let time = Mutex(ContinuousClock.now)

    var now: ContinuousClock.Instant { time.withLock { $0 } }

    func advance(by duration: Duration) { time.withLock { $0 += duration } }
}

/// Waits until something holds; gives up after five seconds.
func holds(_ condition: @Sendable () -> Bool) async throws -> Bool {
    for _ in 0..<500 {
        if condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return false
}

func address(_ number: Int) -> IPAddress { IPAddress(ipv4: 0x42f9_0000 + UInt32(number)) }
