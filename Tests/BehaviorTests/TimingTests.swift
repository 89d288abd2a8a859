import Testing

@testable import Behavior

@Suite("Timing")
struct TimingTests {
    @Test("Firsts and spans")
    func firsts() {
        var streams = EventStreams()
        streams.move(at: 400, x: 1, y: 1)
        streams.press(at: 1200, x: 1, y: 1)
        streams.page(.submit, at: 5400)
        streams.key(.down, at: 6400, press: 0)
        let timing = streams.features.timing
        #expect(timing.firstMovement == 400 && timing.firstInteraction == 1200)
        #expect(timing.firstSubmission == 5400 && timing.timeToSubmit == 5000 && timing.activeSpan == 6000)
        #expect(EventStreams().features.timing == TimingFeatures())
    }

    @Test("Spacing that is stuck at a script's sleep")
    func quantised() throws {
        var streams = EventStreams()
        var time = 1000.0
        for step in 0..<12 {
            streams.press(at: time, x: 1, y: 1, lasting: 3)
            time += 250 + Double(step % 3)
        }
        let timing = streams.features.timing
        #expect(timing.quantisedShare == 1 && timing.quantum == 250)
        #expect(abs(try #require(timing.spacing).median - 251) < 1e-9)
    }

    @Test("Spacing of no special length")
    func free() {
        var streams = EventStreams()
        for (step, time) in [0.0, 180, 410, 560, 900, 1340, 1500].enumerated() {
            streams.key(.down, at: 1000 + time, press: step)
        }
        let timing = streams.features.timing
        #expect(timing.quantisedShare == 0 && timing.quantum == nil && timing.spacing?.count == 6)
    }

    @Test("A clock that rounds", arguments: [100.0, 1000.0 / 60, 10, 5])
    func coarseClock(step: Double) throws {
        var streams = EventStreams()
        var random = SplitMix(seed: 3)
        var time = 1000.0
        for number in 0..<20 {
            time += Double.random(in: 30...400, using: &random)
            streams.key(.down, at: (time / step).rounded(.down) * step, press: number)
            streams.key(.up, at: ((time + 25) / step).rounded(.down) * step, press: number)
        }
        let measured = try #require(streams.features.timing.clockStep)
        #expect(abs(measured - step) < 0.1)
    }

    @Test("A clock that does not")
    func fineClock() {
        var streams = EventStreams()
        var random = SplitMix(seed: 4)
        var time = 1000.0
        for number in 0..<40 {
            time += Double.random(in: 30...400, using: &random)
            streams.key(.down, at: time, press: number)
        }
        #expect(streams.features.timing.clockStep == nil)
    }

    @Test("Events while the page is hidden or its window has no focus")
    func elsewhere() {
        var streams = EventStreams()
        streams.page(.windowBlur, at: 1000)
        streams.page(.hidden, at: 1010)
        streams.page(.visible, at: 3000)
        streams.page(.windowFocus, at: 3010)
        streams.key(.up, at: 1050, press: 0)
        streams.key(.down, at: 2000, press: 1)
        streams.key(.down, at: 3500, press: 2)
        streams.move(at: 2500, x: 1, y: 1)
        let timing = streams.features.timing
        #expect(timing.eventsWhileHidden == 2)
        #expect(timing.keysWhileUnfocused == 1)
    }
}
