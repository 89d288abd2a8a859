import OrderedJSON
import Testing

@Suite("Reading back what was written")
struct RoundTripTests {
    @Test("gives the same value, for thousands of random ones")
    func values() throws {
        var random = SplitMix64(seed: 2026)
        for _ in 0..<3000 {
            let value = JSONValue.random(depth: 4, using: &random)
            #expect(try JSONValue(parsing: value.jsonBytes()) == value)
        }
    }

    @Test("gives the same bytes")
    func bytes() throws {
        let text = #"{"b":[1,-2.5,null,true,{}],"a":"\"\\\n\u0001é🙂","b":[],"z":-9223372036854775808}"#
        #expect(try JSONValue(parsing: Array(text.utf8)).jsonBytes() == Array(text.utf8))
    }

    @Test("gives the same double, whatever its bits")
    func doubles() throws {
        var random = SplitMix64(seed: 7)
        for _ in 0..<20_000 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            #expect(try JSONValue(parsing: value.jsonBytes()).double == value)
        }
    }

    @Test("never traps on a text with damage, and what still parses can be written")
    func mutations() {
        let seeds = [
            #"{"v":1,"sequence":0,"observations":{"navigator":{"languages":["en-US","en"],"webdriver":null}},"x":[1.5e3,-0]}"#,
            #"["\ud83d\ude42\u0000\\\"",-9223372036854775808,18446744073709551616,1E-7,[[[[[]]]]],{"":{"":""}}]"#,
        ].map { Array($0.utf8) }
        var random = SplitMix64(seed: 99)
        let telling = Array("{}[],:\"\\-+.eEu0919tfn \u{0}\u{1f}".utf8) + [0x80, 0xc3, 0xed, 0xff]
        for round in 0..<60_000 {
            var bytes = seeds[round % seeds.count]
            for _ in 0...random.next(upperBound: UInt64(3)) {
                let place = Int(random.next(upperBound: UInt64(bytes.count)))
                switch random.next(upperBound: UInt64(5)) {
                case 0: bytes[place] = telling.randomElement(using: &random)!
                case 1: bytes[place] ^= 1 << UInt8(random.next(upperBound: UInt64(8)))
                case 2: bytes.insert(telling.randomElement(using: &random)!, at: place)
                case 3: bytes.removeSubrange(place..<min(bytes.count, place + 3))
                default: bytes.insert(contentsOf: bytes[place...].prefix(20), at: place)
                }
                if bytes.isEmpty { bytes = [UInt8(ascii: "[")] }
            }
            do {
                let value = try JSONValue(parsing: bytes, maximumDepth: 8)
                // A whole number that was written as a fraction comes back as what it is.
                let written = value.jsonBytes()
                #expect(try JSONValue(parsing: written, maximumDepth: 8).jsonBytes() == written)
            } catch {
                #expect((0...bytes.count).contains(error.offset))
            }
        }
    }

    @Test("never traps on random bytes")
    func noise() {
        var random = SplitMix64(seed: 5)
        for _ in 0..<20_000 {
            let bytes = (0..<random.next(upperBound: UInt64(40))).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            _ = try? JSONValue(parsing: bytes)
        }
    }
}

extension JSONValue {
    fileprivate static func random(depth: Int, using random: inout SplitMix64) -> JSONValue {
        switch random.next(upperBound: UInt64(depth > 0 ? 8 : 6)) {
        case 0: .null
        case 1: .bool(random.next() & 1 == 0)
        case 2: .integer(Int64(bitPattern: random.next()))
        case 3: .integer(Int64(random.next(upperBound: UInt64(1000))) - 500)
        // A fraction, because a whole number reads back as an integer.
        case 4: .number(Double(random.next(upperBound: UInt64(1 << 30))) + 0.5)
        case 5: .string(.random(using: &random))
        case 6: .array((0..<random.next(upperBound: UInt64(5))).map { _ in .random(depth: depth - 1, using: &random) })
        default:
            .object(
                (0..<random.next(upperBound: UInt64(5))).map { _ in
                    .init(.random(using: &random), .random(depth: depth - 1, using: &random))
                })
        }
    }
}

extension String {
    fileprivate static func random(using random: inout SplitMix64) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<random.next(upperBound: UInt64(12)) {
            let limit: UInt32 = [0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &random)!
            // What is no scalar is a surrogate: those are left out.
            if let scalar = Unicode.Scalar(UInt32(random.next(upperBound: UInt64(limit)))) { text.append(scalar) }
        }
        return String(text)
    }
}

/// Vigna's SplitMix64: the same numbers for the same seed, so that a failure can be had again.
private struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
