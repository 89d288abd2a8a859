import Behavior

/// Writes events as the agent does: flat arrays, the first time absolute, later ones as differences. Times are milliseconds since the
/// agent's start, places CSS pixels.
struct EventStreams: Sendable {
    private var rows: [String: [[Int]]] = [:]
    private var place = (x: 0.0, y: 0.0)
    private var presses = 0

    mutating func add(_ stream: String, at time: Double, _ values: [Int]) {
        rows[stream, default: []].append([Int((time * 10).rounded())] + values)
    }

    var flat: [String: [Int]] {
        rows.mapValues { rows in
            var before = 0
            return rows.flatMap { row in
                defer { before = row[0] }
                return [row[0] - before] + row.dropFirst()
            }
        }
    }

    // MARK: Pointer

    mutating func pointer(
        _ kind: PointerEvent.Kind, at time: Double, x: Double, y: Double, device: PointerEvent.Device = .mouse,
        offset: (x: Int, y: Int) = (14, 101), movement: (x: Int, y: Int)? = nil, button: Bool? = nil,
        pressure: Int? = nil, coalesced: Int = 1, trusted: Bool = true
    ) {
        let isDown = button ?? (kind == .down)
        let went = movement ?? (Int(x.rounded()) - Int(place.x.rounded()), Int(y.rounded()) - Int(place.y.rounded()))
        place = (x, y)
        add(
            "pointer", at: time,
            [
                kind.rawValue, device.rawValue, Int((x * 100).rounded()), Int((y * 100).rounded()), offset.x, offset.y,
                kind == .move ? went.x : 0, kind == .move ? went.y : 0, isDown ? 1 : 0,
                pressure ?? (isDown ? 500 : 0), kind == .move ? coalesced : 0, trusted ? 3 : 2,
            ])
    }

    mutating func move(at time: Double, x: Double, y: Double, movement: (x: Int, y: Int)? = nil, trusted: Bool = true) {
        pointer(.move, at: time, x: x, y: y, movement: movement, trusted: trusted)
    }

    /// A press that nothing moved to.
    mutating func press(
        at time: Double, x: Double = 100, y: Double = 100, lasting duration: Double = 90, button: Bool? = nil,
        pressure: Int? = nil, device: PointerEvent.Device = .mouse, offset: (x: Int, y: Int) = (14, 101)
    ) {
        pointer(.down, at: time, x: x, y: y, device: device, offset: offset, button: button, pressure: pressure)
        pointer(.up, at: time + duration, x: x, y: y, device: device, offset: offset)
    }

    /// How a stroke is made: how far it bends off its line, in units of its length, how much of its speed changes over it, and how
    /// much the time between its moves varies.
    struct Hand: Sendable {
        var bend = 0.15
        var easing = 1.0
        var jitter = 0.3

        static let person = Hand()
    }

    /// Ten strokes of 400 px or a little more from left to right and back, each of sixteen moves, with half a second between. No two of
    /// them are alike unless they are to be.
    mutating func strokes(_ hand: Hand, alike: Bool = false) {
        for stroke in 0..<10 {
            var time = 1000 + Double(stroke) * 900
            let length = 400 + (alike ? 0 : 7 * Double(stroke))
            for step in 0...15 {
                let t = Double(step) / 15
                // Smoothstep for the way of a hand, which starts slowly and slows down.
                let way = hand.easing * t * t * (3 - 2 * t) + (1 - hand.easing) * t
                let along = stroke.isMultiple(of: 2) ? way : 1 - way
                let off = hand.bend * 4 * way * (1 - way)
                move(at: time, x: (200 + length * along).rounded(), y: (300 + length * off).rounded())
                time += 16 * (1 + (step.isMultiple(of: 3) ? hand.jitter : -hand.jitter / 2))
            }
        }
    }

    mutating func click(
        at time: Double, place: (x: Int, y: Int) = (430, 610), trusted: Bool = true, hovered: Bool = true
    ) {
        add("clicks", at: time, [1, place.x, place.y, 1, -1, (trusted ? 1 : 0) | (hovered ? 2 : 0)])
    }

    // MARK: Keys and fields

    mutating func key(
        _ kind: KeyEvent.Kind, at time: Double, press: Int, class keyClass: KeyEvent.Class = .letter, field: Int = 0,
        trusted: Bool = true, named: Bool = true, lacksShift: Bool = false
    ) {
        let flags = (trusted ? 1 : 0) | (named ? 0 : 16) | (lacksShift ? 32 : 0)
        add("keys", at: time, [kind.rawValue, keyClass.rawValue, press, field, flags])
    }

    /// Letters typed into a field, each with its change; the times between and the times held are taken in turn.
    mutating func type(
        _ count: Int, at start: Double = 1000, every intervals: [Double] = [180, 260, 140, 410],
        held dwells: [Double] = [95, 70, 120], field: Int = 0, named: Bool = true
    ) {
        var events: [(time: Double, kind: KeyEvent.Kind, press: Int)] = []
        var time = start
        for index in 0..<count {
            events.append((time, .down, presses + index))
            events.append((time + dwells[index % dwells.count], .up, presses + index))
            input(at: time + 1, field: field)
            time += intervals[index % intervals.count]
        }
        presses += count
        for event in events.sorted(by: { $0.time < $1.time }) {
            key(event.kind, at: event.time, press: event.press, field: field, named: named)
        }
    }

    mutating func input(
        at time: Double, _ change: InputEvent.Change = .insertText, field: Int = 0, trusted: Bool = true
    ) {
        add("inputs", at: time, [change.rawValue, field, trusted ? 1 : 0])
    }

    mutating func focus(at time: Double, field: Int) {
        add("focus", at: time, [FocusEvent.Kind.focus.rawValue, field, 1])
    }

    mutating func page(_ kind: PageEvent.Kind, at time: Double, trusted: Bool = true) {
        add("page", at: time, [kind.rawValue, trusted ? 1 : 0])
    }

    // MARK: Wheel and touch

    mutating func wheel(at time: Double, _ delta: Int) {
        add("wheel", at: time, [0, delta, 0, 1])
    }

    mutating func scroll(at time: Double, to y: Int) {
        add("scroll", at: time, [0, y])
    }

    /// One finger that comes down, moves by the ways given and goes up.
    mutating func touch(
        at time: Double, by ways: [(x: Double, y: Double)] = [], lasting duration: Double = 80, radius: Int = 11,
        force: Int = 500, trusted: Bool = true
    ) {
        func row(_ kind: TouchEvent.Kind, _ time: Double, _ way: (x: Double, y: Double)) {
            let x = Int((100 + way.x) * 100)
            let y = Int((100 + way.y) * 100)
            add(
                "touches", at: time,
                [kind.rawValue, x, y, radius, radius, force, kind == .end ? 0 : 1, trusted ? 1 : 0])
        }
        row(.start, time, (0, 0))
        for (step, way) in ways.enumerated() {
            row(.move, time + duration * Double(step + 1) / Double(ways.count + 1), way)
        }
        row(.end, time + duration, ways.last ?? (0, 0))
    }

    /// A finger that draws the page down from a place and is lifted while it moves, and how far the page runs on after it.
    mutating func fling(at time: Double, from place: Int, coasting way: Int, radius: (Int) -> Int = { _ in 11 }) {
        func row(_ kind: TouchEvent.Kind, _ step: Int) {
            add(
                "touches", at: time + Double(step) * 16,
                [
                    kind.rawValue, 10_000, 60_000 - 2000 * min(step, 8), radius(step), radius(step), 0,
                    kind == .end ? 0 : 1, 1,
                ])
        }
        row(.start, 0)
        for step in 1...8 {
            row(.move, step)
            scroll(at: time + Double(step) * 16 + 4, to: place + 20 * step)
        }
        row(.end, 9)
        guard way > 0 else { return }
        for step in 1...10 {
            let left = Double(10 - step) / 10
            scroll(at: time + 210 + Double(step) * 16, to: place + 160 + Int(Double(way) * (1 - left * left)))
        }
    }
}
