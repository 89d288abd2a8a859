import Testing

@testable import Behavior

@Suite("Keyboard")
struct KeyboardTests {
    /// Presses whose times and dwell are functions of their number.
    private func presses(
        _ count: Int, at time: (Double) -> Double, dwell: (Double) -> Double
    ) -> [(at: Double, dwell: Double)] {
        (0..<count).map { (time(Double($0)), dwell(Double($0))) }
    }

    /// Types characters into field 0: when each goes down, and for how long.
    private func typing(_ presses: [(at: Double, dwell: Double)], insert: Bool = true) -> EventStreams {
        var rows: [(time: Double, kind: KeyEvent.Kind, press: Int)] = []
        for (number, press) in presses.enumerated() {
            rows.append((press.at, .down, number))
            rows.append((press.at + press.dwell, .up, number))
        }
        var streams = EventStreams()
        for row in rows.sorted(by: { $0.time < $1.time }) { streams.key(row.kind, at: row.time, press: row.press) }
        if insert { for press in presses { streams.input(at: press.at + 1) } }
        return streams
    }

    @Test("Dwell, interval, flight and rollover of known times")
    func times() throws {
        let streams = typing([(1000, 90), (1150, 100), (1230, 110), (1400, 80), (1600, 120), (1800, 95)])
        let keyboard = streams.features.keyboard
        #expect(keyboard.presses == 6 && keyboard.characters == 6)
        let dwell = try #require(keyboard.dwell)
        #expect(dwell.count == 6 && dwell.minimum == 80 && dwell.maximum == 120 && abs(dwell.median - 97.5) < 1e-9)
        let interval = try #require(keyboard.interval)
        #expect(interval.count == 5 && interval.minimum == 80 && interval.maximum == 200 && interval.mean == 160)
        // The second key was still down when the third went down, and was released 20 ms after.
        let flight = try #require(keyboard.flight)
        #expect(flight.count == 5 && flight.minimum == -20 && flight.maximum == 120)
        #expect(keyboard.rolloverShare == 0.2)
        #expect(keyboard.charactersPerMinute == 375)
        #expect(keyboard.insertionsWithoutKey == 0 && keyboard.insertionsWithoutKeyShare == 0)
        #expect(keyboard.upsWithoutDown == 0 && keyboard.downsWithoutUp == 0 && keyboard.pressesWithoutDown == 0)
    }

    @Test("Constant intervals and dwell times")
    func constant() {
        let even = typing(presses(12, at: { 1000 + $0 * 50 }, dwell: { _ in 10 })).features.keyboard
        #expect(even.constantIntervalShare == 1 && even.constantDwellShare == 1 && even.rolloverShare == 0)
        #expect(even.charactersPerMinute == 1200 && even.peakCharactersPerMinute == 1200)
        let uneven = typing(presses(12, at: { 1000 + $0 * $0 * 30 }, dwell: { 50 + $0 * 9 })).features.keyboard
        #expect((uneven.constantIntervalShare ?? 1) < 0.2)
    }

    @Test("Keys in one moment have a rate, and it is a number")
    func instant() {
        let keyboard = typing(presses(20, at: { _ in 1000 }, dwell: { _ in 0 })).features.keyboard
        #expect(keyboard.charactersPerMinute == 600_000)
        #expect(keyboard.peakCharactersPerMinute == 6_000_000)
    }

    @Test("A pause of thought is no interval, nor is the way to another field")
    func breaks() {
        var streams = typing(presses(6, at: { 1000 + $0 * 100 }, dwell: { _ in 60 }))
        streams.key(.down, at: 9000, press: 6)
        streams.key(.up, at: 9060, press: 6)
        streams.key(.down, at: 9100, press: 7, field: 1)
        let keyboard = streams.features.keyboard
        #expect(keyboard.interval?.count == 5)
        #expect(keyboard.peakCharactersPerMinute == nil)
    }

    @Test("Modifiers, shortcuts, corrections, repeats and keys without a name")
    func kinds() {
        var streams = EventStreams()
        streams.key(.down, at: 10, class: .modifier, press: 0)
        streams.key(.down, at: 90, press: 1)
        streams.key(.down, at: 600, press: 1, flags: 1 | 2)
        streams.key(.down, at: 700, class: .backspace, press: 2)
        streams.key(.down, at: 900, press: 3, flags: 1 | 8)
        streams.key(.down, at: 1100, press: 4, flags: 1 | 4 | 16)
        let keyboard = streams.features.keyboard
        #expect(keyboard.presses == 4 && keyboard.characters == 2 && keyboard.modifiers == 1)
        #expect(
            keyboard.repeats == 1 && keyboard.corrections == 1 && keyboard.shortcuts == 1 && keyboard.composing == 1)
        #expect(keyboard.withoutPhysicalKeyShare == 0.25)
    }

    @Test("Events that lack their counterparts")
    func halves() {
        var streams = EventStreams()
        // A key that went down before the page had the focus is nothing.
        streams.key(.up, at: 5, class: .enter, press: -1)
        streams.key(.press, at: 10, press: -1)
        streams.key(.down, at: 20, press: 0)
        streams.key(.press, at: 20, press: 0)
        streams.key(.down, at: 500, press: 1)
        streams.key(.up, at: 560, press: 1)
        streams.key(.up, at: 700, press: -1)
        streams.key(.down, at: 900, press: 2)
        let keyboard = streams.features.keyboard
        #expect(keyboard.pressesWithoutDown == 1)
        #expect(keyboard.upsWithoutDown == 1)
        #expect(keyboard.downsWithoutUp == 1)
    }

    @Test("Text without keys; paste, autofill and composition are something else")
    func insertions() {
        var streams = typing([(1000, 80), (1200, 80)])
        streams.input(at: 5000)
        streams.input(at: 6000, .paste)
        streams.input(at: 6100, .replacement)
        streams.input(at: 6200, .composition)
        streams.input(at: 6300, .unnamed)
        streams.input(at: 6400, trusted: false)
        let features = streams.features
        #expect(features.keyboard.insertionsWithoutKey == 1)
        #expect(features.keyboard.insertionsWithoutKeyShare == 1.0 / 3)
        #expect(features.untrusted.inputs == 1)
    }

    @Test("Keys that a script made are not typing")
    func untrusted() {
        var streams = EventStreams()
        for number in 0..<10 { streams.key(.down, at: Double(number) * 10, press: number, flags: 0) }
        let features = streams.features
        #expect(features.keyboard == KeyboardFeatures())
        #expect(features.untrusted.keys == 10 && features.counts.keyDowns == 10)
    }
}
