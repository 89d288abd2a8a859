import NetworkIntelligence
import ReverseDNS
import Testing

@Suite("An answer that was given")
struct KeptAnswersTests {
    @Test(
        "is kept as long as its records hold, within bounds",
        arguments: [
            (3600, 7200, 3600), (7200, 900, 900), (1, 86_400, 300), (0, 0, 300), (200_000, 200_000, 86_400),
            (.max, 3600, 300),
        ] as [(UInt32, UInt32, Int)])
    func positive(pointer: UInt32, address: UInt32, seconds: Int) async throws {
        let server = try LoopbackNameServer([
            .pointer(Crawl.reverse, Crawl.name, timeToLive: pointer),
            .address(Crawl.name, "66.249.66.1", timeToLive: address),
        ])
        defer { server.close() }
        try await isKept(.names([Crawl.name]), from: server, queries: 2, seconds: seconds)
    }

    @Test(
        "and is that there are none is kept as long as the zone says, an hour at most",
        arguments: [(900, 900), (60, 300), (86_400, 3600), (nil, 300)] as [(UInt32?, Int)])
    func negative(minimum: UInt32?, seconds: Int) async throws {
        let server = try LoopbackNameServer(minimum.map { [.authority("66.in-addr.arpa", minimum: $0)] } ?? [])
        defer { server.close() }
        try await isKept(.names([]), from: server, queries: 1, seconds: seconds)
    }

    @Test("and is a failure is asked for again after 30 seconds")
    func failure() async throws {
        let server = try LoopbackNameServer { [.init(message: $0.reply(code: 2))] }
        defer { server.close() }
        // Two tries.
        try await isKept(.unavailable(.serverFailure), from: server, queries: 2, seconds: 30)
    }

    private func isKept(
        _ answer: ReverseDNSAnswer, from server: LoopbackNameServer, queries: Int, seconds: Int,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let clock = HandClock()
        let resolver = NameResolver(server, clock: clock)
        #expect(resolver.knownNames(of: Crawl.address, accepting: Crawl.suffixes) == nil)
        #expect(await resolver.crawl() == answer, sourceLocation: sourceLocation)
        clock.advance(by: .seconds(seconds) - .milliseconds(1))
        #expect(await resolver.crawl() == answer, sourceLocation: sourceLocation)
        let known = resolver.knownNames(of: Crawl.address, accepting: Crawl.suffixes.reversed())
        #expect(known == answer, sourceLocation: sourceLocation)
        #expect(server.queries.count == queries, sourceLocation: sourceLocation)
        clock.advance(by: .milliseconds(1))
        #expect(resolver.knownNames(of: Crawl.address, accepting: Crawl.suffixes) == nil)
        #expect(await resolver.crawl() == answer, sourceLocation: sourceLocation)
        #expect(server.queries.count == 2 * queries, sourceLocation: sourceLocation)
    }

    @Test("is not the answer for other suffixes")
    func otherSuffixes() async throws {
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        let resolver = NameResolver(server)
        #expect(await resolver.crawl() == .names([Crawl.name]))
        #expect(await resolver.confirmedNames(of: Crawl.address, accepting: ["search.msn.com"]) == .names([]))
        #expect(await resolver.crawl() == .names([Crawl.name]))
    }

    @Test("goes when there are too many, those first that nobody asked for since")
    func bounded() async throws {
        let server = try LoopbackNameServer([])
        defer { server.close() }
        let resolver = NameResolver(server, capacity: 10)
        for number in 0..<100 {
            _ = await resolver.crawl(address(number))
            _ = resolver.knownNames(of: address(0), accepting: Crawl.suffixes)
        }
        #expect((5...10).contains(resolver.activity.kept))
        #expect(resolver.knownNames(of: address(0), accepting: Crawl.suffixes) != nil)
        #expect(resolver.knownNames(of: address(50), accepting: Crawl.suffixes) == nil)
        #expect(resolver.activity.answered == 100)
    }
}
