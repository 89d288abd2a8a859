import Testing

@testable import Behavior

@Suite("Profiles of speed")
struct SpeedProfileTests {
    @Test("of one easing are alike however long and however bent the strokes are")
    func eased() throws {
        let profiles = profiles { t, _ in t * t * (3 - 2 * t) }
        #expect(profiles.count == 8)
        #expect(try #require(profiles.spread) < 0.02)
        #expect(abs(try #require(profiles.halfway).median - 0.5) < 0.03)
        #expect(try #require(profiles.asymmetry).p90 < 0.06)
    }

    @Test("of a fast beginning and a slow end are far from their mirror")
    func lopsided() throws {
        let profiles = profiles { t, _ in 1 - (1 - t) * (1 - t) * (1 - t) }
        #expect(try #require(profiles.halfway).median > 0.8)
        #expect(try #require(profiles.asymmetry).median > 0.3)
        #expect(try #require(profiles.spread) < 0.02)
    }

    @Test("that change from stroke to stroke have a spread")
    func varied() throws {
        let profiles = profiles { t, stroke in
            stroke.isMultiple(of: 2) ? t * t : 1 - (1 - t) * (1 - t)
        }
        #expect(try #require(profiles.spread) > 0.15)
    }

    private func profiles(_ easing: (Double, Int) -> Double) -> SpeedProfileFeatures {
        var streams = EventStreams()
        for stroke in 0..<8 {
            let duration = 300 + 60 * Double(stroke)
            let distance = 250 + 50 * Double(stroke)
            var time = 0.0
            while time <= duration {
                let t = easing(time / duration, stroke)
                let bend = 60 * 4 * t * (1 - t) * (Double(stroke) / 8)
                streams.move(
                    at: 1000 + 2000 * Double(stroke) + time, x: (100 + distance * t).rounded(),
                    y: (200 + bend).rounded())
                time += 8
            }
        }
        return streams.features.profiles
    }
}
