import Testing

@testable import Behavior

@Suite("Presses and clicks")
struct PressTests {
    private func approach(_ streams: inout EventStreams, at time: Double, to x: Double, moves: Int = 8) {
        for step in 1...moves {
            let way = Double(step) / Double(moves)
            streams.move(at: time + Double(step) * 16, x: (x * way).rounded(), y: (40 * way).rounded())
        }
    }

    @Test("Press to release")
    func durations() throws {
        var streams = EventStreams()
        for (round, duration) in [70.0, 95, 110, 125].enumerated() {
            let time = Double(round) * 2000
            approach(&streams, at: time, to: 200 + Double(round) * 30)
            streams.press(at: time + 200, x: 200 + Double(round) * 30, y: 40, lasting: duration)
        }
        let presses = streams.features.presses
        let duration = try #require(presses.duration)
        #expect(presses.count == 4 && duration.minimum == 70 && duration.maximum == 125)
        #expect(abs(duration.median - 102.5) < 1e-9)
        #expect(presses.isDurationConstant == false)
        #expect(presses.movesBefore?.minimum == 8 && presses.movesBefore?.median == 8)
        #expect(presses.withoutApproach == 0 && presses.afterOneMove == 0 && presses.releasesWithoutPress == 0)
        #expect(abs(try #require(presses.restBefore).median - 72) < 1e-9)
        #expect(presses.fractionalShare == 0 && presses.zeroPressureShare == 0)
        #expect(presses.minimumPressure == 0.5 && presses.maximumPressure == 0.5)
    }

    @Test("Presses that always take the same time")
    func constant() {
        var streams = EventStreams()
        for round in 0..<4 { streams.press(at: Double(round) * 500, x: 5, y: 5, lasting: 50) }
        #expect(streams.features.presses.isDurationConstant == true)
    }

    @Test("A press where nothing had moved to, and one after a single move")
    func approaches() {
        var streams = EventStreams()
        streams.press(at: 100, x: 300, y: 300)
        streams.press(at: 300, x: 300, y: 301)
        streams.press(at: 900, x: 500, y: 300)
        streams.move(at: 1200, x: 200, y: 200)
        streams.press(at: 1210, x: 200, y: 200)
        streams.move(at: 1900, x: 203, y: 200)
        streams.press(at: 1950, x: 203, y: 200)
        let presses = streams.features.presses
        #expect(presses.count == 5)
        #expect(presses.withoutApproach == 2)
        #expect(presses.afterOneMove == 1)
    }

    @Test("What a driver's press looks like")
    func driven() {
        var streams = EventStreams()
        streams.pointer(.move, at: 100, x: 210.5, y: 88.25)
        streams.pointer(.down, at: 101, x: 210.5, y: 88.25, pressure: 0)
        streams.pointer(.up, at: 102, x: 210.5, y: 88.25)
        let presses = streams.features.presses
        #expect(presses.fractionalShare == 1 && presses.zeroPressureShare == 1 && presses.maximumPressure == 0)
        #expect(presses.afterOneMove == 1)
    }

    @Test("A release of nothing")
    func release() {
        var streams = EventStreams()
        streams.pointer(.up, at: 5, x: 0, y: 0)
        let presses = streams.features.presses
        #expect(presses.releasesWithoutPress == 1 && presses.duration == nil)
    }

    @Test("Clicks: centre, hover, keyboard, labels")
    func clicks() throws {
        var streams = EventStreams()
        streams.press(at: 1000, x: 10, y: 10)
        streams.click(at: 1090, place: (500, 501))
        streams.press(at: 2000, x: 10, y: 10)
        streams.click(at: 2090, place: (535, 490), hovered: false)
        // The field of a label gets a click of its own in the same moment.
        streams.click(at: 2090.4, place: (0, 0), hovered: false)
        streams.press(at: 3000, x: 10, y: 10)
        streams.click(at: 3090, place: (100, 700))
        streams.click(at: 5000, byKeyboard: true)
        streams.click(at: 7000, place: (-1, -1), trusted: false)
        let clicks = streams.features.clicks
        #expect(clicks.placed == 3 && clicks.centred == 1 && clicks.nearCentre == 2)
        #expect(clicks.withoutHover == 1 && clicks.byKeyboard == 1 && clicks.withoutPress == 0)
        #expect(clicks.centredShare == 1.0 / 3)
        #expect(abs(try #require(clicks.centreDistance).maximum - 0.4) < 1e-12)
        #expect(streams.features.untrusted.clicks == 1)
    }

    @Test("A click that nothing was pressed for, and one that Enter made")
    func withoutPress() {
        var streams = EventStreams()
        streams.click(at: 1000)
        #expect(streams.features.clicks.withoutPress == 1)
        streams.key(.down, at: 3000, class: .enter, press: 0)
        streams.click(at: 3001)
        #expect(streams.features.clicks.withoutPress == 1)
    }

    @Test("A touch is a press too")
    func touch() {
        var streams = EventStreams()
        streams.touch(.start, at: 1000)
        streams.touch(.end, at: 1080)
        streams.click(at: 1090)
        #expect(streams.features.clicks.withoutPress == 0)
    }
}
