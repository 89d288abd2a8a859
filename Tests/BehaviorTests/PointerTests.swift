import Testing

@testable import Behavior

@Suite("Pointer movement")
struct PointerTests {
    /// Twelve moves of 10 px along x, 20 ms apart.
    private func line() -> EventStreams {
        var streams = EventStreams()
        for step in 0..<12 { streams.move(at: 1000 + Double(step) * 20, x: 100 + Double(step) * 10, y: 50) }
        return streams
    }

    @Test("Path, intervals and speed of a plain line")
    func plain() throws {
        let pointer = line().features.pointer
        #expect(pointer.moves == 12)
        #expect(abs(pointer.pathLength - 110) < 1e-9)
        let interval = try #require(pointer.interval)
        #expect(interval.count == 11 && abs(interval.median - 20) < 1e-9 && interval.standardDeviation < 1e-9)
        let speed = try #require(pointer.speed)
        #expect(abs(speed.mean - 0.5) < 1e-9 && (speed.variation ?? 1) < 1e-9)
        #expect(pointer.pauses == 0 && pointer.teleports == 0)
        #expect(pointer.wholePixelShare == 1)
        #expect(pointer.coalescedShare == 0)
        #expect(pointer.movementMismatchShare == 0 && pointer.zeroMovementShare == 0)
        #expect(pointer.screenOffsetX == 0 && pointer.screenOffsetY == 85 && pointer.screenOffsetSpread == 0)
    }

    @Test("Nothing is said of too little")
    func little() {
        var streams = EventStreams()
        streams.move(at: 1, x: 1, y: 1)
        streams.move(at: 20, x: 2, y: 1)
        let pointer = streams.features.pointer
        #expect(pointer.moves == 2 && pointer.interval == nil && pointer.speed == nil && pointer.coalescedShare == nil)
        #expect(pointer.movementMismatchShare == nil && pointer.strokes.straightness == nil)
        #expect(EventStreams().features.pointer == PointerFeatures())
    }

    @Test("Touch, pen and what no browser vouches for are not a mouse")
    func devices() {
        var streams = EventStreams()
        streams.pointer(.move, at: 1, x: 1, y: 1, device: .touch)
        streams.pointer(.move, at: 2, x: 1, y: 1, device: .pen)
        streams.pointer(.move, at: 3, x: 1, y: 1, trusted: false)
        streams.pointer(.down, at: 4, x: 1, y: 1, trusted: false)
        let features = streams.features
        #expect(features.pointer.moves == 0 && features.presses.count == 0)
        #expect(features.counts.pointerMoves == 3 && features.counts.mouseMoves == 1)
        #expect(features.untrusted.pointer == 2 && features.untrusted.total == 2)
    }

    @Test("A rest of 100 ms is a pause and parts strokes")
    func pauses() {
        var streams = line()
        streams.move(at: 1320, x: 215, y: 50)
        for step in 1..<12 { streams.move(at: 1320 + Double(step) * 20, x: 215, y: 50 + Double(step) * 10) }
        let pointer = streams.features.pointer
        #expect(pointer.pauses == 1)
        #expect(pointer.strokes.count == 2)
    }

    @Test("Coalesced moves; a browser that states no number says nothing")
    func coalesced() {
        var streams = EventStreams()
        var silent = EventStreams()
        for step in 0..<20 {
            streams.pointer(.move, at: Double(step) * 16, x: Double(step), y: 0, coalesced: step % 4 == 0 ? 3 : 1)
            silent.pointer(.move, at: Double(step) * 16, x: Double(step), y: 0, coalesced: 0)
        }
        #expect(streams.features.pointer.coalescedShare == 0.25)
        #expect(silent.features.pointer.coalescedShare == nil)
    }

    @Test("A lone jump is a teleport; one inside a movement, or after leaving the page, is not")
    func teleports() {
        var streams = EventStreams()
        streams.move(at: 1000, x: 10, y: 10)
        streams.move(at: 2000, x: 300, y: 10)
        streams.move(at: 3000, x: 300, y: 400)
        #expect(streams.features.pointer.teleports == 2)

        var flick = line()
        flick.move(at: 2000, x: 500, y: 50)
        flick.move(at: 2016, x: 520, y: 50)
        #expect(flick.features.pointer.teleports == 0)

        var left = line()
        left.pointer(.leave, at: 1400, x: 300, y: 0)
        left.move(at: 2400, x: 600, y: 300)
        #expect(left.features.pointer.teleports == 0)

        var busy = line()
        busy.pointer(.move, at: 2000, x: 600, y: 300, coalesced: 9)
        #expect(busy.features.pointer.teleports == 0)
    }

    @Test("Movement that does not agree with places, and movement in another scale that does")
    func movement() {
        var streams = EventStreams()
        var scaled = EventStreams()
        var silent = EventStreams()
        for step in 0..<21 {
            let x = Double(step) * 10
            let isWrong = step % 4 == 3
            streams.pointer(.move, at: Double(step) * 16, x: x, y: 0, movement: isWrong ? (-30, 0) : (10, 0))
            scaled.pointer(.move, at: Double(step) * 16, x: x, y: 0, movement: (15, 0))
            silent.pointer(.move, at: Double(step) * 16, x: x, y: 0, movement: (0, 0))
        }
        #expect(streams.features.pointer.movementMismatchShare == 0.25)
        #expect(scaled.features.pointer.movementMismatchShare == 0)
        #expect(silent.features.pointer.movementMismatchShare == 1)
        #expect(silent.features.pointer.zeroMovementShare == 1)
    }

    @Test("The viewport's place on the screen")
    func offsets() {
        var streams = EventStreams()
        for step in 0..<5 {
            streams.pointer(.move, at: Double(step) * 16, x: Double(step), y: 0, offset: (step == 4 ? 9 : 2, 85))
        }
        let pointer = streams.features.pointer
        #expect(pointer.screenOffsetX == 2 && pointer.screenOffsetY == 85 && pointer.screenOffsetSpread == 7)
    }
}
