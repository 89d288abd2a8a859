import Testing

@testable import Behavior

@Suite("Scrolling")
struct ScrollTests {
    @Test("Turns of a wheel with notches")
    func notches() throws {
        var streams = EventStreams()
        for (step, delta) in [120, 120, -120, 240, 120, 120].enumerated() {
            streams.wheel(at: 2000 + Double(step) * 80, delta)
        }
        let scrolling = streams.features.scrolling
        #expect(scrolling.wheels == 6 && scrolling.distinctDeltas == 2)
        #expect(scrolling.commonDelta == 120 && scrolling.maximumDelta == 240 && scrolling.quantisedShare == 1)
        #expect(scrolling.loneLargeTurns == 0)
        #expect(abs(try #require(scrolling.interval).median - 80) < 1e-9)
    }

    @Test("One large turn alone")
    func lone() {
        var streams = EventStreams()
        streams.wheel(at: 2000, 300)
        streams.wheel(at: 4000, 120)
        let scrolling = streams.features.scrolling
        #expect(scrolling.loneLargeTurns == 1 && scrolling.quantisedShare == nil && scrolling.interval == nil)
    }

    @Test("Turns that the page follows in one step, and in several")
    func response() {
        var streams = EventStreams()
        streams.wheel(at: 2000, 300)
        streams.scroll(at: 2016, to: 300)
        streams.wheel(at: 4000, 120)
        for step in 1...6 { streams.scroll(at: 4000 + 16 * Double(step), to: 300 + 20 * step) }
        // The end of the page.
        streams.wheel(at: 6000, 120)
        streams.scroll(at: 6016, to: 430)
        let scrolling = streams.features.scrolling
        #expect(scrolling.turnsAtOnce == 1 && scrolling.turnsEased == 1)
        #expect(scrolling.wheelQuantum == 60)
    }

    @Test("A touchpad that keeps its speed, and one that does not")
    func steady() {
        var streams = EventStreams()
        for turn in 0..<20 { streams.wheel(at: 1000 + 16 * Double(turn), 12 + turn % 2) }
        for turn in 0..<20 { streams.wheel(at: 3000 + 16 * Double(turn), 24 - turn) }
        #expect(streams.features.scrolling.steadyRuns == 1)
        #expect(streams.features.scrolling.wheelQuantum == 1)
    }

    @Test("Pages that run on after a finger, that stop with it, and that are at their end")
    func flings() throws {
        var streams = EventStreams()
        fling(&streams, at: 1000, from: 0, coasting: 200)
        fling(&streams, at: 4000, from: 360, coasting: 0)
        fling(&streams, at: 7000, from: 360, coasting: 0)
        fling(&streams, at: 9000, from: 700, coasting: 0)
        let scrolling = streams.features.scrolling
        #expect(scrolling.flings == 4 && scrolling.flingsWithInertia == 1 && scrolling.deadStops == 2)
        #expect(try #require(scrolling.coast).maximum >= 190)
    }

    private func fling(_ streams: inout EventStreams, at time: Double, from place: Int, coasting way: Int) {
        streams.touch(.start, at: time, y: 500)
        for step in 1...8 {
            let moment = time + 16 * Double(step)
            streams.touch(.move, at: moment, y: 500 - 20 * Double(step))
            streams.scroll(at: moment + 4, to: place + 20 * step)
        }
        streams.touch(.end, at: time + 140, y: 340)
        for step in 1...10 where way > 0 {
            let left = Double(10 - step) / 10
            streams.scroll(at: time + 210 + 16 * Double(step), to: place + 160 + Int(Double(way) * (1 - left * left)))
        }
    }

    @Test("Scrolling and what explains it")
    func causes() {
        var streams = EventStreams()
        streams.scroll(at: 300, to: 900)
        streams.scroll(at: 2000, to: 0)
        streams.scroll(at: 2016, to: 30)
        streams.wheel(at: 5000, 120)
        streams.scroll(at: 5010, to: 60)
        streams.scroll(at: 5110, to: 90)
        streams.key(.down, at: 8000, class: .navigation, press: 0)
        streams.scroll(at: 8020, to: 700)
        let scrolling = streams.features.scrolling
        #expect(scrolling.movements == 4)
        #expect(scrolling.unexplained == 1)
    }
}
