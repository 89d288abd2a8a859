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
