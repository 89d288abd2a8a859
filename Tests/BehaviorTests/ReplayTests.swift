import Testing

@testable import Behavior

@Suite("Movement that is played back")
struct ReplayTests {
    @Test("has the digests of what it plays, wherever on the page it begins and whenever")
    func exact() throws {
        let person = try RecordedMovement.named("person").trace
        let digests = MovementDigest.digests(of: person)
        #expect(digests.count == MovementDigest.most && digests == digests.sorted())
        #expect(MovementDigest.digests(of: moved(person, time: { $0 + 7000 }, place: { $0 + 31 })) == digests)
    }

    @Test("is found again with a pixel and two milliseconds of jitter")
    func jittered() throws {
        let person = try RecordedMovement.named("person").trace
        var random = SplitMix(seed: 4)
        let replay = moved(
            person, time: { $0 + Double.random(in: 0...4, using: &random) },
            place: { $0 + Double(Int.random(in: -1...1, using: &random)) })
        let shared = Set(MovementDigest.digests(of: person)).intersection(MovementDigest.digests(of: replay))
        #expect(shared.count >= MovementDigest.leastShared)
    }

    @Test("shares nothing with other movement")
    func others() throws {
        let digests = try RecordedMovement.names.map {
            MovementDigest.digests(of: try RecordedMovement.named($0).trace)
        }
        #expect(Set(digests.joined()).count == digests.map(\.count).reduce(0, +))
    }

    @Test(
        "is never found between two different people, and no person moves twice alike",
        .enabled(if: HumanRecordings.areThere, "the recordings are not beside the project"))
    func people() throws {
        var seen: Set<UInt64> = []
        var count = 0
        for (name, streams) in try HumanRecordings.sapiMouse() {
            let digests = MovementDigest.digests(of: streams.trace)
            #expect(digests.count == MovementDigest.most, "\(name)")
            #expect(streams.features.pointer.strokes.repeats == 0, "\(name)")
            seen.formUnion(digests)
            count += digests.count
        }
        #expect(seen.count == count)
        for kind in ["paths", "grids"] {
            for (name, streams) in try HumanRecordings.wafer(kind) {
                #expect(streams.features.pointer.strokes.repeats == 0, "\(name)")
            }
        }
    }

    @Test("is seen within a session, unless it is a plain line")
    func repeats() {
        #expect(strokes(bend: 60, changing: 0).features.pointer.strokes.repeats == 3)
        #expect(strokes(bend: 60, changing: 9).features.pointer.strokes.repeats == 0)
        #expect(strokes(bend: 0, changing: 0).features.pointer.strokes.repeats == 0)
    }

    private func strokes(bend: Double, changing: Double) -> EventStreams {
        var streams = EventStreams()
        for stroke in 0..<4 {
            for step in 0...20 {
                let t = Double(step) / 20
                streams.move(
                    at: Double(stroke) * 2000 + Double(step) * 16,
                    x: (50 * Double(stroke) + (300 + changing * Double(stroke)) * t).rounded(),
                    y: (200 + bend * 4 * t * (1 - t)).rounded())
            }
        }
        return streams
    }

    private func moved(
        _ trace: InteractionTrace, time: (Double) -> Double, place: (Double) -> Double
    ) -> InteractionTrace {
        var streams = EventStreams()
        for event in trace.pointer {
            streams.pointer(
                event.kind, at: time(event.milliseconds), x: place(event.pixelX), y: place(event.pixelY))
        }
        return streams.trace
    }
}
