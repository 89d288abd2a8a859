import NetworkIntelligence
import ReverseDNS
import Testing

@Suite("Many questions at once")
struct ManyQuestionsTests {
    @Test("of the same address are one")
    func shared() async throws {
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        server.hold()
        let resolver = NameResolver(server)
        let tasks = (0..<50).map { _ in Task { await resolver.crawl() } }
        #expect(try await holds { !server.queries.isEmpty })
        server.release()
        for task in tasks { #expect(await task.value == .names([Crawl.name])) }
        #expect(server.queries.count == 2 && resolver.activity.answered == 1)
    }

    @Test("are asked a few at a time, the others wait, and beyond those they are refused")
    func bounded() async throws {
        let server = try LoopbackNameServer { _ in [] }
        defer { server.close() }
        let resolver = NameResolver(server, concurrency: 2, waiting: 3)
        let tasks = (0..<5).map { number in Task { await resolver.crawl(address(number)) } }
        #expect(try await holds { resolver.activity.underWay == 2 && resolver.activity.waiting == 3 })
        #expect(await resolver.crawl(address(5)) == .unavailable(.overloaded))
        // One more who asks what is asked already is no more to do.
        let same = Task { await resolver.crawl(address(0)) }
        #expect(resolver.activity.refused == 1)
        #expect(try await holds { server.queries.count == 2 })
        resolver.close()
        for task in tasks { #expect(await task.value == .unavailable(.closed)) }
        #expect(await same.value == .unavailable(.closed))
        #expect(await resolver.crawl(address(6)) == .unavailable(.closed))
        #expect(resolver.activity.underWay == 0 && resolver.activity.waiting == 0 && resolver.activity.kept == 0)
    }

    @Test("are all answered when they fit, in turn")
    func inTurn() async throws {
        let server = try LoopbackNameServer([], delay: .milliseconds(5))
        defer { server.close() }
        let resolver = NameResolver(server, concurrency: 4)
        let answers = await withTaskGroup { group in
            for number in 0..<200 { group.addTask { await resolver.crawl(address(number)) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 200 && answers.allSatisfy { $0 == .names([]) })
        #expect(server.queries.count == 200)
    }

    @Test("go on when one is cancelled, which comes back at once")
    func cancelled() async throws {
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        server.hold()
        let resolver = NameResolver(server)
        let cancelled = Task { await resolver.crawl() }
        let other = Task { await resolver.crawl() }
        #expect(try await holds { !server.queries.isEmpty })
        cancelled.cancel()
        // The server has not answered yet.
        #expect(await cancelled.value == .unavailable(.cancelled))
        server.release()
        #expect(await other.value == .names([Crawl.name]))
        #expect(server.queries.count == 2)
    }

    @Test("are kept when everyone who asked is cancelled, if they had begun; else they are not begun")
    func abandoned() async throws {
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        server.hold()
        let resolver = NameResolver(server, concurrency: 1)
        let begun = Task { await resolver.crawl() }
        #expect(try await holds { !server.queries.isEmpty })
        let waiting = Task { await resolver.crawl(address(9)) }
        #expect(try await holds { resolver.activity.waiting == 1 })
        for task in [begun, waiting] {
            task.cancel()
            #expect(await task.value == .unavailable(.cancelled))
        }
        #expect(resolver.activity.waiting == 0)
        server.release()
        #expect(
            try await holds {
                resolver.knownNames(of: Crawl.address, accepting: Crawl.suffixes) == .names([Crawl.name])
            })
        #expect(server.queries.count == 2)
    }

    @Test("by a task that is cancelled already ask nothing twice")
    func cancelledBefore() async throws {
        let server = try LoopbackNameServer { _ in [] }
        defer { server.close() }
        let resolver = NameResolver(server, concurrency: 1)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await resolver.crawl()
        }
        #expect(await task.value == .unavailable(.cancelled))
    }

    @Test("do not keep a resolver that nobody has any more")
    func nothingLeft() async throws {
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        weak var gone: NameResolver?
        do {
            let resolver = NameResolver(server)
            gone = resolver
            #expect(await resolver.crawl() == .names([Crawl.name]))
        }
        #expect(gone == nil)
    }
}
