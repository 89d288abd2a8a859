import Testing

@testable import Behavior

@Suite("Touch")
struct TouchTests {
    @Test("Taps that are all alike, with no pointer beside them")
    func synthetic() throws {
        var streams = EventStreams()
        for tap in 0..<4 {
            streams.touch(.start, at: Double(tap) * 1000)
            streams.touch(.end, at: Double(tap) * 1000 + 20)
        }
        let touch = streams.features.touch
        #expect(touch.starts == 4 && touch.withoutPointer == 4 && touch.pointerDowns == 0)
        #expect(touch.distinctRadii == 1 && touch.constantRadius == 1 && touch.distinctForces == 1)
        #expect(touch.zeroRadiusShare == 0 && touch.zeroForceShare == 0 && touch.maximumContacts == 1)
        #expect(touch.isContactDefault == true && touch.changingShare == nil)
        #expect(abs(try #require(touch.duration).median - 20) < 1e-9)
        #expect(touch.movesPerTouch?.maximum == 0 && touch.straightness == nil)
    }

    @Test("A swipe of a finger")
    func swipe() throws {
        var streams = EventStreams()
        streams.pointer(.down, at: 1000, x: 100, y: 500, device: .touch)
        streams.touch(.start, at: 1000.2, x: 100, y: 500, radius: 14, force: 0)
        for step in 1...6 {
            streams.touch(
                .move, at: 1000 + Double(step) * 16, x: 100, y: 500 - Double(step) * 20, radius: 14 + step % 3, force: 0
            )
        }
        streams.touch(.end, at: 1120, x: 100, y: 380)
        let touch = streams.features.touch
        #expect(touch.withoutPointer == 0 && touch.pointerDowns == 1)
        #expect(touch.distinctRadii == 3 && touch.constantRadius == nil && touch.zeroForceShare == 1)
        #expect(touch.isContactDefault == false && touch.changingShare == 1)
        #expect(touch.movesPerTouch?.median == 6)
        #expect(abs(try #require(touch.straightness).median - 1) < 1e-12)
    }

    @Test("No touches")
    func none() {
        #expect(EventStreams().features.touch == TouchFeatures())
    }
}
