import Testing

@testable import Behavior

@Suite("Approaches")
struct ApproachTests {
    @Test("of a program that obeys Fitts's law leave nothing unexplained, and show its slope")
    func lawful() throws {
        let approaches = approaches { 200 + 100 * binaryLogarithm($0 / InteractionTrace.nominalTargetWidth + 1) }
        #expect(approaches.count == 8)
        #expect(abs(try #require(approaches.millisecondsPerBit) - 100) < 1)
        #expect(try #require(approaches.residual) < 0.01)
    }

    @Test("that take as long whatever the distance have no slope")
    func constant() throws {
        let approaches = approaches { _ in 400 }
        #expect(abs(try #require(approaches.millisecondsPerBit)) < 1e-9)
        #expect(try #require(approaches.residual) < 1e-9)
    }

    @Test("to places that are as far away as each other say nothing of the law")
    func alike() {
        let approaches = approaches(to: { _ in 300 }) { _ in 400 }
        #expect(approaches.count == 8 && approaches.duration?.median == 400)
        #expect(approaches.millisecondsPerBit == nil && approaches.residual == nil)
    }

    @Test("begin after a rest, and are none when the press is elsewhere than the way there")
    func rests() {
        var streams = EventStreams()
        streams.move(at: 100, x: 900, y: 100)
        for step in 0...10 { streams.move(at: 1000 + 20 * Double(step), x: 20 + 10 * Double(step), y: 100) }
        streams.press(at: 1300, x: 120, y: 100)
        streams.press(at: 2300, x: 120, y: 100)
        let approaches = streams.features.approaches
        #expect(approaches.count == 1 && approaches.duration?.median == 200)
    }

    /// Eight approaches along a line, each from the left.
    private func approaches(
        to distance: (Int) -> Double = { 50 + 100 * Double($0) }, lasting time: (Double) -> Double
    ) -> ApproachFeatures {
        var streams = EventStreams()
        for approach in 0..<8 {
            let start = 1000 + 3000 * Double(approach)
            let way = distance(approach)
            for step in 0...10 {
                let part = Double(step) / 10
                streams.move(at: start + time(way) * part, x: 20 + way * part, y: 100)
            }
            streams.press(at: start + time(way) + 100, x: 20 + way, y: 100)
        }
        return streams.features.approaches
    }
}
