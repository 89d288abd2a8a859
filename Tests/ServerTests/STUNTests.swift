import NIOCore
import NetworkIntelligence
import Testing

@testable import Server

/// The messages of RFC 5769.
private enum Sample {
    static let transaction = hex("b7e7a701bc34d686fa87dfae")
    /// Section 2.1: a request of ICE, with credentials.
    static let request = hex(
        """
        00010058 2112a442 b7e7a701 bc34d686 fa87dfae 80220010 5354554e 20746573 7420636c 69656e74 00240004 6e0001ff
        80290008 932ff9b1 51263b36 00060009 6576746a 3a683676 59202020 00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249
        c1b571a2 80280004 e57a3bcf
        """)
    /// Section 2.2: an answer to 192.0.2.1, port 32853.
    static let answer4 = hex(
        """
        0101003c 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200008 0001a147 e112a643
        00080014 2b91f599 fd9e90c3 8c7489f9 2af9ba53 f06be7d7 80280004 c07d4c96
        """)
    /// Section 2.3: an answer to 2001:db8:1234:5678:11:2233:4455:6677, port 32853.
    static let answer6 = hex(
        """
        01010048 2112a442 b7e7a701 bc34d686 fa87dfae 8022000b 74657374 20766563 746f7220 00200014 0002a147 0113a9fa
        a5d3f179 bc25f4b5 bed2b9d9 00080014 a382954e 4be67bf1 1784c97c 8292c275 bfe3ed41 80280004 c8fb0b4c
        """)

    static func hex(_ text: String) -> [UInt8] {
        let digits = text.filter { !$0.isWhitespace }
        return stride(from: 0, to: digits.count, by: 2).map { offset in
            let start = digits.index(digits.startIndex, offsetBy: offset)
            return UInt8(digits[start...digits.index(after: start)], radix: 16)!
        }
    }
}

@Suite("STUN")
struct STUNTests {
    private let client = IPAddress("192.0.2.1")!

    /// A request with these attributes behind its header.
    private func request(_ attributes: [UInt8] = [], fingerprint: Bool = false) -> [UInt8] {
        let length = UInt16(attributes.count + (fingerprint ? 8 : 0))
        var bytes = [0, 1] + STUN.bytes(length) + STUN.cookie + Sample.transaction + attributes
        if fingerprint { bytes += [0x80, 0x28, 0, 4] + STUN.fingerprint(of: bytes[...]) }
        return bytes
    }

    private func reply(_ bytes: [UInt8], to address: IPAddress? = nil) -> [UInt8]? {
        STUNRequest(bytes)?.answer(to: address ?? client, port: 32853)
    }

    @Test("FINGERPRINT is that of the published messages")
    func fingerprints() {
        for message in [Sample.request, Sample.answer4, Sample.answer6] {
            #expect(STUN.fingerprint(of: message.dropLast(8)) == Array(message.suffix(4)))
        }
    }

    @Test("A client is told the address that the published answers tell, by IPv4 and by IPv6")
    func addresses() throws {
        let four = try #require(reply(request()))
        #expect(four == Sample.hex("0101000c2112a442") + Sample.transaction + Sample.answer4[36..<48])
        let six = try #require(reply(request(), to: IPAddress("2001:db8:1234:5678:11:2233:4455:6677")))
        #expect(six == Sample.hex("010100182112a442") + Sample.transaction + Sample.answer6[36..<60])
    }

    @Test("An answer has a FINGERPRINT when its request has one, and only then")
    func asked() throws {
        let answer = try #require(reply(request(fingerprint: true)))
        #expect(answer.suffix(8).prefix(4) == [0x80, 0x28, 0, 4])
        #expect(STUN.fingerprint(of: answer.dropLast(8)) == Array(answer.suffix(4)))
        #expect(Int(STUN.integer(answer, at: 2)) == answer.count - 20)
        #expect(STUNRequest(request())?.hasFingerprint == false)
    }

    @Test("What must be understood and is not is told of, once each; the published request has such an attribute")
    func unknown() throws {
        let ice = try #require(STUNRequest(Sample.request))
        #expect(ice.unknownAttributes == [0x0024])
        let refusal = try #require(reply(request(Sample.hex("0024000400000000 00030004 00000000 0024000400000000"))))
        #expect(
            refusal == Sample.hex("011100102112a442") + Sample.transaction
                + Sample.hex("00090004 00000414 000a0004 00240003"))
        let odd = try #require(reply(request(Sample.hex("0024000400000000"))))
        #expect(odd.suffix(8) == Sample.hex("000a0002 00240000")[...])
    }

    @Test("Credentials, and what need not be understood, are passed over")
    func passedOver() throws {
        let attributes =
            Sample.hex("000600034a6f6500 8022000141000000 c0010000 00080014") + [UInt8](repeating: 7, count: 20)
        #expect(try #require(STUNRequest(request(attributes))).unknownAttributes == [])
    }

    @Test("What is no Binding request is not answered")
    func silence() {
        let plain = request()
        let wrong: [[UInt8]] = [
            [], [0], Array("GET / HTTP/1.1\r\n\r\n12".utf8), Array(plain.dropLast()), plain + [0],
            plain + [0, 0, 0, 0],
            // Another method, an indication, answers of others.
            [0, 3] + plain.dropFirst(2), [0, 0x11] + plain.dropFirst(2), Sample.answer4, Sample.answer6,
            // Not the cookie, as RFC 3489 had it.
            Array(plain[..<4]) + [0x21, 0x12, 0xa4, 0x43] + plain[8...],
            // Attributes that go beyond the end, or are no whole words.
            request([0, 6, 0, 5, 1, 2, 3, 4]), request([0, 6, 255, 255, 1, 2, 3, 4]), request([0, 6]),
            // A fingerprint that is wrong, short, or not the last.
            request([0x80, 0x28, 0, 4, 1, 2, 3, 4]), request([0x80, 0x28, 0, 0]),
            request(Array(request(fingerprint: true).suffix(8)) + [0x80, 0x22, 0, 0]),
            request([UInt8](repeating: 0, count: 1000)),
        ]
        for (index, bytes) in wrong.enumerated() { #expect(STUNRequest(bytes) == nil, "\(index)") }
    }

    @Test("No answer is longer than its question by more than the address that was asked for")
    func amplification() throws {
        let six = IPAddress("2001:db8::1")!
        for fingerprint in [false, true] {
            let question = request(fingerprint: fingerprint)
            #expect(try #require(reply(question)).count <= question.count + 12)
            let longest = try #require(reply(question, to: six))
            // With the headers of IPv6 and UDP, which are sent too.
            #expect(Double(longest.count + 48) <= 1.5 * Double(question.count + 48))
        }
        for count in 1...100 {
            let attributes = (0..<count).flatMap { number -> [UInt8] in STUN.bytes(UInt16(0x4000 + number)) + [0, 0] }
            let question = request(attributes)
            #expect(Double(try #require(reply(question)).count) <= 1.5 * Double(question.count), "\(count)")
        }
    }

    @Test("Anything that is changed in a message is read without harm, and answered within bounds")
    func mutations() {
        var random = SystemRandomNumberGenerator()
        for sample in [Sample.request, request(fingerprint: true), request(Sample.hex("0024000400000000"))] {
            for bit in 0..<sample.count * 8 {
                var changed = sample
                changed[bit / 8] ^= 1 << (bit % 8)
                #expect((reply(changed)?.count ?? 0) <= changed.count + 16)
            }
            for _ in 0..<2000 {
                var changed = sample
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    changed[Int.random(in: changed.indices, using: &random)] = .random(in: 0...255, using: &random)
                }
                if Bool.random() { changed = Array(changed.prefix(Int.random(in: 0...changed.count, using: &random))) }
                #expect((reply(changed)?.count ?? 0) <= changed.count + 16)
            }
        }
    }
}

@Suite("The rate of datagrams")
struct DatagramRateTests {
    private let start = NIODeadline.now()

    @Test("is bounded for each address, for the /64 of IPv6, and for all, in each second anew")
    func bounded() {
        var rate = DatagramRate(limit: 7, limitByAddress: 3)
        let (one, other) = (IPAddress("192.0.2.1")!, IPAddress("192.0.2.2")!)
        let first = (0..<5).map { _ in rate.admits(one, at: start) }
        #expect(first == [true, true, true, false, false])
        let neighbours = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8::4"].map { IPAddress($0)! }
        let admitted = neighbours.map { rate.admits($0, at: start) }
        #expect(admitted == [true, true, true, false])
        let later = [
            rate.admits(other, at: start), rate.admits(other, at: start + .milliseconds(999)),
            rate.admits(one, at: start + .seconds(1)),
        ]
        #expect(later == [true, false, true])
    }
}
