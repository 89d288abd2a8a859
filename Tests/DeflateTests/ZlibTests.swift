import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Deflate

@Suite("The zlib format")
struct ZlibTests {
    private let text = Array(#"{"observations":{"screen":{"width":1440,"height":900}},"v":1,"v":1,"v":1}"#.utf8)

    private func outcome(_ bytes: [UInt8], limit: Int = 1 << 20) -> Result<[UInt8], Zlib.Failure> {
        Result { () throws(Zlib.Failure) in try Zlib.inflate(bytes, limit: limit) }
    }

    // MARK: Round trips

    @Test("What goes in comes out, at every level", arguments: Sample.all, Int32(1)...9)
    func roundTrip(sample: Sample, level: Int32) {
        let stream = Zlib.deflate(sample.bytes, level: level)
        #expect(outcome(stream, limit: sample.bytes.count) == .success(sample.bytes))
    }

    @Test("A higher level is no larger, and a run shrinks to next to nothing")
    func levels() {
        let sizes = [Int32(1), 6, 9].map { Zlib.deflate(text + text, level: $0).count }
        #expect(sizes == sizes.sorted(by: >))
        #expect(Zlib.deflate([UInt8](repeating: 7, count: 300_000)).count < 1000)
    }

    @Test("Any collection of bytes will do, in one piece or not")
    func collections() throws {
        let stream = Zlib.deflate(Data(text)[...])
        #expect(stream == Zlib.deflate(text.lazy.map { $0 }))
        #expect(try Zlib.inflate(Data(stream), limit: 1000) == text)
        #expect(try Zlib.inflate(([1, 2] + stream)[2...], limit: 1000) == text)
        #expect(try Zlib.inflate(stream.lazy.map { $0 }, limit: 1000) == text)
    }

    @Test(
        "Streams of another compressor inflate, stored blocks included",
        arguments: [
            ("78da2b29ca2cc8c9cc4b2d21930600770d1b39", String(repeating: "tripline", count: 8)),
            ("7801010800f7ff747269706c696e650f980368", "tripline"),
        ])
    func foreignStreams(hexadecimal: String, expected: String) throws {
        let digits = Array(hexadecimal)
        let stream = stride(from: 0, to: digits.count, by: 2).map { UInt8(String(digits[$0...$0 + 1]), radix: 16)! }
        #expect(try Zlib.inflate(stream, limit: 64) == Array(expected.utf8))
    }

    @Test("What is written has the header of RFC 1950: deflate, a window of 32 KiB, no dictionary")
    func header() {
        let stream = Zlib.deflate(text)
        #expect(stream[0] == 0x78)
        #expect((Int(stream[0]) << 8 | Int(stream[1])) % 31 == 0)
        #expect(stream[1] & 0x20 == 0)
    }

    // MARK: Limits

    @Test(
        "A text as long as the limit fits, one byte more does not", arguments: Sample.all.filter { !$0.bytes.isEmpty })
    func exactLimit(sample: Sample) {
        let stream = Zlib.deflate(sample.bytes)
        #expect(outcome(stream, limit: sample.bytes.count) == .success(sample.bytes))
        #expect(outcome(stream, limit: sample.bytes.count - 1) == .failure(.tooLarge))
    }

    @Test("Nothing fits in a limit of nothing")
    func zeroLimit() {
        #expect(outcome(Zlib.deflate([]), limit: 0) == .success([]))
    }

    @Test("A bomb stops at its limit: what follows in the stream is not even looked at")
    func bomb() {
        let bomb = Zlib.deflate([UInt8](repeating: 0, count: 1 << 24), level: 9)
        #expect(bomb.count < 20_000)
        // Cut in half the stream is malformed, which nobody finds out who stops in time.
        let half = Array(bomb[..<(bomb.count / 2)])
        #expect(outcome(half, limit: 1 << 16) == .failure(.tooLarge))
        #expect(outcome(half, limit: 1 << 25) == .failure(.malformed))
    }

    // MARK: What is no stream

    @Test("A stream cut short anywhere is malformed")
    func truncated() {
        let stream = Zlib.deflate(text)
        for length in 0..<stream.count {
            #expect(outcome(Array(stream[..<length])) == .failure(.malformed), "\(length) bytes")
        }
    }

    @Test("A byte after the end is malformed, a second stream too")
    func trailing() {
        let stream = Zlib.deflate(text)
        #expect(outcome(stream + [0]) == .failure(.malformed))
        #expect(outcome(stream + stream) == .failure(.malformed))
    }

    @Test("A flipped bit never gives other bytes than those that went in")
    func flipped() {
        let stream = Zlib.deflate(text)
        var refused = 0
        for bit in 0..<stream.count * 8 {
            var changed = stream
            changed[bit / 8] ^= 1 << (bit % 8)
            switch outcome(changed) {
            case .success(let bytes): #expect(bytes == text, "bit \(bit)")
            case .failure: refused += 1
            }
        }
        // A few bits fill up the last byte of the deflated data and mean nothing.
        #expect(refused >= stream.count * 8 - 7)
    }

    @Test(
        "Other formats are malformed",
        arguments: [
            Array("{}".utf8), [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], [3, 0],
            // A preset dictionary is asked for.
            [0x78, 0x20, 0, 0, 0, 1, 3, 0, 0, 0, 0, 1],
            // A back reference to before the beginning: fixed codes, length 3 at distance 1.
            [0x78, 0x01, 0x03, 0x02, 0x00, 0, 0, 0, 1], Array(repeating: 0xff, count: 100),
        ] as [[UInt8]])
    func foreignFormats(bytes: [UInt8]) {
        #expect(outcome(bytes) == .failure(.malformed))
    }

    // MARK: One after the other, and all at once

    @Test("A failure of any kind leaves nothing behind for the next stream")
    func afterFailures() {
        let good = Zlib.deflate(text)
        let large = Zlib.deflate([UInt8](repeating: 1, count: 5000))
        for _ in 0..<50 {
            #expect(outcome(Array(good.dropLast(3))) == .failure(.malformed))
            #expect(outcome(good, limit: text.count) == .success(text))
            #expect(outcome(large, limit: 100) == .failure(.tooLarge))
            #expect(outcome(good + [1]) == .failure(.malformed))
            #expect(outcome(good, limit: text.count) == .success(text))
            #expect(Zlib.deflate(text) == good)
        }
    }

    @Test("Many threads at once don't disturb each other")
    func threads() {
        let wrong = Mutex<[Int]>([])
        DispatchQueue.concurrentPerform(iterations: 64) { index in
            let bytes =
                Sample.noise(500 + index * 37, seed: UInt64(index)) + [UInt8](repeating: UInt8(index), count: 5000)
            for level in Int32(1)...9 {
                let stream = Zlib.deflate(bytes, level: level)
                let isRight =
                    outcome(stream, limit: bytes.count) == .success(bytes)
                    && outcome(stream, limit: bytes.count - 1) == .failure(.tooLarge)
                    && outcome(Array(stream.dropLast()), limit: bytes.count) == .failure(.malformed)
                if !isRight { wrong.withLock { $0.append(index) } }
            }
        }
        #expect(wrong.withLock(\.self).isEmpty)
    }
}
