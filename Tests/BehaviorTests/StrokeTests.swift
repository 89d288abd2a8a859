import Foundation
import Testing

@testable import Behavior

@Suite("Strokes")
struct StrokeTests {
    private func stroke(_ points: [(time: Double, x: Double, y: Double)]) -> Stroke {
        var stroke = Stroke()
        for point in points { stroke.append(time: point.time, x: point.x, y: point.y) }
        return stroke
    }

    @Test("A right angle: straightness 1/√2, deviation a half, one right turn")
    func corner() throws {
        let corner = stroke([(0, 0, 0), (10, 50, 0), (20, 100, 0), (30, 100, 50), (40, 100, 100)])
        #expect(corner.isMeasurable)
        #expect(abs(corner.straightness - 0.5.squareRoot()) < 1e-12)
        #expect(abs(try #require(corner.deviation) - 0.5) < 1e-12)
        #expect(abs(try #require(corner.turning) - Double.pi / 2 / 3) < 1e-12)
        #expect(corner.duration == 40)
    }

    @Test("Constant speed has no variation, no jerk and one peak")
    func constant() throws {
        let profile = try #require(VelocityProfile(stroke((0..<10).map { (Double($0) * 10, Double($0) * 7, 0) })))
        #expect(try #require(profile.variation) < 1e-9)
        #expect(profile.dimensionlessJerk < 1e-9)
        #expect(profile.peaks == 1)
    }

    /// The profile of Flash & Hogan: the way is 10τ³ − 15τ⁴ + 6τ⁵, and its dimensionless jerk 720/1.875² = 204.8.
    @Test("The minimum-jerk movement")
    func minimumJerk() throws {
        let points = (0...200).map { step -> (time: Double, x: Double, y: Double) in
            let t = Double(step) / 200
            let way = 10 * t * t * t - 15 * t * t * t * t + 6 * t * t * t * t * t
            return (t * 600, way * 400, way * 300)
        }
        let profile = try #require(VelocityProfile(stroke(points)))
        // A sampled integral lacks the ends of the movement.
        #expect(abs(profile.dimensionlessJerk - 204.8) < 204.8 / 20)
        #expect(abs(profile.peakPlace - 0.5) < 0.01)
        #expect(profile.peaks == 1)
        // The mean of squared speed over the square of mean speed is 10/7, so the variation is √(3/7).
        #expect(abs(try #require(profile.variation) - (3.0 / 7).squareRoot()) < 0.01)
    }

    @Test("Two submovements have two peaks")
    func peaks() throws {
        let speeds = [1.0, 4, 8, 4, 1, 1, 3, 5, 3, 1]
        var x = 0.0
        var points = [(time: 0.0, x: 0.0, y: 0.0)]
        for (step, speed) in speeds.enumerated() {
            x += speed * 10
            points.append((Double(step + 1) * 10, x, 0))
        }
        #expect(try #require(VelocityProfile(stroke(points))).peaks == 2)
    }

    @Test("Moves of one moment are one step")
    func sameMoment() throws {
        let profile = VelocityProfile(
            stroke([(0, 0, 0), (10, 10, 0), (10, 20, 0), (20, 30, 0), (30, 40, 0), (40, 50, 0)]))
        #expect(profile != nil)
        #expect(VelocityProfile(stroke([(5, 0, 0), (5, 90, 0), (5, 190, 0), (5, 290, 0), (5, 390, 0)])) == nil)
    }

    @Test("Overshoot is how far a stroke went beyond the place of the press")
    func overshoot() throws {
        let over = stroke([(0, 0, 0), (10, 40, 0), (20, 80, 0), (30, 112, 0), (40, 100, 0)])
        #expect(abs(try #require(over.overshoot(ofX: 100, y: 0)) - 12) < 1e-12)
        #expect(over.overshoot(ofX: 5, y: 0) == nil)

        var streams = EventStreams()
        for round in 0..<4 {
            let start = Double(round) * 2000
            let beyond = round % 2 == 0 ? 112.0 : 99.0
            for (step, x) in [0, 40, 80, beyond, 100].enumerated() {
                streams.move(at: start + Double(step) * 10, x: x, y: 0)
            }
            streams.press(at: start + 300, x: 100, y: 0)
        }
        #expect(streams.features.pointer.strokes.overshootShare == 0.5)
    }

    @Test("Time grows with the logarithm of the way")
    func fitts() throws {
        var streams = EventStreams()
        var time = 0.0
        for round in 1...9 {
            let way = 60.0 * Double(round)
            let duration = 200 * log(way / 20)
            for step in 0...20 {
                streams.move(at: time + duration * Double(step) / 20, x: way * Double(step) / 20, y: 0)
            }
            time += duration + 1000
        }
        #expect(try #require(streams.features.pointer.strokes.fittsCorrelation) > 0.999)
    }
}
