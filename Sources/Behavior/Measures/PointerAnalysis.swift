extension PointerEvent {
    /// Whether it is of a mouse, or of a device the event does not name, as some drivers' events are.
    var isMouse: Bool { device == .mouse || device == .unknown }
    /// Place in the viewport, CSS pixels.
    var pixelX: Double { Double(x) / 100 }
    /// Place in the viewport, CSS pixels.
    var pixelY: Double { Double(y) / 100 }
    /// Whether the place is whole pixels.
    var isWholePixel: Bool { x % 100 == 0 && y % 100 == 0 }

    func distance(to other: PointerEvent) -> Double {
        length(pixelX - other.pixelX, pixelY - other.pixelY)
    }
}

extension PointerFeatures {
    /// A gap this long between two moves ends a stroke, ms.
    static let pause = 100.0

    init(_ trace: InteractionTrace) {
        self.init()
        var intervals: [Double] = []
        intervals.reserveCapacity(trace.pointer.count)
        var strokeIntervals: [Double] = []
        strokeIntervals.reserveCapacity(trace.pointer.count)
        var speeds: [Double] = []
        speeds.reserveCapacity(trace.pointer.count)
        var strokes = StrokeAnalysis()
        var movement = MovementAgreement()
        var offsets = ScreenOffsets()
        var wholePixels = 0
        var gathered = 0
        var statesCoalescing = false
        let events = trace.pointer
        var last: Int?
        var hasLeft = false
        var pendingJump = false

        for (index, event) in events.enumerated() where event.isTrusted && event.isMouse {
            switch event.kind {
            case .move:
                moves += 1
                offsets.add(event)
                if event.isWholePixel { wholePixels += 1 }
                if event.coalesced > 0 { statesCoalescing = true }
                if event.coalesced > 1 { gathered += 1 }
                if let last = last.map({ events[$0] }) {
                    let way = event.distance(to: last)
                    let passed = event.milliseconds - last.milliseconds
                    pathLength += way
                    intervals.append(passed)
                    if pendingJump, passed >= Self.pause { teleports += 1 }
                    pendingJump = false
                    if passed >= Self.pause {
                        pauses += 1
                        strokes.end()
                        pendingJump = way >= 50 && event.coalesced <= 1 && !hasLeft
                    } else {
                        strokeIntervals.append(passed)
                        if passed > 0 { speeds.append(way / passed) }
                    }
                    if !hasLeft { movement.add(from: last, to: event, way: way) }
                }
                strokes.add(event)
                last = index
                hasLeft = false
            case .down:
                offsets.add(event)
                strokes.press(event)
            case .up, .cancel:
                strokes.end()
            case .leave:
                strokes.end()
                hasLeft = true
            case .other:
                break
            }
        }
        if pendingJump { teleports += 1 }
        strokes.end()

        interval = Distribution(intervals, least: 10)
        strokeInterval = Distribution(strokeIntervals, least: 10)
        speed = Distribution(speeds, least: 10)
        wholePixelShare = share(wholePixels, of: moves, least: 10)
        coalescedShare = statesCoalescing ? share(gathered, of: moves, least: 10) : nil
        movementMismatchShare = movement.mismatchShare
        zeroMovementShare = movement.zeroShare
        screenOffsetX = offsets.x.middle
        screenOffsetY = offsets.y.middle
        screenOffsetSpread = offsets.spread
        self.strokes = strokes.features
    }
}

/// Holds the movement that moves state against the way the pointer went on the screen.
private struct MovementAgreement {
    private var ways: [(x: Double, y: Double)] = []
    private var stated: [(x: Double, y: Double)] = []
    private var zeros = 0

    mutating func add(from last: PointerEvent, to event: PointerEvent, way: Double) {
        let x = Double(event.x - last.x) / 100 + Double(event.screenOffsetX - last.screenOffsetX)
        let y = Double(event.y - last.y) / 100 + Double(event.screenOffsetY - last.screenOffsetY)
        guard way >= 4, x * x + y * y >= 16 else { return }
        if event.movementX == 0 && event.movementY == 0 { zeros += 1 }
        ways.append((x, y))
        stated.append((Double(event.movementX), Double(event.movementY)))
    }

    var zeroShare: Double? { share(zeros, of: ways.count, least: 10) }

    var mismatchShare: Double? {
        guard ways.count >= 10 else { return nil }
        // Some browsers state movement in the display's own pixels, so one scale for all moves is taken out first.
        // The first few hundred moves show it well enough.
        var ratios: [Double] = []
        for (way, said) in zip(ways, stated).prefix(255) {
            ratios.append((way.x * said.x + way.y * said.y) / (way.x * way.x + way.y * way.y))
        }
        var selection = Selection(ratios)
        let middle = selection.median
        let scale = (0.2...5).contains(middle) ? middle : 1
        var mismatches = 0
        for (way, said) in zip(ways, stated) {
            let error = length(said.x - scale * way.x, said.y - scale * way.y)
            if error > 2 + 0.1 * scale * length(way.x, way.y) { mismatches += 1 }
        }
        return share(mismatches, of: ways.count)
    }
}

/// Where the viewport lies on the screen, as pointer events tell it.
private struct ScreenOffsets {
    /// Nearly always one value, which is counted and not kept.
    struct Axis {
        private var first: Int?
        private var repeats = 0
        private var others: [Int] = []

        mutating func add(_ value: Int) {
            if first == nil { first = value }
            if value == first { repeats += 1 } else { others.append(value) }
        }

        var middle: Int? {
            guard let first else { return nil }
            if repeats > others.count { return first }
            let sorted = (others + repeatElement(first, count: repeats)).sorted()
            return sorted[sorted.count / 2]
        }

        var spread: Int? {
            guard let first, repeats + others.count >= 2 else { return nil }
            return max(first, others.max() ?? first) - min(first, others.min() ?? first)
        }
    }

    var x = Axis()
    var y = Axis()

    mutating func add(_ event: PointerEvent) {
        x.add(event.screenOffsetX)
        y.add(event.screenOffsetY)
    }

    var spread: Int? {
        guard let x = x.spread, let y = y.spread else { return nil }
        return max(x, y)
    }
}
