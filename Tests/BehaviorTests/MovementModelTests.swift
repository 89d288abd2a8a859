import Testing

@testable import Behavior

@Suite("The pointer model")
struct MovementModelTests {
    @Test("says what the training script says", arguments: RecordedMovement.names)
    func agrees(_ name: String) throws {
        let recorded = try RecordedMovement.named(name)
        let score = try #require(recorded.trace.features.movement)
        #expect(abs(score.logOdds - recorded.logOdds) < 1e-6)
    }

    @Test("tells a person from generators")
    func separates() throws {
        for name in RecordedMovement.names {
            let score = try #require(try RecordedMovement.named(name).trace.features.movement)
            #expect((score.logOdds > AdditiveModel.pointerThreshold) == (name != "person"), "\(name): \(score.logOdds)")
        }
    }

    @Test("has a term for each value, under its name")
    func terms() {
        #expect(AdditiveModel.pointer.terms.map(\.name) == MovementVector.names)
        #expect(AdditiveModel.pointer.terms.allSatisfy { $0.scale > 0 })
        #expect(AdditiveModel.pointer.logOdds(of: [1, 2, 3]) == nil)
    }

    @Test("says nothing of four strokes, nor of what no browser vouches for")
    func little() throws {
        var streams = EventStreams()
        strokes(4, into: &streams)
        #expect(streams.features.movement == nil)
        strokes(1, into: &streams, from: 10_000)
        #expect(streams.features.movement?.strokes == 5)
        #expect(InteractionTrace().features.movement == nil)
    }

    @Test("says the same of a movement whichever way the browser's clock cuts it")
    func clocks() throws {
        var sixty = EventStreams()
        var hundred = EventStreams()
        strokes(10, into: &sixty, every: 16.7)
        strokes(10, into: &hundred, every: 8)
        let one = try #require(sixty.features.movement).logOdds
        let other = try #require(hundred.features.movement).logOdds
        #expect(abs(one - other) < 2)
    }

    @Test("is bounded whatever the numbers are")
    func bounded() throws {
        for value in [0, 1, -1_000_000_000, 1_000_000_000] {
            var streams = EventStreams()
            for index in 0..<400 {
                let place = Double(index.isMultiple(of: 2) ? value : index)
                streams.move(at: Double(index * 20), x: place / 100, y: -place / 100)
                if index % 40 == 39 { streams.press(at: Double(index * 20 + 5), x: 0, y: 0, lasting: 1) }
            }
            let trace = streams.trace
            #expect(trace.features.movement.map { $0.logOdds.isFinite } ?? true)
            #expect(MovementDigest.digests(of: trace).count <= MovementDigest.most)
        }
    }

    @Test(
        "takes none of the recorded people for a generator: 39 of SapiMouse",
        .enabled(if: HumanRecordings.areThere, "the recordings are not beside the project"))
    func people() throws {
        for (name, streams) in try HumanRecordings.sapiMouse() {
            let trace = streams.trace
            let score = try #require(trace.features.movement, "\(name)")
            #expect(score.logOdds < AdditiveModel.pointerThreshold, "\(name)")
            for window in MovementVector.windows(of: trace, strokes: AdditiveModel.pointerLeastStrokes) {
                let logOdds = try #require(AdditiveModel.pointer.logOdds(of: window.values))
                #expect(logOdds < AdditiveModel.pointerThreshold, "\(name)")
            }
        }
    }

    private func strokes(
        _ count: Int, into streams: inout EventStreams, from start: Double = 0, every step: Double = 16
    ) {
        for stroke in 0..<count {
            var time = 0.0
            while time <= 480 {
                let t = time / 480
                let way = t * t * (3 - 2 * t)
                let length = 300 + 20 * Double(stroke % 7)
                let along = stroke.isMultiple(of: 2) ? way : 1 - way
                streams.move(
                    at: start + Double(stroke) * 1000 + time, x: (100 + length * along).rounded(),
                    y: (200 + 0.2 * length * way * (1 - way)).rounded())
                time += step
            }
        }
    }
}
