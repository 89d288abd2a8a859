import Testing

@testable import Behavior

@Suite("Decoding of streams")
struct DecodingTests {
    @Test("Every column of every stream comes to its place")
    func columns() throws {
        var trace = InteractionTrace()
        trace.append(streams: [
            "pointer": [15, 1, 2, 100, -250, 3, 85, -4, 5, 1, 500, 7, 3],
            "samples": [16, 11, 12],
            "clicks": [17, 3, 250, 750, 2, 4, 1 | 2 | 4],
            "wheel": [18, -120, 240, 1, 1],
            "scroll": [19, 20, 300],
            "keys": [20, 1, 4, 6, 2, 1 | 2 | 4 | 8 | 16 | 32],
            "inputs": [21, 4, 3, 1],
            "touches": [22, 2, 100, 200, 11, 12, 900, 2, 1],
            "focus": [23, 1, 5, 1],
            "page": [24, 7, 1],
            "clipboard": [25, 2, 6, 1],
        ])
        let pointer = try #require(trace.pointer.first)
        #expect(pointer.time == 15 && pointer.milliseconds == 1.5 && pointer.kind == .down && pointer.device == .pen)
        #expect(pointer.x == 100 && pointer.y == -250 && pointer.screenOffsetX == 3 && pointer.screenOffsetY == 85)
        #expect(pointer.movementX == -4 && pointer.movementY == 5 && pointer.buttons == 1 && pointer.pressure == 500)
        #expect(pointer.coalesced == 7 && pointer.isTrusted && pointer.isPrimary)
        let sample = try #require(trace.samples.first)
        #expect(sample.time == 16 && sample.x == 11 && sample.y == 12)
        let click = try #require(trace.clicks.first)
        #expect(click.time == 17 && click.target == .textField && click.placeX == 250 && click.placeY == 750)
        #expect(click.detail == 2 && click.field == 4 && click.isTrusted && click.wasHovered && click.isByKeyboard)
        let wheel = try #require(trace.wheel.first)
        #expect(wheel.deltaX == -120 && wheel.deltaY == 240 && wheel.deltaMode == 1 && wheel.isTrusted)
        let scroll = try #require(trace.scroll.first)
        #expect(scroll.time == 19 && scroll.x == 20 && scroll.y == 300)
        let key = try #require(trace.keys.first)
        #expect(key.kind == .up && key.keyClass == .enter && key.press == 6 && key.field == 2)
        #expect(key.isTrusted && key.isRepeat && key.isComposing && key.isShortcut && key.lacksPhysicalKey)
        #expect(key.lacksShift)
        let input = try #require(trace.inputs.first)
        #expect(input.change == .replacement && input.field == 3 && input.isTrusted)
        let touch = try #require(trace.touches.first)
        #expect(touch.kind == .end && touch.x == 100 && touch.y == 200 && touch.radiusX == 11 && touch.radiusY == 12)
        #expect(touch.force == 900 && touch.contacts == 2 && touch.isTrusted)
        #expect(trace.focus.first.map { $0.kind == .blur && $0.field == 5 } == true)
        #expect(trace.page.first?.kind == .submit)
        #expect(trace.clipboard.first.map { $0.kind == .paste && $0.field == 6 } == true)
        #expect(trace.rowCount == 11 && !trace.truncated && trace.reversals == 0)
    }

    @Test("The first time of an array is absolute, the others are differences")
    func times() {
        var trace = InteractionTrace()
        trace.append(streams: ["scroll": [100, 0, 1, 5, 0, 2, 7, 0, 3]])
        trace.append(streams: ["scroll": [150, 0, 4, 1, 0, 5]])
        #expect(trace.scroll.map(\.time) == [100, 105, 112, 150, 151])
        #expect(trace.reversals == 0)
    }

    @Test("Time never runs backwards within a stream, and it is counted when it would")
    func reversals() {
        var trace = InteractionTrace()
        trace.append(streams: ["scroll": [100, 0, 1, -50, 0, 2, 10, 0, 3]])
        trace.append(streams: ["scroll": [20, 0, 4]])
        #expect(trace.scroll.map(\.time) == [100, 100, 110, 110])
        #expect(trace.reversals == 2)
        #expect(trace.features.timing.reversals == 2)
    }

    @Test("Rows that are not whole are dropped", arguments: [1, 2, 4, 5, 7, 8])
    func malformed(length: Int) {
        var trace = InteractionTrace()
        trace.append(streams: ["scroll": Array(repeating: 1, count: length), "page": []])
        #expect(trace.scroll.count == length / 3)
    }

    @Test("Streams and codes of later versions do no harm")
    func unknown() {
        var trace = InteractionTrace()
        trace.append(streams: [
            "telepathy": [1, 2, 3], "page": [1, 99, 1], "keys": [1, -7, 400, -1, -1, 1],
            "pointer": [1, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3],
        ])
        #expect(trace.rowCount == 3)
        #expect(trace.page.first?.kind == .other)
        #expect(trace.keys.first.map { $0.kind == .other && $0.keyClass == .other && $0.press == nil } == true)
        #expect(trace.pointer.first.map { $0.kind == .other && $0.device == .unknown } == true)
    }

    @Test("Values are bounded")
    func bounds() {
        var trace = InteractionTrace()
        trace.append(streams: [
            "scroll": [.max, .max, .min, .max, .min, .max, .min, 0, 0], "samples": [.min, .min, .max],
        ])
        #expect(trace.scroll.allSatisfy { (0...StreamRow.latest).contains($0.time) })
        #expect(trace.scroll[0].x == StreamRow.bound && trace.scroll[0].y == -StreamRow.bound)
        #expect(trace.samples[0].time == 0)
    }

    @Test("A session keeps at most its limit of rows, and samples go first")
    func rowLimit() {
        var trace = InteractionTrace()
        let row = [1, 0, 1]
        trace.append(streams: [
            "samples": Array(repeating: row, count: 30_000).flatMap(\.self),
            "page": Array(repeating: row, count: 100).flatMap(\.self),
        ])
        #expect(trace.page.count == 100)
        #expect(trace.samples.count == InteractionTrace.maximumRows - 100)
        #expect(trace.truncated)
        trace.append(streams: ["page": row])
        #expect(trace.page.count == 100 && trace.rowCount == InteractionTrace.maximumRows)
    }

    @Test("Fields are kept by index, the newest row counts, and what is no hash is refused")
    func fields() {
        var trace = InteractionTrace()
        trace.append(fields: [
            (0, "0011aabb", "email"), (1, "0011aabbccddeeff", "hologram"), (2, "XYZ", "text"), (3, "0011AABB", "text"),
            (-1, "0011aabb", "text"), (0, "ffffffff", "password"),
        ])
        #expect(trace.fields.keys.sorted() == [0, 1])
        #expect(trace.fields[0]?.hash == "ffffffff" && trace.fields[0]?.kind == .password)
        #expect(trace.fields[1]?.kind == .other)
        #expect(!trace.truncated)
        trace.append(fields: (0..<1000).map { ($0, "00000000", "text") })
        #expect(trace.fields.count == InteractionTrace.maximumFields && trace.truncated)
    }

    /// Whatever a stranger sends, decoding and measuring end, and no measure is a value that is not a number.
    @Test("Hostile arrays", arguments: UInt64(1)...60)
    func fuzz(seed: UInt64) {
        var random = SplitMix(seed: seed)
        let names = [
            "pointer", "samples", "clicks", "wheel", "scroll", "keys", "inputs", "touches", "focus", "page",
            "clipboard",
        ]
        let ranges: [ClosedRange<Int>] = [0...1, 0...7, -1...31, -100...2000, -2_000_000...2_000_000, .min ... .max]
        var trace = InteractionTrace()
        for _ in 0..<4 {
            var streams: [String: [Int]] = [:]
            for name in names {
                let plain = ranges[Int.random(in: 0..<ranges.count, using: &random)]
                streams[name] = (0..<Int.random(in: 0...700, using: &random)).map { _ in
                    let range =
                        Int.random(in: 0..<4, using: &random) == 0
                        ? ranges[Int.random(in: 0..<ranges.count, using: &random)] : plain
                    return Int.random(in: range, using: &random)
                }
            }
            trace.append(streams: streams)
        }
        let features = trace.features
        #expect(features == trace.features)
        for number in numbers(in: features) { #expect(number.isFinite) }
    }

    @Test("The same batches make the same trace")
    func repeatable() {
        var random = SplitMix(seed: 7)
        var streams: [String: [Int]] = [:]
        for name in ["pointer", "keys", "samples", "scroll", "wheel"] {
            streams[name] = (0..<60_000).map { _ in Int.random(in: 0...9, using: &random) }
        }
        var one = InteractionTrace()
        one.append(streams: streams)
        var other = InteractionTrace()
        other.append(streams: Dictionary(uniqueKeysWithValues: streams.sorted { $0.key > $1.key }))
        #expect(one == other && one.truncated)
    }

    @Test("What counts as interaction")
    func interaction() {
        #expect(!InteractionTrace().hasInteraction)
        var streams = EventStreams()
        streams.scroll(at: 5, to: 100)
        streams.focus(.focus, at: 6, field: 0)
        streams.page(.hidden, at: 7)
        for index in 0..<9 { streams.move(at: Double(10 + index), x: Double(index), y: 0) }
        #expect(!streams.trace.hasInteraction)
        var moved = streams
        moved.move(at: 30, x: 10, y: 0)
        #expect(moved.trace.hasInteraction && moved.features.hasInteraction)
        var clicked = streams
        clicked.click(at: 40, trusted: false)
        #expect(clicked.trace.hasInteraction)
        var typed = streams
        typed.key(.down, at: 50, press: 0)
        #expect(typed.trace.hasInteraction)
    }

    /// Every floating-point number in a value, at any depth.
    private func numbers(in value: Any) -> [Double] {
        if let number = value as? Double { return [number] }
        return Mirror(reflecting: value).children.flatMap { numbers(in: $0.value) }
    }
}

/// A generator whose numbers are the same each time.
///
/// Source: G. L. Steele, D. Lea & C. H. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
