import Testing

@testable import Behavior

/// What tools make of a mouse and a keyboard is outside the ranges of people.
@Suite("Scripted input")
struct ScriptedTests {
    private enum Easing: CaseIterable {
        case linear, sine
    }

    /// Goes from target to target in even steps and clicks each in the centre, as drivers do.
    private func driven(steps: Int, easing: Easing, jitter: Double = 0) -> EventStreams {
        var streams = EventStreams()
        var random = SplitMix(seed: 11)
        var place = (x: 5.0, y: 5.0)
        var time = 800.0
        for _ in 0..<10 {
            let target = (
                x: Double.random(in: 80...1200, using: &random), y: Double.random(in: 80...700, using: &random)
            )
            for step in 1...steps {
                let t = Double(step) / Double(steps)
                let way = easing == .linear ? t : (1 - cosine(t * Double.pi)) / 2
                time += 10 + (jitter > 0 ? Double.random(in: 0...jitter, using: &random) : 0)
                streams.move(
                    at: time, x: place.x + (target.x - place.x) * way, y: place.y + (target.y - place.y) * way)
            }
            place = target
            streams.pointer(.down, at: time + 1, x: place.x, y: place.y, pressure: 0)
            streams.pointer(.up, at: time + 1.8, x: place.x, y: place.y)
            streams.click(at: time + 1.8, place: (500, 500))
            time += 500
        }
        return streams
    }

    /// Enough of a cosine for an easing.
    private func cosine(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for n in stride(from: 1.0, through: 19, by: 2) {
            term *= -x * x / (n * (n + 1))
            sum += term
        }
        return sum
    }

    @Test("Straight lines of constant speed")
    func linear() throws {
        let features = driven(steps: 25, easing: .linear).features
        let strokes = features.pointer.strokes
        #expect(strokes.count == 10)
        #expect(try #require(strokes.straightness).minimum > 0.9999 && strokes.straightShare == 1)
        #expect(strokes.constantSpeedShare == 1)
        #expect(try #require(strokes.logJerk).maximum < 2)
        #expect(try #require(strokes.deviation).maximum < 0.001)
        #expect(try #require(strokes.turning).maximum < 0.02)
        #expect(try #require(features.pointer.strokeInterval).standardDeviation < 0.1)
        #expect(strokes.overshootShare == 0)
        #expect(try #require(features.pointer.wholePixelShare) < 0.1)
    }

    @Test("Straight lines with an easing and uneven steps are straight lines all the same")
    func eased() throws {
        let strokes = driven(steps: 40, easing: .sine, jitter: 5).features.pointer.strokes
        #expect(strokes.straightShare == 1)
        #expect(try #require(strokes.peaks).maximum <= 2)
        #expect((0.4...0.6).contains(try #require(strokes.peakPlace).median))
    }

    @Test("Clicks of a driver")
    func clicks() throws {
        let features = driven(steps: 10, easing: .linear).features
        let duration = try #require(features.presses.duration)
        #expect(duration.maximum < 18 && features.presses.isDurationConstant == true)
        #expect(features.presses.zeroPressureShare == 1 && features.presses.fractionalShare == 1)
        #expect(features.clicks.centredShare == 1)
        #expect(features.pointer.coalescedShare == 0)
    }

    @Test("One move to each target")
    func single() {
        let features = driven(steps: 1, easing: .linear).features
        #expect(features.presses.afterOneMove == 10)
        #expect(features.presses.movesBefore?.maximum == 1)
        #expect(features.pointer.teleports == 9)
    }

    @Test("Typing at once, with no time between down and up")
    func typing() {
        var streams = EventStreams()
        streams.focus(.focus, at: 990, field: 0)
        for press in 0..<24 {
            let time = 1000 + Double(press) * 2
            streams.key(.down, at: time, press: press)
            streams.key(.press, at: time, press: press)
            streams.input(at: time + 0.2)
            streams.key(.up, at: time + 0.5, press: press)
        }
        let keyboard = streams.features.keyboard
        #expect((keyboard.charactersPerMinute ?? 0) > 800)
        #expect(keyboard.constantIntervalShare == 1 && keyboard.constantDwellShare == 1)
        #expect(keyboard.rolloverShare == 0)
        #expect((keyboard.dwell?.maximum ?? 99) < 15)
        #expect(keyboard.insertionsWithoutKey == 0)
    }
}
