import Evidence
import Testing

@testable import ConnectionFingerprint

@Suite("Reader of HTTP/2's beginning")
struct HTTP2PrefaceReaderTests {
    private typealias Refusal = HTTP2PrefaceReader.Refusal

    private func read(_ bytes: [UInt8]) -> HTTP2PrefaceReader.State {
        var reader = HTTP2PrefaceReader()
        return reader.read(bytes)
    }

    private func preface(_ bytes: [UInt8]) throws -> HTTP2Preface {
        guard case .complete(let preface) = read(bytes) else {
            Issue.record("\(read(bytes))")
            throw CancellationError()
        }
        return preface
    }

    @Test("All that it keeps, of a request in pieces with padding and a ranking")
    func everything() throws {
        let ranking = Bytes.uint32(0x8000_0005) + [219]
        let sent =
            Bytes.magic + Bytes.settings([(3, 100), (0xffff, 0xffff_ffff)]) + Bytes.frame(8, Bytes.uint32(0x8000_0007))
            + Bytes.frame(8, Bytes.uint32(9)) + Bytes.frame(2, stream: 3, Bytes.uint32(0x8000_0001) + [255])
            + Bytes.frame(2, stream: 5, Bytes.uint32(0) + [0]) + Bytes.frame(0x10, [1, 2, 3]) + Bytes.frame(4, flags: 1)
            + Bytes.frame(1, flags: 0x28, stream: 7, [2] + ranking + [0x82] + [0, 0])
            + Bytes.frame(9, stream: 7, [0x84]) + Bytes.frame(9, flags: 4, stream: 7, [0x40, 1, 0x78, 1, 0x79])
        let preface = try preface(sent)
        #expect(preface.akamai == "3:100;65535:4294967295|7|3:1:1:256,5:0:0:1|m,p")
        #expect(preface.headerNames == ["x"])
        #expect(preface.requestStream == 7)
        #expect(preface.requestPriority == .init(stream: 7, isExclusive: true, dependency: 5, weight: 220))
        #expect(preface.settingsFrames == 1)
        #expect(preface.headerEncoding.hasIndexedPath)
    }

    @Test("Without settings, window update, priorities and pseudo-headers, all four parts are there")
    func bare() throws {
        let preface = try preface(Bytes.magic + Bytes.settings() + Bytes.frame(1, flags: 4, stream: 1))
        #expect(preface.akamai == "|00|0|")
        #expect(preface.requestPriority == nil)
    }

    @Test("Frames are the same cut at every byte")
    func cuts() throws {
        let sent =
            Bytes.magic + Bytes.settings([(1, 2)]) + Bytes.frame(1, stream: 1, [0x82])
            + Bytes.frame(9, flags: 4, stream: 1, [0x84])
        let expected = read(sent)
        for cut in sent.indices {
            var reader = HTTP2PrefaceReader()
            #expect(reader.read(sent[..<cut]) == .needsMore)
            #expect(reader.read(sent[cut...]) == expected)
        }
        #expect(read(sent + [1, 2, 3]) == expected)
    }

    @Test("What is no HTTP/2 is known by its first byte that differs")
    func notHTTP2() {
        #expect(read(Array("GET / HTTP/1.1\r\n\r\n".utf8)) == .notHTTP2)
        #expect(read(Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\rX".utf8)) == .notHTTP2)
        #expect(read(Array("PRI * HTTP/2.0".utf8)) == .needsMore)
        #expect(read([]) == .needsMore)
    }

    @Test("10,000 settings are too long for one frame, and as many as fit are counted but not kept")
    func settings() throws {
        let many = (0..<10_000).map { (7, UInt32($0)) }
        #expect(read(Bytes.magic + Bytes.settings(many)) == .givenUp(.frameTooLong))
        let fitting = Bytes.magic + Bytes.settings(Array(many.prefix(2000)))
        let preface = try preface(fitting + Bytes.frame(1, flags: 4, stream: 1, Bytes.request))
        #expect(preface.settings.count == HTTP2PrefaceReader.settingLimit)
        let spread = (0..<500).flatMap { _ in Bytes.settings(Array(many.prefix(20))) }
        #expect(read(Bytes.magic + spread) == .givenUp(.tooManyFrames))
    }

    @Test("A flood of CONTINUATION, of PRIORITY, of PING or of bytes is given up")
    func floods() {
        let start = Bytes.magic + Bytes.settings()
        let open = start + Bytes.frame(1, stream: 1, Bytes.request)
        let empty = (0..<100_000).flatMap { _ in Bytes.frame(9, stream: 1) }
        #expect(read(open + empty) == .givenUp(.tooManyContinuations))
        let large = (0..<8).flatMap { _ in Bytes.frame(9, stream: 1, .init(repeating: 0x82, count: 16_384)) }
        #expect(read(open + large) == .givenUp(.tooManyBytes))
        let priorities = (0..<1000).flatMap { Bytes.frame(2, stream: UInt32($0 * 2 + 1), [0, 0, 0, 0, 1]) }
        #expect(read(start + priorities) == .givenUp(.tooManyFrames))
        let pings = (0..<1000).flatMap { _ in Bytes.frame(6, .init(repeating: 0, count: 8)) }
        #expect(read(start + pings) == .givenUp(.tooManyFrames))
        let resets = (1..<1000).flatMap { Bytes.frame(3, stream: UInt32($0), [0, 0, 0, 8]) }
        #expect(read(start + resets) == .givenUp(.tooManyFrames))
        let unknown = (0..<20).flatMap { _ in Bytes.frame(0xbb, .init(repeating: 0, count: 16_384)) }
        #expect(read(start + unknown) == .givenUp(.tooManyBytes))
    }

    @Test("What is against the rules is given up, each time with its reason")
    func malformed() {
        let start = Bytes.magic + Bytes.settings()
        let cases: [([UInt8], Refusal)] = [
            (Bytes.magic + Bytes.frame(1, flags: 4, stream: 1, Bytes.request), .settingsNotFirst),
            (Bytes.magic + Bytes.frame(4, flags: 1), .settingsNotFirst),
            (Bytes.magic + Bytes.frame(4, [1, 2, 3]), .malformedFrame),
            (Bytes.magic + Bytes.frame(4, stream: 1), .malformedFrame),
            (start + Bytes.frame(4, flags: 1, .init(repeating: 0, count: 6)), .malformedFrame),
            (start + Bytes.frame(8, [1, 2, 3]), .malformedFrame),
            (start + Bytes.frame(2, stream: 1, [1, 2, 3, 4]), .malformedFrame),
            (start + Bytes.frame(2, [0, 0, 0, 0, 1]), .malformedFrame),
            (start + Bytes.frame(1, flags: 4, Bytes.request), .malformedFrame),
            (start + Bytes.frame(1, flags: 0x0c, stream: 1), .malformedFrame),
            (start + Bytes.frame(1, flags: 0x0c, stream: 1, [9, 0x82]), .malformedFrame),
            (start + Bytes.frame(1, flags: 0x24, stream: 1, [0, 0, 0, 0]), .malformedFrame),
            (start + Bytes.frame(0, stream: 1, [1]), .unexpectedFrame),
            (start + Bytes.frame(5, stream: 1, [1]), .unexpectedFrame),
            (start + Bytes.frame(9, flags: 4, stream: 1, [0x82]), .unexpectedFrame),
            (start + Bytes.frame(1, stream: 1) + Bytes.frame(9, flags: 4, stream: 3), .unexpectedFrame),
            (start + Bytes.frame(1, stream: 1) + Bytes.frame(8, Bytes.uint32(1)), .unexpectedFrame),
            (start + [0xff, 0xff, 0xff, 1, 4, 0, 0, 0, 1], .frameTooLong),
            (start + Bytes.frame(1, flags: 4, stream: 1, [0x80]), .malformedHeaders),
            (start + Bytes.frame(1, flags: 4, stream: 1, [0xff, 0xff, 0xff, 0xff, 0xff]), .malformedHeaders),
            (start + Bytes.frame(1, flags: 4, stream: 1, [0x40, 0x7f, 0xff, 0xff, 0xff, 0x7f]), .malformedHeaders),
            (start + Bytes.frame(1, flags: 4, stream: 1, [0xbe]), .malformedHeaders),
        ]
        for (sent, reason) in cases { #expect(read(sent) == .givenUp(reason), "\(reason)") }
    }

    @Test("A block that would unpack to far more than it takes costs no more than its bytes")
    func bomb() throws {
        let entry = [0x40, 1, 0x78] + [0x7f, 0x81, 0x1e] + [UInt8](repeating: 0x79, count: 3968)
        let block = entry + [UInt8](repeating: 0xbe, count: 12_000)
        let preface = try preface(
            Bytes.magic + Bytes.settings() + Bytes.frame(1, flags: 4, stream: 1, block))
        #expect(preface.headerNames == Array(repeating: "x", count: 100))
    }

    @Test("Of 400 headers the first 100 names are kept, cut to 64 characters")
    func names() throws {
        let long = [0x00, 0x7f, 0x01] + [UInt8](repeating: 0x61, count: 128) + [0]
        let block = long + (0..<399).flatMap { _ in [0x00, 1, 0x78, 0] as [UInt8] }
        let preface = try preface(
            Bytes.magic + Bytes.settings() + Bytes.frame(1, flags: 4, stream: 1, block))
        #expect(preface.headerNames.count == 100)
        #expect(preface.headerNames.first?.count == 64)
    }

    @Test("Random bytes, and prefaces with random bytes changed, never trap")
    func random() {
        var generator = SeededGenerator(state: 2)
        let base =
            Bytes.magic + Bytes.settings([(1, 65536), (2, 0), (4, 6_291_456)])
            + Bytes.frame(8, Bytes.uint32(15_663_105))
            + Bytes.frame(
                1, flags: 0x25, stream: 1,
                [
                    0x80, 0, 0, 0, 255, 0x82, 0x41, 0x8b, 0xa0, 0xe4, 0x1d, 0x13, 0x9d, 0x09, 0xb8, 0x20, 0x01, 0xe6,
                    0xff,
                ]
                    + [0x87, 0x84, 0x40, 0x87, 0x41, 0x48, 0xb1, 0x27, 0x5a, 0xd1, 0xff, 1, 0x31])
        for _ in 0..<800 {
            var sent = base
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                sent[Int.random(in: 24..<sent.count, using: &generator)] = .random(in: 0...255, using: &generator)
            }
            var reader = HTTP2PrefaceReader()
            if case .complete(let preface) = reader.read(sent) {
                _ = ConnectionEvidence(observer: .server, hello: nil, preface: preface)
            }
            let noise = (0..<60).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = read(Bytes.magic + Bytes.settings() + Bytes.frame(1, flags: 4, stream: 1, noise))
        }
    }
}
