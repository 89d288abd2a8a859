import NetworkIntelligence
import Testing

@testable import ReverseDNS

@Suite("A reply of a name server")
struct ReplyTests {
    private static let name = DomainName(host: "a.example")!

    /// A message with these bytes behind the header, and so many records.
    private static func message(
        _ body: [UInt8], questions: UInt16 = 0, answers: UInt16 = 0, authorities: UInt16 = 0, flags: UInt16 = 0x8180
    ) -> [UInt8] {
        [1, flags, questions, answers, authorities, 0].flatMap(ZoneRecord.bytes) + body
    }

    private static func record(_ owner: [UInt8], type: UInt16, _ data: [UInt8], recordClass: UInt16 = 1) -> [UInt8] {
        owner + ZoneRecord.bytes(type) + ZoneRecord.bytes(recordClass) + [0, 0, 0, 60]
            + ZoneRecord.bytes(UInt16(data.count)) + data
    }

    private static func addresses(_ reply: Reply) -> Reply.Values<IPAddress> {
        reply.values(of: name) { if case .address(let address) = $0 { address } else { nil } }
    }

    private static let wire = ZoneRecord.wire("a.example")

    @Test("has what is of the name, of the Internet and of a type that is known")
    func records() throws {
        let body =
            Self.wire + [0, 1, 0, 1] + Self.record([0xc0, 12], type: 1, [192, 0, 2, 1])
            + Self.record(Self.wire, type: 16, [1, 65]) + Self.record(Self.wire, type: 1, [9, 9, 9, 9], recordClass: 3)
            + Self.record(ZoneRecord.wire("b.example"), type: 1, [9, 9, 9, 9])
            + Self.record([0xc0, 12], type: 28, IPAddress("2001:db8::1")!.bytes)
        let reply = try #require(Reply(message: Self.message(body, questions: 1, answers: 5)))
        #expect(Self.addresses(reply).values == [IPAddress("192.0.2.1")!, IPAddress("2001:db8::1")!])
        #expect(Self.addresses(reply).timeToLive == 60)
    }

    @Test("is none when it is a query, or breaks off anywhere")
    func brokenOff() throws {
        let body =
            Self.wire + [0, 1, 0, 1] + Self.record([0xc0, 12], type: 1, [192, 0, 2, 1])
            + Self.record(Self.wire, type: 6, ZoneRecord.authority("example", minimum: 30).data)
        let whole = Self.message(body, questions: 1, answers: 1, authorities: 1)
        #expect(Reply(message: whole)?.negativeTimeToLive == 30)
        for length in 0..<whole.count { #expect(Reply(message: Array(whole[..<length])) == nil) }
        #expect(Reply(message: Self.message(body, questions: 1, flags: 0x0100)) == nil)
    }

    @Test("is none when a record is longer or shorter than what it has")
    func lengths() {
        for (type, data) in [
            (1, [192, 0, 2]), (1, [192, 0, 2, 1, 0]), (28, [192, 0, 2, 1]), (12, Self.wire + [0]), (12, [1]), (5, []),
            (12, [0xc0]), (6, Self.wire), (6, ZoneRecord.authority("example", minimum: 1).data + [0]),
        ] as [(UInt16, [UInt8])] {
            #expect(
                Reply(message: Self.message(Self.record(Self.wire, type: type, data), answers: 1)) == nil, "\(type)")
        }
    }

    @Test("has names that end: none that points at itself, ahead, or has a label of a form that nobody has")
    func pointers() {
        for owner in [[0xc0, 12], [0xc0, 13], [0xff, 0xff], [1, 97, 0xc0, 12], [0x40, 1], [0x80, 0], [0xc0]]
            as [[UInt8]]
        {
            let body = Self.record(owner, type: 1, [192, 0, 2, 1])
            #expect(Reply(message: Self.message(body, answers: 1)) == nil, "\(owner)")
        }
    }

    @Test("has no name of more than 255 bytes")
    func longNames() {
        func owner(_ last: Int) -> [UInt8] {
            [63, 63, 63, last].flatMap { [UInt8($0)] + [UInt8](repeating: 97, count: $0) } + [0]
        }
        #expect(Reply(message: Self.message(Self.record(owner(61), type: 1, [192, 0, 2, 1]), answers: 1)) != nil)
        #expect(Reply(message: Self.message(Self.record(owner(62), type: 1, [192, 0, 2, 1]), answers: 1)) == nil)
    }

    @Test("is read in time though every name in it is a chain of pointers")
    func chains() {
        // Each pointer leads to the one before, down to the root at the place of the flags.
        var body: [UInt8] = [0]
        for place in stride(from: 12, to: 16_000, by: 2) { body += [0xc0 | UInt8(place >> 8), UInt8(place & 0xff)] }
        body = [0, 16, 0, 1, 0, 0, 0, 0] + ZoneRecord.bytes(UInt16(body.count)) + body
        body = [0] + body
        let last = 12 + body.count - 2
        let pointer = [0xc0 | UInt8(last >> 8), UInt8(last & 0xff)]
        let count = (65_535 - 12 - body.count) / 12
        for _ in 0..<count { body += pointer + [0, 16, 0, 1, 0, 0, 0, 0, 0, 0] }
        let begin = ContinuousClock.now
        #expect(Reply(message: Self.message(body, answers: UInt16(count + 1))) == nil)
        #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test("is followed along aliases to the end, in any order, but not for ever")
    func aliases() {
        let names = (0...20).map { DomainName(host: "n\($0).example")! }
        func reply(_ length: Int) -> Reply {
            var reply = Reply()
            reply.records = (0..<length).map { .init(owner: names[$0], timeToLive: 90, content: .alias(names[$0 + 1])) }
            let address = Reply.Content.address(IPAddress("192.0.2.1")!)
            reply.records.insert(.init(owner: names[length], timeToLive: 60, content: address), at: 0)
            return reply
        }
        func found(_ length: Int) -> Reply.Values<IPAddress> {
            reply(length).values(of: names[0]) { if case .address(let address) = $0 { address } else { nil } }
        }
        #expect(found(0).values.count == 1 && found(8).values.count == 1 && found(8).timeToLive == 60)
        #expect(found(9).values.isEmpty && found(9).timeToLive == 90)
    }

    @Test("of any bytes is read or is none")
    func anyBytes() {
        let generator = Seeded(seed: 1)
        let whole = Self.message(
            Self.wire + [0, 1, 0, 1] + Self.record([0xc0, 12], type: 5, ZoneRecord.wire("b.example"))
                + Self.record([0xc0, 12], type: 12, [1, 98, 0xc0, 14])
                + Self.record(Self.wire, type: 6, ZoneRecord.authority("example", minimum: 30).data),
            questions: 1, answers: 2, authorities: 1)
        var read = 0
        for _ in 0..<20_000 {
            var message = whole
            for _ in 0...generator.next(below: 4) {
                message[generator.next(below: message.count)] = UInt8(generator.next(below: 256))
            }
            message.removeLast(generator.next(below: 3))
            guard let reply = Reply(message: message) else { continue }
            read += 1
            _ = Self.addresses(reply)
        }
        #expect(read > 100)
    }
}
