import Testing

@testable import Behavior

/// Real people are within the ranges that the features' documentation names. What was measured is printed, so that a
/// range that is too wide or too narrow can be seen.
@Suite("Recordings of people", .enabled(if: HumanRecordings.areThere, "the recordings are not beside the project"))
struct HumanTests {
    private typealias Measure = (name: String, range: ClosedRange<Double>, value: (InteractionFeatures) -> Double?)

    /// A minute of each person: the range holds for all of them.
    private let measures: [Measure] = [
        ("variation of dt", 1...50, { $0.pointer.interval?.variation }),
        ("variation of dt in strokes", 0.2...2, { $0.pointer.strokeInterval?.variation }),
        ("variation of speed", 0.7...3, { $0.pointer.speed?.variation }),
        ("strokes", 20...200, { Double($0.pointer.strokes.count) }),
        ("straightness, median", 0.8...0.99, { $0.pointer.strokes.straightness?.median }),
        ("straightness, p10", 0.2...0.95, { $0.pointer.strokes.straightness?.p10 }),
        ("straight strokes", 0...0.1, { $0.pointer.strokes.straightShare }),
        ("deviation", 0.02...0.3, { $0.pointer.strokes.deviation?.median }),
        ("variation of speed in strokes", 0.4...2, { $0.pointer.strokes.speedVariation?.median }),
        ("strokes of constant speed", 0...0, { $0.pointer.strokes.constantSpeedShare }),
        ("turning", 0.05...0.6, { $0.pointer.strokes.turning?.median }),
        ("log jerk, median", 7...15, { $0.pointer.strokes.logJerk?.median }),
        ("log jerk, p10", 4...12, { $0.pointer.strokes.logJerk?.p10 }),
        ("place of the peak", 0.02...0.5, { $0.pointer.strokes.peakPlace?.median }),
        ("peaks of speed, mean", 1.1...6, { $0.pointer.strokes.peaks?.mean }),
        ("overshoot", 0.05...0.7, { $0.pointer.strokes.overshootShare }),
        ("Fitts's correlation", 0.1...1, { $0.pointer.strokes.fittsCorrelation }),
        ("Fitts's residual", 0.15...1, { $0.approaches.residual }),
        ("profiles, spread", 0.08...0.4, { $0.profiles.spread }),
        ("profiles, half way", 0.5...0.95, { $0.profiles.halfway?.median }),
        ("profiles, asymmetry", 0.12...0.8, { $0.profiles.asymmetry?.median }),
        ("teleports", 0...0, { Double($0.pointer.teleports) }),
        ("mismatching movement", 0...0.01, { $0.pointer.movementMismatchShare }),
        ("press, p90", 60...5000, { $0.presses.duration?.p90 }),
        ("press, sd", 20...5000, { $0.presses.duration?.standardDeviation }),
        ("moves before a press, median", 5...500, { $0.presses.movesBefore?.median }),
        ("presses after one move", 0...0, { Double($0.presses.afterOneMove) }),
        (
            "presses without approach, share", 0...0.05,
            { Double($0.presses.withoutApproach) / Double($0.presses.count) }
        ),
        ("rest before a press", 5...500, { $0.presses.restBefore?.median }),
        ("quantised spacing", 0...0.1, { $0.timing.quantisedShare }),
    ]

    @Test("SapiMouse: a minute of each of 39 people")
    func sapiMouse() throws {
        let people = try HumanRecordings.sapiMouse().map { ($0.name, $0.streams.features) }
        #expect(people.count == 39)
        for measure in measures {
            var values: [Double] = []
            for (name, features) in people {
                let value = try #require(measure.value(features), "\(measure.name) of \(name)")
                #expect(measure.range.contains(value), "\(measure.name) of \(name)")
                values.append(value)
            }
            report(measure.name, values)
        }
        // Median and isDurationConstant of presses are no such measure: one of these people taps a touchpad, whose
        // driver releases after 6 to 8 ms.
        let medians = people.compactMap { $0.1.presses.duration?.median }
        report("press, median", medians)
        #expect(medians.count { (55...220).contains($0) } == 38)
        #expect(people.allSatisfy { $0.1.presses.isDurationConstant == false })
        #expect(people.allSatisfy { $0.1.hasInteraction && $0.1.untrusted.total == 0 && $0.1.timing.clockStep == nil })
    }

    /// A few seconds of one movement: short, but enough to tell.
    @Test("wafer: aimed movements recorded in a browser", arguments: ["paths", "grids"])
    func wafer(kind: String) throws {
        var intervals: [Double] = []
        var speeds: [Double] = []
        var straightness: [Double] = []
        for (name, streams) in try HumanRecordings.wafer(kind) {
            let pointer = streams.features.pointer
            let interval = try #require(pointer.interval?.variation)
            let speed = try #require(pointer.speed?.variation)
            #expect(interval > 0.4, "\(name)")
            #expect((0.6...2.5).contains(speed), "\(name)")
            #expect((pointer.strokes.straightShare ?? 0) < 0.5, "\(name)")
            #expect((pointer.strokes.constantSpeedShare ?? 0) == 0, "\(name)")
            intervals.append(interval)
            speeds.append(speed)
            if let median = pointer.strokes.straightness?.median { straightness.append(median) }
        }
        report("\(kind): variation of dt", intervals)
        report("\(kind): variation of speed", speeds)
        report("\(kind): straightness", straightness)
    }

    private func report(_ name: String, _ values: [Double]) {
        guard let distribution = Distribution(values) else { return }
        func shown(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
        let quantiles = [
            distribution.minimum, distribution.p10, distribution.median, distribution.p90, distribution.maximum,
        ]
        print("\(name): \(quantiles.map(shown).joined(separator: " / ")) of \(distribution.count)")
    }
}
