import NetworkIntelligence
import ReverseDNS
import Testing

@Suite("A name server that does not answer as it should")
struct HostileServerTests {
    private func answer(
        timeout: Duration = .seconds(60),
        _ respond: @escaping @Sendable (ReceivedQuery) -> [LoopbackNameServer.Response]
    ) async throws -> ReverseDNSAnswer {
        let server = try LoopbackNameServer(respond)
        defer { server.close() }
        return await NameResolver(server, timeout: timeout).crawl()
    }

    @Test("and is silent holds up no other question")
    func silent() async throws {
        let server = try LoopbackNameServer { query in
            query.name == Crawl.reverse ? [] : [.init(message: query.reply(code: 3))]
        }
        defer { server.close() }
        let resolver = NameResolver(server, timeout: .seconds(60))
        let silent = Task { await resolver.crawl() }
        #expect(try await holds { server.queries.count == 1 })
        for number in 0..<20 { #expect(await resolver.crawl(address(number)) == .names([])) }
        silent.cancel()
        #expect(await silent.value != .names([]))
    }

    @Test("and is silent, and so are the others, costs no more than the timeout altogether")
    func allSilent() async throws {
        let servers = try (0..<4).map { _ in try LoopbackNameServer { _ in [] } }
        defer { for server in servers { server.close() } }
        let resolver = NameResolver(.init(servers: servers.map(\.asServer), timeout: .milliseconds(400), tries: 10))
        let begin = ContinuousClock.now
        #expect(await resolver.crawl() == .unavailable(.timedOut))
        // Ten tries of four servers would take minutes.
        #expect(ContinuousClock.now - begin >= .milliseconds(400))
    }

    @Test("to the question of a name's address leaves it unknown")
    func silentForward() async throws {
        let answer = try await answer(timeout: .milliseconds(400)) { query in
            query.type == ZoneRecord.ptr ? [.init(message: Crawl.records.reply(to: query))] : []
        }
        #expect(answer == .unavailable(.timedOut))
    }

    @Test("and is not there is found out at once")
    func absent() async throws {
        let server = try LoopbackNameServer([])
        server.close()
        let resolver = NameResolver(server)
        // Its port is closed a moment later.
        try await Task.sleep(for: .milliseconds(200))
        #expect(await resolver.crawl() == .unavailable(.serverFailure))
    }

    @Test("but fails, refuses or does not know how leaves it unknown", arguments: [2, 4, 5] as [UInt16])
    func failures(code: UInt16) async throws {
        #expect(try await answer { [.init(message: $0.reply(code: code))] } == .unavailable(.serverFailure))
    }

    @Test("but fails is passed over for the next one")
    func next() async throws {
        let failing = try LoopbackNameServer { [.init(message: $0.reply(code: 2))] }
        let working = try LoopbackNameServer(Crawl.records)
        defer { for server in [failing, working] { server.close() } }
        let resolver = NameResolver(.init(servers: [failing.asServer, working.asServer], timeout: .seconds(60)))
        #expect(await resolver.crawl() == .names([Crawl.name]))
    }

    @Test("but to one of two names proves what the other name proves")
    func half() async throws {
        let records: [ZoneRecord] = [
            .pointer(Crawl.reverse, "failing.google.com"), .pointer(Crawl.reverse, Crawl.name),
            .address(Crawl.name, "66.249.66.1"),
        ]
        let answer = try await answer { query in
            [.init(message: query.name == "failing.google.com" ? query.reply(code: 2) : records.reply(to: query))]
        }
        #expect(answer == .names([Crawl.name]))
        let spoofed = try await self.answer { query in
            let code: UInt16 = query.name == "failing.google.com" ? 2 : 3
            return [.init(message: query.type == 12 ? records.reply(to: query) : query.reply(code: code))]
        }
        #expect(spoofed == .unavailable(.serverFailure))
    }

    @Test("and has the wrong number is not heard, though the right one comes later")
    func wrongNumber() async throws {
        let answer = try await answer { query in
            let forged = query.reply([.pointer(Crawl.reverse, "forged.googlebot.com")], id: query.id &+ 1)
            return [
                .init(message: forged), .init(message: Crawl.records.reply(to: query), delay: .milliseconds(50)),
            ]
        }
        #expect(answer == .names([Crawl.name]))
        #expect(
            try await self.answer(timeout: .milliseconds(300)) {
                [.init(message: $0.reply(code: 3, id: $0.id ^ 0x8000))]
            }
                == .unavailable(.timedOut))
    }

    @Test("and answers another question is not heard")
    func wrongQuestion() async throws {
        let answer = try await answer(timeout: .milliseconds(300)) { query in
            var other = query
            other.question = ZoneRecord.wire("2.66.249.66.in-addr.arpa") + [0, 12, 0, 1]
            return [.init(message: other.reply(code: 3))]
        }
        #expect(answer == .unavailable(.timedOut))
    }

    @Test("and sends records of another name proves nothing")
    func wrongOwner() async throws {
        let answer = try await answer { query in
            guard query.type == 1 else { return [.init(message: Crawl.records.reply(to: query))] }
            return [.init(message: query.reply([.address("other.googlebot.com", "66.249.66.1")]))]
        }
        #expect(answer == .names([]))
    }

    @Test("and sends more than a datagram may have is asked by TCP")
    func oversize() async throws {
        let names = (0..<150).map { ZoneRecord.pointer(Crawl.reverse, "n\($0).example") } + Crawl.records
        let server = try LoopbackNameServer(names)
        defer { server.close() }
        #expect(await NameResolver(server).crawl() == .names([Crawl.name]))
        #expect(server.queries.map(\.isTCP) == [false, true, false])
    }

    @Test("and hangs up on TCP leaves it unknown")
    func hangUp() async throws {
        let answer = try await answer(timeout: .seconds(1)) { query in
            query.isTCP ? [] : [.init(message: query.reply(isTruncated: true))]
        }
        guard case .unavailable = answer else {
            Issue.record("\(answer)")
            return
        }
    }

    @Test("and sends garbage ends nothing but the question")
    func garbage() async throws {
        let answer = try await answer { query in
            // The header and the question are right, what follows is not.
            var message = query.reply([.pointer(Crawl.reverse, Crawl.name)])
            message.removeLast(3)
            return [.init(message: message)]
        }
        #expect(answer == .unavailable(.malformed))
        let noise = try await self.answer(timeout: .milliseconds(300)) { query in
            [[], [0], Array(ZoneRecord.bytes(query.id)), [UInt8](repeating: 0xff, count: 400)].map {
                .init(message: $0)
            }
        }
        #expect(noise == .unavailable(.timedOut))
    }

    @Test("and changes any bytes of its answers never makes a name that was not confirmed")
    func changedBytes() async throws {
        let generator = Seeded(seed: 5)
        let server = try LoopbackNameServer { query in
            // The name of each is another's, in all four bytes.
            let records: [ZoneRecord] = [.pointer(query.name, Crawl.name), .address(query.name, "203.0.113.201")]
            var reply = records.reply(to: query)
            for _ in 0..<generator.next(below: 4) {
                reply[generator.next(below: reply.count)] = UInt8(generator.next(below: 256))
            }
            return [.init(message: reply)]
        }
        defer { server.close() }
        let resolver = NameResolver(server, timeout: .milliseconds(100), concurrency: 16)
        let answers = await withTaskGroup { group in
            for lane in 0..<16 {
                group.addTask {
                    var answers: [ReverseDNSAnswer] = []
                    for number in 0..<40 { answers.append(await resolver.crawl(address(lane * 40 + number))) }
                    return answers
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(answers.count == 640)
        for case .names(let names) in answers { #expect(names.isEmpty) }
        // Some came through unharmed, some did not.
        #expect(answers.contains(.names([])) && answers.contains(.unavailable(.malformed)))
    }
}
