import NetworkIntelligence
import ReverseDNS
import Testing

@Suite("The names of an address")
struct ConfirmedNamesTests {
    /// The answer of a server with these records, and how often it was asked.
    private func answer(_ records: [ZoneRecord], of address: IPAddress = Crawl.address) async throws
        -> (answer: ReverseDNSAnswer, queries: [ReceivedQuery])
    {
        let server = try LoopbackNameServer(records)
        defer { server.close() }
        let resolver = NameResolver(server)
        defer { resolver.close() }
        return (await resolver.crawl(address), server.queries)
    }

    @Test("are confirmed when the name has the address, with one query each way")
    func confirmed() async throws {
        let (answer, queries) = try await answer(Crawl.records)
        #expect(answer == .names([Crawl.name]))
        #expect(queries.map(\.name) == [Crawl.reverse, Crawl.name])
        #expect(queries.map(\.type) == [12, 1] && !queries.contains { $0.isTCP })
    }

    @Test("are confirmed by AAAA for IPv6, under ip6.arpa")
    func ipv6() async throws {
        let reverse = "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.1.0.0.4.0.6.8.4.1.0.0.2.ip6.arpa"
        let (answer, queries) = try await answer(
            [
                .pointer(reverse, Crawl.name), .address(Crawl.name, "2001:4860:4001::1"),
                .address(Crawl.name, "192.0.2.1"),
            ],
            of: IPAddress("2001:4860:4001::1")!)
        #expect(answer == .names([Crawl.name]))
        #expect(queries.map(\.type) == [12, 28] && queries.first?.name == reverse)
    }

    @Test("are not believed when the name has another address")
    func spoofed() async throws {
        let (answer, queries) = try await answer(
            [.pointer(Crawl.reverse, Crawl.name), .address(Crawl.name, "66.249.66.2")])
        #expect(answer == .names([]) && queries.count == 2)
    }

    @Test("are not believed when the name is not there")
    func invented() async throws {
        #expect(try await answer([.pointer(Crawl.reverse, Crawl.name)]).answer == .names([]))
    }

    @Test("are none where the address has none, which is an answer")
    func none() async throws {
        let (answer, queries) = try await answer([.authority("66.in-addr.arpa", minimum: 900)])
        #expect(answer == .names([]) && queries.count == 1)
        // The name is there, but has nothing of the kind.
        #expect(try await self.answer([.address(Crawl.reverse, "192.0.2.1")]).answer == .names([]))
    }

    @Test(
        "are not asked for where they are not within a suffix",
        arguments: [
            "evilgooglebot.com", "googlebot.com.evil.example", "googlebot.co", "com", "xgooglebot.com", "bot.example",
        ])
    func foreign(name: String) async throws {
        let (answer, queries) = try await answer([.pointer(Crawl.reverse, name), .address(name, "66.249.66.1")])
        #expect(answer == .names([]) && queries.count == 1)
    }

    @Test("may be the suffix itself")
    func suffix() async throws {
        let (answer, _) = try await answer([
            .pointer(Crawl.reverse, "google.com"), .address("google.com", "66.249.66.1"),
        ])
        #expect(answer == .names(["google.com"]))
    }

    @Test("are the same in any case, and come in lower case")
    func mixedCase() async throws {
        let (answer, _) = try await answer([
            .pointer(Crawl.reverse, "CRAWL-66-249-66-1.GoogleBot.COM"), .address(Crawl.name, "66.249.66.1"),
        ])
        #expect(answer == .names([Crawl.name]))
    }

    @Test(
        "are passed over where they can't be a host's",
        arguments: [
            "a_b.googlebot.com", "-a.googlebot.com", "a-.googlebot.com", "a b.googlebot.com", "a\u{0}.googlebot.com",
            "é.googlebot.com", "*.googlebot.com", "a/b.googlebot.com", "<script>.googlebot.com", "a\\.b.googlebot.com",
        ])
    func unfit(name: String) async throws {
        let (answer, queries) = try await answer(
            [.pointer(Crawl.reverse, name), .pointer(Crawl.reverse, Crawl.name), .address(Crawl.name, "66.249.66.1")])
        #expect(answer == .names([Crawl.name]) && queries.count == 2)
    }

    @Test("are passed over where a label has a dot in it")
    func dotted() async throws {
        let label = Array("x.googlebot.com".utf8)
        let trick = ZoneRecord(
            owner: Crawl.reverse, type: ZoneRecord.ptr,
            data: [UInt8(label.count)] + label + ZoneRecord.wire("google.com"))
        let (answer, queries) = try await answer([trick])
        #expect(answer == .names([]) && queries.count == 1)
    }

    @Test("are those that are confirmed, in the order of the answer, where there are several")
    func several() async throws {
        let (answer, queries) = try await answer([
            .pointer(Crawl.reverse, "b.google.com"), .pointer(Crawl.reverse, "other.example"),
            .pointer(Crawl.reverse, "false.google.com"), .pointer(Crawl.reverse, "a.googlebot.com"),
            .pointer(Crawl.reverse, "A.googlebot.com"),
            .address("b.google.com", "66.249.66.1"), .address("a.googlebot.com", "66.249.66.9"),
            .address("a.googlebot.com", "66.249.66.1"), .address("false.google.com", "66.249.66.9"),
        ])
        #expect(answer == .names(["b.google.com", "a.googlebot.com"]) && queries.count == 4)
    }

    @Test("are found behind aliases, of the reverse name (RFC 2317) and of the name")
    func aliases() async throws {
        let delegated = "1.0/26.66.249.66.in-addr.arpa"
        let (answer, queries) = try await answer([
            .alias(Crawl.reverse, delegated), .pointer(delegated, Crawl.name), .alias(Crawl.name, "host.cdn.example"),
            .address("host.cdn.example", "66.249.66.1"),
        ])
        #expect(answer == .names([Crawl.name]) && queries.count == 2)
    }

    @Test("are none where aliases go round in circles")
    func loop() async throws {
        let (answer, _) = try await answer([
            .pointer(Crawl.reverse, Crawl.name), .alias(Crawl.name, "b.google.com"), .alias("b.google.com", Crawl.name),
        ])
        #expect(answer == .names([]))
    }

    @Test("are eight at most that are looked up, though the address has a thousand")
    func thousand() async throws {
        let names = (0..<1000).map { "n\($0).googlebot.com" }
        let server = try LoopbackNameServer { query in
            let records =
                names.map { ZoneRecord.pointer(Crawl.reverse, $0) }
                + names.map { .address($0, "66.249.66.1") }
            // What is too long for UDP says so, and comes by TCP.
            let reply = records.reply(to: query)
            return [.init(message: reply.count > 512 && !query.isTCP ? query.reply(isTruncated: true) : reply)]
        }
        defer { server.close() }
        let answer = await NameResolver(server).crawl()
        #expect(answer == .names(Array(names.prefix(8))))
        #expect(server.queries.map(\.isTCP).prefix(2) == [false, true] && server.queries.count == 10)
    }

    @Test("are not asked for without a suffix that is a name")
    func noSuffix() async throws {
        let server = try LoopbackNameServer(Crawl.records)
        defer { server.close() }
        let resolver = NameResolver(server)
        for suffixes in [[], [""], ["."], ["a..b", "_"], ["googlebot.com."]] {
            #expect(await resolver.confirmedNames(of: Crawl.address, accepting: suffixes) == .names([]))
        }
        #expect(server.queries.isEmpty)
        // A dot before a suffix changes nothing.
        #expect(
            await resolver.confirmedNames(of: Crawl.address, accepting: [".GoogleBot.com"]) == .names([Crawl.name]))
    }
}
